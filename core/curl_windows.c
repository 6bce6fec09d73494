/* SPDX-License-Identifier: Apache-2.0 */
#include "core/curl.h"

#include "core/roots.h"

#include <windows.h>

#include <openssl/ssl.h>

/* The program carries it: nothing is opened. */
static const struct curl_calls calls = {
	.global_init = curl_global_init,
	.easy_init = curl_easy_init,
	.easy_setopt = curl_easy_setopt,
	.easy_perform = curl_easy_perform,
	.easy_getinfo = curl_easy_getinfo,
	.easy_cleanup = curl_easy_cleanup,
	.easy_strerror = curl_easy_strerror,
	.slist_append = curl_slist_append,
	.slist_free_all = curl_slist_free_all,
	.url = curl_url,
	.url_set = curl_url_set,
	.url_get = curl_url_get,
	.url_cleanup = curl_url_cleanup,
	.free = curl_free,
	.getdate = curl_getdate,
};

static BOOL CALLBACK start(INIT_ONCE *once, void *given, void **out)
{
	(void)once;
	(void)given;
	(void)out;
	return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

const struct curl_calls *curl_calls(struct err *e)
{
	static INIT_ONCE once = INIT_ONCE_STATIC_INIT;

	if (InitOnceExecuteOnce(&once, start, NULL, NULL))
		return &calls;
	err_set(e, "libcurl does not start");
	return NULL;
}

/* Whether only the authority of a chain is missing. */
static bool stranger(X509_STORE_CTX *s)
{
	X509_STORE_CTX *try = X509_STORE_CTX_new();
	int error = X509_V_OK;

	if (try &&
	    X509_STORE_CTX_init(try, X509_STORE_CTX_get0_store(s),
	                        X509_STORE_CTX_get0_cert(s),
	                        X509_STORE_CTX_get0_untrusted(s)) == 1 &&
	    X509_verify_cert(try) != 1)
		error = X509_STORE_CTX_get_error(try);
	X509_STORE_CTX_free(try);
	return error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT ||
	       error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
	       error == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN;
}

/* As OpenSSL does, with one more authority where Windows brings it. */
static int judge(X509_STORE_CTX *s, void *ctx)
{
	(void)ctx;
	if (stranger(s))
		(void)roots_fetch(X509_STORE_CTX_get0_store(s),
		                  X509_STORE_CTX_get0_cert(s),
		                  X509_STORE_CTX_get0_untrusted(s));
	return X509_verify_cert(s);
}

static CURLcode on_context(CURL *easy, void *context, void *ctx)
{
	struct err e;

	(void)easy;
	(void)ctx;
	/* Without any, what follows is told as a bad certificate. */
	(void)roots_read(SSL_CTX_get_cert_store(context), &e);
	SSL_CTX_set_cert_verify_callback(context, judge, NULL);
	return CURLE_OK;
}

bool curl_trust(const struct curl_calls *c, CURL *easy)
{
	return c->easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, on_context) ==
	       CURLE_OK;
}
