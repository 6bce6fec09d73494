/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/conversation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	conversation("rpc", 111, NULL, data, size);
	conversation("mountd", 20048, "2049 3", data, size);
	return 0;
}
