/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/migrate.h"

#include "coordinator/partition.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/hash.h"
#include "core/text.h"

#include <inttypes.h>
#include <string.h>

#define TEXT_BYTES (1u << 20) /* of one migration */
#define TRIES      5          /* when another service is at it too */
#define WAIT       300        /* ms */

/* The texts of migration/, in order; made by the build. */
struct migration {
	const unsigned char *text;
};

static const struct migration migrations[] = {
#include "migration_list.def"
};

#define NEWEST ((int64_t)(sizeof(migrations) / sizeof(migrations[0])))

static const char sql_table[] =
    "CREATE TABLE IF NOT EXISTS schema_version ("
    "version BIGINT NOT NULL PRIMARY KEY, hash TEXT NOT NULL,"
    " applied_at BIGINT NOT NULL)";
static const char sql_newest[] =
    "SELECT COALESCE(MAX(version), 0) FROM schema_version";
static const char sql_hash[] =
    "SELECT hash FROM schema_version WHERE version = $1";
static const char sql_applied[] =
    "INSERT INTO schema_version (version, hash, applied_at)"
    " VALUES ($1, $2, $3)";

struct step {
	int64_t version;
	int64_t now;
	char hash[HASH_TEXT];
};

int64_t migrate_newest(void)
{
	return NEWEST;
}

bool migrate_version(struct db *db, int64_t *out, struct err *e)
{
	*out = 0;
	return db_script(db, sql_table, e) &&
	       db_number(db, sql_newest, DB_NOTHING, out, e);
}

static const char *text_of(int64_t version)
{
	return (const char *)migrations[version - 1].text;
}

static void hash_of(int64_t version, char out[HASH_TEXT])
{
	hash_sha256(out, text_of(version), strlen(text_of(version)));
}

static bool is_marked(const char *line, size_t len, const char *mark)
{
	size_t n = strlen(mark);

	return len >= n && memcmp(line + len - n, mark, n) == 0;
}

/* The text for one kind of store: lines that are another's are left out. */
static bool pick(struct buf *out, const char *text, enum db_kind kind,
                 bool partitions)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		bool skipped =
		    (kind != DB_SQLITE && is_marked(text, len, "-- sqlite")) ||
		    (!partitions && is_marked(text, len, "-- partitioned"));

		if (!skipped)
			buf_add(out, text, len);
		buf_char(out, '\n');
		text += len + (text[len] == '\n');
	}
	return buf_ok(out);
}

static bool apply(void *ctx, struct db *db, struct err *e)
{
	const struct step *step = ctx;
	struct buf sql;
	int64_t there = 0;
	bool partitions, ok;

	if (!db_number(db, sql_newest, DB_NOTHING, &there, e))
		return false;
	/* Another service was faster. */
	if (there >= step->version)
		return true;
	if (!partition_possible(db, &partitions, e))
		return false;
	buf_init(&sql, TEXT_BYTES);
	ok = pick(&sql, text_of(step->version), db_kind(db), partitions) ||
	     err_set(e, "out of memory");
	/* Its number first: who comes at the same time waits for that key. */
	ok = ok &&
	     db_run(db, sql_applied,
	            DB_VALUES(db_int(step->version), db_text(step->hash),
	                      db_int(step->now)),
	            NULL, e) &&
	     db_script(db, buf_text(&sql), e);
	buf_clear(&sql);
	return ok;
}

/* Whether what ran once is what the program has. */
static bool unaltered(struct db *db, int64_t version, struct err *e)
{
	struct db_rows *rows =
	    db_query(db, sql_hash, DB_VALUES(db_int(version)), e);
	char hash[HASH_TEXT];
	bool same;

	if (!rows)
		return false;
	hash_of(version, hash);
	same = db_next(rows) && text_is(db_column_text(rows, 0), hash);
	if (!db_end(rows, e))
		return false;
	return same || err_set(e,
	                       "The store was made by another version of this "
	                       "program: migration %" PRId64
	                       " is not the one that ran. Use the program "
	                       "that made it",
	                       version);
}

static bool migrate(struct db *db, int64_t now, struct err *e)
{
	int64_t there;

	if (!migrate_version(db, &there, e))
		return false;
	if (there > NEWEST)
		return err_set(e,
		               "The store is of a newer version (%" PRId64
		               ") than this program (%" PRId64
		               "). Install the newer program",
		               there, NEWEST);
	for (int64_t i = 1; i <= there; i++)
		if (!unaltered(db, i, e))
			return false;
	for (int64_t i = there + 1; i <= NEWEST; i++) {
		struct step step = { .version = i, .now = now };

		hash_of(i, step.hash);
		if (!db_transact(db, apply, &step, e))
			return false;
	}
	return true;
}

bool migrate_run(struct db *db, int64_t now, struct err *e)
{
	bool ok = migrate(db, now, e);

	/* Two that make the same table at once: one finds its key taken. */
	for (int i = 1; !ok && i < TRIES && db_fault(db) == DB_CONFLICT; i++) {
		clock_wait(WAIT);
		ok = migrate(db, now, e);
	}
	return ok && partition_prepare(db, now, e);
}
