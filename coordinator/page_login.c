/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/audit.h"
#include "coordinator/box.h"
#include "coordinator/login.h"
#include "coordinator/page.h"
#include "coordinator/page_login.h"
#include "coordinator/route.h"
#include "coordinator/service.h"
#include "coordinator/wording.h"

#include <stdio.h>

#define BUSY_AFTER 5 /* seconds to come back after */

/* What stands in the form again, and what is said about it. */
struct attempt {
	const char *name;
	const char *next;
	const char *error; /* id of words, or NULL */
};

static bool form(struct request *r, struct response *out,
                 const struct attempt *t, struct err *e)
{
	const struct box name = { .name = "name",
		                  .label = "login-name",
		                  .value = t->name,
		                  .complete = "username",
		                  .most = MEMBER_NAME,
		                  .must = true };
	const struct box password = { .name = "password",
		                      .type = "password",
		                      .label = "login-password",
		                      .error = t->error,
		                      .complete = "current-password",
		                      .most = PASSWORD_MOST,
		                      .must = true };

	if (!visit_guest(r, out, e))
		return false;
	page_open(r, out, "login-title", "/connexion");
	page_form(r, out, "/connexion", "stack");
	box_hidden(out, "next", t->next);
	box_write(r, out, &name);
	box_write(r, out, &password);
	box_button(r, out, NULL, "login-go");
	buf_str(&out->body, "</form>\n<p class=\"soft\">");
	wording_html(&out->body, "login-lost", r->lang, NULL);
	buf_str(&out->body, "</p>\n");
	if (r->service->demo) {
		buf_str(&out->body,
		        "<p><a class=\"button second\" href=\"/demo\">");
		wording_html(&out->body, "demo-again", r->lang, NULL);
		buf_str(&out->body, "</a></p>\n");
	}
	page_close(r, out);
	return true;
}

bool page_login_show(struct request *r, struct response *out, struct err *e)
{
	const struct attempt t = { .name = "",
		                   .next =
		                       login_next(request_query(r, "next")) };

	if (r->role != ROLE_NOBODY)
		return response_redirect(out, t.next);
	return form(r, out, &t, e);
}

bool page_login_wait(struct request *r, struct response *out,
                     enum login_result result, int64_t wait)
{
	struct buf text;
	char seconds[24];
	const char *copy;

	if (result == LOGIN_BUSY) {
		out->retry_after = BUSY_AFTER;
		return page_say(r, out, 503, "login-busy-title", "login-busy");
	}
	snprintf(seconds, sizeof(seconds), "%lld", (long long)wait);
	buf_init(&text, 1000);
	wording_text(&text, "login-wait", r->lang, "seconds", seconds, NULL);
	copy = arena_strdup(r->arena, buf_text(&text));
	buf_clear(&text);
	out->retry_after = (unsigned)wait;
	return page_say(r, out, 429, "login-wait-title", copy ? copy : "");
}

bool page_login_try(struct request *r, struct response *out, struct err *e)
{
	const char *name = request_form(r, "name");
	const char *password = request_form(r, "password");
	struct attempt t = { .name = name ? name : "",
		             .next = login_next(request_form(r, "next")),
		             .error = "login-wrong" };
	enum login_result result;
	struct member m;
	int64_t wait;

	if (!login_password(r, t.name, password ? password : "", &result, &m,
	                    &wait, e))
		return false;
	if (result == LOGIN_WAIT || result == LOGIN_BUSY)
		return page_login_wait(r, out, result, wait);
	if (result == LOGIN_WRONG) {
		out->status = 403;
		return form(r, out, &t, e);
	}
	if (!visit_sweep(r->db, r->now, e) ||
	    !visit_begin(r, out, m.name, VISIT_PASSWORD, e))
		return false;
	return response_redirect(out,
	                         arena_fmt(r->arena, "/connexion/code?next=%s",
	                                   login_escape(r->arena, t.next)));
}

bool page_login_leave(struct request *r, struct response *out, struct err *e)
{
	if (r->account[0] && !audit_note(r, "sign-out", "", "", e))
		return false;
	return visit_end(r, out, e) && response_redirect(out, "/connexion");
}
