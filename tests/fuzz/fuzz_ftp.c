/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/conversation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	conversation("ftp", 21, NULL, data, size);
	conversation("ftp-data", 50000, "21 /", data, size);
	return 0;
}
