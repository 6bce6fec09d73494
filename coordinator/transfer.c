/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/transfer.h"

#include "coordinator/partition.h"
#include "core/buf.h"
#include "core/text.h"

#include <inttypes.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#define LANES     4 /* of 64 bits */
#define SQL_BYTES 512
#define PATIENCE  5000 /* ms, db.c's own */

/* The statements of each table. */
struct table {
	const char *name;
	const char *read;
	const char *count;
	const char *insert; /* the beginning */
};

static const struct table tables[] = {
#define TABLE(name, whose)                                              \
	{ #name, "SELECT * FROM " #name, "SELECT COUNT(*) FROM " #name, \
	  "INSERT INTO " #name " VALUES (" },
#include "coordinator/tables.def"
#undef TABLE
};

#define TABLES (sizeof(tables) / sizeof(tables[0]))

static const char sql_report_months[] =
    "SELECT COALESCE(MIN(month), 0), COALESCE(MAX(month), 0) FROM report";
static const char sql_rating_months[] =
    "SELECT COALESCE(MIN(month), 0), COALESCE(MAX(month), 0) FROM rating";

struct tally {
	int64_t rows;
	uint64_t lane[LANES];
};

size_t transfer_tables(void)
{
	return TABLES;
}

static bool add_value(EVP_MD_CTX *hash, const struct db_value *v)
{
	unsigned char head[9] = { (unsigned char)v->type };
	uint64_t n = v->type == DB_VALUE_INT ? (uint64_t)v->integer : v->len;

	if (v->type == DB_VALUE_REAL)
		memcpy(&n, &v->real, sizeof(n));
	for (int i = 0; i < 8; i++)
		head[i + 1] = (unsigned char)(n >> (8 * i));
	return EVP_DigestUpdate(hash, head, sizeof(head)) == 1 &&
	       (v->len == 0 || EVP_DigestUpdate(hash, v->data, v->len) == 1);
}

/* Take a row in: its values' types, lengths and bytes. */
static bool add_row(struct tally *t, EVP_MD_CTX *hash,
                    const struct db_value *value, size_t values, struct err *e)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	bool ok = EVP_DigestInit_ex(hash, EVP_sha256(), NULL) == 1;

	for (size_t i = 0; ok && i < values; i++)
		ok = add_value(hash, &value[i]);
	if (!ok || EVP_DigestFinal_ex(hash, digest, NULL) != 1)
		return err_set(e, "SHA-256 failed");
	t->rows++;
	for (size_t lane = 0, carry = 0; lane < LANES; lane++) {
		uint64_t n = 0, before = t->lane[lane];

		for (size_t i = 0; i < 8; i++)
			n |= (uint64_t)digest[lane * 8 + i] << (8 * i);
		t->lane[lane] = before + n + carry;
		carry = t->lane[lane] < before ||
		        (carry != 0 && t->lane[lane] == before);
	}
	return true;
}

static void tell(struct transfer_sum *out, const char *table,
                 const struct tally *t)
{
	out->table = table;
	out->rows = t->rows;
	snprintf(out->digest, sizeof(out->digest),
	         "%016" PRIx64 "%016" PRIx64 "%016" PRIx64 "%016" PRIx64,
	         t->lane[3], t->lane[2], t->lane[1], t->lane[0]);
}

/* "INSERT INTO x VALUES ($1, $2)". */
static bool insertion(char sql[SQL_BYTES], const struct table *table,
                      int columns, struct err *e)
{
	struct buf b;
	bool ok;

	buf_init(&b, SQL_BYTES - 1);
	buf_str(&b, table->insert);
	for (int i = 1; i <= columns; i++)
		buf_fmt(&b, i == 1 ? "$%d" : ", $%d", i);
	buf_char(&b, ')');
	ok = (buf_ok(&b) && columns <= DB_MOST) ||
	     err_set(e, "The table %s has too many columns", table->name);
	if (ok)
		memcpy(sql, buf_text(&b), b.len + 1);
	buf_clear(&b);
	return ok;
}

/* Read a table whole; to may be NULL, then nothing is copied. */
static bool read_table(struct db *from, struct db *to,
                       const struct table *table, char sql[SQL_BYTES],
                       EVP_MD_CTX *hash, struct transfer_sum *out,
                       struct err *e)
{
	struct db_rows *rows = db_query(from, table->read, DB_NOTHING, e);
	struct tally t = { 0 };
	struct err why;
	bool ok = rows != NULL;

