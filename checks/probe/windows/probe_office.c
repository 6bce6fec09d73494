/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/libreoffice.h"
#include "checks/probe/probe.h"
#include "checks/probe/windows/decode/office_macros.h"
#include "checks/probe/windows/decode/office_release.h"
#include "checks/probe/windows/folder.h"
#include "checks/probe/windows/installed.h"
#include "checks/probe/windows/registry.h"
#include "core/file.h"
#include "core/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define PROFILE_LIMIT (16u << 20) /* bytes: settings and recent files */
#define LIBREOFFICE   2           /* "high": signed macros only */
#define KEY           200         /* bytes of a key */

/* Programs of Office that run macros. */
static const struct {
	const char *name; /* as its settings are called */
	const char *file;
} programs[] = {
	{ "Word", "WINWORD.EXE" },        { "Excel", "EXCEL.EXE" },
	{ "PowerPoint", "POWERPNT.EXE" }, { "Access", "MSACCESS.EXE" },
	{ "Outlook", "OUTLOOK.EXE" },
};

#define PROGRAMS (sizeof(programs) / sizeof(programs[0]))

/* Office 2007 to 2024, as their settings count them. */
static const int versions[] = { 12, 14, 15, 16 };

#define VERSIONS (sizeof(versions) / sizeof(versions[0]))

/* Suites that run macros, whose settings are not read; of the baseline. */
static const char *const others[] = { "openoffice", "onlyoffice",
	                              "wps-office" };

struct reading {
	const struct probe_context *c;
	struct arena *a;
	bool office[PROGRAMS][VERSIONS]; /* which are installed */
	bool blocks;           /* Office blocks what comes from the Internet */
	bool there;            /* some suite is installed */
	bool other;            /* one whose settings are not read */
	int64_t level;         /* the lowest that was found, or CELL_UNKNOWN */
	enum fact_state worst; /* of what should have been read */
};

static void note(struct reading *r, enum fact_state state)
{
	if (state == FACT_DENIED || state == FACT_FAILED)
		r->worst = state;
}

static void lower(struct reading *r, int64_t level)
{
	if (r->level == CELL_UNKNOWN || level < r->level)
		r->level = level;
}

static void found(struct reading *r, size_t program, int version)
{
	for (size_t i = 0; i < VERSIONS; i++)
		if (versions[i] == version) {
			r->office[program][i] = true;
			r->there = true;
		}
}

/* An entry may stay behind when the program is gone. */
static void look_entry(struct reading *r, size_t program, const char *soft)
{
	const char *path = NULL;
	char key[KEY];

	snprintf(key, sizeof(key),
	         "%s\\Microsoft\\Windows\\CurrentVersion\\App Paths\\%s", soft,
	         programs[program].file);
	note(r, registry_text(REGISTRY_MACHINE, key, "", r->a, &path));
	if (path && file_exists(path))
		found(r, program, office_release_folder(path));
	for (size_t i = 0; i < VERSIONS; i++) {
		const char *folder = NULL;

		snprintf(key, sizeof(key),
		         "%s\\Microsoft\\Office\\%d.0\\%s\\InstallRoot", soft,
		         versions[i], programs[program].name);
		note(r, registry_text(REGISTRY_MACHINE, key, "Path", r->a,
		                      &folder));
		if (!folder)
			continue;
		path =
		    arena_fmt(r->a, "%s\\%s", folder, programs[program].file);
		if (path && file_exists(path))
			found(r, program, versions[i]);
	}
}

static void look_office(struct reading *r)
{
	const char *version = NULL;

	for (size_t i = 0; i < PROGRAMS; i++) {
		look_entry(r, i, "SOFTWARE");
		look_entry(r, i, "SOFTWARE\\WOW6432Node");
	}
	note(r, registry_text(REGISTRY_MACHINE,
	                      "SOFTWARE\\Microsoft\\Office\\ClickToRun\\"
	                      "Configuration",
	                      "VersionToReport", r->a, &version));
	r->blocks = version && office_release_blocks(version);
}

/*
 * A setting of one program: what the cloud's policy says, then the domain's,
 * then the person. Office reads policies of the user alone.
 */
