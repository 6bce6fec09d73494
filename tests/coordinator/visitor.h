/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_COORDINATOR_VISITOR_H
#define TESTS_COORDINATOR_VISITOR_H

#include "coordinator/login.h"
#include "coordinator/route.h"
#include "coordinator/service.h"
#include "core/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

/*
 * A browser without a network: it keeps its cookie, and gives back the token
 * of the form that it saw last. Unlike client.h it is nobody until it signs
 * in.
 */
struct visitor {
	struct service service;
	struct db *db;
	int64_t now;
	const char *peer;
	bool plain;       /* by HTTP */
	char cookie[128]; /* "__Host-garde=..." or "" */
	char csrf[128];   /* "" sends none */
	struct arena *arena;
	struct request request;
	struct response out; /* of the last request */
};

#define VISITOR_NOW INT64_C(1795348800) /* 22 November 2026 */

static inline void visitor_init(struct visitor *v, struct db *db)
{
	memset(v, 0, sizeof(*v));
	v->db = db;
	v->now = VISITOR_NOW;
	v->peer = "192.0.2.7";
	response_init(&v->out);
}

static inline void visitor_clear(struct visitor *v)
{
	response_clear(&v->out);
	arena_free(v->arena);
	v->arena = NULL;
}

static inline void visitor_prepare(struct visitor *v, const char *method,
                                   const char *target)
{
	struct request *r = &v->request;
	struct err e;

	visitor_clear(v);
	response_init(&v->out);
	v->arena = arena_new(64u << 20);
	assert_non_null(v->arena);
	memset(r, 0, sizeof(*r));
	r->service = &v->service;
	r->arena = v->arena;
	r->db = v->db;
	r->now = v->now;
	r->method = method;
	r->peer = v->peer;
	r->secure = !v->plain;
	r->cookie = v->cookie[0] ? arena_strdup(v->arena, v->cookie) : NULL;
	if (!request_target(r, target, &e))
		fail_msg("%s: %s", target, e.text);
}

/* Keep the cookie that came, and the token of the first form. */
static inline void visitor_keep(struct visitor *v)
{
	static const char mark[] = "name=\"csrf\" value=\"";
	const char *body = buf_text(&v->out.body);
	const char *csrf = strstr(body, mark);

	if (v->out.set_cookie) {
		int len = (int)strcspn(v->out.set_cookie, ";");

		snprintf(v->cookie, sizeof(v->cookie), "%.*s", len,
		         v->out.set_cookie);
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

	if (!login_identify(&v->request, &e))
		fail_msg("%s", e.text);
	route_serve(&v->request, &v->out);
	visitor_keep(v);
	return v->out.status;
}

static inline int visitor_get(struct visitor *v, const char *target)
{
	visitor_prepare(v, "GET", target);
	return visitor_serve(v);
}

static inline void visitor_add(struct visitor *v, const char *name,
                               const char *value, const void *data, size_t len)
{
	struct request *r = &v->request;
	struct field *form = arena_alloc(v->arena, r->forms + 1, sizeof(*form));

	assert_non_null(form);
	if (r->forms > 0)
		memcpy(form, r->form, r->forms * sizeof(*form));
	form[r->forms] = (struct field){ name, value, data, len };
	r->form = form;
	r->forms++;
}

/* Send a form, "a=1&b=%C3%A9", with the token of the last one seen. */
static inline int visitor_post(struct visitor *v, const char *target,
                               const char *form)
{
	struct err e;

	visitor_prepare(v, "POST", target);
	if (!request_fields(v->arena, form, strlen(form), &v->request.form,
	                    &v->request.forms, &e))
		fail_msg("%s: %s", form, e.text);
	if (v->csrf[0])
		visitor_add(v, "csrf", v->csrf, NULL, 0);
	return visitor_serve(v);
}

static inline bool visitor_has(const struct visitor *v, const char *text)
{
	return strstr(buf_text(&v->out.body), text) != NULL;
}

static inline bool visitor_sent_to(const struct visitor *v, const char *path)
{
	return v->out.status == 303 && text_is(v->out.location, path);
}

#endif
