/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_COORDINATOR_VISITOR_H
#define TESTS_COORDINATOR_VISITOR_H

#include "client.h"
#include "coordinator/login.h"

/*
 * A browser without a network: it keeps its cookie, and gives back the token
 * of the form that it saw last. Unlike the client that it asks with, it is
 * nobody until it signs in.
 */
struct visitor {
	struct client c;
	char cookie[128]; /* "__Host-garde=..." or "" */
	char csrf[128];   /* "" sends none */
};

static inline void visitor_init(struct visitor *v, struct db *db)
{
	memset(v, 0, sizeof(*v));
	client_init(&v->c, db);
}

static inline void visitor_clear(struct visitor *v)
{
	client_clear(&v->c);
}

static inline void visitor_prepare(struct visitor *v, const char *method,
                                   const char *target)
{
	struct request *r = &v->c.request;

	client_prepare(&v->c, method, target);
	r->cookie = v->cookie[0] ? arena_strdup(v->c.arena, v->cookie) : NULL;
	r->account = r->display = r->csrf = NULL;
	r->role = ROLE_NOBODY;
}

/* Keep the cookie that came, and the token of the first form. */
static inline void visitor_keep(struct visitor *v)
{
	static const char mark[] = "name=\"csrf\" value=\"";
	const char *set = v->c.out.set_cookie;
	const char *csrf = strstr(client_body(&v->c), mark);

	if (set) {
		int len = (int)strcspn(set, ";");

		snprintf(v->cookie, sizeof(v->cookie), "%.*s", len, set);
		if (v->cookie[len - 1] == '=')
			v->cookie[0] = '\0';
	}
	if (csrf) {
		csrf += strlen(mark);
		snprintf(v->csrf, sizeof(v->csrf), "%.*s",
		         (int)strcspn(csrf, "\""), csrf);
	}
}

static inline int visitor_serve(struct visitor *v)
{
	struct err e;

	if (!login_identify(&v->c.request, &e))
		fail_msg("%s", e.text);
	route_serve(&v->c.request, &v->c.out);
	visitor_keep(v);
	return v->c.out.status;
}

static inline int visitor_get(struct visitor *v, const char *target)
{
	visitor_prepare(v, "GET", target);
	return visitor_serve(v);
}

/* Send a form, "a=1&b=%C3%A9", with the token of the last one seen. */
static inline int visitor_post(struct visitor *v, const char *target,
                               const char *form)
{
	visitor_prepare(v, "POST", target);
	client_form(&v->c, form);
	if (v->csrf[0])
		client_add(&v->c, "csrf", v->csrf, NULL, 0);
	return visitor_serve(v);
}

static inline bool visitor_has(const struct visitor *v, const char *text)
{
	return client_has(&v->c, text);
}

static inline bool visitor_sent_to(const struct visitor *v, const char *path)
{
	return v->c.out.status == 303 && text_is(v->c.out.location, path);
}

#endif
