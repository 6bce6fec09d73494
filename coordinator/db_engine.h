/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_DB_ENGINE_H
#define COORDINATOR_DB_ENGINE_H

#include "coordinator/db.h"

/*
 * What a kind of store does, for db.c alone. Every function that fails sets
 * the fault of db. Only one of them runs at a time on a connection.
 */
struct db_engine {
	enum db_kind kind;
	void (*close)(struct db *db);

	/* Begin: to write, or to read as of one moment. */
	bool (*begin)(struct db *db, bool write, struct err *e);
	bool (*commit)(struct db *db, struct err *e);
	void (*rollback)(struct db *db);

	bool (*run)(struct db *db, const char *sql,
	            const struct db_value *value, size_t values,
	            int64_t *changed, struct err *e);

	/* Within a transaction: its failure may be told by what follows. */
	bool (*send)(struct db *db, const char *sql,
	             const struct db_value *value, size_t values,
	             struct err *e);
	bool (*script)(struct db *db, const char *sql, struct err *e);
	bool (*patience)(struct db *db, unsigned ms, struct err *e);

	/* A result: NULL and e; next is false at the end and on failure. */
	struct db_rows *(*query)(struct db *db, const char *sql,
	                         const struct db_value *value, size_t values,
	                         struct err *e);
	bool (*next)(struct db_rows *rows, struct err *e);
	void (*end)(struct db_rows *rows);
	bool (*is_null)(const struct db_rows *rows, int column);
	int64_t (*integer)(const struct db_rows *rows, int column);
	double (*real)(const struct db_rows *rows, int column);
	const char *(*text)(const struct db_rows *rows, int column);
	const void *(*bytes)(const struct db_rows *rows, int column,
	                     size_t *len);
	int (*columns)(const struct db_rows *rows);
	int (*type)(const struct db_rows *rows, int column);
};

/* The beginning of every engine's connection. */
struct db {
	const struct db_engine *engine;
	enum db_fault fault;
	bool within;          /* a transaction */
	bool spoilt;          /* a statement of it failed */
	struct db_rows *rows; /* that are not ended */
	uint64_t dice;        /* for waits */
};

/* type is one of the types of struct db_value, of a value that is there. */

/* The beginning of every engine's result. */
struct db_rows {
	struct db *db;
	bool done;
	bool failed;
	struct err why;
};

/* Fail: set the fault, word e, return false. */
bool db_fail(struct db *db, enum db_fault fault, struct err *e, const char *fmt,
             ...) ERR_PRINTF(4, 5);

struct db *db_sqlite_open(const char *path, struct err *e);
struct db *db_postgresql_open(const char *where, struct err *e);

#endif
