/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_COORDINATOR_STORE_H
#define TESTS_COORDINATOR_STORE_H

#include "coordinator/db.h"

/*
 * A fresh, migrated store of a kind, for one test. PostgreSQL is started once
 * by the program, in a folder of its own on a Unix socket, and ended with it;
 * each call gives a database of its own. What goes wrong fails the test.
 */
struct db *store_fresh(enum db_kind kind);

/* The same without tables. */
struct db *store_empty(enum db_kind kind);

/* Where it is, as db_open() takes it; until the next store_fresh(). */
const char *store_where(void);

/* Close it; it is removed when the program ends. */
void store_end(struct db *db);

/* "sqlite" or "postgresql", to say in a message. */
const char *store_name(enum db_kind kind);

/* For PostgreSQL: signals to the server, and a new start after its end. */
void store_signal(int signal);
void store_start(void);

/* From its next start on, PostgreSQL's commits wait for the disk. */
void store_durable(void);

#endif
