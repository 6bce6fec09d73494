/* SPDX-License-Identifier: Apache-2.0 */
/* nftw(). */
#define _XOPEN_SOURCE 700
#include "coordinator/demo.h"
#include "coordinator/demo_town.h"
#include "coordinator/inlet.h"
#include "coordinator/migrate.h"
#include "coordinator/order.h"
#include "coordinator/serving.h"
#include "core/clock.h"
#include "core/text.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH 8 /* folders open at once while it is removed */

static int remove_one(const char *path, const struct stat *s, int type,
                      struct FTW *at)
{
	(void)s;
	(void)type;
	(void)at;
	return remove(path);
}

/* Numbers of the command line; false, and told, when they are none. */
static bool read_numbers(struct order_line *line, int64_t *seed,
                         int64_t *communes)
{
	const struct {
		enum order_option option;
		int64_t most;
		int64_t *out;
	} numbers[] = {
		{ ORDER_SEED, INT64_MAX, seed },
		{ ORDER_COMMUNES, DEMO_TOWN_MOST, communes },
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		const char *text = line->value[numbers[i].option];

		if (!text || text_int(text, 1, numbers[i].most, numbers[i].out))
			continue;
		order_blame(
		    line, "demo-number", "word", text, "most",
		    arena_fmt(line->arena, "%lld", (long long)numbers[i].most),
		    NULL);
		return false;
	}
	return true;
}

static bool fill(const char *store, int64_t seed, int64_t communes,
                 struct err *e)
{
	struct db *db = db_open(store, e);
	int64_t now = clock_now();
	/* What is thrown away need not survive a power cut. */
	bool ok = db && db_script(db, "PRAGMA synchronous = OFF", e) &&
	          migrate_run(db, now, e) &&
	          demo_fill(db, (uint64_t)seed, (size_t)communes, now, e);

	db_close(db);
	return ok;
}

enum order_ending order_demo(struct order_line *line)
{
	char folder[] = "/tmp/garde-demo-XXXXXX";
	int64_t seed = 1, communes = DEMO_COMMUNES;
	enum order_ending ending;
	struct err e;

	if (!read_numbers(line, &seed, &communes))
		return ORDER_USAGE;
	if (!mkdtemp(folder)) {
		err_sys(&e, errno, "%s", folder);
		return order_fail(line, ORDER_BROKEN, &e);
	}
	line->state = folder;
	line->store = arena_fmt(line->arena, "%s/demo.db", folder);
	order_say(line, "demo-wait", NULL);
	fflush(stdout);
	if (!line->store) {
		order_blame(line, "order-no-memory", NULL);
		ending = ORDER_BROKEN;
	} else if (!fill(line->store, seed, communes, &e))
		ending = order_fail(line, ORDER_BROKEN, &e);
	else
		ending = serving_run(line, true);
	/* It is throw-away: nothing stays. */
	nftw(folder, remove_one, DEPTH, FTW_DEPTH | FTW_PHYS);
	return ending;
}
