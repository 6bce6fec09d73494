/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/libreoffice.h"
#include "checks/probe/linux/know.h"
#include "checks/probe/linux/user.h"
#include "checks/probe/probe.h"

#define PROFILE_LIMIT (16u << 20) /* bytes: settings and recent files */
#define DEFAULT_LEVEL 2           /* "high": signed macros only */

static const char *const programs[] = {
	"/usr/bin/soffice",
	"/usr/bin/libreoffice",
	"/opt/libreoffice*/program/soffice",
	"/snap/bin/libreoffice",
	"/var/lib/flatpak/app/org.libreoffice.LibreOffice",
};

/* Other suites that run macros, whose settings are not read. */
static const char *const others[] = {
	"/opt/openoffice*/program/soffice",
	"/opt/collaboraoffice*/program/soffice",
	"/usr/bin/onlyoffice-desktopeditors",
	"/opt/onlyoffice/desktopeditors",
	"/snap/bin/onlyoffice-desktopeditors",
	"/var/lib/flatpak/app/org.onlyoffice.desktopeditors",
	"/opt/kingsoft/wps-office",
	"/var/lib/flatpak/app/com.wps.Office",
	"/usr/share/freeoffice20*",
	"/usr/share/office20*",
};

/* Where an account's settings are, below its home. */
static const char *const profiles[] = {
	".config/libreoffice/4/user/registrymodifications.xcu",
	"snap/libreoffice/*/.config/libreoffice/4/user/"
	"registrymodifications.xcu",
	".var/app/org.libreoffice.LibreOffice/config/libreoffice/4/user/"
	"registrymodifications.xcu",
};

struct reading {
	const struct probe_context *c;
	int64_t level; /* the lowest that was found */
	enum tree_result worst;
	bool there; /* a program was found */
};

static bool found_other(void *ctx, const char *path)
{
	(void)path;
	*(bool *)ctx = true;
	return false;
}

static bool found_program(void *ctx, const char *path)
{
	struct reading *r = ctx;

	(void)path;
	r->there = true;
	return false;
}

static bool read_profile(void *ctx, const char *path)
{
	struct reading *r = ctx;
	enum tree_result found;
	struct buf xml;
	int64_t level;

	buf_init(&xml, PROFILE_LIMIT);
	found = tree_read(r->c, path, &xml);
	if (found == TREE_OK) {
		level = libreoffice_macros(xml.data, xml.len, DEFAULT_LEVEL);
		if (level < r->level || r->level < 0)
			r->level = level;
	} else if (found > r->worst) {
		r->worst = found;
	}
	buf_clear(&xml);
	return true;
}

static void office_read(const struct probe_context *c, struct facts *f,
                        struct arena *a)
{
	struct reading r = { .c = c, .level = -1, .worst = TREE_OK };
	struct fact_int *macros = &f->office_macros;
	const struct user *u;
	struct users users;
	char pattern[TREE_PATH];
	bool other = false;

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		tree_glob(c, others[i], found_other, &other);
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		tree_glob(c, programs[i], found_program, &r);
	if (!r.there && !other) {
		know_not(&macros->fact, FACT_ABSENT,
		         "no office suite is installed");
		return;
	}
	user_list(c, a, &users);
	u = user_daily(&users, c->user);
	for (size_t i = 0; u && i < sizeof(profiles) / sizeof(profiles[0]);
	     i++) {
		enum tree_result found;

		if (!tree_path(pattern, "%s/%s", u->home, profiles[i]))
			continue;
		found = tree_glob(c, pattern, read_profile, &r);
		if (found > r.worst)
			r.worst = found;
	}
	if (!u || (r.worst != TREE_OK && r.worst != TREE_ABSENT))
		know_not(&macros->fact, u ? tree_fact(r.worst) : FACT_FAILED,
		         u ? "cannot read the account's settings"
		           : "the daily account is not known");
	else if (other && (r.level < 0 || r.level >= DEFAULT_LEVEL))
		know_not(&macros->fact, FACT_FAILED,
		         "another office suite's settings are not read");
	else
		know_int(macros, r.level >= 0 ? r.level : DEFAULT_LEVEL);
}

const struct probe probe_office = { .area = "office",
	                            .deadline = 3000,
	                            .read = office_read };
