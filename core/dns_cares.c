/* SPDX-License-Identifier: Apache-2.0 */
#include "core/dns.h"

#include "core/buf.h"
#include "core/clock.h"
#include "core/rows.h"
#include "core/socket.h"
#include "core/text.h"

/* What ares.h takes for granted: struct timeval and fd_set. */
#include <sys/time.h>

#include <ares.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define QUESTIONS_MAX 200     /* of one struct dns */
#define HOUR          3600000 /* milliseconds */
#define TRIES         2 /* of each server; the second waits twice as long */

struct question {
	struct dns *dns;
	char *name;
	enum dns_kind kind;
	struct dns_answer answer;
};

struct dns {
	struct arena *arena;
	ares_channel channel;
	bool open; /* channel is there */
	struct question *question[QUESTIONS_MAX];
	size_t questions;
	struct dns_answer full; /* for one question too many */
};

#define CLASS_INTERNET 1 /* RFC 1035 */

/* RFC 1035, RFC 3596. */
static const int types[DNS_KINDS] = {
	[DNS_A] = 1,
	[DNS_AAAA] = 28,
	[DNS_MX] = 15,
	[DNS_TXT] = 16,
};

static void conclude(struct dns_answer *out, int status)
{
	if (status == ARES_SUCCESS)
		out->state = out->count > 0 ? DNS_FOUND : DNS_NONE;
	else if (status == ARES_ENODATA)
		out->state = DNS_NONE;
	else if (status == ARES_ENOTFOUND)
		out->state = DNS_NO_NAME;
	else
		out->state = DNS_FAILED;
	out->why = out->state == DNS_FAILED ? ares_strerror(status) : NULL;
}

/* A text of any bytes, as one that may be shown. */
static const char *keep(struct arena *a, const char *data, size_t len)
{
	char raw[DNS_BYTES];
	char clean[DNS_BYTES];

	if (len >= sizeof(raw))
		len = sizeof(raw) - 1;
	for (size_t i = 0; i < len; i++)
		raw[i] = data[i] ? data[i] : ' ';
	raw[len] = '\0';
	text_clean(clean, sizeof(clean), raw);
	return arena_strdup(a, clean);
}

/* Texts that grow to DNS_ROWS. */
static void add(struct rows *rows, const char *text)
{
	const char **row;

	if (!text || rows->count >= DNS_ROWS)
		return;
	row = rows_add(rows);
	if (row)
		*row = text;
}

static void add_address(struct rows *rows, int family, const void *address)
{
	char text[64];

	if (ares_inet_ntop(family, address, text, sizeof(text)))
		add(rows, arena_strdup(rows->arena, text));
}

static int parse_a(struct rows *rows, const void *data, int len)
{
	struct ares_addrttl list[DNS_ROWS];
	int count = DNS_ROWS;
	int status = ares_parse_a_reply(data, len, NULL, list, &count);

	for (int i = 0; status == ARES_SUCCESS && i < count; i++)
		add_address(rows, AF_INET, &list[i].ipaddr);
	return status;
}

static int parse_aaaa(struct rows *rows, const void *data, int len)
{
	struct ares_addr6ttl list[DNS_ROWS];
	int count = DNS_ROWS;
	int status = ares_parse_aaaa_reply(data, len, NULL, list, &count);

	for (int i = 0; status == ARES_SUCCESS && i < count; i++)
		add_address(rows, AF_INET6, &list[i].ip6addr);
	return status;
}

/* The one of the lowest preference that is above last, or NULL. */
static const struct ares_mx_reply *next_mx(const struct ares_mx_reply *list,
                                           int last)
{
	const struct ares_mx_reply *best = NULL;

	for (; list; list = list->next)
		if (list->priority > last &&
		    (!best || list->priority < best->priority))
			best = list;
	return best;
}

static int parse_mx(struct rows *rows, const void *data, int len)
{
	struct ares_mx_reply *list = NULL;
	const struct ares_mx_reply *next;
	int status = ares_parse_mx_reply(data, len, &list);
	int last = -1;

	while (status == ARES_SUCCESS && rows->count < DNS_ROWS &&
	       (next = next_mx(list, last))) {
		last = next->priority;
		for (const struct ares_mx_reply *mx = list; mx; mx = mx->next)
			if (mx->priority == last)
				add(rows, keep(rows->arena, mx->host,
				               strlen(mx->host)));
	}
	ares_free_data(list);
	return status;
}

static int parse_txt(struct rows *rows, const void *data, int len)
{
	struct ares_txt_ext *list = NULL;
	int status = ares_parse_txt_reply_ext(data, len, &list);
	const struct ares_txt_ext *row = list;

	while (status == ARES_SUCCESS && row) {
		struct buf joined;

		/* One record may be several strings: RFC 7208, section 3.3. */
		buf_init(&joined, DNS_BYTES);
		do {
			buf_add(&joined, row->txt, row->length);
			row = row->next;
		} while (row && !row->record_start);
		add(rows, keep(rows->arena, buf_text(&joined), joined.len));
		buf_clear(&joined);
	}
	ares_free_data(list);
	return status;
}

