/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/delivery.h"

#include "core/date.h"
#include "core/json.h"
#include "core/proxy.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define PATH         "/api/v1/reports"
#define CONTENT      "application/cms"
#define URL_BYTES    512
#define HOST_BYTES   256
#define DEADLINE     60000u /* milliseconds, also over a slow line */
#define ANSWER_BYTES 16384
#define MEMORY       (1u << 20)

bool delivery_is_receipt(const char *text)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	const char *at = text;

	for (int group = 0; group < 3; group++) {
		if (strspn(at, letters) != 4)
			return false;
		at += 4;
		if (*at != (group < 2 ? '-' : '\0'))
			return false;
		at++;
	}
	return true;
}

/* A receipt that holds; anything else is not the service's answer. */
static bool read_receipt(struct delivery *d, const cJSON *json, struct arena *a)
{
	const char *receipt = "";
	const char *time = "";
	struct err e;

	if (!json_text(json, "receipt", true, a, &receipt, &e) ||
	    !json_text(json, "received_at", true, a, &time, &e) ||
	    !delivery_is_receipt(receipt) || !date_parse(time, &d->received_at))
		return false;
	memcpy(d->receipt, receipt, DELIVERY_RECEIPT);
	return true;
}

/* What the service says of an error; false when it is not the service. */
static bool read_error(struct delivery *d, const cJSON *json, struct arena *a)
{
	const char *error = "";
	const char *field = "";
	struct err e;

	if (!json_text(json, "error", true, a, &error, &e) ||
	    !json_text(json, "field", false, a, &field, &e))
		return false;
	text_clean(d->error, sizeof(d->error), error);
	text_clean(d->field, sizeof(d->field), field);
	return true;
}

static void judge_fault(struct delivery *d, const struct http_answer *answer)
{
	d->way = answer->fault == HTTP_PROXY         ? DELIVERY_PROXY
	         : answer->fault == HTTP_CERTIFICATE ? DELIVERY_TLS
	         : answer->fault == HTTP_NONSENSE    ? DELIVERY_PORTAL
	                                             : DELIVERY_NETWORK;
	text_clean(d->detail, sizeof(d->detail), answer->why.text);
}

static enum delivery_way way_of(int status, bool ours)
{
	switch (status) {
	case 400:
	case 401:
	case 409:
	case 413:
	case 422:
		/* A refusal is the service's to say, not a way out's. */
		return ours ? DELIVERY_REFUSED : DELIVERY_PORTAL;
	case 429:
	case 502:
	case 503:
	case 504:
	case 507:
		return DELIVERY_BUSY;
	case 407:
		return DELIVERY_PROXY;
	default:
		return status >= 500 || ours ? DELIVERY_BUSY : DELIVERY_PORTAL;
	}
}

void delivery_judge(struct delivery *d, const struct http_answer *answer)
{
	struct arena *a = arena_new(MEMORY);
	cJSON *json = NULL;
	struct err e;

	memset(d, 0, sizeof(*d));
	d->status = answer->status;
	d->asked = answer->retry_after;
	if (answer->fault != HTTP_FINE || !a) {
		judge_fault(d, answer);
		arena_free(a);
		return;
	}
	if (!answer->cut)
		json =
		    json_parse(buf_text(&answer->body), answer->body.len, &e);
	if (d->status == 200 || d->status == 201)
		d->way = json && read_receipt(d, json, a) ? DELIVERY_DONE
		                                          : DELIVERY_PORTAL;
	else
		d->way = way_of(d->status, json && read_error(d, json, a));
	snprintf(d->detail, sizeof(d->detail), "HTTP %d", d->status);
	cJSON_Delete(json);
	arena_free(a);
}

/* "https://host:port/..." to "host"; false when it is too long. */
static bool host_of(char host[HOST_BYTES], const char *url)
{
	const char *at = strstr(url, "://");
	size_t len;

	if (!at)
		return false;
	at += 3;
	len = strcspn(at, ":/?#");
	if (len == 0 || len >= HOST_BYTES)
		return false;
	memcpy(host, at, len);
	host[len] = '\0';
	return true;
}

void delivery_try(struct delivery *d, const struct kit *kit, const char *roots,
                  const void *envelope, size_t len)
{
	char url[URL_BYTES], host[HOST_BYTES];
	const char *base = kit->coordinator.url;
	size_t n = strlen(base);
	struct http_answer answer;
	struct http_ask ask = { .url = url,
		                .roots = roots,
		                .authorities = kit->roots,
		                .post = envelope,
		                .post_len = len,
		                .content_type = CONTENT,
		                .deadline = DEADLINE,
		                .limit = ANSWER_BYTES };

	while (n > 0 && base[n - 1] == '/')
		n--;
	snprintf(url, sizeof(url), "%.*s%s", (int)n, base, PATH);
	if (host_of(host, base))
		ask.proxy = proxy_find("https", host);
	(void)http_ask(&ask, &answer);
	delivery_judge(d, &answer);
	http_clear(&answer);
}
