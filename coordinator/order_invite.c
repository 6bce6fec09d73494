/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/audit.h"
#include "coordinator/invitation.h"
#include "coordinator/member.h"
#include "coordinator/migrate.h"
#include "coordinator/order.h"
#include "coordinator/setting.h"
#include "coordinator/visit.h"
#include "core/clock.h"

#define HERE "http://127.0.0.1:8080"

/* What happens in one transaction. */
struct rescue {
	const char *name; /* "" for the first administrator */
	int64_t now;
	char token[RANDOM_TOKEN];
	struct setting setting;
};

/*
 * Give an account back to its owner: telephone and password are chosen anew.
 * One that is not there becomes an administrator: whoever is at the console of
 * the service can read its store anyhow.
 */
static bool renew(struct rescue *x, struct db *db, struct err *e)
{
	const struct member m = { .name = x->name,
		                  .display = x->name,
		                  .role = ROLE_ADMINISTRATOR,
		                  .made_at = x->now };
	bool made;

	if (!member_make(db, &m, &made, e))
		return false;
	if (made)
		return member_limit(db, x->name, m.role, NULL, 0, e);
	return member_set_totp(db, x->name, "", 0, e) &&
	       member_clear_codes(db, x->name, e) &&
	       member_set_password(db, x->name, "", e) &&
	       member_set_disabled(db, x->name, 0, e) &&
	       visit_end_all(db, x->name, e);
}

static bool rescue(void *ctx, struct db *db, struct err *e)
{
	struct rescue *x = ctx;
	struct request console = { .db = db, .now = x->now, .peer = "console" };

	if (!x->name[0])
		return invitation_first(db, x->now, x->token, e);
	return renew(x, db, e) &&
	       invitation_make(db, x->name, x->now, x->token, e) &&
	       audit_note_of(&console, x->name, "team-console", "", "", e);
}

static enum order_ending say(const struct order_line *line,
                             const struct rescue *x)
{
	const char *url = x->setting.url[0] ? x->setting.url : HERE;
	char *link =
	    arena_fmt(line->arena, "%s%s%s", url, INVITATION_PATH, x->token);

	if (!x->token[0]) {
		order_blame(line, "invite-whom", NULL);
		return ORDER_USAGE;
	}
	order_say(line, "invite-link", "link", link ? link : "", NULL);
	return ORDER_DONE;
}

enum order_ending order_invite(struct order_line *line)
{
	char name[MEMBER_NAME + 1] = "";
	struct rescue x = { .name = name, .now = clock_now() };
	enum order_ending ending;
	struct db *db;
	struct err e;

	if (line->operands > 0 && !member_name_parse(name, line->operand[0])) {
		order_blame(line, "team-name-wrong", NULL);
		return ORDER_USAGE;
	}
	db = db_open(line->store, &e);
	if (!db)
		return order_fail(line, ORDER_BROKEN, &e);
	if (migrate_run(db, x.now, &e) && db_transact(db, rescue, &x, &e) &&
	    setting_read(&x.setting, db, line->arena, &e))
		ending = say(line, &x);
	else
		ending = order_fail(line, ORDER_BROKEN, &e);
	db_close(db);
	return ending;
}
