/* SPDX-License-Identifier: Apache-2.0 */
#include "core/http.h"

#include "core/curl.h"
#include "core/proxy.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define HEADERS_MAX 65536 /* bytes of all headers of an answer */
#define PATIENCE    5000L /* milliseconds for a connection */
#define PROGRAM_NAME \
	"Mozilla/5.0 (compatible; GardeChampetre/" GARDE_VERSION ")"
#define TO_HOST_BYTES 300
#define TYPE_BYTES    128
#define WHO_ARE_YOU   407 /* status of a proxy, RFC 9110 */
#define ASKED_MOST    5   /* times: NTLM needs three, Kerberos two */

/* One request at work. */
struct round {
	const struct curl_calls *curl;
	CURL *easy;
	struct http_answer *out;
	size_t headers; /* bytes so far */
	bool ended;     /* the headers are there to their end */
	bool whole;     /* all that is wanted has come */
	bool endless;
	bool proxied;
	bool session;   /* a proxy may ask who we are, and go on */
	unsigned asked; /* how often it did */
	struct curl_slist *resolve;
	struct curl_slist *headers_out;
	char retry[HTTP_FIELD];
	char location[HTTP_FIELD];
	char date[HTTP_FIELD];
};

static const struct {
	CURLcode code;
	enum http_fault fault;
} faults[] = {
	{ CURLE_UNSUPPORTED_PROTOCOL, HTTP_BAD_ADDRESS },
	{ CURLE_URL_MALFORMAT, HTTP_BAD_ADDRESS },
	{ CURLE_COULDNT_RESOLVE_HOST, HTTP_NO_NAME },
	{ CURLE_COULDNT_RESOLVE_PROXY, HTTP_PROXY },
	{ CURLE_COULDNT_CONNECT, HTTP_NO_ANSWER },
	{ CURLE_GOT_NOTHING, HTTP_NO_ANSWER },
	{ CURLE_RECV_ERROR, HTTP_NO_ANSWER },
	{ CURLE_SEND_ERROR, HTTP_NO_ANSWER },
	{ CURLE_PARTIAL_FILE, HTTP_NO_ANSWER },
	{ CURLE_OPERATION_TIMEDOUT, HTTP_LATE },
	{ CURLE_SSL_CONNECT_ERROR, HTTP_TLS },
	{ CURLE_SSL_CIPHER, HTTP_TLS },
	{ CURLE_PEER_FAILED_VERIFICATION, HTTP_CERTIFICATE },
	{ CURLE_SSL_CACERT_BADFILE, HTTP_CERTIFICATE },
	{ CURLE_AUTH_ERROR, HTTP_PROXY },
	{ CURLE_PROXY, HTTP_PROXY },
	{ CURLE_OUT_OF_MEMORY, HTTP_NO_MEMORY },
};

static enum http_fault fault_of(CURLcode code)
{
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		if (faults[i].code == code)
			return faults[i].fault;
	return HTTP_NONSENSE;
}

/* The value of a header line, cut and cleaned, if it has that name. */
static void take(char out[HTTP_FIELD], const char *line, size_t len,
                 const char *name)
{
	char value[HTTP_FIELD];
	size_t n = strlen(name);

	if (len <= n || line[n] != ':' || len >= sizeof(value))
		return;
	memcpy(value, line, len);
	value[len] = '\0';
	value[n] = '\0';
	if (text_same(value, name))
		text_clean(out, HTTP_FIELD, text_trim(value + n + 1));
}

static size_t on_header(char *line, size_t size, size_t count, void *ctx)
{
	struct round *r = ctx;
	size_t len = size * count;
	long status = 0;

	r->headers += len;
	if (r->headers > HEADERS_MAX) {
		r->endless = true;
		return 0;
	}
	take(r->location, line, len, "Location");
	take(r->date, line, len, "Date");
	take(r->retry, line, len, "Retry-After");
	take(r->out->hsts, line, len, "Strict-Transport-Security");
	if (len > 2)
		return len;
	(void)r->curl->easy_getinfo(r->easy, CURLINFO_RESPONSE_CODE, &status);
	/* Without end where a proxy does not remember that it asked. */
	if (status == WHO_ARE_YOU && r->session)
		return ++r->asked < ASKED_MOST ? len : 0;
	/* Before 200 more headers come. */
	r->ended = status >= 200;
	if (!r->ended || r->out->body.limit > 0)
		return len;
	r->whole = true;
	return 0;
}

