/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/probe.h"
#include "checks/probe/windows/network_place.h"
#include "checks/probe/windows/registry.h"
#include "checks/probe/windows/security_center.h"
#include "checks/probe/windows/service.h"
#include "core/text.h"

#include <stdio.h>

#define PLACE_WAIT 3000 /* milliseconds */
#define PROFILES   3

#define LOCAL                                                             \
	"SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\" \
	"FirewallPolicy\\"
#define POLICY "SOFTWARE\\Policies\\Microsoft\\WindowsFirewall\\"

/* The private profile was called standard, and still is where it lies. */
static const struct {
	const char *network;
	const char *policy;
	const char *older; /* policy under its older name, or NULL */
	const char *local;
} profiles[PROFILES] = {
	{ "domain", POLICY "DomainProfile", NULL, LOCAL "DomainProfile" },
	{ "private", POLICY "PrivateProfile", POLICY "StandardProfile",
	  LOCAL "StandardProfile" },
	{ "public", POLICY "PublicProfile", NULL, LOCAL "PublicProfile" },
};

/* A setting of a profile, the policy first: 0, 1, or CELL_UNKNOWN. */
static int64_t setting(size_t i, const char *value, enum fact_state *state)
{
	const struct registry_setting older = { profiles[i].older, NULL, value,
		                                REGISTRY_MACHINE };
	const struct registry_setting now = { profiles[i].policy,
		                              profiles[i].local, value,
		                              REGISTRY_MACHINE };
	const struct registry_setting policy = { profiles[i].policy, NULL,
		                                 value, REGISTRY_MACHINE };
	int64_t number = CELL_UNKNOWN;

	*state = registry_effective(&policy, &number);
	if (*state == FACT_ABSENT && profiles[i].older)
		*state = registry_effective(&older, &number);
	if (*state == FACT_ABSENT)
		*state = registry_effective(&now, &number);
	return *state == FACT_KNOWN ? number : CELL_UNKNOWN;
}

/* Every Windows writes whether a profile is on; what it blocks, if asked. */
static void read_profile(struct firewall_profile *row, size_t i, bool dead)
{
	enum fact_state state;
	int64_t on = setting(i, "EnableFirewall", &state);
	int64_t block;

	row->network = profiles[i].network;
	row->on = state != FACT_KNOWN ? TRI_UNKNOWN
	          : on != 0           ? TRI_YES
	                              : TRI_NO;
	if (dead)
		row->on = TRI_NO;
	block = setting(i, "DefaultInboundAction", &state);
	if (state == FACT_KNOWN)
		row->blocks = block != 0 ? TRI_YES : TRI_NO;
	else if (state == FACT_ABSENT && row->on != TRI_UNKNOWN)
		row->blocks = TRI_YES;
}

/* The profiles that count now: those in use, or all if that is not known. */
static void conclude(struct facts *f, struct arena *a,
                     const struct firewall_profile *row)
{
	static const char *const why =
	    "the profiles of the firewall cannot be read";
	bool used = false;
	bool on = true;
	bool unread = false;

	for (size_t i = 0; i < PROFILES; i++)
		used = used || row[i].current == TRI_YES;
	for (size_t i = 0; i < PROFILES; i++) {
		if (used && row[i].current != TRI_YES)
			continue;
		unread = unread || row[i].on == TRI_UNKNOWN;
		on = on && row[i].on == TRI_YES && row[i].blocks != TRI_NO;
	}
	if (!on && !used) /* which one counts is not known: the rule tells */
		for (size_t i = 0; i < PROFILES; i++)
			on = on ||
			     (row[i].on == TRI_YES && row[i].blocks != TRI_NO);
	if (unread) {
		fact_unknown(&f->firewall_on.fact, a, FACT_FAILED, "%s", why);
		fact_unknown(&f->firewall_profiles.fact, a, FACT_FAILED, "%s",
		             why);
	} else {
		fact_bool(&f->firewall_on, on);
	}
}

/* Another maker's firewall that runs takes the place of Windows' own. */
static bool read_other(struct facts *f, struct arena *a)
{
	struct security_products found;

	if (security_center_list(SECURITY_FIREWALL, a, &found) != FACT_KNOWN)
		return false;
	for (size_t i = 0; i < found.count; i++) {
		char name[96];

		if (found.row[i].state.running != TRI_YES ||
		    text_begins(found.row[i].name, "Windows"))
			continue;
		text_clean(name, sizeof(name), found.row[i].name);
		fact_bool(&f->firewall_on, true);
		fact_text(&f->firewall_tool, a, name);
		fact_unknown(&f->firewall_profiles.fact, a, FACT_ABSENT,
		             "another firewall does it");
		return true;
	}
	return false;
}

static void read_firewall(const struct probe_context *c, struct facts *f,
                          struct arena *a)
{
	struct firewall_profile *row = arena_alloc(a, PROFILES, sizeof(*row));
	struct network_places places;
	struct service s;
	bool dead;

	(void)c;
	if (!row || read_other(f, a))
		return;
	dead = service_find("MpsSvc", &s) == FACT_KNOWN &&
	       s.start == SERVICE_STARTS_NEVER;
	network_place_ask(&places, PLACE_WAIT);
	for (size_t i = 0; i < PROFILES; i++)
		read_profile(&row[i], i, dead);
	row[0].current = places.domain;
	row[1].current = places.private;
	row[2].current = places.public;
	fact_text(&f->firewall_tool, a, "windows-firewall");
	f->firewall_profiles.row = row;
	f->firewall_profiles.count = PROFILES;
	f->firewall_profiles.fact.state = FACT_KNOWN;
	conclude(f, a, row);
}

static const char *const more_rights[] = { NULL };

const struct probe probe_firewall = {
	.area = "firewall",
	.deadline = 10000,
	.read = read_firewall,
	.more_rights = more_rights,
};
