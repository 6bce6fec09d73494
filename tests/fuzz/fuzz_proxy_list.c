/* SPDX-License-Identifier: Apache-2.0 */
#include "core/proxy_list.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Proxies, NUL, who is left out, NUL, a host: what Windows or a script says. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *list = malloc(size + 3);
	char proxy[PROXY_LIST_TEXT];
	const char *bypass, *host;

	if (!list)
		return 0;
	memcpy(list, data, size);
	memset(list + size, 0, 3);
	bypass = list + strlen(list) + 1;
	host = bypass < list + size ? bypass + strlen(bypass) + 1 : "";
	if (bypass >= list + size)
		bypass = "";
	if (host >= list + size)
		host = "srv.mairie.lan";
	for (int i = 0; i < 2; i++) {
		const char *scheme = i ? "https" : "http";

		if (proxy_list_find(list, scheme, proxy) &&
		    (strpbrk(proxy, "@ \t\r\n;=") || !strchr(proxy, ':')))
			abort();
		(void)proxy_list_leaves_out(bypass, scheme, host);
	}
	free(list);
	return 0;
}