static size_t on_body(char *data, size_t size, size_t count, void *ctx)
{
	struct round *r = ctx;
	struct buf *body = &r->out->body;
	size_t len = size * count;
	size_t room = body->limit - body->len;

	if (len <= room)
		return buf_add(body, data, len) ? len : 0;
	buf_add(body, data, room);
	r->out->cut = true;
	r->whole = true;
	return 0;
}

/* Go to the addresses that were given, not to those the name has by then. */
static bool pin(struct round *r, const struct http_ask *ask)
{
	const char *host = strstr(ask->url, "://");
	bool secure = text_begins(ask->url, "https:");
	char entry[TO_HOST_BYTES + 1024];
	char name[TO_HOST_BYTES];
	size_t len;
	char *port;

	if (!host)
		return false;
	host += 3;
	len = strcspn(host, "/?#");
	if (len == 0 || len >= sizeof(name))
		return false;
	memcpy(name, host, len);
	name[len] = '\0';
	port = strchr(name, ':');
	if (port)
		*port++ = '\0';
	if (snprintf(entry, sizeof(entry), "%s:%s:%s", name,
	             port     ? port
	             : secure ? "443"
	                      : "80",
	             ask->address) >= (int)sizeof(entry))
		return false;
	r->resolve = r->curl->slist_append(NULL, entry);
	return r->resolve && r->curl->easy_setopt(r->easy, CURLOPT_RESOLVE,
	                                          r->resolve) == CURLE_OK;
}

