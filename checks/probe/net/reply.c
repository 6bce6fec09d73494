/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/reply.h"

#include "core/text.h"

#include <stdlib.h>
#include <string.h>

#define HEAD_BYTES (8u << 10)
#define BODY_BYTES (64u << 10)
#define LINE_BYTES 256

/* Bytes that are being read. */
struct part {
	const uint8_t *data;
	size_t len;
	size_t at;
};

/* The next line without CR LF, cut; false when it is not complete. */
static bool next_line(struct part *p, char out[LINE_BYTES])
{
	const uint8_t *from = p->data + p->at;
	const uint8_t *end =
	    p->at < p->len ? memchr(from, '\n', p->len - p->at) : NULL;
	size_t n;

	if (!end)
		return false;
	n = (size_t)(end - from);
	p->at += n + 1;
	if (n > 0 && from[n - 1] == '\r')
		n--;
	if (n > LINE_BYTES - 1)
		n = LINE_BYTES - 1;
	for (size_t i = 0; i < n; i++)
		out[i] = from[i] ? (char)from[i] : ' ';
	out[n] = '\0';
	return true;
}

/* What the head says of the body. */
struct head {
	int64_t length; /* -1: not said */
	bool chunked;
	bool keeps;
};

static void read_header(struct head *h, char *line)
{
	char *colon = strchr(line, ':');
	const char *value;

	if (!colon)
		return;
	*colon = '\0';
	value = text_trim(colon + 1);
	if (text_same(line, "Content-Length")) {
		if (!text_int(value, 0, BODY_BYTES, &h->length))
			h->length = BODY_BYTES;
	} else if (text_same(line, "Transfer-Encoding")) {
		h->chunked = text_has(value, "chunked");
	} else if (text_same(line, "Connection")) {
		if (text_has(value, "close"))
			h->keeps = false;
	}
}

/* The head up to its empty line; false when it is not complete. */
static bool read_head(struct reply *r, struct head *h, struct part *p)
{
	char line[LINE_BYTES] = "";
	int64_t status;

	*h = (struct head){ .length = -1 };
	if (!next_line(p, line))
		return false;
	if (!text_begins(line, "HTTP/1.") || strlen(line) < 12) {
		r->broken = true;
		return false;
	}
	h->keeps = line[7] == '1';
	line[12] = '\0';
	if (!text_int(line + 9, 100, 599, &status)) {
		r->broken = true;
		return false;
	}
	r->status = (unsigned)status;
	while (next_line(p, line)) {
		if (!line[0])
			return true;
		read_header(h, line);
	}
	return false;
}

/* One chunk after the other; false when the last one is not there. */
static bool read_chunks(struct reply *r, struct part *p)
{
	char line[LINE_BYTES];

	while (next_line(p, line)) {
		unsigned long size;
		char *end;

		size = strtoul(line, &end, 16);
		if (end == line || size > BODY_BYTES) {
			r->broken = true;
			return false;
		}
		if (size == 0) {
			/* What may follow is of no interest. */
			while (next_line(p, line) && line[0])
				;
			return true;
		}
		if (size > p->len - p->at) {
			buf_add(&r->body, p->data + p->at, p->len - p->at);
			p->at = p->len;
			return false;
		}
		buf_add(&r->body, p->data + p->at, size);
		p->at += size;
		next_line(p, line);
	}
	return false;
}

static bool read_body(struct reply *r, const struct head *h, struct part *p,
                      bool closed)
{
	size_t left = p->len - p->at;
	bool whole = closed;

	if (h->chunked) {
		if (read_chunks(r, p))
			return true;
		return closed && !r->broken;
	}
	if (h->length >= 0 && left >= (size_t)h->length) {
		left = (size_t)h->length;
		whole = true;
	}
	if (!whole)
		return false;
	buf_add(&r->body, p->data + p->at, left);
	p->at += left;
	return true;
}

bool reply_read(struct reply *r, const uint8_t *data, size_t len, bool closed)
{
	struct part p = { .data = data, .len = len };
	struct head h;

	*r = (struct reply){ .status = 0 };
	buf_init(&r->body, BODY_BYTES);
	if (!read_head(r, &h, &p)) {
		r->broken = r->broken || p.len > HEAD_BYTES;
		return false;
	}
	if (!read_body(r, &h, &p, closed) || !buf_ok(&r->body)) {
		reply_clear(r);
		return false;
	}
	r->keeps = h.keeps && (h.chunked || h.length >= 0);
	r->total = p.at;
	return true;
}

void reply_clear(struct reply *r)
{
	buf_clear(&r->body);
}
