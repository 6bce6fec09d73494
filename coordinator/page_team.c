/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/box.h"
#include "coordinator/invitation.h"
#include "coordinator/page.h"
#include "coordinator/route.h"
#include "coordinator/setting.h"
#include "coordinator/team.h"
#include "coordinator/team_scope.h"
#include "coordinator/wording.h"
#include "core/text.h"
#include "report/markup.h"

#include <string.h>

/* What was typed about a new one, and what is wrong: ids of words, or NULL. */
struct entry {
	const char *name;
	const char *display;
	const char *role;
	const char *name_error;
	const char *display_error;
	const char *scope_error;
};

static const char *given(const struct request *r, const char *name)
{
	const char *value = request_form(r, name);

	return value ? value : "";
}

static void words(struct request *r, struct response *out, const char *tag,
                  const char *id)
{
	buf_fmt(&out->body, "<%s>", tag);
	wording_html(&out->body, id, r->lang, NULL);
	buf_fmt(&out->body, "</%s>", tag);
}

static void cell(struct request *r, struct response *out, const char *label,
                 const char *text)
{
	buf_str(&out->body, "<td");
	markup_attr(&out->body, "data-label", wording(label, r->lang));
	buf_char(&out->body, '>');
	markup_text(&out->body, text);
	buf_str(&out->body, "</td>");
}

static const char *role_words(const struct request *r, enum role role)
{
	static const char *const ids[] = { "team-role-none", "team-role-reader",
		                           "team-role-adviser",
		                           "team-role-administrator" };

	return wording(ids[role], r->lang);
}

static const char *state_words(const struct request *r, const struct member *m)
{
	return wording(m->disabled_at    ? "team-state-off"
	               : !m->password[0] ? "team-state-invited"
	               : !m->totp[0]     ? "team-state-phone"
	                                 : "team-state-on",
	               r->lang);
}

static bool table(struct request *r, struct response *out, struct err *e)
{
	static const char *const heads[] = { "login-name", "team-display",
		                             "team-role", "team-state" };
	struct buf *b = &out->body;
	struct member *m;
	size_t count;

	if (!member_list(&m, &count, r->db, r->arena, e))
		return false;
	buf_str(b, "<table class=\"list\">\n<thead><tr>");
	for (size_t i = 0; i < 4; i++)
		words(r, out, "th", heads[i]);
	buf_str(b, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < count; i++) {
		buf_str(b, "<tr><th scope=\"row\"><a href=\"/equipe/");
		markup_text(b, m[i].name);
		buf_str(b, "\">");
		markup_text(b, m[i].name);
		buf_str(b, "</a></th>");
		cell(r, out, "team-display", m[i].display);
		cell(r, out, "team-role", role_words(r, m[i].role));
		cell(r, out, "team-state", state_words(r, &m[i]));
		buf_str(b, "</tr>\n");
	}
	buf_str(b, "</tbody>\n</table>\n");
	return true;
}

static void roles(struct request *r, struct response *out, const char *role)
{
	buf_str(&out->body, "<fieldset>");
	words(r, out, "legend", "team-role");
	for (int i = ROLE_READER; i <= ROLE_ADMINISTRATOR; i++) {
		const char *name = member_role_name((enum role)i);

		box_tick(out, "radio", "role", name,
		         role_words(r, (enum role)i), text_is(name, role));
	}
	words(r, out, "p", "team-role-hint");
	buf_str(&out->body, "</fieldset>\n");
}

static bool list(struct request *r, struct response *out, const struct entry *t,
                 struct err *e)
{
	const struct box name = { .name = "name",
		                  .label = "login-name",
		                  .hint = "invitation-name-hint",
		                  .error = t->name_error,
		                  .value = t->name,
		                  .most = MEMBER_NAME,
		                  .must = true };
	const struct box display = { .name = "display",
		                     .label = "team-display",
		                     .error = t->display_error,
		                     .value = t->display,
		                     .most = MEMBER_DISPLAY,
		                     .must = true };

