/* SPDX-License-Identifier: Apache-2.0 */
#include "core/curl.h"

#include "core/library.h"

#include <stddef.h>

/* clang-format off */
#define SYMBOLS               \
	SYMBOL(global_init)   \
	SYMBOL(easy_init)     \
	SYMBOL(easy_setopt)   \
	SYMBOL(easy_perform)  \
	SYMBOL(easy_getinfo)  \
	SYMBOL(easy_cleanup)  \
	SYMBOL(easy_strerror) \
	SYMBOL(slist_append)  \
	SYMBOL(slist_free_all) \
	SYMBOL(url) \
	SYMBOL(url_set) \
	SYMBOL(url_get) \
	SYMBOL(url_cleanup) \
	SYMBOL(free) \
	SYMBOL(getdate)
/* clang-format on */

static struct curl_calls calls;

const struct curl_calls *curl_calls(struct err *e)
{
	static const char *const names[] = { "libcurl.so.4",
		                             "libcurl-gnutls.so.4", NULL };
	static const struct library_symbol symbol[] = {
#define SYMBOL(name) { "curl_" #name, &calls.name },
		SYMBOLS
#undef SYMBOL
	};
	static bool loaded;

	if (loaded)
		return &calls;
	if (!library_load(names, symbol, sizeof(symbol) / sizeof(symbol[0]), e))
		return NULL;
	if (calls.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		err_set(e, "libcurl does not start");
		return NULL;
	}
	loaded = true;
	return &calls;
}

bool curl_trust(const struct curl_calls *c, CURL *easy)
{
	(void)c;
	(void)easy;
	return true;
}
