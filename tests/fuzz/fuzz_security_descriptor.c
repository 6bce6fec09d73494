/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/security_descriptor.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct security_descriptor plain, wide;
	bool ok = security_descriptor_parse(data, size, false, &plain);
	struct buf told;

	if (security_descriptor_parse(data, size, true, &wide) != ok)
		abort();
	buf_init(&told, 4096);
	if (security_descriptor_format(data, size, &told) != ok ||
	    !buf_ok(&told))
		abort();
	buf_clear(&told);
	/* Nobody may do what no entry allows. */
	for (int v = 0; ok && v < SECURITY_VISITORS; v++)
		if (plain.granted[v] & ~plain.granted[SECURITY_ANYBODY])
			abort();
	return 0;
}
