/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/smbios.h"

#include "core/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever the firmware says, texts are texts and a chassis is a small number. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct smbios s;

	smbios_parse(&s, data, size);
	if (s.chassis < 0 || s.chassis > 127 ||
	    !text_valid(s.bios, strlen(s.bios)) ||
	    !text_valid(s.maker, strlen(s.maker)) ||
	    !text_valid(s.model, strlen(s.model)) ||
	    !text_valid(s.board, strlen(s.board)))
		abort();
	return 0;
}
