/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/probe.h"
#include "checks/probe/windows/decode/autorun.h"
#include "checks/probe/windows/edition.h"
#include "checks/probe/windows/registry.h"
#include "core/text.h"

#define CURRENT  "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\"
#define POLICY   CURRENT "Policies\\Explorer"
#define HANDLERS CURRENT "Explorer\\AutoplayHandlers"
#define CHOSEN   HANDLERS "\\UserChosenExecuteHandlers\\AutorunINFLegacyArrival"

/* A number, the machine's before the account's; CELL_UNKNOWN: not set. */
static enum fact_state number(const char *policy, const char *local,
                              const char *value, int64_t *out)
{
	const struct registry_setting s = {
		.policy = policy,
		.local = local,
		.value = value,
		.root = REGISTRY_USER,
	};
	enum fact_state state = registry_effective(&s, out);

	if (state != FACT_KNOWN)
		*out = CELL_UNKNOWN;
	return state == FACT_ABSENT ? FACT_KNOWN : state;
}

/* Whether the account chose that what a medium brings be run. */
static bool chosen(struct arena *a)
{
	const char *choice = NULL;

	return registry_text(REGISTRY_USER, CHOSEN, "", a, &choice) ==
	           FACT_KNOWN &&
	       text_same(choice, "MSAutoRun");
}

static void usb_read(const struct probe_context *c, struct facts *f,
                     struct arena *a)
{
	struct autorun set = { 0 };
	enum fact_state states[3];
	struct edition e;

	(void)c;
	edition_read(&e, a);
	set.build = e.build;
	states[0] = number(POLICY, NULL, "NoAutorun", &set.commands);
	states[1] =
	    number(POLICY, NULL, "NoDriveTypeAutoRun", &set.drive_types);
	states[2] = number(NULL, HANDLERS, "DisableAutoplay", &set.disabled);
	set.chosen = chosen(a);
	for (size_t i = 0; i < 3; i++)
		if (states[i] != FACT_KNOWN) {
			fact_unknown(&f->usb_autorun.fact, a, states[i],
			             "the settings of AutoPlay");
			return;
		}
	fact_bool(&f->usb_autorun, autorun_starts(&set));
}

const struct probe probe_usb = { .area = "usb",
	                         .deadline = 2000,
	                         .read = usb_read };
