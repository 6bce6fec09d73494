/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/backup_listing.h"
#include "checks/probe/net/http_answer.h"
#include "checks/probe/net/http_page.h"
#include "checks/probe/net/talk.h"
#include "checks/probe/net/talk_certificate.h"
#include "core/ipv4.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * HTTP/1.1 (RFC 9112): the first page of a device, one more where it sends
 * us on, or where one answer is not enough to be sure. Of a page only its
 * title is kept.
 */

#define DOCKER     2375        /* its port without TLS */
#define PAGE_BYTES (48u << 10) /* of an answer that are looked at */

/* Why a page is asked for. */
enum aim {
	AIM_FIRST,  /* the first one */
	AIM_MOVED,  /* where that one sends us */
	AIM_DATA,   /* what a database must not tell anyone */
	AIM_FOLDER, /* a folder of copies */
};

struct http_state {
	enum aim aim;
	bool secure; /* it turned out to speak TLS */
	char path[HTTP_ANSWER_TEXT];
};

/* Databases that answer HTTP: how to know one, and what to ask of it. */
static const struct database {
	const char *mark; /* in its first answer, JSON */
	const char *name;
	const char *path;    /* to ask, or NULL: the first answer is enough */
	const char *data;    /* in the answer of one that lets anyone in */
	const char *version; /* member that holds its version */
} databases[] = {
	{ "\"lucene_version\"", "Elasticsearch", NULL, "\"cluster_name\"",
	  "\"number\"" },
	{ "{\"couchdb\":\"Welcome\"", "CouchDB", "/_all_dbs", "[",
	  "\"version\"" },
	{ "{\"message\":\"page not found\"}", "Docker", "/version",
	  "\"ApiVersion\"", "\"Version\"" },
};

static bool secure_dialect(const struct talk *t)
{
	return strcmp(t->dialect->name, "https") == 0;
}

static void ask(struct talk *t, const char *path)
{
	char host[IPV4_TEXT];
	bool usual = t->port == (t->secure ? 443 : 80);

	ipv4_format(host, t->address);
	buf_fmt(&t->out, "GET %s HTTP/1.1\r\nHost: %s", path,
	        t->plan->host ? t->plan->host : host);
	if (!usual)
		buf_fmt(&t->out, ":%u", t->port);
	buf_str(&t->out, "\r\nUser-Agent: garde/" GARDE_VERSION "\r\n"
	                 "Accept: */*\r\nAccept-Encoding: identity\r\n"
	                 "Connection: close\r\n\r\n");
}

static enum talk_next open_talk(struct talk *t)
{
	struct http_state *s = t->state;

	if ((secure_dialect(t) || s->secure) && !t->secure)
		return TALK_TLS;
	talk_certificate(t, "https");
	if (!s->path[0])
		snprintf(s->path, sizeof(s->path), "%s",
		         t->note && t->note[0] == '/' ? t->note : "/");
	ask(t, s->path);
	return TALK_WAIT;
}

static enum talk_next go(struct talk *t, enum aim aim, const char *path)
{
	struct http_state *s = t->state;

	if (strcmp(s->path, path) == 0)
		return TALK_END;
	s->aim = aim;
	snprintf(s->path, sizeof(s->path), "%.*s", (int)strcspn(path, "#"),
	         path);
	return TALK_AGAIN;
}

/* Whether a path can stand in a request as it is. */
static bool plain_path(const char *path)
{
	if (*path != '/')
		return false;
	for (; *path; path++)
		if ((unsigned char)*path <= ' ' || *path == 0x7f)
			return false;
	return true;
}

/* Whether the sweep asks that port anyway. */
static bool asked_anyway(const struct talk *t, uint16_t port)
{
	const struct baseline *b = t->plan->baseline;

	for (size_t i = 0; b && i < b->lan_ports; i++)
		if (b->lan_port[i].port == port &&
		    strcmp(b->lan_port[i].transport, "tcp") == 0)
			return true;
	return false;
}

/* Follow to another port of the same device, if nobody else does. */
static void call_port(struct talk *t, int64_t port, bool secure,
                      const char *path)
{
	if (!asked_anyway(t, (uint16_t)port))
		talk_call(t->plan, t->address, (uint16_t)port,
		          secure ? "https" : "http", path);
}

/*
 * Follow a Location: here when it is on this port, to the port it names on
 * this device, nowhere else.
 */
