/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_COORDINATOR_CLIENT_H
#define TESTS_COORDINATOR_CLIENT_H

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
 * A visitor without a network: asks the routes for pages in this process, as
 * whoever the test says. Set account, role and so on between two requests.
 */
struct client {
	struct service service;
	struct db *db;
	const char *account; /* who is signed in: "" for nobody */
	enum role role;
	enum lang lang;
	int64_t now;
	const char *peer;
	bool plain;         /* by HTTP */
	const char *cookie; /* header, or NULL */
	bool forged;        /* forms come without their token */
	struct arena *arena;
	struct request request;
	struct response out; /* of the last request */
};

#define CLIENT_CSRF "a-token-of-the-session"
#define CLIENT_NOW  INT64_C(1795348800) /* 22 November 2026 */

static inline void client_init(struct client *c, struct db *db)
{
	memset(c, 0, sizeof(*c));
	c->db = db;
	c->account = "chef";
	c->role = ROLE_ADMINISTRATOR;
	c->now = CLIENT_NOW;
	c->peer = "192.0.2.7";
	response_init(&c->out);
}

static inline void client_clear(struct client *c)
{
	response_clear(&c->out);
	arena_free(c->arena);
	c->arena = NULL;
}

/* A request that is empty but for its target. */
static inline void client_prepare(struct client *c, const char *method,
                                  const char *target)
{
	struct request *r = &c->request;
	struct err e;

	client_clear(c);
	response_init(&c->out);
	c->arena = arena_new(64u << 20);
	assert_non_null(c->arena);
	memset(r, 0, sizeof(*r));
	r->service = &c->service;
	r->arena = c->arena;
	r->db = c->db;
	r->now = c->now;
	r->lang = c->lang;
	r->method = method;
	r->peer = c->peer;
	r->secure = !c->plain;
	r->cookie = c->cookie;
	r->account = c->account;
	r->display = c->account;
	r->role = c->role;
	r->csrf = CLIENT_CSRF;
	if (!request_target(r, target, &e))
		fail_msg("%s: %s", target, e.text);
}

/* The page of a target, "/communes?tri=nom"; its status. */
static inline int client_get(struct client *c, const char *target)
{
	client_prepare(c, "GET", target);
	route_serve(&c->request, &c->out);
	return c->out.status;
}

/* Add a field to the form that is to be sent. */
static inline void client_add(struct client *c, const char *name,
                              const char *value, const void *data, size_t len)
{
	struct request *r = &c->request;
	struct field *form = arena_alloc(c->arena, r->forms + 1, sizeof(*form));

	assert_non_null(form);
	if (r->forms > 0)
		memcpy(form, r->form, r->forms * sizeof(*form));
	form[r->forms] = (struct field){ name, value, data, len };
	r->form = form;
	r->forms++;
}

/* Fill the form that is to be sent, "a=1&b=%C3%A9". */
static inline void client_form(struct client *c, const char *form)
{
	struct err e;

	if (!request_fields(c->arena, form, strlen(form), &c->request.form,
	                    &c->request.forms, &e))
		fail_msg("%s: %s", form, e.text);
}

/* Send a form, "a=1&b=%C3%A9", with its token; the answer's status. */
static inline int client_post(struct client *c, const char *target,
                              const char *form)
{
	client_prepare(c, "POST", target);
	client_form(c, form);
	if (!c->forged)
		client_add(c, "csrf", CLIENT_CSRF, NULL, 0);
	route_serve(&c->request, &c->out);
	return c->out.status;
}

/* Send a form whose field brings a file. */
static inline int client_upload(struct client *c, const char *target,
                                const char *field, const char *filename,
                                const void *data, size_t len)
{
	client_prepare(c, "POST", target);
	client_add(c, field, filename, data, len);
	if (!c->forged)
		client_add(c, "csrf", CLIENT_CSRF, NULL, 0);
	route_serve(&c->request, &c->out);
	return c->out.status;
}

/* What came back, and whether it has a text in it. */
static inline const char *client_body(const struct client *c)
{
	return buf_text(&c->out.body);
}

static inline bool client_has(const struct client *c, const char *text)
{
	return strstr(client_body(c), text) != NULL;
}

#endif
