/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/audit.h"
#include "coordinator/box.h"
#include "coordinator/login.h"
#include "coordinator/page.h"
#include "coordinator/page_login.h"
#include "coordinator/route.h"
#include "coordinator/second.h"
#include "coordinator/wording.h"

/* Who gave the right password, and may now give a code. */
struct asked {
	struct visit visit;
	struct member m;
	const char *next;
};

/* Find out; *there is false when nobody has given a password. */
static bool find(struct request *r, struct asked *a, const char *next,
                 bool *there, struct err *e)
{
	a->next = login_next(next);
	if (!visit_find(&a->visit, r, e))
		return false;
	*there = a->visit.stage == VISIT_PASSWORD;
	return !*there ||
	       member_find(&a->m, r->db, a->visit.account, r->arena, e);
}

static void intro(struct request *r, struct response *out, const char *id)
{
	buf_str(&out->body, "<p>");
	wording_html(&out->body, id, r->lang, NULL);
	buf_str(&out->body, "</p>\n");
}

static bool form(struct request *r, struct response *out, const struct asked *a,
                 const char *error, struct err *e)
{
	bool set_up = a->m.totp[0] == '\0';
	const struct box code = { .name = "code",
		                  .label = "code-label",
		                  .hint = set_up ? NULL : "code-hint",
		                  .error = error,
		                  .complete = "one-time-code",
		                  .class = "code",
		                  .most = 20,
		                  .must = true };

	page_open(r, out, set_up ? "code-new-title" : "code-title",
	          "/connexion");
	if (set_up) {
		char secret[TOTP_SECRET];

		login_offer(secret, &a->visit, &a->m);
		intro(r, out, "code-new-intro");
		if (!second_draw(r, out, secret, a->m.name, e))
			return false;
	} else {
		intro(r, out, "code-intro");
	}
	page_form(r, out, "/connexion/code", "stack");
	box_hidden(out, "next", a->next);
	box_write(r, out, &code);
	box_button(r, out, NULL, "code-go");
	buf_str(&out->body, "</form>\n");
	page_form(r, out, "/deconnexion", NULL);
	box_button(r, out, "second", "code-leave");
	buf_str(&out->body, "</form>\n");
	page_close(r, out);
	return true;
}

bool page_code_show(struct request *r, struct response *out, struct err *e)
{
	struct asked a;
	bool there;

	if (!find(r, &a, request_query(r, "next"), &there, e))
		return false;
	if (!there)
		return response_redirect(
		    out, r->role == ROLE_NOBODY ? "/connexion" : a.next);
	return form(r, out, &a, NULL, e);
}

/* The first code of a telephone: from now on it is asked for. */
static bool set_up(struct request *r, struct response *out,
                   const struct asked *a, const char *typed, struct err *e)
{
	char codes[MEMBER_CODES][MEMBER_CODE];
	char secret[TOTP_SECRET];
	enum login_result result;
	int64_t wait;

	login_offer(secret, &a->visit, &a->m);
	if (!second_set(r, &a->m, secret, typed, &result, &wait, codes, e))
		return false;
	if (result == LOGIN_WAIT)
		return page_login_wait(r, out, result, wait);
	if (result != LOGIN_RIGHT) {
		out->status = 403;
		return form(r, out, a, "code-wrong", e);
	}
	return visit_begin(r, out, a->m.name, VISIT_FULL, e) &&
	       audit_note_of(r, a->m.name, "sign-in", "", "", e) &&
	       second_show_codes(r, out, codes, a->next);
}

bool page_code_try(struct request *r, struct response *out, struct err *e)
{
	const char *typed = request_form(r, "code");
	enum login_result result;
	struct asked a;
	int64_t wait;
	bool there;

	if (!find(r, &a, request_form(r, "next"), &there, e))
		return false;
	if (!there)
		return response_redirect(out, "/connexion");
	if (!typed)
		typed = "";
	if (!a.m.totp[0])
		return set_up(r, out, &a, typed, e);
	if (!login_code(r, &a.m, typed, &result, &wait, e))
		return false;
	if (result == LOGIN_WAIT)
		return page_login_wait(r, out, result, wait);
	if (result != LOGIN_RIGHT) {
		out->status = 403;
		return form(r, out, &a, "code-wrong", e);
	}
	return visit_begin(r, out, a.m.name, VISIT_FULL, e) &&
	       response_redirect(out, a.next);
}
