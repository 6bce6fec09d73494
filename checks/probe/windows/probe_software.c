/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/probe.h"
#include "checks/probe/windows/decode/office_release.h"
#include "checks/probe/windows/decode/package_name.h"
#include "checks/probe/windows/decode/program_version.h"
#include "checks/probe/windows/installed.h"
#include "checks/probe/windows/registry.h"
#include "core/rows.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define ROWS_MAX 200

/* What the Store installed for this account. */
#define STORE                                            \
	"Software\\Classes\\Local Settings\\Software\\"  \
	"Microsoft\\Windows\\CurrentVersion\\AppModel\\" \
	"Repository\\Packages"

struct search {
	const struct probe_context *c;
	struct arena *a;
	struct rows rows;      /* struct software */
	bool release;          /* Office said itself what it is */
	enum fact_state worst; /* of what should have been read */
	bool full;             /* there are more than the list may hold */
};

static void note(struct search *s, enum fact_state state)
{
	if (state == FACT_DENIED || state == FACT_FAILED)
		s->worst = state;
}

static void add(struct search *s, const char *product, const char *version)
{
	const struct software *seen = s->rows.data;
	struct software *row;

	for (size_t i = 0; i < s->rows.count; i++)
		if (strcmp(seen[i].product, product) == 0 &&
		    strcmp(seen[i].version ? seen[i].version : "", version) ==
		        0)
			return;
	row = s->rows.count < ROWS_MAX ? rows_add(&s->rows) : NULL;
	if (!row) {
		s->full = true;
		return;
	}
	row->product = arena_strdup(s->a, product);
	row->version = version[0] ? arena_strdup(s->a, version) : NULL;
	if (!row->product)
		s->rows.count--;
}

/* What a town hall works with counts among its programs. */
static bool is_looked_for(const struct product *p)
{
	return strcmp(p->list, "software") == 0 ||
	       strcmp(p->list, "town-hall") == 0;
}

/* Installed by Click-to-Run, which says better itself what it is. */
static bool is_release(const struct search *s, const struct product *p,
                       const struct installed_program *program)
{
	return s->release && program->key && strstr(program->key, " - ") &&
	       (strcmp(p->id, "office") == 0 ||
	        strcmp(p->id, "microsoft-365") == 0);
}

static void read_programs(struct search *s)
{
	const struct baseline *b = s->c->baseline;
	struct installed in;

	installed_read(&in, s->a);
	note(s, in.state);
	for (size_t i = 0; i < b->products; i++) {
		const struct product *p = &b->product[i];
		const struct installed_program *program = NULL;

		while (is_looked_for(p) &&
		       (program = installed_find(&in, p, program))) {
			char version[PROGRAM_VERSION];

			if (is_release(s, p, program))
				continue;
			program_version(version, b, p->id, program->version,
			                program->name);
			add(s, p->id, version);
		}
	}
}

/* One installation by Click-to-Run; first as of office_release_next(). */
static void read_release(struct search *s, const char *key, int first)
{
	const char *ids = NULL, *reported = NULL;
	struct office_release release;

	note(s, registry_text(REGISTRY_MACHINE, key, "ProductReleaseIds", s->a,
	                      &ids));
	if (!ids)
		return;
	note(s, registry_text(REGISTRY_MACHINE, key, "VersionToReport", s->a,
	                      &reported));
	while (office_release_next(&ids, first, &release)) {
		char version[PROGRAM_VERSION] = "";

		if (release.year > 0)
			snprintf(version, sizeof(version), "%d", release.year);
		else if (reported)
			text_clean(version, sizeof(version), reported);
		add(s, release.year > 0 ? "office" : "microsoft-365", version);
		s->release = true;
	}
}

static bool look_package(void *ctx, const char *full)
{
	struct search *s = ctx;
	const struct baseline *b = s->c->baseline;
	struct package_name package;

	if (!package_name_parse(&package, full))
		return true;
	for (size_t i = 0; i < b->products; i++) {
		const struct product *p = &b->product[i];

		for (size_t j = 0; is_looked_for(p) && j < p->programs; j++)
			if (text_like(p->program[j], package.name))
				add(s, p->id, package.version);
	}
	return true;
}

static void read_software(const struct probe_context *c, struct facts *f,
                          struct arena *a)
{
	struct search s = { .c = c, .a = a, .worst = FACT_KNOWN };

	rows_init(&s.rows, a, sizeof(struct software));
	read_release(
	    &s, "SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration", 2016);
	read_release(
	    &s, "SOFTWARE\\Microsoft\\Office\\15.0\\ClickToRun\\Configuration",
	    2013);
	read_programs(&s);
	note(&s, registry_keys(REGISTRY_USER, STORE, look_package, &s));
	f->software_list.row = s.rows.data;
	f->software_list.count = s.rows.count;
	f->software_list.fact.state = FACT_KNOWN;
	if (s.worst != FACT_KNOWN)
		fact_unknown(&f->software_list.fact, a, s.worst,
		             "a list of programs cannot be read");
	else if (s.full)
		fact_unknown(&f->software_list.fact, a, FACT_FAILED,
		             "there are more programs than the list holds");
}

static const char *const more_rights[] = { NULL };

const struct probe probe_software = {
	.area = "software",
	.deadline = 8000,
	.read = read_software,
	.more_rights = more_rights,
};