	page_open(r, out, "nav-equipe", "/equipe");
	if (!table(r, out, e))
		return false;
	buf_str(&out->body, "<section>\n");
	words(r, out, "h2", "team-invite");
	page_form(r, out, "/equipe", "stack");
	box_write(r, out, &name);
	box_write(r, out, &display);
	roles(r, out, t->role);
	if (!team_scope_draw(r, out, NULL, t->scope_error, e))
		return false;
	box_button(r, out, NULL, "team-invite-go");
	buf_str(&out->body, "</form>\n</section>\n");
	page_close(r, out);
	return true;
}

bool page_team_list(struct request *r, struct response *out, struct err *e)
{
	const struct entry none = { .role = "adviser" };

	return list(r, out, &none, e);
}

/* The page that shows a link, once. */
static bool link_page(struct request *r, struct response *out, const char *name,
                      const char *token, struct err *e)
{
	struct buf *b = &out->body;
	struct setting s;

	if (!setting_read(&s, r->db, r->arena, e))
		return false;
	page_open(r, out, "team-link-title", "/equipe");
	buf_str(b, "<p>");
	wording_html(b, "team-link", r->lang, "name", name, NULL);
	buf_str(b, "</p>\n<p><code class=\"secret\">");
	markup_text(b, s.url);
	buf_fmt(b, "%s%s</code></p>\n", INVITATION_PATH, token);
	if (!s.url[0])
		words(r, out, "p", "team-link-url");
	words(r, out, "p", "team-link-safe");
	buf_str(b, "<p><a class=\"button\" href=\"/equipe\">");
	wording_html(b, "team-back", r->lang, NULL);
	buf_str(b, "</a></p>\n");
	page_close(r, out);
	return true;
}

bool page_team_invite(struct request *r, struct response *out, struct err *e)
{
	struct entry t = { .name = given(r, "name"),
		           .display = given(r, "display"),
		           .role = given(r, "role") };
	char name[MEMBER_NAME + 1];
	char display[2 * MEMBER_DISPLAY + 1];
	char token[RANDOM_TOKEN];
	struct member m = { .name = name,
		            .display = display,
		            .role = member_role(t.role),
		            .made_at = r->now,
		            .lang = r->lang };
	struct team_scope scope;
	enum team_result result;

	if (!team_scope_take(r, &scope, e))
		return false;
	text_clean(display, sizeof(display), t.display);
	if (!member_name_parse(name, t.name))
		t.name_error = "team-name-wrong";
	if (!display[0])
		t.display_error = "team-display-wrong";
	if (m.role == ROLE_NOBODY ||
	    (m.role != ROLE_ADMINISTRATOR && scope.count == 0))
		t.scope_error = "team-scope-none";
	if (!t.name_error && !t.display_error && !t.scope_error) {
		if (!team_invite(r, &m, scope.part, scope.count, token, &result,
		                 e))
			return false;
		if (result == TEAM_DONE)
			return link_page(r, out, name, token, e);
		t.name_error = "team-name-taken";
	}
	out->status = 422;
	return list(r, out, &t, e);
}

static void deed(struct request *r, struct response *out, const char *name,
                 const char *what, const char *hint, const char *label)
{
	words(r, out, "p", hint);
	page_form(r, out, arena_fmt(r->arena, "/equipe/%s/%s", name, what),
	          NULL);
	box_button(r, out, "second", label);
	buf_str(&out->body, "</form>\n");
}

static void deeds(struct request *r, struct response *out,
                  const struct member *m)
{
	buf_str(&out->body, "<section class=\"panel\">\n");
	words(r, out, "h2", "team-help");
	if (strcmp(m->name, r->account) == 0) {
		words(r, out, "p", "team-self");
	} else {
		deed(r, out, m->name, "lien", "team-link-hint", "team-link-go");
		deed(r, out, m->name, "telephone", "team-phone-hint",
		     "team-phone-go");
		if (m->disabled_at)
			deed(r, out, m->name, "retour", "team-on-hint",
			     "team-on-go");
		else
			deed(r, out, m->name, "depart", "team-off-hint",
			     "team-off-go");
	}
	buf_str(&out->body, "</section>\n");
}

