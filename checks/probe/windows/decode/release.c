/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/release.h"

#include "core/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define FIRST_10 10240 /* builds; learn.microsoft.com, "release health" */
#define FIRST_11 22000

/* What editions are called; the first that begins the EditionID counts. */
static const struct {
	const char *id;
	struct words name;
} editions[] = {
	{ "IoTEnterpriseS",
	  { { "IoT Entreprise LTSC", "IoT Enterprise LTSC" } } },
	{ "IoTEnterprise", { { "IoT Entreprise", "IoT Enterprise" } } },
	{ "EnterpriseS", { { "Entreprise LTSC", "Enterprise LTSC" } } },
	{ "Enterprise", { { "Entreprise", "Enterprise" } } },
	{ "ProfessionalEducation",
	  { { "Professionnel Éducation", "Pro Education" } } },
	{ "ProfessionalWorkstation",
	  { { "Professionnel stations de travail", "Pro for Workstations" } } },
	{ "Professional", { { "Professionnel", "Pro" } } },
	{ "Education", { { "Éducation", "Education" } } },
	{ "Core", { { "Famille", "Home" } } },
	{ "ServerDatacenter", { { "Datacenter", "Datacenter" } } },
	{ "ServerStandard", { { "Standard", "Standard" } } },
	{ "ServerEssentials", { { "Essentials", "Essentials" } } },
	{ "ServerSolution", { { "Essentials", "Essentials" } } },
};

const char *release_id(const struct release *r)
{
	if (r->server)
		return "windows-server";
	if (r->build >= FIRST_11)
		return "windows-11";
	return r->build >= FIRST_10 ? "windows-10" : "windows";
}

/* The first row of the build, of whichever family of editions. */
static const struct support_end *find_build(const struct release *r,
                                            const struct baseline *b)
{
	char build[24];
	size_t len;

	snprintf(build, sizeof(build), "%" PRId64, r->build);
	len = strlen(build);
	for (size_t i = 0; i < b->supports; i++) {
		const struct support_end *row = &b->support[i];

		if (text_is(row->product, "windows") &&
		    text_begins(row->cycle, build) &&
		    (row->cycle[len] == '.' || !row->cycle[len]) &&
		    text_ends(row->cycle, ".server") == r->server)
			return row;
	}
	return NULL;
}

const char *release_version(const struct release *r, const struct baseline *b,
                            char out[24])
{
	snprintf(out, 24, "%" PRId64, r->build);
	/* Windows 7 to 8.1 stand there by the build alone. */
	if (r->server || !r->display[0] || r->build < FIRST_10 ||
	    find_build(r, b))
		return out;
	return r->display;
}

static const char *edition_name(const char *edition, enum lang lang)
{
	for (size_t i = 0; i < sizeof(editions) / sizeof(editions[0]); i++)
		if (text_begins(edition, editions[i].id))
			return editions[i].name.text[lang];
	return "";
}

void release_name(char out[RELEASE_NAME], const struct release *r,
                  const struct baseline *b, enum lang lang)
{
	const char *edition = edition_name(r->edition, lang);
	const struct support_end *row = find_build(r, b);
	char base[RELEASE_NAME];

	if (r->server)
		snprintf(base, sizeof(base), "%s",
		         row ? row->name : "Windows Server");
	else if (r->build < FIRST_10)
		snprintf(base, sizeof(base), "%s", row ? row->name : "Windows");
	else
		snprintf(base, sizeof(base), "Windows %s",
		         r->build >= FIRST_11 ? "11" : "10");
	snprintf(out, RELEASE_NAME, "%.40s%s%.40s%s%.10s", base,
	         edition[0] ? " " : "", edition,
	         r->display[0] && !r->server ? " " : "",
	         r->server ? "" : r->display);
}
