/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CURL_H
#define CORE_CURL_H

#include "core/err.h"

/* The names of old are those that every libcurl 7 and 8 has. */
#define CURL_DISABLE_DEPRECATION
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <stdbool.h>

/* The functions of libcurl that are used, each as its own header has it. */
struct curl_calls {
	CURLcode (*global_init)(long);
	CURL *(*easy_init)(void);
	CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
	CURLcode (*easy_perform)(CURL *);
	CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
	void (*easy_cleanup)(CURL *);
	const char *(*easy_strerror)(CURLcode);
	struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
	void (*slist_free_all)(struct curl_slist *);
	CURLU *(*url)(void);
	CURLUcode (*url_set)(CURLU *, CURLUPart, const char *, unsigned);
	CURLUcode (*url_get)(CURLU *, CURLUPart, char **, unsigned);
	void (*url_cleanup)(CURLU *);
	void (*free)(void *);
	time_t (*getdate)(const char *, const time_t *);
};

/*
 * libcurl, loaded and made ready when first asked for, or NULL: a machine
 * that does not have it can do all the rest. Static.
 */
const struct curl_calls *curl_calls(struct err *e);

/*
 * Have a request trust the authorities of this system, where libcurl does not
 * know them by itself. False when libcurl refuses.
 */
bool curl_trust(const struct curl_calls *calls, CURL *easy);

#endif