#define SET(option, value) \
	(r->curl->easy_setopt(r->easy, CURLOPT_##option, value) == CURLE_OK)

static bool set_limits(struct round *r, const struct http_ask *ask)
{
	/* Not every libcurl has heard of such a file. */
	(void)SET(NETRC, 0L);
	return SET(PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS)) &&
	       SET(FOLLOWLOCATION, 0L) && SET(NOSIGNAL, 1L) &&
	       SET(TIMEOUT_MS, (long)ask->deadline) &&
	       SET(CONNECTTIMEOUT_MS, PATIENCE) &&
	       SET(HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) &&
	       SET(SUPPRESS_CONNECT_HEADERS, 1L);
}

static bool set_authorities(struct round *r, const char *pem)
{
	struct curl_blob blob = { .data = (void *)pem,
		                  .len = strlen(pem),
		                  .flags = CURL_BLOB_COPY };

	return SET(CAINFO_BLOB, &blob);
}

static bool set_trust(struct round *r, const struct http_ask *ask)
{
	long judge = ask->any_certificate ? 0L : 1L;

	if (!SET(SSL_VERIFYPEER, judge) ||
	    !SET(SSL_VERIFYHOST, ask->any_certificate ? 0L : 2L) ||
	    !SET(SSLVERSION, (long)CURL_SSLVERSION_TLSv1))
		return false;
	/* Old ciphers too, where the TLS library knows such a word. */
	if (ask->any_certificate)
		(void)SET(SSL_CIPHER_LIST, "ALL:@SECLEVEL=0");
	else if (!curl_trust(r->curl, r->easy))
		return false;
	return (!ask->roots || SET(CAINFO, ask->roots)) &&
	       (!ask->authorities || set_authorities(r, ask->authorities));
}

/* What is handed over goes at once: no service here asks to be asked first. */
static bool set_post(struct round *r, const struct http_ask *ask)
{
	char type[TYPE_BYTES];
	struct curl_slist *more;

	if (!ask->post)
		return true;
	snprintf(type, sizeof(type), "Content-Type: %s", ask->content_type);
	r->headers_out = r->curl->slist_append(NULL, type);
	more = r->headers_out ? r->curl->slist_append(r->headers_out, "Expect:")
	                      : NULL;
	return more && SET(POST, 1L) && SET(POSTFIELDS, ask->post) &&
	       SET(POSTFIELDSIZE_LARGE, (curl_off_t)ask->post_len) &&
	       SET(HTTPHEADER, r->headers_out);
}

/* Who is logged on may sign in by it: no name and no password are given. */
static bool set_proxy(struct round *r, const struct http_ask *ask)
{
	if (!SET(PROXY, ask->proxy ? ask->proxy : "") || !SET(NOPROXY, ""))
		return false;
	r->proxied = ask->proxy != NULL;
	r->session = r->proxied && proxy_session(ask->proxy);
	return !r->session ||
	       (SET(PROXYAUTH, (long)(CURLAUTH_NEGOTIATE | CURLAUTH_NTLM)) &&
	        SET(PROXYUSERPWD, ":"));
}

static bool set_up(struct round *r, const struct http_ask *ask)
{
	return SET(URL, ask->url) && set_limits(r, ask) && set_trust(r, ask) &&
	       SET(USERAGENT, PROGRAM_NAME) &&
	       SET(NOBODY, ask->head ? 1L : 0L) && set_proxy(r, ask) &&
	       set_post(r, ask) && SET(HEADERFUNCTION, on_header) &&
	       SET(HEADERDATA, (void *)r) && SET(WRITEFUNCTION, on_body) &&
	       SET(WRITEDATA, (void *)r) &&
	       (!ask->address || ask->proxy || pin(r, ask));
}

/* Where the answer sends on to, the address asked being url. */
static void join(struct round *r, const char *url)
{
	CURLU *h = r->curl->url();
	char *to = NULL;

	if (h && r->curl->url_set(h, CURLUPART_URL, url, 0) == CURLUE_OK &&
	    r->curl->url_set(h, CURLUPART_URL, r->location, 0) == CURLUE_OK &&
	    r->curl->url_set(h, CURLUPART_FRAGMENT, NULL, 0) == CURLUE_OK &&
	    r->curl->url_get(h, CURLUPART_URL, &to, 0) == CURLUE_OK &&
	    strlen(to) < HTTP_FIELD)
		text_clean(r->out->to, HTTP_FIELD, to);
	r->curl->free(to);
	r->curl->url_cleanup(h);
}

static void judge(struct round *r, CURLcode code, const char *detail)
{
	struct http_answer *out = r->out;
	long proxy = 0;
	long status = 0;

	(void)r->curl->easy_getinfo(r->easy, CURLINFO_HTTP_CONNECTCODE, &proxy);
	(void)r->curl->easy_getinfo(r->easy, CURLINFO_RESPONSE_CODE, &status);
	out->status = (int)status;
	if (status == WHO_ARE_YOU && r->proxied) {
		out->fault = HTTP_PROXY;
		err_set(&out->why, "the proxy wants to know who asks");
		return;
	}
	if (r->whole || (code == CURLE_OK && r->ended))
		return;
	if (code == CURLE_OK)
		code = CURLE_GOT_NOTHING;
	if (r->endless) {
		out->fault = HTTP_NONSENSE;
		err_set(&out->why, "its headers never end");
		return;
	}
	out->fault = proxy >= 300 ? HTTP_PROXY : fault_of(code);
	err_set(&out->why, "%s",
	        detail[0] ? detail : r->curl->easy_strerror(code));
}

static bool refuse(struct http_answer *out, enum http_fault fault)
{
	out->fault = fault;
	return false;
}

/* "120", or the time to come back at (RFC 9110, section 10.2.3). */
static int64_t seconds_of(const struct round *r, const char *value)
{
	int64_t seconds = 0;
	int64_t then;

	if (!value[0] || text_int(value, 0, INT32_MAX, &seconds))
		return seconds;
	then = (int64_t)r->curl->getdate(value, NULL);
	return r->out->date > 0 && then > r->out->date ? then - r->out->date
	                                               : 0;
}

bool http_ask(const struct http_ask *ask, struct http_answer *out)
{
	struct round r = { .out = out };
	char detail[CURL_ERROR_SIZE] = "";

	memset(out, 0, sizeof(*out));
	buf_init(&out->body, ask->limit);
	if (!text_begins(ask->url, "http://") &&
	    !text_begins(ask->url, "https://")) {
		err_set(&out->why, "it is no address of a website");
		return refuse(out, HTTP_BAD_ADDRESS);
	}
	r.curl = curl_calls(&out->why);
	if (!r.curl)
		return refuse(out, HTTP_NO_LIBRARY);
	r.easy = r.curl->easy_init();
	if (!r.easy) {
		err_set(&out->why, "out of memory");
		return refuse(out, HTTP_NO_MEMORY);
	}
	r.curl->easy_setopt(r.easy, CURLOPT_ERRORBUFFER, detail);
	if (set_up(&r, ask)) {
		judge(&r, r.curl->easy_perform(r.easy), detail);
		if (r.location[0] && out->status >= 300 && out->status < 400)
			join(&r, ask->url);
		if (r.date[0])
			out->date = (int64_t)r.curl->getdate(r.date, NULL);
		if (out->date < 0)
			out->date = 0;
		out->retry_after = seconds_of(&r, r.retry);
	} else {
		out->fault = HTTP_BAD_ADDRESS;
		err_set(&out->why, "libcurl refuses the request");
	}
	r.curl->easy_cleanup(r.easy);
	r.curl->slist_free_all(r.resolve);
	r.curl->slist_free_all(r.headers_out);
	return out->fault == HTTP_FINE;
}

void http_clear(struct http_answer *answer)
{
	buf_clear(&answer->body);
}
