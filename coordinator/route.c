/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/route.h"

#include "coordinator/journal.h"
#include "coordinator/login.h"
#include "coordinator/login.h"
#include "coordinator/page.h"

#include <string.h>

#define RETRY_AFTER 10           /* seconds, while the store is away */
#define FORM_BODY   (256u << 10) /* bytes of a form without a file */
#define UPLOAD_BODY (32u << 20)  /* bytes of one with some */
#define REPORT_BODY (4u << 20)   /* bytes of a sealed report */

static const struct route routes[] = {
#define ROUTE(method, path, role, kind, handler) \
	{ method, path, role, kind, handler },
#include "coordinator/routes.def"
#undef ROUTE
};

#define ROUTES (sizeof(routes) / sizeof(routes[0]))

/* Whether path is as pattern says; *part, if any, is what {..} stands for. */
static bool fits(const char *pattern, const char *path, const char **part,
                 size_t *len)
{
	while (*pattern && *path) {
		if (*pattern == '{') {
			*part = path;
			*len = strcspn(path, "/");
			if (*len == 0)
				return false;
			path += *len;
			pattern = strchr(pattern, '}') + 1;
		} else if (*pattern++ != *path++) {
			return false;
		}
	}
	return !*pattern && !*path;
}

static bool same_method(const char *route, const char *method)
{
	return strcmp(route, method) == 0 ||
	       (strcmp(method, "HEAD") == 0 && strcmp(route, "GET") == 0);
}

const struct route *route_find(struct request *r, const char **allow)
{
	const char *part = "";
	size_t len = 0;

	*allow = NULL;
	for (size_t i = 0; i < ROUTES; i++) {
		if (!fits(routes[i].path, r->path, &part, &len))
			continue;
		if (same_method(routes[i].method, r->method)) {
			r->insee = arena_fmt(r->arena, "%.*s", (int)len, part);
			return r->insee ? &routes[i] : NULL;
		}
		if (!*allow)
			*allow = routes[i].method;
		else if (strcmp(*allow, routes[i].method) != 0)
			*allow = "GET, POST";
	}
	return NULL;
}

const struct route *route_of(const char *path)
{
	for (size_t i = 0; i < ROUTES; i++)
		if (strcmp(routes[i].path, path) == 0 &&
		    strcmp(routes[i].method, "GET") == 0)
			return &routes[i];
	return NULL;
}

size_t route_body(const struct route *route)
{
	static const size_t most[] = { [ROUTE_PAGE] = FORM_BODY,
		                       [ROUTE_UPLOAD] = UPLOAD_BODY,
		                       [ROUTE_API] = REPORT_BODY,
		                       [ROUTE_BARE] = 0 };

	return strcmp(route->method, "POST") == 0 ? most[route->kind] : 0;
}

/* Begin anew: what a handler wrote before it failed is not for anybody. */
static void say(struct request *r, struct response *out, int status,
                const char *title, const char *text)
{
	response_clear(out);
	response_init(out);
	(void)page_say(r, out, status, title, text);
}

static void refuse(struct request *r, struct response *out, const char *allow)
{
	if (allow) {
		say(r, out, 405, "say-method-title", "say-method");
		out->allow = allow;
	} else {
		say(r, out, 404, "say-absent-title", "say-absent");
	}
}

/* Whether the visitor may; what else is answered. */
static bool admit(struct request *r, struct response *out,
                  const struct route *route)
{
	bool form = route->kind == ROUTE_PAGE || route->kind == ROUTE_UPLOAD;

	if (r->role < route->role) {
		if (r->role == ROLE_NOBODY)
			(void)response_redirect(out, login_path(r));
		else
			say(r, out, 403, "say-role-title", "say-role");
		return false;
	}
	if (form && strcmp(r->method, "POST") == 0 && !login_genuine(r)) {
		say(r, out, 403, "say-form-title", "say-form");
		return false;
	}
	return true;
}

void route_serve(struct request *r, struct response *out)
{
	const char *allow;
	const struct route *route = route_find(r, &allow);
	struct err e;

	if (!route) {
		refuse(r, out, allow);
		return;
	}
	if (!admit(r, out, route))
		return;
	if (!route->handle(r, out, &e)) {
		journal_write(JOURNAL_ERROR, "%s %s: %s", r->method,
		              route->path, e.text);
		say(r, out, 503, "say-store-title", "say-store");
		out->retry_after = RETRY_AFTER;
		return;
	}
	if (!buf_ok(&out->body) || arena_full(r->arena)) {
		journal_write(JOURNAL_ERROR, "%s %s: the answer is too long",
		              r->method, route->path);
		say(r, out, 500, "say-broken-title", "say-broken");
	}
}