static enum talk_next follow(struct talk *t, const char *location)
{
	const struct http_state *s = t->state;
	bool secure = text_begins(location, "https://");
	char host[HTTP_ANSWER_TEXT], own[IPV4_TEXT], *colon;
	const char *path;
	int64_t port;

	if (s->aim != AIM_FIRST)
		return TALK_END;
	if (plain_path(location) && location[1] != '/')
		return go(t, AIM_MOVED, location);
	if (!secure && !text_begins(location, "http://")) {
		/* "index.html", beside the page that we have. */
		if ((size_t)snprintf(host, sizeof(host), "/%s", location) >=
		    sizeof(host))
			return TALK_END;
		return plain_path(host) && !strchr(host, ':') && host[1] != '/'
		           ? go(t, AIM_MOVED, host)
		           : TALK_END;
	}
	location += secure ? 8 : 7;
	path = location + strcspn(location, "/?#");
	snprintf(host, sizeof(host), "%.*s", (int)(path - location), location);
	port = secure ? 443 : 80;
	colon = strchr(host, ':');
	if (colon) {
		*colon = '\0';
		if (!text_int(colon + 1, 1, 65535, &port))
			return TALK_END;
	}
	ipv4_format(own, t->address);
	if (strcmp(host, own) != 0 &&
	    !(t->plan->host && text_same(host, t->plan->host)))
		return TALK_END;
	if (!plain_path(path))
		path = "/";
	if (port == t->port && secure == t->secure)
		return go(t, AIM_MOVED, path);
	call_port(t, port, secure, path);
	return TALK_END;
}

/* "number" : "8.11.1" in JSON of a known shape. */
static void read_version(const struct database *d, const char *json, char *out,
                         size_t size)
{
	const char *s = strstr(json, d->version);

	snprintf(out, size, "%s", d->name);
	if (!s)
		return;
	s += strlen(d->version);
	s += strspn(s, " \t:");
	if (*s == '"')
		snprintf(out, size, "%s %.*s", d->name,
		         (int)strspn(s + 1, "0123456789."), s + 1);
}

/* A database that answers HTTP; false when it is none. */
static bool hear_database(struct talk *t, const struct http_answer *a,
                          enum talk_next *next)
{
	bool thorough = t->plan->level >= TALK_THOROUGH;
	char version[60];

	*next = TALK_END;
	for (size_t i = 0; i < sizeof(databases) / sizeof(*databases); i++) {
		const struct database *d = &databases[i];

		if (a->body[0] != '{' || !strstr(a->body, d->mark))
			continue;
		/* Any server may have no page for us; Docker has its port. */
		if (strcmp(d->name, "Docker") == 0 &&
		    (a->status != 404 || t->port != DOCKER))
			continue;
		read_version(d, a->body, version, sizeof(version));
		if (d->path && thorough) {
			*next = go(t, AIM_DATA, d->path);
			if (strcmp(d->name, "Docker") != 0)
				talk_product(t, NULL, version);
			return true;
		}
		talk_product(t, NULL, version);
		if (thorough && a->status == 200 && strstr(a->body, d->data))
			talk_sign(t, "db-no-auth", "%s", version);
		return true;
	}
	return false;
}

/* The answer to the second question to a database. */
static void hear_data(struct talk *t, const struct http_answer *a)
{
	const struct http_state *s = t->state;
	char version[60];

	for (size_t i = 0; i < sizeof(databases) / sizeof(*databases); i++) {
		const struct database *d = &databases[i];
		const char *body = a->body;

		if (!text_is(d->path, s->path))
			continue;
		body += strspn(body, " \r\n\t");
		if (a->status != 200 || (*body != '{' && *body != '[') ||
		    !strstr(body, d->data))
			continue;
		read_version(d, body, version, sizeof(version));
		talk_product(t, NULL, version);
		talk_sign(t, "db-no-auth", "%s", version);
	}
}

/* Copies in an index; the next thing to ask. */
static enum talk_next hear_index(struct talk *t, const struct http_answer *a)
{
	const struct http_state *s = t->state;
	struct backup_listing l;
	char path[HTTP_ANSWER_TEXT];
	int n;

