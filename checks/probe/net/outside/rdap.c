/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/outside/rdap.h"

#include "checks/probe/fact.h"
#include "checks/probe/net/outside/owner.h"
#include "checks/probe/net/outside/url.h"
#include "core/date.h"
#include "core/http.h"
#include "core/json.h"
#include "core/proxy.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define AFNIC      "https://rdap.nic.fr/"
#define IANA       "https://data.iana.org/rdap/dns.json"
#define ANSWER_MAX (256u << 10)
#define LIST_MAX   (1u << 20)
#define PATIENCE   6000 /* milliseconds */
#define JUMPS      2

/* "2027-03-01T10:00:00.5+02:00" to a time, by its first 19 signs. */
static bool parse_day(const char *text, int64_t *out)
{
	char plain[32];

	snprintf(plain, sizeof(plain), "%.19sZ", text);
	return date_parse(plain, out);
}

bool rdap_parse(const char *text, size_t len, struct arena *a, int64_t *ends,
                struct err *e)
{
	cJSON *json = json_parse(text, len, e);
	const cJSON *events = json ? json_array(json, "events", e) : NULL;
	const cJSON *event;
	bool found = false;

	cJSON_ArrayForEach (event, events) {
		const char *action = NULL;
		const char *date = NULL;
		struct err ignored;

		if (json_text(event, "eventAction", true, a, &action,
		              &ignored) &&
		    json_text(event, "eventDate", true, a, &date, &ignored) &&
		    strcmp(action, "expiration") == 0)
			found = parse_day(date, ends) || found;
	}
	cJSON_Delete(json);
	if (events && !found)
		err_set(e, "the registry tells no end");
	return found;
}

/* Whether a list of texts holds one. */
static bool holds(const cJSON *list, const char *text)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, list)
		if (cJSON_IsString(item) && text_same(item->valuestring, text))
			return true;
	return false;
}

const char *rdap_registry(const char *text, size_t len, const char *ending,
                          struct arena *a, struct err *e)
{
	cJSON *json = json_parse(text, len, e);
	const cJSON *services = json ? json_array(json, "services", e) : NULL;
	const char *found = NULL;
	const cJSON *service;

	cJSON_ArrayForEach (service, services) {
		const cJSON *url;

		if (found || !holds(cJSON_GetArrayItem(service, 0), ending))
			continue;
		cJSON_ArrayForEach (url, cJSON_GetArrayItem(service, 1))
			if (!found && cJSON_IsString(url) &&
			    text_begins(url->valuestring, "https://"))
				found = arena_strdup(a, url->valuestring);
	}
	cJSON_Delete(json);
	if (services && !found)
		err_set(e, "no registry answers for .%s", ending);
	return found;
}

/* One request; true when it has an answer to read. */
static bool request(struct look *l, const struct url *u, size_t limit,
                    struct http_answer *answer, struct err *e)
{
	char text[URL_BYTES];
	struct look_place place;
	struct http_ask ask = { .url = text,
		                .roots = l->context->roots,
		                .deadline = look_left(l, PATIENCE),
		                .limit = limit };

	memset(answer, 0, sizeof(*answer));
	if (!url_format(text, sizeof(text), u) || !u->secure)
		return err_set(e, "it is no address of a registry");
	look_find(l, u->host, &place);
	ask.proxy = proxy_find("https", u->host);
	ask.address = place.all;
	if (place.way == LOOK_PRIVATE ||
	    (place.way != LOOK_FOUND && !ask.proxy))
		return err_set(e, "%s", place.why);
	if (!http_ask(&ask, answer))
		return err_set(e, "%s: %s", u->host, answer->why.text);
	return true;
}

/* Get what is at an address, a few jumps on. */
static bool get(struct look *l, const char *text, size_t limit,
                struct http_answer *answer, struct err *e)
{
	struct url u;

	memset(answer, 0, sizeof(*answer));
	if (!url_parse(&u, text))
		return err_set(e, "it is no address of a registry");
	for (int i = 0; i <= JUMPS; i++) {
		if (!request(l, &u, limit, answer, e))
			return false;
		if (answer->status == 200 && !answer->cut)
			return true;
		if (!answer->to[0] || !url_parse(&u, answer->to))
			break;
		http_clear(answer);
	}
	return err_set(e, "%s: status %d", u.host, answer->status);
}

/* Where to ask about a name; NULL and e. */
static const char *registry_of(struct look *l, const char *name, struct err *e)
{
	const char *ending = strrchr(name, '.') + 1;
	struct http_answer answer;
	const char *found = NULL;

	if (strcmp(ending, "fr") == 0)
		return AFNIC;
	if (get(l, IANA, LIST_MAX, &answer, e))
		found = rdap_registry(buf_text(&answer.body), answer.body.len,
		                      ending, l->arena, e);
	http_clear(&answer);
	return found;
}

static bool find_end(struct look *l, const char *name, int64_t *ends,
                     struct err *e)
{
	const char *registry = registry_of(l, name, e);
	struct http_answer answer;
	char text[URL_BYTES];
	bool ok;

	if (!registry)
		return false;
	snprintf(text, sizeof(text), "%s%sdomain/%s", registry,
	         text_ends(registry, "/") ? "" : "/", name);
	ok = get(l, text, ANSWER_MAX, &answer, e) &&
	     rdap_parse(buf_text(&answer.body), answer.body.len, l->arena, ends,
	                e);
	http_clear(&answer);
	return ok;
}

void rdap_read(struct look *l)
{
	const struct baseline *b = l->context->baseline;
	struct fact_int *fact = &l->facts->outside_domain_expires;
	const char *host = l->site[0] ? l->site : l->mail;
	int64_t ends = 0;
	struct err e;

	/* Somebody else's name is somebody else's to renew. */
	if (domain_public(b, host) ||
	    owner_listed(host, b->site_tolerated, b->site_tolerateds)) {
		fact_unknown(&fact->fact, l->arena, FACT_ABSENT,
		             "%s is not the commune's own", owner_find(host));
		return;
	}
	if (find_end(l, owner_find(host), &ends, &e))
		fact_int(fact, ends);
	else
		fact_unknown(&fact->fact, l->arena, FACT_FAILED, "%s", e.text);
}
