/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/audit.h"
#include "coordinator/invitation.h"
#include "coordinator/member.h"
#include "coordinator/migrate.h"
#include "coordinator/order.h"
#include "coordinator/setting.h"
#include "coordinator/visit.h"
#include "core/clock.h"
#include "core/text.h"

#define NAMES 500 /* of the team, that one may be mistaken for */

/* What happens in one transaction. */
struct rescue {
	const char *name; /* "" for the first administrator */
	bool new;         /* make an account of that name */
	int64_t now;
	bool there; /* the account was */
	char token[RANDOM_TOKEN];
	struct setting setting;
};

/*
 * Give an account back to its owner: telephone and password are chosen anew;
 * or make an administrator: whoever is at the console of the service can read
 * its store anyhow.
 */
static bool renew(const struct rescue *x, struct db *db, struct err *e)
{
	const struct member m = { .name = x->name,
		                  .display = x->name,
		                  .role = ROLE_ADMINISTRATOR,
		                  .made_at = x->now };
	bool made;

	if (x->new)
		return member_make(db, &m, &made, e) &&
		       member_limit(db, x->name, m.role, NULL, 0, e);
	return member_set_totp(db, x->name, "", 0, e) &&
	       member_clear_codes(db, x->name, e) &&
	       member_set_password(db, x->name, "", e) &&
	       member_set_disabled(db, x->name, 0, e) &&
	       visit_end_all(db, x->name, e);
}

static bool is_there(struct rescue *x, struct db *db, struct err *e)
{
	static const char sql[] =
	    "SELECT COUNT(*) FROM account WHERE name = $1";
	int64_t n = 0;

	if (!db_number(db, sql, DB_VALUES(db_text(x->name)), &n, e))
		return false;
	x->there = n > 0;
	return true;
}

static bool rescue(void *ctx, struct db *db, struct err *e)
{
	struct rescue *x = ctx;
	struct request console = { .db = db, .now = x->now, .peer = "console" };

	if (!x->name[0])
		return invitation_first(db, x->now, x->token, e);
	if (!is_there(x, db, e))
		return false;
	/* A name that was mistyped makes nobody an administrator. */
	return x->there == x->new ||
	       (renew(x, db, e) &&
	        invitation_make(db, x->name, x->now, x->token, e) &&
	        audit_note_of(&console, x->name, "team-console", "", "", e));
}

/* Nobody has that name: who may be meant, and how to make one. */
static enum order_ending tell_absent(const struct order_line *line,
                                     const struct rescue *x, struct db *db)
{
	const char *names[NAMES];
	const char *nearest;
	struct member *list;
	size_t count;
	size_t n = 0;
	struct err e;

	order_blame(line, "invite-absent", "name", x->name, NULL);
	if (!member_list(&list, &count, db, line->arena, &e))
		return order_fail(line, ORDER_BROKEN, &e);
	for (; n < count && n < NAMES; n++)
		names[n] = list[n].name;
	nearest = text_nearest(x->name, names, n);
	if (nearest)
		order_blame(line, "order-nearest", "word", nearest, NULL);
	order_blame(line, "invite-new", "name", x->name, NULL);
	return ORDER_USAGE;
}

static enum order_ending say(const struct order_line *line,
                             const struct rescue *x, struct db *db)
{
	const char *url = x->setting.url;
	char *link =
	    arena_fmt(line->arena, "%s%s%s", url, INVITATION_PATH, x->token);

	if (x->name[0] && !x->there && !x->new)
		return tell_absent(line, x, db);
	if (x->there && x->new) {
		order_blame(line, "invite-there", "name", x->name, NULL);
		return ORDER_USAGE;
	}
	if (!x->token[0]) {
		order_blame(line, "invite-whom", NULL);
		return ORDER_USAGE;
	}
	order_say(line, url[0] ? "invite-link" : "invite-path", "link",
	          link ? link : "", NULL);
	return ORDER_DONE;
}

enum order_ending order_invite(struct order_line *line)
{
	char name[MEMBER_NAME + 1] = "";
	struct rescue x = { .name = name,
		            .new = line->value[ORDER_NEW] != NULL,
		            .now = clock_now() };
	enum order_ending ending;
	struct db *db;
	struct err e;

	if (line->operands == 0 && x.new) {
		order_blame(line, "order-too-few", "order", "invite", NULL);
		return ORDER_USAGE;
	}
	if (line->operands > 0 && !member_name_parse(name, line->operand[0])) {
		order_blame(line, "team-name-wrong", NULL);
		return ORDER_USAGE;
	}
	db = db_open(line->store, &e);
	if (!db)
		return order_fail(line, ORDER_BROKEN, &e);
	if (migrate_run(db, x.now, &e) && db_transact(db, rescue, &x, &e) &&
	    setting_read(&x.setting, db, line->arena, &e))
		ending = say(line, &x, db);
	else
		ending = order_fail(line, ORDER_BROKEN, &e);
	db_close(db);
	return ending;
}
