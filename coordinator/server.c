/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/server.h"

#include "coordinator/exchange.h"
#include "coordinator/gate.h"
#include "coordinator/metrics.h"
#include "core/clock.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CONNECTIONS 400          /* more than the gate lets in */
#define TIMEOUT     10           /* seconds without a byte */
#define POOL        (32u << 10)  /* bytes of headers and buffers of each */
#define STACK       (512u << 10) /* bytes of address space, mostly untouched */
#define FINISH_MS   20000        /* that answers get when the service ends */
#define STEP_MS     10

struct server {
	struct MHD_Daemon *daemon;
	struct gate *gate;
	struct service *service;
};

/* All but /style and pictures: nothing is kept by browsers or proxies. */
static void add_headers(struct MHD_Response *m, const struct exchange *x)
{
	static const struct {
		const char *name;
		const char *value;
	} always[] = {
		{ "Content-Security-Policy",
		  "default-src 'none'; style-src 'self'; img-src 'self' data:; "
		  "form-action 'self'; frame-ancestors 'none'; "
		  "base-uri 'none'" },
		{ "X-Content-Type-Options", "nosniff" },
		{ "X-Frame-Options", "DENY" },
		{ "Referrer-Policy", "no-referrer" },
		{ "Cross-Origin-Opener-Policy", "same-origin" },
		{ "Cross-Origin-Resource-Policy", "same-origin" },
		{ "Permissions-Policy",
		  "camera=(), geolocation=(), microphone=()" },
		{ "Connection", "close" },
	};
	const struct response *out = &x->response;

	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		MHD_add_response_header(m, always[i].name, always[i].value);
	MHD_add_response_header(m, "Content-Type", out->type);
	MHD_add_response_header(m, "Cache-Control",
	                        out->cache ? "public, max-age=604800, immutable"
	                                   : "no-store");
	if (x->request.secure)
		MHD_add_response_header(m, "Strict-Transport-Security",
		                        "max-age=31536000");
	if (out->location)
		MHD_add_response_header(m, "Location", out->location);
	if (out->set_cookie)
		MHD_add_response_header(m, "Set-Cookie", out->set_cookie);
	if (out->allow)
		MHD_add_response_header(m, "Allow", out->allow);
}

/* Names of files that were made from names of communes: letters alone. */
static void add_filename(struct MHD_Response *m, const struct exchange *x)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLM"
				      "NOPQRSTUVWXYZ0123456789-_.";
	const char *name = x->response.filename;
	struct buf b;

	if (!name)
		return;
	buf_init(&b, 256);
	buf_str(&b, "attachment; filename=\"");
	for (; *name; name++)
		buf_char(&b, strchr(letters, *name) ? *name : '-');
	buf_str(&b, "\"");
	MHD_add_response_header(m, "Content-Disposition", buf_text(&b));
	buf_clear(&b);
}

static struct MHD_Response *make(struct exchange *x)
{
	struct response *out = &x->response;
	struct MHD_Response *m;
	struct stat st;
	char seconds[16];
	struct buf number;

	if (out->file >= 0 && fstat(out->file, &st) == 0) {
		m = MHD_create_response_from_fd((size_t)st.st_size, out->file);
		if (m)
			out->file = -1; /* it closes the file */
	} else {
		/* The exchange outlives the answer: nothing is copied. */
		m = MHD_create_response_from_buffer(
		    out->body.len, out->body.data, MHD_RESPMEM_PERSISTENT);
	}
	if (!m)
		return NULL;
	add_headers(m, x);
	add_filename(m, x);
	if (out->retry_after > 0) {
		buf_init(&number, sizeof(seconds));
		buf_fmt(&number, "%u", out->retry_after);
		MHD_add_response_header(m, "Retry-After", buf_text(&number));
		buf_clear(&number);
	}
	return m;
}

static enum MHD_Result send_answer(struct exchange *x)
{
	struct MHD_Response *m;
	enum MHD_Result result;

	exchange_answer(x);
	m = make(x);
	if (!m)
		return MHD_NO;
	result =
	    MHD_queue_response(x->connection, (unsigned)x->response.status, m);
	MHD_destroy_response(m);
	return result;
}

/* Called when the headers are there, for each piece of the body, and then. */
static enum MHD_Result handle(void *ctx, struct MHD_Connection *connection,
                              const char *url, const char *method,
                              const char *version, const char *data,
                              size_t *len, void **state)
{
	struct exchange *x = *state;

	(void)ctx;
	(void)url;
	(void)version;
	if (!x)
		return MHD_NO;
	x->connection = connection;
	if (!x->begins) {
		exchange_begin(x, method);
		/* Before the body is read: it is not worth reading. */
		return x->refused ? send_answer(x) : MHD_YES;
	}
	if (*len > 0) {
		exchange_take(x, data, *len);
		*len = 0;
		return MHD_YES;
	}
	return send_answer(x);
}

/* The target as it came, before anybody decodes it. */
static void *begin(void *ctx, const char *target,
                   struct MHD_Connection *connection)
{
	return exchange_new(ctx, target, connection);
}

static void finish(void *ctx, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode why)
{
	(void)ctx;
	(void)connection;
	(void)why;
	exchange_free(*state);
	*state = NULL;
}

/* Paths are decoded by request.c alone. */
static size_t leave(void *ctx, struct MHD_Connection *connection, char *s)
{
	(void)ctx;
	(void)connection;
	return strlen(s);
}

static bool has_room(void *ctx)
{
	const struct server *s = ctx;

	return atomic_load(&s->service->metrics->visitors) < EXCHANGE_VISITORS;
}

static void enter(void *ctx, int socket, const struct sockaddr *address,
                  socklen_t len)
{
	struct server *s = ctx;

	/* It closes the socket when it cannot. */
	(void)MHD_add_connection(s->daemon, socket, address, len);
}

static void note_refused(void *ctx, int status)
{
	const struct server *s = ctx;

	metrics_count(s->service->metrics, status, false, 0);
}

static struct MHD_Daemon *start(struct service *service)
{
	return MHD_start_daemon(
	    MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD |
		MHD_USE_POLL | MHD_USE_ITC | MHD_USE_NO_LISTEN_SOCKET,
	    0, NULL, NULL, handle, service, MHD_OPTION_CONNECTION_LIMIT,
	    (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
	    (unsigned)TIMEOUT, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL,
	    MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, begin,
	    service, MHD_OPTION_NOTIFY_COMPLETED, finish, NULL,
	    MHD_OPTION_UNESCAPE_CALLBACK, leave, NULL, MHD_OPTION_END);
}

struct server *server_start(struct service *service, const struct inlet *inlet,
                            struct err *e)
{
	struct server *s = calloc(1, sizeof(*s));
	const struct gate_host host = {
		.room = has_room,
		.enter = enter,
		.refused = note_refused,
		.ctx = s,
	};

	if (!s) {
		err_set(e, "out of memory");
		return NULL;
	}
	s->service = service;
	s->daemon = start(service);
	if (!s->daemon)
		err_sys(e, errno, "cannot speak HTTP");
	else
		s->gate = gate_open(inlet, &host, e);
	if (s->gate)
		return s;
	server_stop(s);
	return NULL;
}

void server_stop(struct server *server)
{
	int64_t end = clock_ticks() + FINISH_MS;

	if (!server)
		return;
	gate_close(server->gate);
	while (atomic_load(&server->service->metrics->visitors) > 0 &&
	       clock_ticks() < end)
		clock_wait(STEP_MS);
	if (server->daemon)
		MHD_stop_daemon(server->daemon);
	free(server);
}
