/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/audit.h"
#include "coordinator/box.h"
#include "coordinator/invitation.h"
#include "coordinator/login.h"
#include "coordinator/page.h"
#include "coordinator/page_login.h"
#include "coordinator/route.h"
#include "coordinator/wording.h"
#include "core/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Somebody with a link: what was typed, and what is wrong about it. */
struct guest {
	struct request *r;
	bool first; /* who is to be the first administrator */
	const char *account;
	char name[MEMBER_NAME + 1];
	const char *display;
	const char *password;
	char stored[PASSWORD_TEXT];
	const char *name_error; /* ids of words, or NULL */
	const char *display_error;
	const char *password_error;
	const char *again_error;
	bool late; /* the link was used meanwhile */
};

static bool gone(struct request *r, struct response *out)
{
	return page_say(r, out, 404, "invitation-gone-title",
	                "invitation-gone");
}

static const char *given(const struct request *r, const char *name)
{
	const char *value = request_form(r, name);

	return value ? value : "";
}

static void who(struct request *r, struct response *out, const struct guest *g)
{
	const struct box name = { .name = "name",
		                  .label = "login-name",
		                  .hint = "invitation-name-hint",
		                  .error = g->name_error,
		                  .value = given(r, "name"),
		                  .complete = "username",
		                  .most = MEMBER_NAME,
		                  .must = true };
	const struct box display = { .name = "display",
		                     .label = "team-display",
		                     .error = g->display_error,
		                     .value = given(r, "display"),
		                     .complete = "name",
		                     .most = MEMBER_DISPLAY,
		                     .must = true };

	if (g->first) {
		box_write(r, out, &name);
		box_write(r, out, &display);
		return;
	}
	buf_str(&out->body, "<p>");
	wording_html(&out->body, "invitation-for", r->lang, "name", g->account,
	             NULL);
	buf_str(&out->body, "</p>\n");
	/* For what keeps passwords in the browser. */
	buf_str(&out->body, "<input type=\"hidden\" autocomplete=\"username\""
	                    " value=\"");
	buf_str(&out->body, g->account);
	buf_str(&out->body, "\">\n");
}

static bool form(struct request *r, struct response *out, const struct guest *g,
                 struct err *e)
{
	const struct box password = { .name = "password",
		                      .type = "password",
		                      .label = "password-new",
		                      .hint = "password-rule",
		                      .error = g->password_error,
		                      .complete = "new-password",
		                      .most = PASSWORD_MOST,
		                      .must = true };
	const struct box again = { .name = "again",
		                   .type = "password",
		                   .label = "password-again",
		                   .error = g->again_error,
		                   .complete = "new-password",
		                   .most = PASSWORD_MOST,
		                   .must = true };

	if (!visit_guest(r, out, e))
		return false;
	page_open(r, out, "invitation-title", "/invitation");
	page_form(r, out,
	          arena_fmt(r->arena, "%s%s", INVITATION_PATH, r->insee),
	          "stack");
	who(r, out, g);
	box_write(r, out, &password);
	box_write(r, out, &again);
	box_button(r, out, NULL, "invitation-go");
	buf_str(&out->body, "</form>\n");
	page_close(r, out);
	return true;
}

/* Whose link it is; *there is false when it is nobody's any more. */
static bool find(struct request *r, struct guest *g, bool *there, struct err *e)
{
	int64_t administrators = 0;

	*g = (struct guest){ .r = r };
	if (!invitation_find(r->db, r->insee, r->now, r->arena, &g->account, e))
		return false;
	*there = g->account != NULL;
	if (!*there)
		return true;
	g->first = g->account[0] == '\0';
	if (g->first && !member_administrators(r->db, &administrators, e))
		return false;
	*there = administrators == 0;
	return true;
}

bool page_invitation_show(struct request *r, struct response *out,
                          struct err *e)
{
	struct guest g;
	bool there;

	if (!find(r, &g, &there, e))
		return false;
	return there ? form(r, out, &g, e) : gone(r, out);
}

/* Judge what was typed; what is wrong is in g. */
static bool judge(struct request *r, struct guest *g, struct err *e)
{
	enum password_flaw flaw;
	struct member m;

	g->password = given(r, "password");
	g->display = given(r, "display");
	if (g->first) {
		if (!member_name_parse(g->name, given(r, "name")))
			g->name_error = "team-name-wrong";
		if (!g->display[0] || strlen(g->display) > 2 * MEMBER_DISPLAY)
			g->display_error = "team-display-wrong";
	} else {
		if (!member_find(&m, r->db, g->account, r->arena, e))
			return false;
		if (!m.name || m.disabled_at)
			return g->late = true;
		snprintf(g->name, sizeof(g->name), "%s", g->account);
		g->display = m.display;
	}
	if (!login_judge(r, g->name, g->display, g->password, &flaw, e))
		return false;
	g->password_error = login_flaw(flaw);
	if (!text_is(g->password, given(r, "again")))
		g->again_error = "password-differs";
	return true;
}

static bool first(struct guest *g, struct db *db, struct err *e)
{
	char display[2 * MEMBER_DISPLAY + 1];
	const struct member m = { .name = g->name,
		                  .display = display,
		                  .role = ROLE_ADMINISTRATOR,
		                  .made_at = g->r->now,
		                  .lang = g->r->lang };
	bool made;

	text_clean(display, sizeof(display), g->display);
	return member_make(db, &m, &made, e) &&
	       member_limit(db, g->name, ROLE_ADMINISTRATOR, NULL, 0, e) &&
	       (made || member_set_disabled(db, g->name, 0, e));
}

static bool write(void *ctx, struct db *db, struct err *e)
{
	struct guest *g = ctx;
	bool right;

	if (!invitation_use(db, g->r->insee, g->r->now, &right, e))
		return false;
	g->late = !right;
	if (g->late)
		return true;
	return (!g->first || first(g, db, e)) &&
	       member_set_password(db, g->name, g->stored, e) &&
	       visit_end_all(db, g->name, e) &&
	       audit_note_of(g->r, g->name, "password-chosen", "", "", e);
}

bool page_invitation_take(struct request *r, struct response *out,
                          struct err *e)
{
	struct guest g;
	bool there;

	if (!find(r, &g, &there, e))
		return false;
	if (!there)
		return gone(r, out);
	if (!judge(r, &g, e))
		return false;
	if (g.late)
		return gone(r, out);
	if (g.name_error || g.display_error || g.password_error ||
	    g.again_error) {
		out->status = 422;
		return form(r, out, &g, e);
	}
	if (!password_make(g.stored, g.password, e))
		return e->sys == EBUSY &&
		       page_login_wait(r, out, LOGIN_BUSY, 0);
	if (!db_transact(r->db, write, &g, e))
		return false;
	if (g.late)
		return gone(r, out);
	return visit_begin(r, out, g.name, VISIT_PASSWORD, e) &&
	       response_redirect(out, "/connexion/code");
}
