/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/outside/mta_sts.h"

#include "core/http.h"
#include "core/proxy.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define POLICY_BYTES (64u << 10) /* RFC 8461, section 3.3 */
#define NAME_BYTES   400
#define PATIENCE     5000 /* milliseconds */

/* The value of a line "key: value", or NULL. */
static char *value_of(char *line, const char *key)
{
	char *colon = strchr(line, ':');

	if (!colon)
		return NULL;
	*colon = '\0';
	return strcmp(text_trim(line), key) == 0 ? text_trim(colon + 1) : NULL;
}

const char *mta_sts_parse(const char *text, size_t len)
{
	static const char *const modes[] = { "enforce", "testing", "none" };
	const char *mode = NULL;
	bool version = false;
	char line[200];

	while (len > 0) {
		const char *end = memchr(text, '\n', len);
		size_t n = end ? (size_t)(end - text) : len;
		char *value;

		snprintf(line, sizeof(line), "%.*s",
		         (int)(n < sizeof(line) ? n : 0), text);
		if (strncmp(line, "version", 7) == 0) {
			value = value_of(line, "version");
			version = version || text_is(value, "STSv1");
		} else {
			value = value_of(line, "mode");
			for (size_t i = 0; value && !mode && i < 3; i++)
				if (strcmp(value, modes[i]) == 0)
					mode = modes[i];
		}
		text += n + (end != NULL);
		len -= n + (end != NULL);
	}
	return version ? mode : NULL;
}

/* Fetch the policy; NULL when there is none that counts, and e. */
static const char *fetch(struct look *l, struct err *e)
{
	char host[NAME_BYTES], url[NAME_BYTES + 60];
	struct look_place place;
	struct http_answer answer;
	struct http_ask ask = { .url = url,
		                .roots = l->context->roots,
		                .deadline = look_left(l, PATIENCE),
		                .limit = POLICY_BYTES };
	const char *mode = NULL;

	snprintf(host, sizeof(host), "mta-sts.%s", l->mail);
	snprintf(url, sizeof(url), "https://%s/.well-known/mta-sts.txt", host);
	look_find(l, host, &place);
	ask.proxy = proxy_find("https", host);
	ask.address = place.all;
	if (place.way == LOOK_PRIVATE ||
	    (place.way != LOOK_FOUND && !ask.proxy)) {
		err_set(e, "%s", place.why);
		return NULL;
	}
	/* A jump is no policy: RFC 8461, section 3.3. */
	if (!http_ask(&ask, &answer))
		err_set(e, "%s", answer.why.text);
	else if (answer.status != 200)
		err_set(e, "its policy: status %d", answer.status);
	else if (!(mode =
	               mta_sts_parse(buf_text(&answer.body), answer.body.len)))
		err_set(e, "its policy is none");
	http_clear(&answer);
	return mode;
}

void mta_sts_judge(struct look *l)
{
	const struct dns_answer *answer;
	char name[NAME_BYTES];
	const char *mode;
	size_t count = 0;
	struct err e;

	snprintf(name, sizeof(name), "_mta-sts.%s", l->mail);
	answer = look_dns(l, name, DNS_TXT);
	for (size_t i = 0; i < answer->count; i++)
		count += text_begins(answer->text[i], "v=STSv1;");
	if (answer->state == DNS_FAILED) {
		look_criterion(l, "mta-sts", TRI_UNKNOWN, "%s", answer->why);
		return;
	}
	if (count != 1) {
		look_criterion(l, "mta-sts", TRI_NO, "%zu records", count);
		return;
	}
	mode = fetch(l, &e);
	look_criterion(l, "mta-sts",
	               text_is(mode, "enforce") ? TRI_YES : TRI_NO, "%s",
	               mode ? mode : e.text);
}
