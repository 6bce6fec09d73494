/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/outside/trail.h"

#include "checks/probe/net/outside/owner.h"
#include "core/proxy.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define ONE_REQUEST 8000 /* milliseconds */

/* Fill in where the request goes; false when it is not to be made. */
static bool address_of(struct look *l, struct trail *t, struct http_ask *ask,
                       struct look_place *place)
{
	const struct url *u = &t->last;

	ask->proxy = proxy_find(u->secure ? "https" : "http", u->host);
	if (t->hops == 0)
		t->proxied = ask->proxy != NULL;
	look_find(l, u->host, place);
	ask->address = place->all;
	if (place->way == LOOK_FOUND)
		return true;
	t->why = place->why;
	if (place->way == LOOK_PRIVATE) {
		t->barred = true;
		t->fault = HTTP_NO_NAME;
		return false;
	}
	/* Behind a proxy, names are often the proxy's business alone. */
	if (ask->proxy)
		return true;
	t->fault = HTTP_NO_NAME;
	return false;
}

/* Ask, a second time without judging when the certificate is not right. */
static bool request(struct look *l, struct trail *t, struct http_ask *ask,
                    struct http_answer *answer)
{
	ask->deadline = look_left(l, ONE_REQUEST);
	if (ask->deadline == 0) {
		memset(answer, 0, sizeof(*answer));
		answer->fault = HTTP_LATE;
		err_set(&answer->why, "no time was left to ask");
		return false;
	}
	if (http_ask(ask, answer))
		return true;
	if (answer->fault != HTTP_CERTIFICATE || ask->any_certificate)
		return false;
	t->bad = true;
	t->why = arena_strdup(l->arena, answer->why.text);
	http_clear(answer);
	ask->any_certificate = true;
	return request(l, t, ask, answer);
}

/* What went wrong on the way to a proxy, or in it, says nothing of the site. */
static enum http_fault fault_of(const struct http_ask *ask,
                                enum http_fault fault)
{
	bool way = fault == HTTP_NO_ANSWER || fault == HTTP_TLS ||
	           fault == HTTP_NONSENSE;

	return ask->proxy && way ? HTTP_PROXY : fault;
}

/* One jump; true when it leads to another. */
static bool step(struct look *l, struct trail *t)
{
	struct look_place place;
	struct http_answer answer;
	char text[URL_BYTES];
	struct http_ask ask = { .url = text, .roots = l->context->roots };
	bool on = false;

	if (!url_format(text, sizeof(text), &t->last) ||
	    !address_of(l, t, &ask, &place))
		return false;
	if (request(l, t, &ask, &answer)) {
		t->fetched = true;
		t->status = answer.status;
		if (answer.date)
			t->clock = answer.date;
		if (t->last.secure && !t->hsts && !t->foreign)
			t->hsts = arena_strdup(l->arena, answer.hsts);
		on = answer.to[0] && url_parse(&t->last, answer.to);
		if (answer.to[0] && !on) {
			t->barred = true;
			t->why = "it sends on to what is no page";
		}
	} else {
		t->why = arena_strdup(l->arena, answer.why.text);
	}
	t->fault = fault_of(&ask, answer.fault);
	http_clear(&answer);
	return on;
}

void trail_follow(struct look *l, const char *scheme, const char *host,
                  struct trail *out)
{
	const struct baseline *b = l->context->baseline;
	char text[URL_BYTES];

	memset(out, 0, sizeof(*out));
	snprintf(text, sizeof(text), "%s://%s/", scheme, host);
	if (!url_parse(&out->last, text)) {
		out->fault = HTTP_BAD_ADDRESS;
		out->why = "it is no address of a website";
		return;
	}
	while (step(l, out)) {
		const char *to = out->last.host;

		if (!out->foreign && !owner_same(to, host) &&
		    !owner_listed(to, b->site_tolerated, b->site_tolerateds))
			out->foreign = arena_strdup(l->arena, to);
		if (++out->hops > TRAIL_HOPS) {
			out->endless = true;
			break;
		}
	}
}

bool trail_good(const struct trail *t)
{
	/* Sites that turn robots away are there for people. */
	static const int refusals[] = { 401, 403, 405, 406, 429 };

	if (t->fault != HTTP_FINE || t->endless || t->barred)
		return false;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (t->status == refusals[i])
			return true;
	return t->status >= 200 && t->status < 300;
}
