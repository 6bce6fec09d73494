/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/sight.h"

#include "core/ipv4.h"
#include "core/text.h"

#include <string.h>

/*
 * Whether a certificate for pattern is one for name: the same, or a star for
 * its first part (RFC 6125, 6.4.3).
 */
static bool matches(const char *pattern, const char *name)
{
	if (text_same(pattern, name))
		return true;
	if (!text_begins(pattern, "*."))
		return false;
	name = strchr(name, '.');
	return name && text_same(pattern + 1, name);
}

/* The domain that a name is in, "" when it is in none. */
static const char *domain_of(const char *name)
{
	const char *dot = strchr(name, '.');

	return dot ? dot + 1 : "";
}

/* Whether a name has a domain that somebody gave it: mDNS makes one up. */
static bool whole(const char *name)
{
	uint32_t address;

	return *domain_of(name) && !text_ends(name, ".local") &&
	       !ipv4_parse(name, &address);
}

/* The same domain, or one inside the other: another name of one machine. */
static bool related(const char *pattern, const char *name)
{
	const char *a = text_begins(pattern, "*.") ? pattern + 2 : pattern;
	const char *const pair[][2] = { { a, name }, { name, a } };

	if (*domain_of(domain_of(a)) &&
	    text_same(domain_of(a), domain_of(name)))
		return true;
	for (int i = 0; i < 2; i++)
		for (const char *d = pair[i][0]; *d; d = domain_of(d))
			if (text_same(d, pair[i][1]))
				return true;
	return false;
}

/* One name of the device against what the certificate is for. */
static enum tri compare(const char *const *claim, const char *name)
{
	bool other = false, kin = false;

	for (size_t i = 0; claim[i]; i++) {
		if (matches(claim[i], name))
			return TRI_YES;
		other = other || whole(claim[i]);
		kin = kin || related(claim[i], name);
	}
	return whole(name) && other && !kin ? TRI_NO : TRI_UNKNOWN;
}

static enum tri judge(const struct sight *s, const char *address,
                      const char *const *claim)
{
	const struct device_name *list = s->names.data;
	bool other = false, maybe = false;

	for (size_t i = 0; claim[i]; i++)
		if (strcmp(claim[i], address) == 0)
			return TRI_YES;
	for (size_t i = 0; i < s->names.count; i++) {
		enum tri named;

		if (strcmp(list[i].address, address) != 0)
			continue;
		named = compare(claim, list[i].name);
		if (named == TRI_YES)
			return TRI_YES;
		other = other || named == TRI_NO;
		maybe = maybe || (named == TRI_UNKNOWN && whole(list[i].name));
	}
	return other && !maybe ? TRI_NO : TRI_UNKNOWN;
}

void sight_judge_names(struct sight *s)
{
	const struct sight_claim *list = s->claims.data;
	struct tls_service *tls = s->tls.data;

	for (size_t i = 0; i < s->claims.count; i++) {
		struct tls_service *row = &tls[list[i].row];

		row->named = judge(s, row->host, list[i].name);
	}
}