static bool one(struct request *r, struct response *out, const char *notice,
                bool good, struct err *e)
{
	struct member m;

	if (!member_find(&m, r->db, r->insee, r->arena, e))
		return false;
	if (!m.name)
		return page_say(r, out, 404, "say-absent-title", "say-absent");
	page_open_text(r, out, m.display, "/equipe");
	if (notice)
		box_notice(r, out, good ? "good" : "bad", notice);
	buf_str(&out->body, "<p>");
	markup_text(&out->body, state_words(r, &m));
	buf_str(&out->body, "</p>\n<div class=\"columns\">\n"
	                    "<section class=\"panel\">\n");
	words(r, out, "h2", "team-rights");
	page_form(r, out, arena_fmt(r->arena, "/equipe/%s", m.name), "stack");
	roles(r, out, member_role_name(m.role));
	if (!team_scope_draw(r, out, m.name, NULL, e))
		return false;
	box_button(r, out, NULL, "team-rights-go");
	buf_str(&out->body, "</form>\n</section>\n");
	deeds(r, out, &m);
	buf_str(&out->body, "</div>\n");
	page_close(r, out);
	return true;
}

bool page_team_one(struct request *r, struct response *out, struct err *e)
{
	return one(r, out, NULL, true, e);
}

/* Say how it ended on the page of the account: done are the words if well. */
static bool ended(struct request *r, struct response *out, const char *done,
                  enum team_result result, struct err *e)
{
	static const char *const ids[] = { [TEAM_TAKEN] = "team-name-taken",
		                           [TEAM_LAST] = "team-last",
		                           [TEAM_ABSENT] = "team-done",
		                           [TEAM_SELF] = "team-self" };

	if (result != TEAM_DONE)
		out->status = 409;
	return one(r, out, result == TEAM_DONE ? done : ids[result],
	           result == TEAM_DONE, e);
}

bool page_team_limit(struct request *r, struct response *out, struct err *e)
{
	enum role role = member_role(given(r, "role"));
	struct team_scope scope;
	enum team_result result;

	if (!team_scope_take(r, &scope, e))
		return false;
	if (role == ROLE_NOBODY ||
	    (role != ROLE_ADMINISTRATOR && scope.count == 0)) {
		out->status = 422;
		return one(r, out, "team-scope-none", false, e);
	}
	if (!team_limit(r, r->insee, role, scope.part, scope.count, &result, e))
		return false;
	if (result == TEAM_DONE && text_is(r->insee, r->account))
		return response_redirect(out, "/connexion");
	return ended(r, out, "team-done", result, e);
}

static bool renew(struct request *r, struct response *out, bool telephone,
                  struct err *e)
{
	char token[RANDOM_TOKEN];
	enum team_result result;

	if (!team_renew(r, r->insee, telephone, token, &result, e))
		return false;
	return result == TEAM_DONE ? link_page(r, out, r->insee, token, e)
	                           : ended(r, out, "team-done", result, e);
}

bool page_team_link(struct request *r, struct response *out, struct err *e)
{
	return renew(r, out, false, e);
}

bool page_team_phone(struct request *r, struct response *out, struct err *e)
{
	return renew(r, out, true, e);
}

static bool disable(struct request *r, struct response *out, bool disabled,
                    struct err *e)
{
	enum team_result result;

	return team_disable(r, r->insee, disabled, &result, e) &&
	       ended(r, out, disabled ? "team-closed" : "team-opened", result,
	             e);
}

bool page_team_leave(struct request *r, struct response *out, struct err *e)
{
	return disable(r, out, true, e);
}

bool page_team_return(struct request *r, struct response *out, struct err *e)
{
	return disable(r, out, false, e);
}
