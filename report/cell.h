/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_CELL_H
#define REPORT_CELL_H

#include "core/arena.h"
#include "core/buf.h"

/* What a file of cells for French spreadsheets begins with, and its signs. */
#define CELL_MARK "\xEF\xBB\xBF"
#define CELL_NEXT ';'
#define CELL_END  "\r\n"

/*
 * Append text as a cell: cleaned, quoted, and a formula stands behind an
 * apostrophe, so that no spreadsheet runs it. NULL is "". Scratch is in a;
 * out remembers when that ran out.
 */
void cell_text(struct buf *out, const char *text, struct arena *a);

#endif
