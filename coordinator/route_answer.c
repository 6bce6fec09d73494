/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/journal.h"
#include "coordinator/login.h"
#include "coordinator/page.h"
#include "coordinator/route.h"
#include "coordinator/service.h"

#include <string.h>

#define WAIT_MS     3000 /* for a connection: longer, and visitors give up */
#define RETRY_AFTER 10   /* seconds */

static bool wants_store(struct request *r)
{
	const char *allow;
	const struct route *route = route_find(r, &allow);

	/* Who is signed in is told so with the navigation around it. */
	if (!route)
		return !allow && r->cookie;
	return route->kind == ROUTE_PAGE || route->kind == ROUTE_UPLOAD;
}

static void away(struct request *r, struct response *out, const struct err *e)
{
	journal_write(JOURNAL_ERROR, "store: %s", e->text);
	(void)page_say(r, out, 503, "say-store-title", "say-store");
	out->retry_after = RETRY_AFTER;
}

void route_answer(struct request *r, struct response *out)
{
	const char *lang = request_query(r, "lang");
	struct err e;

	r->account = "";
	r->display = "";
	r->csrf = "";
	r->role = ROLE_NOBODY;
	r->lang = request_lang(r->accept_language);
	if (!wants_store(r)) {
		route_serve(r, out);
		return;
	}
	r->db = pool_take(r->service->pool, WAIT_MS, &e);
	if (!r->db) {
		away(r, out, &e);
		return;
	}
	if (!login_identify(r, &e)) {
		struct db *db = r->db;

		/* The frame of the page has no use for it either. */
		r->db = NULL;
		pool_give(r->service->pool, db);
		away(r, out, &e);
		return;
	}
	if (lang)
		(void)lang_parse(lang, &r->lang);
	route_serve(r, out);
	pool_give(r->service->pool, r->db);
	r->db = NULL;
}
