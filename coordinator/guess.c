/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/guess.h"

#include "coordinator/token.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#define FORGET 3600 /* seconds */

static const struct {
	const char *purpose;
	int64_t free; /* wrong ones without a wait */
	int64_t most; /* seconds */
} kinds[] = {
	[GUESS_NAME] = { "name", 4, 60 },
	[GUESS_ADDRESS] = { "address", 20, 900 },
	[GUESS_CODE] = { "code", 4, 900 },
};

static const char guess_row[] =
    "SELECT failures, locked_until, at FROM guess WHERE who = $1";
static const char guess_write[] =
    "INSERT INTO guess (who, failures, locked_until, at)"
    " VALUES ($1, $2, $3, $4) ON CONFLICT (who) DO UPDATE"
    " SET failures = excluded.failures, locked_until = excluded.locked_until,"
    " at = excluded.at";
static const char guess_delete[] = "DELETE FROM guess WHERE who = $1";
static const char guess_back[] =
    "UPDATE guess SET failures = failures - 1, locked_until = 0"
    " WHERE who = $1 AND failures > 0";
static const char guess_sweep[] = "DELETE FROM guess WHERE at < $1";

struct attempt {
	enum guess_kind kind;
	char who[HASH_TEXT];
	int64_t now;
	int64_t wait;
};

/* An address as what one subscriber has: of IPv6, the first 64 bits. */
static void subscriber(char out[80], const char *address)
{
	unsigned char bytes[16];

	if (inet_pton(AF_INET6, address, bytes) != 1) {
		snprintf(out, 80, "%s", address);
		return;
	}
	for (size_t i = 0; i < 8; i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

static void key(char out[HASH_TEXT], enum guess_kind kind, const char *who)
{
	char place[80];

	if (kind == GUESS_ADDRESS) {
		subscriber(place, who);
		who = place;
	}
	token_hash(out, kinds[kind].purpose, who);
}

static int64_t delay(enum guess_kind kind, int64_t failures)
{
	int64_t seconds = 1;

	if (failures <= kinds[kind].free)
		return 0;
	for (int64_t i = kinds[kind].free;
	     i < failures && seconds < kinds[kind].most; i++)
		seconds *= 2;
	return seconds < kinds[kind].most ? seconds : kinds[kind].most;
}

static bool count(void *ctx, struct db *db, struct err *e)
{
	struct attempt *t = ctx;
	struct db_rows *rows =
	    db_query(db, guess_row, DB_VALUES(db_text(t->who)), e);
	int64_t failures = 0;
	int64_t until = 0;

	if (!rows)
		return false;
	if (db_next(rows) && db_column_int(rows, 2) > t->now - FORGET) {
		failures = db_column_int(rows, 0);
		until = db_column_int(rows, 1);
	}
	if (!db_end(rows, e))
		return false;
	t->wait = until > t->now ? until - t->now : 0;
	if (t->wait)
		return true;
	failures++;
	return db_run(db, guess_sweep, DB_VALUES(db_int(t->now - FORGET)), NULL,
	              e) &&
	       db_run(db, guess_write,
	              DB_VALUES(db_text(t->who), db_int(failures),
	                        db_int(t->now + delay(t->kind, failures)),
	                        db_int(t->now)),
	              NULL, e);
}

bool guess_try(struct db *db, enum guess_kind kind, const char *who,
               int64_t now, int64_t *wait, struct err *e)
{
	struct attempt t = { .kind = kind, .now = now };

	key(t.who, kind, who);
	if (!db_transact(db, count, &t, e))
		return false;
	*wait = t.wait;
	return true;
}

bool guess_right(struct db *db, enum guess_kind kind, const char *who,
                 struct err *e)
{
	char hash[HASH_TEXT];

	key(hash, kind, who);
	return db_run(db, kind == GUESS_ADDRESS ? guess_back : guess_delete,
	              DB_VALUES(db_text(hash)), NULL, e);
}