	while (ok && db_next(rows)) {
		struct db_value value[DB_MOST];
		int columns = db_columns(rows);

		if (t.rows == 0)
			ok = insertion(sql, table, columns, e);
		for (int i = 0; ok && i < columns; i++)
			value[i] = db_column_value(rows, i);
		ok = ok && add_row(&t, hash, value, (size_t)columns, e) &&
		     (!to || db_run(to, sql, value, (size_t)columns, NULL, e));
	}
	if (rows && !db_end(rows, &why) && ok) {
		*e = why;
		ok = false;
	}
	tell(out, table->name, &t);
	return ok;
}

struct work {
	struct db *from;
	struct transfer_sum *sum;
	EVP_MD_CTX *hash;
	char sql[TABLES][SQL_BYTES]; /* of the insertions: prepared ones last */
};

static bool empty(struct db *db, struct err *e)
{
	for (size_t i = 0; i < TABLES; i++) {
		int64_t n = 0;

		if (!db_number(db, tables[i].count, DB_NOTHING, &n, e))
			return false;
		if (n > 0)
			return err_set(e,
			               "The store to copy to is not empty: its "
			               "table %s has rows",
			               tables[i].name);
	}
	return true;
}

static bool write_all(void *ctx, struct db *to, struct err *e)
{
	struct work *w = ctx;

	if (!empty(to, e))
		return false;
	for (size_t i = 0; i < TABLES; i++)
		if (!read_table(w->from, to, &tables[i], w->sql[i], w->hash,
		                &w->sum[i], e))
			return false;
	return true;
}

static bool months(struct db *db, const char *sql, int64_t *first,
                   int64_t *last, struct err *e)
{
	struct db_rows *rows = db_query(db, sql, DB_NOTHING, e);

	if (!rows)
		return false;
	if (db_next(rows)) {
		int64_t low = db_column_int(rows, 0);
		int64_t high = db_column_int(rows, 1);

		if (low > 0 && low < *first)
			*first = low;
		if (high > *last)
			*last = high;
	}
	return db_end(rows, e);
}

struct pair {
	struct db *to;
	struct work *work;
};

static bool transfer(void *ctx, struct db *from, struct err *e)
{
	struct pair *p = ctx;
	int64_t first = INT64_MAX, last = 0;

	return months(from, sql_report_months, &first, &last, e) &&
	       months(from, sql_rating_months, &first, &last, e) &&
	       (last == 0 || partition_cover(p->to, first, last, e)) &&
	       db_transact(p->to, write_all, p->work, e);
}

static bool prove(void *ctx, struct db *db, struct err *e)
{
	struct work *w = ctx;

	for (size_t i = 0; i < TABLES; i++)
		if (!read_table(db, NULL, &tables[i], w->sql[i], w->hash,
		                &w->sum[i], e))
			return false;
	return true;
}

bool transfer_prove(struct db *db, struct transfer_sum *sum, struct err *e)
{
	struct work w = { .sum = sum, .hash = EVP_MD_CTX_new() };
	struct err ignored;
	bool ok = (w.hash || err_set(e, "out of memory")) &&
	          db_patience(db, 0, e) && db_snapshot(db, prove, &w, e);

	db_patience(db, PATIENCE, &ignored);
	EVP_MD_CTX_free(w.hash);
	return ok;
}

static bool same(const struct transfer_sum *a, const struct transfer_sum *b,
                 struct err *e)
{
	for (size_t i = 0; i < TABLES; i++)
		if (a[i].rows != b[i].rows ||
		    strcmp(a[i].digest, b[i].digest) != 0)
			return err_set(e, "The copy of the table %s differs",
			               a[i].table);
	return true;
}

bool transfer_store(struct db *from, struct db *to, struct transfer_sum *sum,
                    struct err *e)
{
	struct transfer_sum copy[TABLES];
	struct work w = { .from = from, .sum = sum, .hash = EVP_MD_CTX_new() };
	struct pair p = { .to = to, .work = &w };
	struct err ignored;
	bool ok = (w.hash || err_set(e, "out of memory")) &&
	          db_patience(from, 0, e) && db_patience(to, 0, e) &&
	          db_snapshot(from, transfer, &p, e);

	ok = ok && transfer_prove(to, copy, e) && same(sum, copy, e);
	db_patience(from, PATIENCE, &ignored);
	EVP_MD_CTX_free(w.hash);
	return ok;
}
