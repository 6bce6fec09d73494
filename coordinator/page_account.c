/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/audit.h"
#include "coordinator/box.h"
#include "coordinator/login.h"
#include "coordinator/page.h"
#include "coordinator/page_login.h"
#include "coordinator/route.h"
#include "coordinator/second.h"
#include "coordinator/wording.h"
#include "core/text.h"

#include <errno.h>
#include <stdio.h>

/* What is wrong with what was typed: ids of words, or NULL. */
struct trouble {
	const char *present;
	const char *password;
	const char *again;
	const char *codes;
	const char *done; /* what went well */
};

static void title(struct request *r, struct response *out, const char *id)
{
	buf_str(&out->body, "<section class=\"panel\">\n<h2>");
	wording_html(&out->body, id, r->lang, NULL);
	buf_str(&out->body, "</h2>\n");
}

static void secret(struct request *r, struct response *out, const char *name,
                   const char *label, const char *hint, const char *error)
{
	const struct box box = { .name = name,
		                 .type = "password",
		                 .label = label,
		                 .hint = hint,
		                 .error = error,
		                 .complete = hint || text_is(name, "again")
		                                 ? "new-password"
		                                 : "current-password",
		                 .most = PASSWORD_MOST,
		                 .must = true };

	box_write(r, out, &box);
}

static void draw_password(struct request *r, struct response *out,
                          const struct trouble *t)
{
	title(r, out, "login-password");
	page_form(r, out, "/compte/mot-de-passe", "stack");
	secret(r, out, "present", "account-present", NULL, t->present);
	secret(r, out, "password", "password-new", "password-rule",
	       t->password);
	secret(r, out, "again", "password-again", NULL, t->again);
	box_button(r, out, NULL, "account-password-go");
	buf_str(&out->body, "</form>\n</section>\n");
}

static bool draw_second(struct request *r, struct response *out,
                        const struct trouble *t, struct err *e)
{
	char left[24];
	int64_t codes;

	if (!member_codes(r->db, r->account, &codes, e))
		return false;
	snprintf(left, sizeof(left), "%d", (int)codes);
	title(r, out, "account-second");
	buf_str(&out->body, "<p><a href=\"/compte/second-facteur\">");
	wording_html(&out->body, "account-phone", r->lang, NULL);
	buf_str(&out->body, "</a></p>\n<p>");
	wording_html(&out->body, "account-codes-left", r->lang, "count", left,
	             NULL);
	buf_str(&out->body, "</p>\n");
	page_form(r, out, "/compte/codes", "stack");
	secret(r, out, "sure", "account-present", NULL, t->codes);
	box_button(r, out, "second", "account-codes-go");
	buf_str(&out->body, "</form>\n</section>\n");
	return true;
}

static void draw_language(struct request *r, struct response *out)
{
	title(r, out, "account-lang");
	page_form(r, out, "/compte/langue", "stack");
	box_tick(out, "radio", "lang", "fr", "Français", r->lang == LANG_FR);
	box_tick(out, "radio", "lang", "en", "English", r->lang == LANG_EN);
	box_button(r, out, "second", "account-lang-go");
	buf_str(&out->body, "</form>\n</section>\n");
}

static bool draw(struct request *r, struct response *out,
                 const struct trouble *t, struct err *e)
{
	page_open(r, out, "page-account", "/compte");
	if (t->done)
		box_notice(r, out, "good", t->done);
	buf_str(&out->body, "<p>");
	wording_html(&out->body, "invitation-for", r->lang, "name", r->account,
	             NULL);
	buf_str(&out->body, "</p>\n<div class=\"columns\">\n");
	draw_password(r, out, t);
	if (!draw_second(r, out, t, e))
		return false;
	draw_language(r, out);
	buf_str(&out->body, "</div>\n");
	page_close(r, out);
	return true;
}

bool page_account_show(struct request *r, struct response *out, struct err *e)
{
	const struct trouble none = { 0 };

	return draw(r, out, &none, e);
}

static const char *given(const struct request *r, const char *name)
{
	const char *value = request_form(r, name);

	return value ? value : "";
}

/*
 * Ask for the password again. *answered when nothing was tried, and the page
 * says so; otherwise *error is what is wrong, or NULL.
 */
static bool again(struct request *r, struct response *out, const char *field,
                  const char **error, bool *answered, struct err *e)
{
	enum login_result result;
	int64_t wait;

	*answered = false;
	if (!login_again(r, r->account, given(r, field), &result, &wait, e))
		return false;
	*answered = result == LOGIN_WAIT || result == LOGIN_BUSY;
	*error = result == LOGIN_RIGHT ? NULL : "account-present-wrong";
	return !*answered || page_login_wait(r, out, result, wait);
}

struct renewal {
	struct request *r;
	char stored[PASSWORD_TEXT];
};

