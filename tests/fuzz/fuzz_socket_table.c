/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/socket_table.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte says which table; every row that is counted can be read. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum socket_table kind;
	size_t count;

	if (size == 0)
		return 0;
	kind = (enum socket_table)(data[0] % SOCKET_TABLES);
	count = socket_table_count(kind, data + 1, size - 1);
	for (size_t i = 0; i < count; i++) {
		struct socket_row row;

		socket_table_row(&row, kind, data + 1, i);
		if (row.bytes != 4 && row.bytes != 16)
			abort();
	}
	return 0;
}
