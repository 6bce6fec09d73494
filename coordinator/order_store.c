/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/keyring.h"
#include "coordinator/migrate.h"
#include "coordinator/order.h"
#include "coordinator/retention.h"
#include "coordinator/second.h"
#include "coordinator/vault.h"
#include "core/clock.h"
#include "core/date.h"

#include <inttypes.h>
#include <stdio.h>

#define NUMBER 24

/* What each table held, and its digest: to be compared by eye as well. */
static void list(const struct order_line *line, const struct transfer_sum *sum)
{
	for (size_t i = 0; i < transfer_tables(); i++) {
		char rows[NUMBER];

		snprintf(rows, sizeof(rows), "%" PRId64, sum[i].rows);
		order_say(line, "store-table", "table", sum[i].table, "rows",
		          rows, "digest", sum[i].digest, NULL);
	}
}

static struct transfer_sum *sums(const struct order_line *line, struct err *e)
{
	struct transfer_sum *sum =
	    arena_alloc(line->arena, transfer_tables(), sizeof(*sum));

	if (!sum)
		err_set(e, "out of memory");
	return sum;
}

enum order_ending order_store_move(struct order_line *line)
{
	const char *target = line->value[ORDER_TO];
	struct err e;
	struct transfer_sum *sum = sums(line, &e);
	struct db *from = NULL, *to = NULL;
	bool ok;

	if (!target || !*target) {
		order_blame(line, "store-move-where", NULL);
		return ORDER_USAGE;
	}
	from = sum ? vault_source(line->store, &e) : NULL;
	to = from ? db_open(target, &e) : NULL;
	ok = to && migrate_run(to, clock_now(), &e) &&
	     transfer_store(from, to, sum, &e);
	db_close(to);
	db_close(from);
	if (!ok)
		return order_fail(line, ORDER_BROKEN, &e);
	list(line, sum);
	order_say(line, "store-moved", NULL);
	return ORDER_DONE;
}

enum order_ending order_backup(struct order_line *line)
{
	struct err e;
	struct transfer_sum *sum = sums(line, &e);

	if (!sum || !vault_write(line->operand[0], line->store, line->state,
	                         clock_now(), sum, &e))
		return order_fail(line, ORDER_BROKEN, &e);
	list(line, sum);
	order_say(line, "backup-done", "file", line->operand[0], NULL);
	return ORDER_DONE;
}

/* What a backup cannot know, or what it came without. */
static bool warn(const struct order_line *line, int64_t made_at, struct err *e)
{
	static const char sql[] = "SELECT COUNT(*) FROM kit"
				  " WHERE revoked_at IS NULL AND"
				  " expires > CAST($1 AS BIGINT)";
	struct err ignored;
	struct keyring *keys =
	    keyring_open(line->state, "", clock_now(), false, &ignored);
	struct db *db = db_open(line->store, e);
	char day[DATE_TEXT], number[NUMBER];
	int64_t kits = 0, lost = 0;
	bool ok = db &&
	          db_number(db, sql, DB_VALUES(db_int(made_at)), &kits, e) &&
	          second_count_lost(db, keys, &lost, e);

	db_close(db);
	keyring_close(keys);
	date_say(day, made_at, line->lang);
	snprintf(number, sizeof(number), "%" PRId64, kits);
	if (ok && kits > 0)
		order_say(line, "restore-kits", "day", day, "kits", number,
		          NULL);
	snprintf(number, sizeof(number), "%" PRId64, lost);
	if (ok && lost > 0)
		order_say(line, "restore-second", "accounts", number, NULL);
	return ok;
}

enum order_ending order_restore(struct order_line *line)
{
	struct err e;
	struct transfer_sum *sum = sums(line, &e);
	int64_t made_at = 0;

	if (!sum || !vault_read(line->operand[0], line->store, line->state,
	                        clock_now(), sum, &made_at, &e))
		return order_fail(line, ORDER_BROKEN, &e);
	list(line, sum);
	order_say(line, "restore-done", NULL);
	if (!warn(line, made_at, &e))
		return order_fail(line, ORDER_BROKEN, &e);
	return ORDER_DONE;
}

enum order_ending order_retention(struct order_line *line)
{
	struct err e;
	struct db *db = vault_source(line->store, &e);
	char text[NUMBER];
	int64_t rows = 0;
	bool ok = db && retention_run(db, clock_now(), &rows, &e);

	db_close(db);
	if (!ok)
		return order_fail(line, ORDER_BROKEN, &e);
	snprintf(text, sizeof(text), "%" PRId64, rows);
	order_say(line, "retention-done", "rows", text, NULL);
	return ORDER_DONE;
}