static bool write(void *ctx, struct db *db, struct err *e)
{
	struct renewal *c = ctx;

	return member_set_password(db, c->r->account, c->stored, e) &&
	       visit_end_all(db, c->r->account, e) &&
	       audit_note(c->r, "password-changed", "", "", e);
}

bool page_account_password(struct request *r, struct response *out,
                           struct err *e)
{
	struct trouble t = { .done = NULL };
	struct renewal c = { .r = r };
	enum password_flaw flaw;
	bool answered;

	if (!again(r, out, "present", &t.present, &answered, e))
		return false;
	if (answered)
		return true;
	if (!login_judge(r, r->account, r->display, given(r, "password"), &flaw,
	                 e))
		return false;
	t.password = login_flaw(flaw);
	if (!text_is(given(r, "password"), given(r, "again")))
		t.again = "password-differs";
	if (t.present || t.password || t.again) {
		out->status = 422;
		return draw(r, out, &t, e);
	}
	if (!password_make(c.stored, given(r, "password"), e))
		return e->sys == EBUSY &&
		       page_login_wait(r, out, LOGIN_BUSY, 0);
	if (!db_transact(r->db, write, &c, e) ||
	    !visit_begin(r, out, r->account, VISIT_FULL, e))
		return false;
	t.done = "account-password-done";
	return draw(r, out, &t, e);
}

struct codes {
	struct request *r;
	char code[MEMBER_CODES][MEMBER_CODE];
};

static bool write_codes(void *ctx, struct db *db, struct err *e)
{
	struct codes *c = ctx;

	return member_make_codes(db, c->r->account, c->code, e) &&
	       audit_note(c->r, "backup-codes", "", "", e);
}

bool page_account_codes(struct request *r, struct response *out, struct err *e)
{
	struct trouble t = { .done = NULL };
	struct codes c = { .r = r };
	bool answered;

	if (!again(r, out, "sure", &t.codes, &answered, e))
		return false;
	if (answered)
		return true;
	if (t.codes) {
		out->status = 422;
		return draw(r, out, &t, e);
	}
	return db_transact(r->db, write_codes, &c, e) &&
	       second_show_codes(r, out, c.code, "/compte");
}

static bool draw_phone(struct request *r, struct response *out,
                       const char *password, const char *code, struct err *e)
{
	const struct box box = { .name = "code",
		                 .label = "code-label",
		                 .error = code,
		                 .complete = "one-time-code",
		                 .class = "code",
		                 .most = 20,
		                 .must = true };
	char offer[TOTP_SECRET];
	struct visit v;
	struct member m;

	if (!visit_find(&v, r, e) ||
	    !member_find(&m, r->db, r->account, r->arena, e))
		return false;
	login_offer(offer, &v, &m);
	page_open(r, out, "account-phone", "/compte");
	buf_str(&out->body, "<p>");
	wording_html(&out->body, "account-phone-intro", r->lang, NULL);
	buf_str(&out->body, "</p>\n");
	if (!second_draw(r, out, offer, r->account, e))
		return false;
	page_form(r, out, "/compte/second-facteur", "stack");
	secret(r, out, "sure", "account-present", NULL, password);
	box_write(r, out, &box);
	box_button(r, out, NULL, "code-go");
	buf_str(&out->body, "</form>\n");
	page_close(r, out);
	return true;
}

bool page_account_phone(struct request *r, struct response *out, struct err *e)
{
	return draw_phone(r, out, NULL, NULL, e);
}

bool page_account_phone_set(struct request *r, struct response *out,
                            struct err *e)
{
	char codes[MEMBER_CODES][MEMBER_CODE];
	char offer[TOTP_SECRET];
	const char *wrong;
	enum login_result result;
	struct visit v;
	struct member m;
	int64_t wait;
	bool answered;

	if (!again(r, out, "sure", &wrong, &answered, e))
		return false;
	if (answered)
		return true;
	if (wrong) {
		out->status = 422;
		return draw_phone(r, out, wrong, NULL, e);
	}
	if (!visit_find(&v, r, e) ||
	    !member_find(&m, r->db, r->account, r->arena, e))
		return false;
	login_offer(offer, &v, &m);
	if (!second_set(r, &m, offer, given(r, "code"), &result, &wait, codes,
	                e))
		return false;
	if (result == LOGIN_WAIT)
		return page_login_wait(r, out, result, wait);
	if (result == LOGIN_WRONG) {
		out->status = 422;
		return draw_phone(r, out, NULL, "code-wrong", e);
	}
	return visit_begin(r, out, r->account, VISIT_FULL, e) &&
	       second_show_codes(r, out, codes, "/compte");
}

bool page_account_lang(struct request *r, struct response *out, struct err *e)
{
	const struct trouble t = { .done = "account-lang-done" };

	if (!lang_parse(given(r, "lang"), &r->lang))
		return response_redirect(out, "/compte");
	return member_set_lang(r->db, r->account, r->lang, e) &&
	       draw(r, out, &t, e);
}
