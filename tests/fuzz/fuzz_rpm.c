/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/rpm.h"

#include "core/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint32_t tags[] = { RPM_NAME, RPM_VERSION, RPM_VENDOR };
	char out[32];

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (rpm_text(data, size, tags[i], out, sizeof(out)) &&
		    !text_valid(out, strlen(out)))
			abort();
	return 0;
}
