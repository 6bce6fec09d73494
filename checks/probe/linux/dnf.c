/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/dnf.h"

#include "checks/probe/fact.h"
#include "checks/probe/linux/database.h"
#include "checks/probe/linux/unit.h"
#include "core/date.h"
#include "core/text.h"

#include <string.h>

struct newest {
	const struct probe_context *c;
	int64_t time;
};

static bool look(void *ctx, const char *path)
{
	struct newest *n = ctx;
	struct tree_stat st;

	if (tree_stat(n->c, path, &st) == TREE_OK && st.mtime > n->time &&
	    st.mtime <= n->c->now + DATE_DAY)
		n->time = st.mtime;
	return true;
}

/* The newest time of what the patterns match; the worst of the reading. */
static enum tree_result look_all(struct newest *n, const char *const *pattern,
                                 size_t count)
{
	enum tree_result worst = TREE_OK;

	for (size_t i = 0; i < count; i++) {
		enum tree_result r = tree_glob(n->c, pattern[i], look, n);

		if (r > worst)
			worst = r;
	}
	return worst;
}

static void conclude(struct fact_int *f, struct arena *a, int64_t time,
                     enum tree_result r, const char *what)
{
	if (time)
		fact_int(f, time);
	else
		fact_unknown(&f->fact, a,
		             r > TREE_ABSENT ? tree_fact(r) : FACT_ABSENT, "%s",
		             what);
}

static void read_refreshed(const struct probe_context *c, struct facts *f,
                           struct arena *a)
{
	static const char *const patterns[] = {
		"/var/cache/libdnf5/*/repodata/*",
		"/var/cache/dnf/*/repodata/*",
		"/var/cache/dnf/last_makecache",
		"/var/cache/PackageKit/*/metadata/*/repodata/*",
	};
	struct newest n = { .c = c };
	enum tree_result r =
	    look_all(&n, patterns, sizeof(patterns) / sizeof(patterns[0]));

	conclude(&f->update_refreshed, a, n.time, r,
	         "dnf has no list in /var/cache");
}

static bool take_time(void *ctx, sqlite3_stmt *row)
{
	struct newest *n = ctx;
	int64_t time = sqlite3_column_int64(row, 0);

	if (time > n->time && time <= n->c->now + DATE_DAY)
		n->time = time;
	return true;
}

/* The end of the last transaction by dnf's own history, else by its files. */
static void read_installed(const struct probe_context *c, struct facts *f,
                           struct arena *a)
{
	static const char *const histories[] = {
		"/usr/lib/sysimage/libdnf5/transaction_history.sqlite",
		"/var/lib/dnf/history.sqlite",
	};
	static const char *const databases[] = {
		"/usr/lib/sysimage/rpm/rpmdb.sqlite*",
		"/var/lib/rpm/rpmdb.sqlite*",
		"/var/lib/rpm/Packages",
	};
	struct newest n = { .c = c };
	enum tree_result r = TREE_OK;
	char host[TREE_PATH];
	struct err e;

	for (size_t i = 0; i < sizeof(histories) / sizeof(histories[0]); i++)
		if (tree_host(c, histories[i], host) == TREE_OK)
			database_query(host, "SELECT max(dt_end) FROM trans",
			               take_time, &n, &e);
	if (!n.time)
		r = look_all(&n, databases,
		             sizeof(databases) / sizeof(databases[0]));
	conclude(&f->update_installed, a, n.time, r,
	         "rpm has no database that we know");
}

/* Whether "apply_updates = yes" stands in a settings file. */
static bool applies(const struct probe_context *c, struct arena *a,
                    const char *path, enum tree_result *r)
{
	char *text;
	char *line;
	bool yes = false;

	*r = tree_text(c, path, a, &text);
	while (*r == TREE_OK && (line = text_line(&text))) {
		char *value = strchr(line, '=');

		if (!value)
			continue;
		*value++ = '\0';
		value = text_trim(value);
		if (strcmp(text_trim(line), "apply_updates") == 0)
			yes = text_same(value, "yes") ||
			      text_same(value, "true") ||
			      text_same(value, "on") || strcmp(value, "1") == 0;
	}
	return yes;
}

static void read_automatic(const struct probe_context *c, struct facts *f,
                           struct arena *a)
{
	enum tree_result r;
	bool yes;

	if (unit_state(c, "dnf-automatic-install.timer") == UNIT_ENABLED) {
		fact_bool(&f->update_automatic, true);
		return;
	}
	if (unit_state(c, "dnf-automatic.timer") != UNIT_ENABLED &&
	    unit_state(c, "dnf5-automatic.timer") != UNIT_ENABLED) {
		fact_bool(&f->update_automatic, false);
		return;
	}
	yes = applies(c, a, "/etc/dnf/automatic.conf", &r);
	if (r > TREE_ABSENT)
		fact_unknown(&f->update_automatic.fact, a, tree_fact(r),
		             "/etc/dnf/automatic.conf cannot be read");
	else
		fact_bool(&f->update_automatic, yes);
}

void dnf_read(const struct probe_context *c, struct facts *f, struct arena *a)
{
	static const char why[] = "dnf's lists are not read here";

	read_refreshed(c, f, a);
	read_installed(c, f, a);
	read_automatic(c, f, a);
	fact_unknown(&f->update_security_pending.fact, a, FACT_FAILED, why);
	fact_unknown(&f->update_security.fact, a, FACT_FAILED, why);
}
