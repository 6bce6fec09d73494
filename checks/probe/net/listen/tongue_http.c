/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/tongue.h"

#include "checks/probe/net/listen/line.h"
#include "checks/probe/net/listen/ntlm.h"
#include "core/text.h"

#include <string.h>

/* What the next line of the client is. */
enum { REQUEST, HEADERS, CHUNK, TRAILERS, UNSURE };

#define BODY_MOST INT64_MAX

/* RFC 9112, 3: a method, a target, a version. */
static bool is_request(const char *text)
{
	const char *space = strchr(text, ' ');

	return space && space != text && (space = strchr(space + 1, ' ')) &&
	       (text_begins(space + 1, "HTTP/1.") ||
	        text_begins(space + 1, "RTSP/1."));
}

/* A request line may be longer than what is kept of it. */
static bool begins_request(const struct speech *t, const char *text)
{
	return is_request(text) ||
	       (t->half[t->client].long_line && strchr(text, ' '));
}

/*
 * Every request says the password again: a browser and a server count once,
 * however many pages there are. ":" alone, in base64, is no password.
 */
static void authorization(struct speech *t, char *value)
{
	char *rest = line_after(value, "Basic");

	if (rest) {
		if (rest[0] && strcmp(rest, "Og==") != 0 &&
		    speech_first(t, HEARD_HTTP))
			t->heard->login[HEARD_HTTP]++;
		return;
	}
	rest = line_after(value, "NTLM");
	if (!rest)
		rest = line_after(value, "Negotiate");
	if (rest && ntlm_is_old_base64(rest))
		t->heard->event[HEARD_NTLMV1]++;
}

static void header(struct speech *t, char *text)
{
	char *colon = strchr(text, ':');
	char *value;
	int64_t size;

	if (!colon)
		return;
	*colon = '\0';
	value = text_trim(colon + 1);
	if (text_same(text, "Authorization") ||
	    text_same(text, "Proxy-Authorization"))
		authorization(t, value);
	else if (text_same(text, "Content-Length") &&
	         text_int(value, 0, BODY_MOST, &size))
		t->size = (uint64_t)size;
	else if (text_same(text, "Transfer-Encoding"))
		t->chunked = text_has(value, "chunked");
}

static void end_headers(struct speech *t)
{
	if (t->chunked) {
		t->phase = CHUNK;
		return;
	}
	t->phase = REQUEST;
	t->half[t->client].skip = t->size;
}

/* The size of a piece, in hexadecimal (RFC 9112, 7.1). */
static bool chunk_size(const char *text, uint64_t *size)
{
	size_t n = 0;

	for (*size = 0; text_hex(text[n]) >= 0; n++)
		*size = *size << 4 | (uint64_t)text_hex(text[n]);
	return n > 0 && n < 12;
}

static void chunk(struct speech *t, const char *text)
{
	uint64_t size;

	if (!chunk_size(text, &size))
		t->phase = UNSURE;
	else if (size == 0)
		t->phase = TRAILERS;
	else
		t->half[t->client].skip = size + 2;
}

static void http_line(struct speech *t, int side, char *text)
{
	(void)side;
	switch (t->phase) {
	case REQUEST:
	case UNSURE:
		if (begins_request(t, text)) {
			t->phase = HEADERS;
			t->size = 0;
			t->chunked = false;
		} else if (text[0]) {
			t->phase = UNSURE;
		}
		break;
	case HEADERS:
		if (text[0])
			header(t, text);
		else
			end_headers(t);
		break;
	case CHUNK:
		chunk(t, text);
		break;
	default:
		if (!text[0])
			t->phase = REQUEST;
		break;
	}
}

static void http_gap(struct speech *t, int side, uint64_t n, bool cut)
{
	if (!speech_asks(t, side))
		return;
	if (n > t->half[side].skip)
		t->phase = UNSURE;
	line_gap(t, side, n, cut);
}

const struct tongue tongue_http = {
	.name = "http",
	.feed = line_feed,
	.gap = http_gap,
	.line = http_line,
};
