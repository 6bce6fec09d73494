/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/receipt.h"

#include "core/hash.h"
#include "core/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

void receipt_number(char out[RECEIPT_NUMBER], const char *insee,
                    const char *hash)
{
	static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	char text[HASH_TEXT + 16];
	char sum[HASH_TEXT];
	uint64_t bits = 0;
	size_t n = 0;

	snprintf(text, sizeof(text), "%.8s|%.64s", insee, hash);
	hash_sha256(sum, text, strlen(text));
	for (int i = 0; i < 16; i++)
		bits = bits << 4 | (uint64_t)text_hex(sum[i]);
	for (int i = 0; i < 12; i++) {
		if (i == 4 || i == 8)
			out[n++] = '-';
		out[n++] = letters[bits >> 59];
		bits <<= 5;
	}
	out[n] = '\0';
}
