/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/grid.h"

#include "core/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every cell is text, of a table as somebody sends it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(GRID_BYTES * 4);
	struct grid_row row;
	struct grid g;
	struct err e;

	if (a && grid_open(&g, data, size, a, &e))
		while (grid_next(&g, &row)) {
			if (row.cells == 0 || row.cells > GRID_CELLS)
				abort();
			for (size_t i = 0; i < row.cells; i++)
				if (!text_valid(row.cell[i],
				                strlen(row.cell[i])))
					abort();
		}
	arena_free(a);
	return 0;
}
