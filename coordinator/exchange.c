/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/exchange.h"

#include "coordinator/exchange_form.h"
#include "coordinator/journal.h"
#include "coordinator/metrics.h"
#include "coordinator/page.h"
#include "coordinator/peer.h"
#include "core/clock.h"
#include "core/text.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

#define MEMORY      (64u << 20) /* ceiling of what one request may take */
#define BODIES_MOST (24 << 20)  /* bytes of all bodies that are held */
#define RETRY_AFTER 5           /* seconds */

struct exchange *exchange_new(struct service *service, const char *target,
                              struct MHD_Connection *connection)
{
	struct exchange *x = calloc(1, sizeof(*x));

	if (!x)
		return NULL;
	x->service = service;
	x->connection = connection;
	x->begun = clock_ticks();
	x->request.arena = arena_new(MEMORY);
	if (x->request.arena)
		x->target = arena_strdup(x->request.arena, target);
	response_init(&x->response);
	if (x->target)
		return x;
	exchange_free(x);
	return NULL;
}

void exchange_free(struct exchange *x)
{
	if (!x)
		return;
	exchange_form_clear(x);
	atomic_fetch_sub(&x->service->metrics->bodies, (int_least64_t)x->held);
	if (x->counted)
		atomic_fetch_sub(&x->service->metrics->visitors, 1);
	buf_clear(&x->body);
	response_clear(&x->response);
	arena_free(x->request.arena);
	free(x);
}

static const char *header(const struct exchange *x, const char *name)
{
	return MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND,
	                                   name);
}

static void know_peer(struct exchange *x)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	struct peer peer;

	peer_read(&peer, info ? info->client_addr : NULL,
	          header(x, "X-Forwarded-For"), header(x, "X-Forwarded-Proto"),
	          &x->service->proxies);
	x->request.peer = arena_strdup(x->request.arena, peer.address);
	x->request.near = peer.near;
	x->request.secure = peer.secure;
}

/* Whether so many bytes more may be held; they count from now on. */
static bool hold(struct exchange *x, size_t bytes)
{
	atomic_int_least64_t *all = &x->service->metrics->bodies;
	int_least64_t before = atomic_fetch_add(all, (int_least64_t)bytes);

	if (before + (int_least64_t)bytes > BODIES_MOST) {
		atomic_fetch_sub(all, (int_least64_t)bytes);
		return false;
	}
	x->held += bytes;
	return true;
}

/* Bytes of the body as the head tells, which the gate has checked. */
static int64_t body_length(const struct exchange *x)
{
	const char *length = header(x, "Content-Length");
	int64_t bytes = 0;

	if (length && !text_int(length, 0, INT64_MAX, &bytes))
		return INT64_MAX;
	return bytes;
}

/* What kind of body it is, and whether the route takes that. */
static void prepare_body(struct exchange *x)
{
	const char *type = header(x, "Content-Type");
	enum route_kind kind = x->route->kind;

	x->most = route_body(x->route);
	if (x->length > (int64_t)x->most) {
		x->refused = 413;
		return;
	}
	buf_init(&x->body, x->most);
	if (kind == ROUTE_API || strcmp(x->request.method, "POST") != 0)
		return;
	if (kind == ROUTE_UPLOAD && type &&
	    text_begins(type, "multipart/form-data"))
		x->refused = exchange_form_open(x) ? 0 : 400;
	else if (type &&
	         !text_begins(type, "application/x-www-form-urlencoded"))
		x->refused = 415;
}

void exchange_begin(struct exchange *x, const char *method)
{
	struct request *r = &x->request;
	const char *allow;
	struct err e;

	x->begins = true;
	r->service = x->service;
	r->now = clock_now();
	r->method = method;
	r->path = "/";
	r->account = r->display = r->csrf = "";
	r->insee = "";
	r->cookie = header(x, "Cookie");
	r->accept_language = header(x, "Accept-Language");
	r->lang = request_lang(r->accept_language);
	know_peer(x);
	x->length = body_length(x);
	if (!request_target(r, x->target, &e)) {
		x->refused = 400;
		return;
	}
	x->counted = true;
	if (atomic_fetch_add(&x->service->metrics->visitors, 1) >=
	    EXCHANGE_VISITORS) {
		x->refused = 503;
		return;
	}
	x->route = route_find(r, &allow);
	if (x->route)
		prepare_body(x);
	else if (x->length != 0)
		x->refused = allow ? 405 : 404;
}

void exchange_take(struct exchange *x, const char *data, size_t len)
{
	if (x->refused)
		return;
	if (!x->route || x->held + len > x->most)
		x->refused = 413;
	else if (!hold(x, len))
		x->refused = 503;
	else if (x->files)
		exchange_form_take(x, data, len);
	else if (!buf_add(&x->body, data, len))
		x->refused = 503;
}

/* What was read becomes fields, or the body. */
static void finish_body(struct exchange *x)
{
	struct request *r = &x->request;
	struct err e;

	if (!x->route || strcmp(r->method, "POST") != 0)
		return;
	if (x->route->kind == ROUTE_API) {
		r->body = buf_text(&x->body);
		r->body_len = x->body.len;
	} else if (x->files) {
		if (!exchange_form_finish(x))
			x->refused = 400;
	} else if (!request_fields(r->arena, buf_text(&x->body), x->body.len,
	                           &r->form, &r->forms, &e)) {
		x->refused = 400;
	}
}

/* Ids of what a page says to a refusal. */
static void refuse(struct exchange *x)
{
	static const struct {
		int status;
		const char *title;
		const char *text;
	} says[] = {
		{ 400, "say-request-title", "say-request" },
		{ 404, "say-absent-title", "say-absent" },
		{ 405, "say-method-title", "say-method" },
		{ 413, "say-large-title", "say-large" },
		{ 415, "say-request-title", "say-request" },
		{ 503, "say-store-title", "say-busy" },
	};
	size_t i = 0;

	while (says[i].status != x->refused)
		i++;
	x->response.retry_after = x->refused == 503 ? RETRY_AFTER : 0;
	if (x->route && x->route->kind == ROUTE_API) {
		x->response.status = x->refused;
		x->response.type = "application/json";
		buf_fmt(&x->response.body, "{\"status\":%d}\n", x->refused);
		return;
	}
	(void)page_say(&x->request, &x->response, x->refused, says[i].title,
	               says[i].text);
}

void exchange_answer(struct exchange *x)
{
	if (!x->refused)
		finish_body(x);
	if (x->refused)
		refuse(x);
	else
		route_answer(&x->request, &x->response);
	metrics_count(x->service->metrics, x->response.status,
	              x->route && x->route->kind == ROUTE_API,
	              clock_ticks() - x->begun);
}
