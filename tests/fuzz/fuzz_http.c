/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/conversation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	conversation("http", 80, NULL, data, size);
	conversation("http", 2375, "/start", data, size);
	return 0;
}
