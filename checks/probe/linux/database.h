/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_DATABASE_H
#define CHECKS_PROBE_LINUX_DATABASE_H

#include "core/err.h"

#include <sqlite3.h>
#include <stdbool.h>

/*
 * Call each(ctx, row) for every row that sql gives on the SQLite file at
 * path, until it returns false. The file is opened as if nothing could change
 * it: no lock is taken, no file is made beside it. It may be hostile: memory,
 * time and sizes are bounded. Cells are read with sqlite3_column_...().
 * False and e when the file cannot be read; some rows may have been seen.
 */
bool database_query(const char *path, const char *sql,
                    bool (*each)(void *ctx, sqlite3_stmt *row), void *ctx,
                    struct err *e);

#endif
