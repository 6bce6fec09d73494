/* SPDX-License-Identifier: Apache-2.0 */
#include "core/proxy_env.h"

#include "core/text.h"

#include <stdlib.h>
#include <string.h>

/* Whether host is that name or is under it. */
static bool under(const char *host, const char *name, size_t len)
{
	char tail[256];
	size_t n = strlen(host);

	if (len == 0 || len >= sizeof(tail) || n < len)
		return false;
	memcpy(tail, name, len);
	tail[len] = '\0';
	return text_same(host + n - len, tail) &&
	       (n == len || host[n - len - 1] == '.');
}

bool proxy_env_leaves_out(const char *list, const char *host)
{
	while (*list) {
		size_t len;

		list += strspn(list, ", \t");
		len = strcspn(list, ", \t");
		if (len == 1 && *list == '*')
			return true;
		if (*list == '.' ? under(host, list + 1, len - 1)
		                 : under(host, list, len))
			return true;
		list += len;
	}
	return false;
}

/* The first of these variables that says something. */
static const char *first_of(const char *const *names)
{
	for (; *names; names++) {
		const char *value = getenv(*names);

		if (value && *value)
			return value;
	}
	return NULL;
}

const char *proxy_env_find(const char *scheme, const char *host, bool *straight)
{
	/* HTTP_PROXY in capitals may come from a web server's visitor. */
	static const char *const plain[] = { "http_proxy", "all_proxy",
		                             "ALL_PROXY", NULL };
	static const char *const secure[] = { "https_proxy", "HTTPS_PROXY",
		                              "all_proxy", "ALL_PROXY", NULL };
	static const char *const none[] = { "no_proxy", "NO_PROXY", NULL };
	const char *list = first_of(none);

	*straight = list && proxy_env_leaves_out(list, host);
	if (*straight)
		return NULL;
	return first_of(strcmp(scheme, "https") == 0 ? secure : plain);
}
