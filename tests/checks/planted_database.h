/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CHECKS_PLANTED_DATABASE_H
#define TESTS_CHECKS_PLANTED_DATABASE_H

#include "tests/checks/planted.h"

#include <sqlite3.h>

/* A database of SQLite on a planted machine, made by those statements. */
static inline void planted_database(const char *root, const char *path,
                                    const char *sql)
{
	char place[4096];
	sqlite3 *db;

	planted_place(root, path, place);
	assert_int_equal(sqlite3_open(place, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

#endif
