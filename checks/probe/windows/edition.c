/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/edition.h"

#include "checks/probe/windows/registry.h"
#include "core/text.h"

#define CURRENT "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"

void edition_read(struct edition *out, struct arena *a)
{
	const char *type = NULL;

	*out = (struct edition){ .id = "" };
	(void)registry_int(REGISTRY_MACHINE, CURRENT, "CurrentBuildNumber",
	                   &out->build);
	(void)registry_text(REGISTRY_MACHINE, CURRENT, "EditionID", a,
	                    &out->id);
	(void)registry_text(REGISTRY_MACHINE, CURRENT, "InstallationType", a,
	                    &type);
	out->server = type && text_begins(type, "Server");
}

bool edition_home(const struct edition *e)
{
	return text_begins(e->id, "Core");
}
