/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/linux/bundle.h"
#include "checks/probe/linux/database.h"
#include "checks/probe/linux/debian_version.h"
#include "checks/probe/linux/dpkg.h"
#include "checks/probe/linux/rpm.h"
#include "checks/probe/probe.h"
#include "core/rows.h"
#include "core/text.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#define ROWS_MAX 200

/*
 * A program that the distribution ships is mended by the distribution for as
 * long as it lasts, whatever its maker says of that version: LibreOffice 7.4
 * of Debian 12 is not forsaken. So each row says who mends it: the product
 * "libreoffice" is its maker's own, "libreoffice-distribution" is not.
 */
struct search {
	const struct probe_context *c;
	struct arena *a;
	struct rows rows; /* struct software */
};

/* In the maintainer of a package, or the vendor, of a distribution's own. */
static bool from_distribution(const char *maintainer)
{
	static const char *const marks[] = {
		"debian.org",     "debian.net",     "ubuntu.com",
		"canonical.com",  "launchpad.net",  "linuxmint.com",
		"raspberrypi",    "kali.org",       "tuxedocomputers.com",
		"system76.com",   "elementary.io",  "zorin",
		"Fedora Project", "Red Hat",        "CentOS",
		"Rocky",          "AlmaLinux",      "SUSE",
		"Mageia",         "Oracle America",
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (text_has(maintainer, marks[i]))
			return true;
	return false;
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
	if (!row)
		return;
	row->product = arena_strdup(s->a, product);
	row->version = version[0] ? arena_strdup(s->a, version) : NULL;
	if (!row->product)
		s->rows.count--;
}

/* A maker's product in the distribution's own build goes by that name. */
static void add_package(struct search *s, const struct product *p,
                        const char *version, const char *maintainer)
{
	char id[128];

	if (!p->kind || strcmp(p->kind, "maker") != 0 ||
	    !from_distribution(maintainer)) {
		add(s, p->id, version);
		return;
	}
	snprintf(id, sizeof(id), "%s-distribution", p->id);
	if (baseline_product(s->c->baseline, "software", id))
		add(s, id, version);
}

static bool is_package(const struct product *p, const char *name)
{
	for (size_t i = 0; i < p->packages; i++) {
		const char *pattern = p->package[i];

		/* Most names fail at the first letter. */
		if ((pattern[0] == name[0] || strchr("*?[", pattern[0])) &&
		    fnmatch(pattern, name, 0) == 0)
			return true;
	}
	return false;
}

static bool is_software(const struct product *p)
{
	return strcmp(p->list, "software") == 0;
}

static void match_package(struct search *s, const char *name,
                          const char *version, const char *maintainer)
{
	const struct baseline *b = s->c->baseline;

	for (size_t i = 0; i < b->products; i++)
		if (is_software(&b->product[i]) &&
		    is_package(&b->product[i], name))
			add_package(s, &b->product[i], version, maintainer);
}

static bool look_dpkg(void *ctx, const struct dpkg_package *p)
{
	struct search *s = ctx;
	char version[128];

	if (!dpkg_installed(p))
		return true;
	debian_version_upstream(version, sizeof(version), p->version);
	/* "1:1snap1-0ubuntu5" only fetches the snap, which is found itself. */
	if (!strstr(p->version, "snap"))
		match_package(s, p->name, version, p->maintainer);
	return true;
}

static bool look_rpm(void *ctx, sqlite3_stmt *row)
{
	const unsigned char *heading = sqlite3_column_blob(row, 0);
	int len = sqlite3_column_bytes(row, 0);
	struct search *s = ctx;
	char name[128];
	char version[128];
	char vendor[128];

	if (!heading || len <= 0 ||
	    !rpm_text(heading, (size_t)len, RPM_NAME, name, sizeof(name)) ||
	    !rpm_text(heading, (size_t)len, RPM_VERSION, version,
	              sizeof(version)))
		return true;
	if (!rpm_text(heading, (size_t)len, RPM_VENDOR, vendor, sizeof(vendor)))
		vendor[0] = '\0';
	match_package(s, name, version, vendor);
	return true;
}

/* Headings are large: only those whose name can match are read. */
static bool make_query(const struct baseline *b, struct buf *sql)
{
	buf_str(sql, "SELECT p.blob FROM Name n JOIN Packages p ON "
	             "p.hnum = n.hnum WHERE 0");
	for (size_t i = 0; i < b->products; i++) {
		const struct product *p = &b->product[i];

		for (size_t j = 0; is_software(p) && j < p->packages; j++) {
			if (strchr(p->package[j], '\''))
				continue;
			buf_fmt(sql, " OR CAST(n.key AS TEXT) GLOB '%s'",
			        p->package[j]);
		}
	}
	return buf_ok(sql);
}

static bool read_rpm(struct search *s, const char *host, struct err *e)
{
	struct buf sql;
	bool ok;

	buf_init(&sql, 65536);
	ok = make_query(s->c->baseline, &sql)
	         ? database_query(host, buf_text(&sql), look_rpm, s, e)
	         : err_set(e, "too many products");
	buf_clear(&sql);
	return ok;
}

/* What the system's own packages say; the state of the whole list. */
static void read_packages(struct search *s, struct fact *f)
{
	static const char *const databases[] = {
		"/usr/lib/sysimage/rpm/rpmdb.sqlite",
		"/var/lib/rpm/rpmdb.sqlite",
	};
	char host[TREE_PATH];
	struct err e = { .sys = 0 };
	enum tree_result r;
	bool ok = true;

	f->state = FACT_KNOWN;
	r = tree_host(s->c, "/var/lib/dpkg/status", host);
	if (r == TREE_OK)
		ok = dpkg_read(host, look_dpkg, s, &e);
	for (size_t i = 0; r == TREE_ABSENT && i < 2; i++) {
		r = tree_host(s->c, databases[i], host);
		if (r == TREE_OK)
			ok = read_rpm(s, host, &e);
	}
	if (r == TREE_ABSENT)
		fact_unknown(f, s->a, FACT_UNSUPPORTED,
		             "no list of packages that we can read");
	else if (r != TREE_OK)
		fact_unknown(f, s->a, tree_fact(r),
		             "the list of packages cannot be read");
	else if (!ok)
		fact_unknown(f, s->a,
		             e.sys == EACCES ? FACT_DENIED : FACT_FAILED, "%s",
		             e.text);
}

/* "org.libreoffice.LibreOffice" is the flatpak of "libreoffice". */
static void look_bundle(void *ctx, const struct bundle *b)
{
	struct search *s = ctx;
	const char *dot = strrchr(b->name, '.');
	const char *last = dot ? dot + 1 : b->name;

	for (size_t i = 0; i < s->c->baseline->products; i++) {
		const struct product *p = &s->c->baseline->product[i];

		if (is_software(p) && p->kind &&
		    strcmp(p->kind, "maker") == 0 &&
		    (text_same(last, p->id) || is_package(p, b->name)))
			add(s, p->id, b->version);
	}
}

/* A program that was unpacked, with no package to say so. */
struct unpacked {
	struct search *s;
	const struct product *p;
};

static bool look_path(void *ctx, const char *path)
{
	struct unpacked *u = ctx;
	char version[BUNDLE_TEXT];

	bundle_version(u->s->c, path, version);
	add(u->s, u->p->id, version);
	return true;
}

static bool found(const struct search *s, const char *product)
{
	const struct software *row = s->rows.data;

	for (size_t i = 0; i < s->rows.count; i++)
		if (strcmp(row[i].product, product) == 0)
			return true;
	return false;
}

static void read_paths(struct search *s)
{
	const struct baseline *b = s->c->baseline;

	for (size_t i = 0; i < b->products; i++) {
		const struct product *p = &b->product[i];
		struct unpacked u = { s, p };

		if (!is_software(p) || found(s, p->id))
			continue;
		for (size_t j = 0; j < p->paths; j++)
			tree_glob(s->c, p->path[j], look_path, &u);
	}
}

static void read_software(const struct probe_context *c, struct facts *f,
                          struct arena *a)
{
	struct search s = { .c = c, .a = a };

	rows_init(&s.rows, a, sizeof(struct software));
	read_packages(&s, &f->software_list.fact);
	bundle_list(c, look_bundle, &s);
	read_paths(&s);
	f->software_list.row = s.rows.data;
	f->software_list.count = s.rows.count;
}

static const char *const more_rights[] = { NULL };

const struct probe probe_software = {
	.area = "software",
	.deadline = 8000,
	.read = read_software,
	.more_rights = more_rights,
};
