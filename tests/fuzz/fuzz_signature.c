/* SPDX-License-Identifier: Apache-2.0 */
#include "core/signature.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CONTENT "{\"format\": 1}\n"

/* Bytes that came from anybody, as a signature. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char signer[HASH_TEXT] = "";
	struct err e = { 0, "" };
	bool ok =
	    signature_check(data, size, CONTENT, strlen(CONTENT), signer, &e);

	require(ok ? strlen(signer) == HASH_TEXT - 1 : e.text[0] != '\0');
	/* Other bytes are not signed by it as well. */
	if (ok)
		require(!signature_check(data, size, CONTENT "\n",
		                         strlen(CONTENT) + 1, signer, &e));
	return 0;
}