static int64_t setting(struct reading *r, size_t program, int version,
                       const char *value)
{
	static const char *const places[] = {
		"Software\\Policies\\Microsoft\\Cloud\\Office",
		"Software\\Policies\\Microsoft\\Office",
		"Software\\Microsoft\\Office",
	};
	int64_t number = CELL_UNKNOWN;
	char key[KEY];

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		enum fact_state state;

		snprintf(key, sizeof(key), "%s\\%d.0\\%s\\Security", places[i],
		         version, programs[program].name);
		state = registry_int(REGISTRY_USER, key, value, &number);
		note(r, state);
		if (state == FACT_KNOWN)
			return number;
	}
	return CELL_UNKNOWN;
}

static void read_office(struct reading *r)
{
	for (size_t i = 0; i < PROGRAMS; i++)
		for (size_t j = 0; j < VERSIONS; j++) {
			bool outlook = strcmp(programs[i].name, "Outlook") == 0;
			struct office_macros m = {
				.outlook = outlook,
				.blocks = r->blocks && versions[j] == 16,
			};

			if (!r->office[i][j])
				continue;
			m.warnings = setting(r, i, versions[j],
			                     outlook ? "Level" : "VBAWarnings");
			m.internet =
			    setting(r, i, versions[j],
			            "blockcontentexecutionfrominternet");
			lower(r, office_macros_level(&m));
		}
}

static void read_libreoffice(struct reading *r)
{
	const char *folder = folder_path(FOLDER_ROAMING, r->a);
	const char *path = folder ? arena_fmt(r->a,
	                                      "%s\\LibreOffice\\4\\user\\"
	                                      "registrymodifications.xcu",
	                                      folder)
	                          : NULL;
	struct buf xml;
	struct err e = { .sys = 0 };

	buf_init(&xml, PROFILE_LIMIT);
	if (!path)
		note(r, FACT_FAILED);
	else if (file_read(path, &xml, &e))
		lower(r, libreoffice_macros(xml.data, xml.len, LIBREOFFICE));
	else if (e.sys == ENOENT)
		lower(r, LIBREOFFICE);
	else
		note(r, e.sys == EACCES ? FACT_DENIED : FACT_FAILED);
	buf_clear(&xml);
}

static bool has(const struct reading *r, const struct installed *in,
                const char *product)
{
	const struct product *p =
	    baseline_product(r->c->baseline, "software", product);

	return p && installed_find(in, p, NULL);
}

static void look_others(struct reading *r)
{
	struct installed in;

	installed_read(&in, r->a);
	note(r, in.state);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		r->other = r->other || has(r, &in, others[i]);
	if (has(r, &in, "libreoffice")) {
		r->there = true;
		read_libreoffice(r);
	}
	/* Office that is listed, and not where it ought to be. */
	if (!r->there &&
	    (has(r, &in, "office") || has(r, &in, "microsoft-365")))
		note(r, FACT_FAILED);
}

static void read_macros(const struct probe_context *c, struct facts *f,
                        struct arena *a)
{
	struct reading r = {
		.c = c, .a = a, .level = CELL_UNKNOWN, .worst = FACT_KNOWN
	};
	struct fact *fact = &f->office_macros.fact;

	look_office(&r);
	read_office(&r);
	look_others(&r);
	/* Worse than all run it cannot be, whatever was not read. */
	if (r.level == 0)
		fact_int(&f->office_macros, 0);
	else if (r.worst != FACT_KNOWN)
		fact_unknown(
		    fact, a, r.worst,
		    "some settings of the office suite cannot be read");
	else if (r.other && (r.level == CELL_UNKNOWN || r.level > 1))
		fact_unknown(fact, a, FACT_FAILED,
		             "another office suite's settings are not read");
	else if (r.there)
		fact_int(&f->office_macros, r.level);
	else
		fact_unknown(fact, a, FACT_ABSENT,
		             "no office suite is installed");
}

static const char *const more_rights[] = { NULL };

const struct probe probe_office = {
	.area = "office",
	.deadline = 5000,
	.read = read_macros,
	.more_rights = more_rights,
};
