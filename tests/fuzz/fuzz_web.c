/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/outside/address.h"
#include "checks/probe/net/outside/rdap.h"
#include "checks/probe/net/outside/url.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Where a page sends on to, and what a registry says. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(8u << 20);
	char *text = malloc(size + 1);
	char written[2 * URL_BYTES];
	struct address address;
	struct url u, again;
	int64_t ends;
	struct err e;

	if (!a || !text)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	/* What is written reads as the same place. */
	if (url_parse(&u, text) && url_format(written, sizeof(written), &u) &&
	    strlen(written) < URL_BYTES &&
	    (!url_parse(&again, written) || strcmp(u.host, again.host) != 0 ||
	     u.port != again.port || u.secure != again.secure))
		abort();
	(void)address_parse(&address, text);
	if (address_public(text) && !address_parse(&address, text))
		abort();
	(void)rdap_parse(text, size, a, &ends, &e);
	(void)rdap_registry(text, size, "fr", a, &e);
	free(text);
	arena_free(a);
	return 0;
}
