/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/probe.h"
#include "checks/probe/windows/account_detail.h"
#include "checks/probe/windows/administrators.h"
#include "checks/probe/windows/decode/account_kind.h"
#include "checks/probe/windows/local_user.h"
#include "checks/probe/windows/registry.h"
#include "core/rows.h"
#include "core/text.h"
#include "core/wide.h"

#include <string.h>
#include <windows.h>

#define DETAILED 200 /* accounts that are looked at one by one */
#define WINLOGON "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon"
#define HIDDEN   WINLOGON "\\SpecialAccounts\\UserList"
#define POLICY   "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System"
#define LSA      "SYSTEM\\CurrentControlSet\\Control\\Lsa"

struct reading {
	const struct probe_context *c;
	struct arena *arena;
	struct administrators admins;
	const char *own; /* SID of the account this runs under, or NULL */
	enum tri admin;  /* whether that one is an administrator */
	int64_t min_length;
	struct rows rows; /* struct account */
	bool own_seen;
};

static bool hidden(const char *name)
{
	int64_t shown = 1;

	return registry_int(REGISTRY_MACHINE, HIDDEN, name, &shown) ==
	           FACT_KNOWN &&
	       shown == 0;
}

/* What was read of a local account as a row. */
static void fill(struct reading *r, struct account *row,
                 const struct local_user *u, const struct account_detail *d)
{
	const struct account_kind kind = {
		.rid = u->rid,
		.flags = u->flags,
		.min_length = r->min_length,
		.online = d->online,
		.code = d->code,
		.hidden = hidden(u->name),
		.expires = d->expires,
	};

	row->name = u->name;
	row->number = u->rid;
	row->enabled = account_kind_enabled(&kind, r->c->now);
	row->human = account_kind_human(&kind);
	row->password = account_kind_password(&kind);
	row->last_login = d->last_logon;
	row->admin = u->rid == LOCAL_USER_ADMINISTRATOR
	                 ? TRI_YES
	                 : administrators_has(&r->admins, d->sid);
	row->current = d->sid && r->own ? TRI_NO : TRI_UNKNOWN;
	if (!text_is(d->sid, r->own))
		return;
	row->current = TRI_YES;
	row->last_login = r->c->now;
	if (row->admin == TRI_UNKNOWN)
		row->admin = r->admin;
	r->own_seen = true;
}

/* The last part of a SID as text. */
static int64_t rid_of(const char *sid)
{
	const char *last = strrchr(sid, '-');
	int64_t rid = CELL_UNKNOWN;

	if (!last || !text_int(last + 1, 0, UINT32_MAX, &rid))
		return CELL_UNKNOWN;
	return rid;
}

/*
 * The account this runs under is one of a domain or of Entra (S-1-12-1):
 * what guards its password is elsewhere. Entra's always has one.
 */
static void add_own(struct reading *r)
{
	wchar_t name[257];
	DWORD units = 257;
	struct account *row = rows_add(&r->rows);

	if (!row)
		return;
	if (GetUserNameW(name, &units))
		row->name = wide_keep(name, r->arena);
	row->number = rid_of(r->own);
	row->password = text_begins(r->own, "S-1-12-1-") ? "set" : NULL;
	row->human = TRI_YES;
	row->enabled = TRI_YES;
	row->admin = r->admin;
	row->current = TRI_YES;
	row->last_login = r->c->now;
}

static void look_accounts(struct reading *r, struct facts *f)
{
	struct fact_accounts *out = &f->account_list;
	struct local_users users;

	local_user_list(&users, r->arena);
	for (size_t i = 0; i < users.count; i++) {
		struct account_detail detail = { .last_logon = CELL_UNKNOWN,
			                         .expires = CELL_UNKNOWN };
		struct account *row = rows_add(&r->rows);

		if (!row || !users.row[i].name)
			break;
		/* A domain's server has thousands: each is a question. */
		if (i < DETAILED)
			account_detail_read(users.row[i].name, &detail,
			                    r->arena);
		fill(r, row, &users.row[i], &detail);
	}
	if (r->own && !r->own_seen)
		add_own(r);
	out->row = r->rows.data;
	out->count = r->rows.count;
	if (users.state == FACT_KNOWN)
		out->fact.state = FACT_KNOWN;
	else
		fact_unknown(&out->fact, r->arena, users.state, "%s",
		             users.why ? users.why : "out of memory");
}

static void look_current(const struct reading *r, struct facts *f)
{
	if (r->admin == TRI_UNKNOWN)
		fact_unknown(&f->account_current_admin.fact, r->arena,
		             FACT_FAILED, "the token cannot be read");
	else
		fact_bool(&f->account_current_admin, r->admin == TRI_YES);
}

/* A number of the registry, or what holds when nobody set it. */
static enum fact_state number(const char *key, const char *value, int64_t unset,
                              int64_t *out)
{
	enum fact_state state = registry_int(REGISTRY_MACHINE, key, value, out);

	if (state != FACT_ABSENT)
		return state;
	*out = unset;
	return FACT_KNOWN;
}

/* The password itself may stand beside: it is not read. */
static void look_autologin(struct facts *f, struct arena *a)
{
	int64_t on;
	enum fact_state state = number(WINLOGON, "AutoAdminLogon", 0, &on);

	if (state == FACT_KNOWN)
		fact_bool(&f->account_autologin, on != 0);
	else
		fact_unknown(&f->account_autologin.fact, a, state,
		             "AutoAdminLogon cannot be read");
}

/*
 * Consent for administrators 0: all rights without a question
 * (learn.microsoft.com, "User Account Control settings and configuration").
 */
static void look_uac(struct facts *f, struct arena *a)
{
	int64_t on, consent;
	enum fact_state one = number(POLICY, "EnableLUA", 1, &on);
	enum fact_state two =
	    number(POLICY, "ConsentPromptBehaviorAdmin", 5, &consent);

	if ((one == FACT_KNOWN && on == 0) ||
	    (two == FACT_KNOWN && consent == 0))
		fact_bool(&f->account_uac, false);
	else if (one != FACT_KNOWN || two != FACT_KNOWN)
		fact_unknown(&f->account_uac.fact, a,
		             one != FACT_KNOWN ? one : two,
		             "EnableLUA cannot be read");
	else
		fact_bool(&f->account_uac, true);
}

static void look_blank(struct facts *f, struct arena *a)
{
	int64_t limited;
	enum fact_state state =
	    number(LSA, "LimitBlankPasswordUse", 1, &limited);

	if (state == FACT_KNOWN)
		fact_bool(&f->account_blank_network, limited == 0);
	else
		fact_unknown(&f->account_blank_network.fact, a, state,
		             "LimitBlankPasswordUse cannot be read");
}

static void account_read(const struct probe_context *c, struct facts *f,
                         struct arena *a)
{
	struct reading r = { .c = c, .arena = a };

	rows_init(&r.rows, a, sizeof(struct account));
	look_autologin(f, a);
	look_uac(f, a);
	look_blank(f, a);
	r.own = administrators_own_sid(a);
	r.admin = administrators_current();
	look_current(&r, f);
	administrators_read(&r.admins, a);
	r.min_length = account_detail_min_length();
	look_accounts(&r, f);
}

const struct probe probe_account = { .area = "account",
	                             .deadline = 6000,
	                             .read = account_read };
