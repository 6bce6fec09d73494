/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/outside/owner.h"

#include "core/text.h"

#include <string.h>

/*
 * Names under which the registry of the French ends sells names: AFNIC's
 * naming policy and its history; those of the other overseas registries.
 */
static const char *const shared[] = {
	"asso.fr", "com.fr",    "gouv.fr",   "nom.fr",      "prd.fr",
	"tm.fr",   "presse.fr", "avoues.fr", "notaires.fr", "medecin.fr",
	"asso.re", "com.re",    "nom.re",    "asso.nc",     "nom.nc",
	"com.pf",  "asso.pf",   "org.pf",    "asso.gp",     "com.gp",
	"net.gp",  "org.gp",    "asso.mq",   "co.uk",
};

const char *owner_find(const char *host)
{
	const char *last = host, *second = host, *third = host;

	for (const char *at = host; *at; at++)
		if (*at == '.') {
			third = second;
			second = last;
			last = at + 1;
		}
	/* last is the end, second what stands before it, third before that. */
	for (size_t i = 0; i < sizeof(shared) / sizeof(shared[0]); i++)
		if (text_same(second, shared[i]))
			return third;
	return second;
}

bool owner_same(const char *a, const char *b)
{
	return text_same(owner_find(a), owner_find(b));
}

bool owner_listed(const char *host, const char *const *list, size_t count)
{
	size_t len = strlen(host);

	for (size_t i = 0; i < count; i++) {
		size_t tail = strlen(list[i]);

		if (text_same(host, list[i]) ||
		    (len > tail && host[len - tail - 1] == '.' &&
		     text_same(host + len - tail, list[i])))
			return true;
	}
	return false;
}