void dns_parse(struct dns_answer *out, enum dns_kind kind, const void *data,
               size_t len, struct arena *a)
{
	struct rows rows;
	int status = ARES_EBADRESP;

	rows_init(&rows, a, sizeof(const char *));
	if (len > 0 && len < INT_MAX) {
		if (kind == DNS_TXT)
			status = parse_txt(&rows, data, (int)len);
		else if (kind == DNS_MX)
			status = parse_mx(&rows, data, (int)len);
		else if (kind == DNS_A)
			status = parse_a(&rows, data, (int)len);
		else
			status = parse_aaaa(&rows, data, (int)len);
	}
	out->text = rows.data;
	out->count = rows.count;
	conclude(out, status);
}

static void on_answer(void *ctx, int status, int timeouts, unsigned char *data,
                      int len)
{
	struct question *q = ctx;

	(void)timeouts;
	if (status == ARES_SUCCESS && data && len > 0)
		dns_parse(&q->answer, q->kind, data, (size_t)len,
		          q->dns->arena);
	else
		conclude(&q->answer,
		         status == ARES_SUCCESS ? ARES_EBADRESP : status);
}

struct dns *dns_open(struct arena *a, unsigned deadline, struct err *e)
{
	struct dns *d = arena_alloc(a, 1, sizeof(*d));
	/* The second try waits twice as long as the first. */
	struct ares_options options = { .timeout = (int)(deadline / 3),
		                        .tries = TRIES };
	int status;

	if (!d) {
		err_set(e, "out of memory");
		return NULL;
	}
	d->arena = a;
	d->full.state = DNS_FAILED;
	d->full.why = "too many questions";
	/* Windows' sockets have to be started, which c-ares leaves to us. */
	(void)socket_prepare();
	status = ares_library_init(ARES_LIB_INIT_ALL);
	if (status == ARES_SUCCESS)
		status = ares_init_options(&d->channel, &options,
		                           ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES);
	if (status != ARES_SUCCESS) {
		err_set(e, "%s", ares_strerror(status));
		return NULL;
	}
	d->open = true;
	return d;
}

const struct dns_answer *dns_ask(struct dns *d, const char *name,
                                 enum dns_kind kind)
{
	struct question *q;

	for (size_t i = 0; i < d->questions; i++)
		if (d->question[i]->kind == kind &&
		    text_same(d->question[i]->name, name))
			return &d->question[i]->answer;
	q = d->questions < QUESTIONS_MAX ? arena_alloc(d->arena, 1, sizeof(*q))
	                                 : NULL;
	if (q)
		q->name = arena_strdup(d->arena, name);
	if (!q || !q->name)
		return &d->full;
	q->dns = d;
	q->kind = kind;
	d->question[d->questions++] = q;
	ares_query(d->channel, name, CLASS_INTERNET, types[kind], on_answer, q);
	return &q->answer;
}

/* What to wait for; how many. */
static size_t sockets(struct dns *d, struct socket_wait *out)
{
	ares_socket_t list[ARES_GETSOCK_MAXNUM];
	/* The header's own macros shift a signed one out of its range. */
	unsigned mask =
	    (unsigned)ares_getsock(d->channel, list, ARES_GETSOCK_MAXNUM);
	size_t count = 0;

	for (int i = 0; i < ARES_GETSOCK_MAXNUM; i++) {
		intptr_t s = (intptr_t)list[i];

		if (mask & 1u << i)
			out[count++] = (struct socket_wait){ s, false, false };
		if (mask & 1u << (i + ARES_GETSOCK_MAXNUM))
			out[count++] = (struct socket_wait){ s, true, false };
	}
	return count;
}

/* Milliseconds until c-ares wants to be called, left at most. */
static unsigned patience(struct dns *d, int64_t left)
{
	struct timeval most;
	struct timeval room;
	const struct timeval *t;

	/* Its types differ between systems; an hour fits into all. */
	left = left < HOUR ? left : HOUR;
	most.tv_sec = (int)(left / 1000);
	most.tv_usec = (int)(left % 1000 * 1000);
	t = ares_timeout(d->channel, &most, &room);
	return (unsigned)(t->tv_sec * 1000 + t->tv_usec / 1000 + 1);
}

static bool waiting(const struct dns *d)
{
	for (size_t i = 0; i < d->questions; i++)
		if (d->question[i]->answer.state == DNS_WAITING)
			return true;
	return false;
}

void dns_wait(struct dns *d, int64_t until)
{
	int64_t left;

	while (waiting(d) && (left = until - clock_ticks()) > 0) {
		struct socket_wait wait[2 * ARES_GETSOCK_MAXNUM];
		size_t count = sockets(d, wait);

		socket_poll(wait, count, patience(d, left));
		for (size_t i = 0; i < count; i++) {
			ares_socket_t s = (ares_socket_t)wait[i].socket;

			if (wait[i].ready)
				ares_process_fd(
				    d->channel,
				    wait[i].write ? ARES_SOCKET_BAD : s,
				    wait[i].write ? s : ARES_SOCKET_BAD);
		}
		/* Also without news: repetitions are due by the clock. */
		ares_process_fd(d->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
	}
	for (size_t i = 0; i < d->questions; i++) {
		struct dns_answer *answer = &d->question[i]->answer;

		if (answer->state != DNS_WAITING)
			continue;
		answer->state = DNS_FAILED;
		answer->why = ares_strerror(ARES_ETIMEOUT);
	}
}

void dns_close(struct dns *d)
{
	if (!d)
		return;
	/*
	 * No ares_library_cleanup(): it counts without a lock, and workers that
	 * are threads ask at the same time. It holds no memory.
	 */
	if (d->open)
		ares_destroy(d->channel);
}
