/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/conversation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	conversation("vnc", 5900, NULL, data, size);
	return 0;
}
