/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/team.h"

#include "coordinator/audit.h"
#include "coordinator/invitation.h"
#include "coordinator/visit.h"
#include "core/text.h"

/* One of them, as the transaction needs it. */
struct deed {
	struct request *r;
	const struct member *m; /* of a new one */
	const char *name;
	enum role role;
	const struct member_scope *scope;
	size_t scopes;
	bool flag;
	char *token;
	enum team_result result;
};

/* Undo all of the transaction, with a result that is no failure. */
static bool refuse(struct deed *d, enum team_result result, struct err *e)
{
	d->result = result;
	return err_set(e, "refused");
}

/* Run it; what was refused is undone and no failure. */
static bool run(struct deed *d,
                bool (*work)(void *ctx, struct db *db, struct err *e),
                enum team_result *result, struct err *e)
{
	bool done = db_transact(d->r->db, work, d, e);

	*result = d->result;
	return done || d->result != TEAM_DONE;
}

/* Whether the account is there; deeds about one begin so. */
static bool known(struct deed *d, struct db *db, struct err *e)
{
	struct member m;

	d->result = TEAM_DONE;
	if (!member_find(&m, db, d->name, d->r->arena, e))
		return false;
	return m.name || refuse(d, TEAM_ABSENT, e);
}

/* Whether somebody can administer still; deeds that could end that end so. */
static bool led(struct deed *d, struct db *db, struct err *e)
{
	int64_t count;

	if (!member_administrators(db, &count, e))
		return false;
	return count > 0 || refuse(d, TEAM_LAST, e);
}

/* What the log says of a role and its communes. */
static const char *describe(const struct deed *d)
{
	struct buf b;
	const char *copy;

	buf_init(&b, 300);
	buf_fmt(&b, "%s %s", d->name, member_role_name(d->role));
	for (size_t i = 0; i < d->scopes; i++)
		buf_fmt(&b, " %s:%s", d->scope[i].kind, d->scope[i].code);
	copy = arena_strdup(d->r->arena, buf_text(&b));
	buf_clear(&b);
	return copy ? copy : d->name;
}

static bool invite(void *ctx, struct db *db, struct err *e)
{
	struct deed *d = ctx;
	bool made;

	d->result = TEAM_DONE;
	if (!member_make(db, d->m, &made, e))
		return false;
	if (!made)
		return refuse(d, TEAM_TAKEN, e);
	return member_limit(db, d->name, d->role, d->scope, d->scopes, e) &&
	       invitation_make(db, d->name, d->r->now, d->token, e) &&
	       audit_note(d->r, "team-invited", "", describe(d), e);
}

bool team_invite(struct request *r, const struct member *m,
                 const struct member_scope *scope, size_t scopes,
                 char token[RANDOM_TOKEN], enum team_result *result,
                 struct err *e)
{
	struct deed d = { .r = r,
		          .m = m,
		          .name = m->name,
		          .role = m->role,
		          .scope = scope,
		          .scopes = scopes,
		          .token = token };

	return run(&d, invite, result, e);
}

static bool limit(void *ctx, struct db *db, struct err *e)
{
	struct deed *d = ctx;

	return known(d, db, e) &&
	       member_limit(db, d->name, d->role, d->scope, d->scopes, e) &&
	       led(d, db, e) && visit_end_all(db, d->name, e) &&
	       audit_note(d->r, "team-limited", "", describe(d), e);
}

bool team_limit(struct request *r, const char *name, enum role role,
                const struct member_scope *scope, size_t scopes,
                enum team_result *result, struct err *e)
{
	struct deed d = { .r = r,
		          .name = name,
		          .role = role,
		          .scope = scope,
		          .scopes = scopes };

	return run(&d, limit, result, e);
}

static bool forget(struct deed *d, struct db *db, struct err *e)
{
	return member_set_totp(db, d->name, "", 0, e) &&
	       member_clear_codes(db, d->name, e) &&
	       member_set_password(db, d->name, "", e) && led(d, db, e) &&
	       visit_end_all(db, d->name, e);
}

static bool renew(void *ctx, struct db *db, struct err *e)
{
	struct deed *d = ctx;

	return known(d, db, e) && (!d->flag || forget(d, db, e)) &&
	       invitation_make(db, d->name, d->r->now, d->token, e) &&
	       audit_note(d->r, d->flag ? "team-phone" : "team-link", "",
	                  d->name, e);
}

bool team_renew(struct request *r, const char *name, bool telephone,
                char token[RANDOM_TOKEN], enum team_result *result,
                struct err *e)
{
	struct deed d = {
		.r = r, .name = name, .flag = telephone, .token = token
	};

	*result = TEAM_SELF;
	return text_is(name, r->account) || run(&d, renew, result, e);
}

static bool disable(void *ctx, struct db *db, struct err *e)
{
	struct deed *d = ctx;

	return known(d, db, e) &&
	       member_set_disabled(db, d->name, d->flag ? d->r->now : 0, e) &&
	       led(d, db, e) && visit_end_all(db, d->name, e) &&
	       audit_note(d->r, d->flag ? "team-disabled" : "team-enabled", "",
	                  d->name, e);
}

bool team_disable(struct request *r, const char *name, bool disabled,
                  enum team_result *result, struct err *e)
{
	struct deed d = { .r = r, .name = name, .flag = disabled };

	*result = TEAM_SELF;
	return text_is(name, r->account) || run(&d, disable, result, e);
}
