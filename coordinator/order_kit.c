/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/order.h"

#include "coordinator/enrolment.h"
#include "coordinator/kit_maker.h"
#include "coordinator/migrate.h"
#include "coordinator/setting.h"
#include "core/clock.h"
#include "core/date.h"
#include "core/file.h"

#include <stdio.h>

#define FOLDER "kits"      /* unless --out says another */
#define ARENA  (24u << 20) /* the list of communes and a table of them */

/* What it works with. */
struct work {
	const struct order_line *line;
	struct arena *arena;
	struct gazetteer gazetteer;
	struct roster roster;
	struct db *db;
	struct keyring *keys;
	struct kit_maker *maker;
	struct kit_maker_order order;
	const char *folder;
};

/* Which communes are meant; exactly one way to say it. */
static enum order_ending choose(struct work *w, struct err *e)
{
	const char *list = w->line->value[ORDER_LIST];
	const char *department = w->line->value[ORDER_DEPARTMENT];
	const char *epci = w->line->value[ORDER_EPCI];
	struct buf text;
	bool ok;

	if (!!list + !!department + !!epci != 1) {
		order_blame(w->line, "kit-which", NULL);
		return ORDER_USAGE;
	}
	if ((department && !gazetteer_department(&w->gazetteer, department)) ||
	    (epci && !gazetteer_epci(&w->gazetteer, epci))) {
		order_blame(w->line, "kit-no-area", "code",
		            department ? department : epci, NULL);
		return ORDER_USAGE;
	}
	if (!list)
		return roster_pick(&w->roster, &w->gazetteer, department, epci,
		                   w->arena, e)
		           ? ORDER_DONE
		           : order_fail(w->line, ORDER_BROKEN, e);
	buf_init(&text, 4u << 20);
	ok = file_read(list, &text, e) &&
	     roster_read(&w->roster, &w->gazetteer, buf_text(&text), text.len,
	                 w->arena, e);
	buf_clear(&text);
	return ok ? ORDER_DONE : order_fail(w->line, ORDER_USAGE, e);
}

/* The last second of the day that was given, or 18 months from now. */
static enum order_ending find_end(struct work *w)
{
	const char *day = w->line->value[ORDER_EXPIRES];
	int64_t *end = &w->order.expires;

	*end = w->order.now + KIT_MAKER_DAYS * DATE_DAY;
	if (!day)
		return ORDER_DONE;
	if (date_parse(day, end) && *end > w->order.now &&
	    *end < w->order.now + KIT_MAKER_MOST * DATE_DAY) {
		*end += DATE_DAY - 1 - *end % DATE_DAY;
		return ORDER_DONE;
	}
	order_blame(w->line, "kit-bad-day", "day", day, NULL);
	return ORDER_USAGE;
}

static void tell_faults(const struct work *w)
{
	const struct roster_fault *f = w->roster.faults.data;

	for (size_t i = 0; i < w->roster.faults.count; i++) {
		char number[24];

		snprintf(number, sizeof(number), "%zu", f[i].line);
		order_blame(w->line, f[i].why, "line", number, "value",
		            f[i].value, "name", f[i].name, NULL);
	}
}

static bool open_all(struct work *w, struct err *e)
{
	const char *programs = w->line->value[ORDER_PROGRAMS];
	struct setting s;

	w->db = db_open(w->line->store, e);
	if (!w->db || !migrate_run(w->db, w->order.now, e) ||
	    !setting_read(&s, w->db, w->arena, e))
		return false;
	w->keys = keyring_open(w->line->state, s.name, w->order.now, true, e);
	if (!w->keys)
		return false;
	if (!kit_maker_roots(&w->order.roots, w->line->value[ORDER_ROOTS],
	                     w->arena, e))
		return false;
	w->maker = kit_maker_open(w->db, w->keys,
	                          programs ? programs : KIT_MAKER_PROGRAMS, e);
	if (!w->maker)
		order_blame(w->line, "kits-not-ready", NULL);
	return w->maker && file_mkdir(w->folder, e);
}

static enum order_ending make_all(struct work *w, struct err *e)
{
	struct roster_commune *c = w->roster.communes.data;
	size_t count = w->roster.communes.count;
	char number[24];

	if (!open_all(w, e))
		return order_fail(w->line, ORDER_BROKEN, e);
	for (size_t i = 0; i < count; i++)
		if (!enrolment_write(w->db, &c[i], 1, w->order.now, e) ||
		    !enrolment_read(w->db, &c[i], w->arena, e) ||
		    !kit_maker_write(w->maker, w->db, w->folder, &c[i],
		                     &w->order, e)) {
			order_blame(w->line, "kit-stopped", "name",
			            c[i].commune->name, NULL);
			return order_fail(w->line, ORDER_BROKEN, e);
		}
	snprintf(number, sizeof(number), "%zu", count);
	order_say(w->line, "kit-made", "count", number, "folder", w->folder,
	          NULL);
	if (!kit_maker_has_windows(w->maker))
		order_blame(w->line, "kit-no-windows", NULL);
	return ORDER_DONE;
}

enum order_ending order_kit(struct order_line *line)
{
	const char *out = line->value[ORDER_OUT];
	struct work w = { .line = line, .folder = out ? out : FOLDER };
	enum order_ending ending;
	struct err e;

	w.order = (struct kit_maker_order){ .now = clock_now(), .by = "" };
	w.arena = arena_new(ARENA);
	if (!w.arena || !gazetteer_read(&w.gazetteer, w.arena, &e)) {
		if (!w.arena)
			err_set(&e, "out of memory");
		arena_free(w.arena);
		return order_fail(line, ORDER_BROKEN, &e);
	}
	ending = find_end(&w);
	if (ending == ORDER_DONE)
		ending = choose(&w, &e);
	if (ending == ORDER_DONE) {
		tell_faults(&w);
		ending = make_all(&w, &e);
	}
	if (ending == ORDER_DONE && w.roster.faults.count)
		ending = ORDER_SOME;
	kit_maker_close(w.maker);
	keyring_close(w.keys);
	db_close(w.db);
	arena_free(w.arena);
	return ending;
}
