/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/heard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return heard_fuzz("ssdp", data, size);
}