	backup_listing_init(&l, t->plan->baseline, t->plan->now,
	                    s->aim == AIM_FOLDER);
	if (!backup_listing_page(&l, a->body))
		return TALK_END;
	backup_listing_tell(&l, t->plan->sight, t->address, t->port);
	if (s->aim == AIM_FOLDER || l.folders == 0 ||
	    t->plan->level < TALK_THOROUGH)
		return TALK_END;
	n = snprintf(path, sizeof(path), "%s%s%s/", s->path,
	             text_ends(s->path, "/") ? "" : "/", l.folder[0]);
	return n > 0 && (size_t)n < sizeof(path) && plain_path(path) &&
	               !strpbrk(path, "%?#")
	           ? go(t, AIM_FOLDER, path)
	           : TALK_END;
}

/* What calls itself by a long name gives its serial number, too. */
static void tell_product(struct talk *t, const char *server)
{
	char product[HTTP_ANSWER_TEXT];

	snprintf(product, sizeof(product), "%.*s", (int)strcspn(server, ";"),
	         server);
	talk_product(t,
	             t->service  ? NULL
	             : t->secure ? "https"
	                         : "http",
	             product);
}

static void hear_page(struct talk *t, const struct http_answer *a)
{
	struct sight *sight = t->plan->sight;
	struct http_page page;

	http_page_read(&page, a, t->plan->baseline);
	if (page.device) {
		sight_kind(sight, t->address, page.device->kind, page.sure);
		if (page.model[0])
			sight_model(sight, t->address, page.model);
	}
	/* Whoever may use something better does. */
	if (a->status == 401 && a->basic && !a->other_auth && !t->secure)
		talk_sign(t, "http-basic-clear", "%s", "Basic");
	if (page.device && page.open)
		talk_sign(t, "http-admin-open", "%s", page.device->text);
}

/* A server that wants TLS here says so in clear. */
static bool wants_tls(const struct talk *t, const struct http_answer *a)
{
	return !t->secure && t->plan->roots && a->status == 400 &&
	       (strstr(a->body, "plain HTTP request was sent to HTTPS") ||
	        strstr(a->body, "speaking plain HTTP to an SSL") ||
	        strstr(a->body, "HTTP request to an HTTPS server"));
}

static enum talk_next over_tls(struct talk *t)
{
	struct http_state *s = t->state;

	s->secure = true;
	return TALK_AGAIN;
}

static enum talk_next conclude(struct talk *t, const struct http_answer *a)
{
	const struct http_state *s = t->state;
	enum talk_next next;

	if (wants_tls(t, a))
		return over_tls(t);
	if (s->aim == AIM_DATA) {
		hear_data(t, a);
		return TALK_END;
	}
	if (s->aim == AIM_FOLDER)
		return a->status == 200 ? hear_index(t, a) : TALK_END;
	if (hear_database(t, a, &next))
		return next;
	tell_product(t, a->server);
	hear_page(t, a);
	if (a->location[0] && a->status >= 200 && a->status < 400)
		return follow(t, a->location);
	return a->status == 200 ? hear_index(t, a) : TALK_END;
}

static enum talk_next hear_answer(struct talk *t, bool closed)
{
	struct http_answer a = { .status = 0 };
	enum talk_next next = TALK_END;

	if (t->plan->baseline && http_answer_read(&a, t->in, t->len, closed))
		next = conclude(t, &a);
	http_answer_clear(&a);
	return next;
}

/* A TLS alert (RFC 8446): not even the words are understood. */
static bool is_alert(const struct talk *t)
{
	return !t->secure && t->len >= 2 && t->in[0] == 0x15 && t->in[1] == 3;
}

static enum talk_next hear(struct talk *t)
{
	if (is_alert(t) && t->plan->roots)
		return over_tls(t);
	switch (http_answer_state(t->in, t->len, false)) {
	case HTTP_ANSWER_MORE:
		return TALK_WAIT;
	case HTTP_ANSWER_DONE:
		return hear_answer(t, false);
	case HTTP_ANSWER_NONE:
		break;
	}
	return TALK_END;
}

static enum talk_next close_talk(struct talk *t, enum talk_over why)
{
	bool closed = why == TALK_CLOSED;

	if (t->len == 0 ||
	    http_answer_state(t->in, t->len, closed) == HTTP_ANSWER_NONE)
		return TALK_END;
	return hear_answer(t, closed);
}

const struct dialect dialect_http = {
	.name = "http",
	.state = sizeof(struct http_state),
	.most = PAGE_BYTES,
	.open = open_talk,
	.hear = hear,
	.close = close_talk,
};

const struct dialect dialect_https = {
	.name = "https",
	.state = sizeof(struct http_state),
	.most = PAGE_BYTES,
	.open = open_talk,
	.hear = hear,
	.close = close_talk,
};
