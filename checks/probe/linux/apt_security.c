/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/apt_security.h"

#include "checks/probe/fact.h"
#include "checks/probe/linux/debian_version.h"
#include "checks/probe/linux/dpkg.h"
#include "core/rows.h"
#include "core/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define LISTS    "/var/lib/apt/lists"
#define STATUS   "/var/lib/dpkg/status"
#define BUCKETS  4096
#define PACKAGES 50000       /* a machine has 3,000 */
#define MEMORY   (24u << 20) /* ceiling for a hostile status file */

/* A package that is installed; with what waits for it, if anything does. */
struct installed {
	struct waiting_update update;
	const char *architecture;
	size_t next; /* index + 1 in the same bucket, 0 at the end */
};

struct comparison {
	const struct probe_context *c;
	struct arena *scratch;
	struct rows rows; /* struct installed */
	size_t bucket[BUCKETS];
	unsigned lists; /* of security archives, read whole */
	bool full;      /* memory ran out */
	bool failed;    /* a list could not be read; why tells */
	struct err why;
};

static size_t bucket_of(const char *name)
{
	size_t h = 5381;

	for (; *name; name++)
		h = h * 33 + (unsigned char)*name;
	return h % BUCKETS;
}

static bool add_installed(void *ctx, const struct dpkg_package *p)
{
	struct comparison *x = ctx;
	size_t *bucket = &x->bucket[bucket_of(p->name)];
	struct installed *row;

	if (!dpkg_installed(p) || !p->version[0])
		return true;
	row = x->rows.count < PACKAGES ? rows_add(&x->rows) : NULL;
	if (!row) {
		x->full = true;
		return false;
	}
	row->update.package = arena_strdup(x->scratch, p->name);
	row->update.installed = arena_strdup(x->scratch, p->version);
	row->architecture = arena_strdup(x->scratch, p->architecture);
	row->next = *bucket;
	*bucket = x->rows.count;
	x->full = !row->update.package || !row->update.installed ||
	          !row->architecture;
	return !x->full;
}

/* "all" may become an architecture's own, and the other way round. */
static bool same_architecture(const char *a, const char *b)
{
	return strcmp(a, b) == 0 || strcmp(a, "all") == 0 ||
	       strcmp(b, "all") == 0;
}

static bool compare_one(void *ctx, const struct dpkg_package *p)
{
	struct comparison *x = ctx;
	struct installed *rows = x->rows.data;

	for (size_t i = x->bucket[bucket_of(p->name)]; i;
	     i = rows[i - 1].next) {
		struct waiting_update *u = &rows[i - 1].update;
		const char *known = u->available ? u->available : u->installed;

		if (strcmp(u->package, p->name) != 0 ||
		    !same_architecture(rows[i - 1].architecture,
		                       p->architecture) ||
		    debian_version_compare(known, p->version) >= 0)
			continue;
		u->available = arena_strdup(x->scratch, p->version);
		x->full = !u->available;
	}
	return !x->full;
}

/* Ubuntu's paid archive counts only on a machine that is subscribed to it. */
static bool subscribed(const struct comparison *x, const char *name)
{
	return !text_begins(name, "esm.ubuntu.com") ||
	       tree_exists(x->c,
	                   "/var/lib/ubuntu-advantage/machine-token.json");
}

/* "deb.debian.org_debian-security_dists_bookworm-security_main_binary-..." */
static bool is_security(const char *name)
{
	return strstr(name, "_Packages") &&
	       (strstr(name, "-security_") ||
	        text_begins(name, "security.debian.org_") ||
	        text_begins(name, "security.ubuntu.com_"));
}

static bool read_list(void *ctx, const char *name)
{
	struct comparison *x = ctx;
	char path[TREE_PATH];
	char host[TREE_PATH];

	if (!is_security(name) || !subscribed(x, name))
		return true;
	if (!tree_path(path, LISTS "/%s", name) ||
	    tree_host(x->c, path, host) != TREE_OK)
		return true;
	if (dpkg_read(host, compare_one, x, &x->why))
		x->lists++;
	else
		x->failed = true;
	return !x->full;
}

static int by_name(const void *a, const void *b)
{
	const struct installed *x = a;
	const struct installed *y = b;

	return strcmp(x->update.package, y->update.package);
}

/* Count what waits, and copy the first rows out of the scratch memory. */
static void conclude(struct comparison *x, struct facts *f, struct arena *a)
{
	struct installed *rows = x->rows.data;
	struct rows out;
	int64_t count = 0;

	if (x->rows.count)
		qsort(rows, x->rows.count, sizeof(*rows), by_name);
	rows_init(&out, a, sizeof(struct waiting_update));
	for (size_t i = 0; i < x->rows.count; i++) {
		const struct waiting_update *u = &rows[i].update;
		struct waiting_update *row;

		if (!u->available || count++ >= APT_SECURITY_ROWS)
			continue;
		/* The count is what is judged; the rows show some of it. */
		row = rows_add(&out);
		if (!row)
			continue;
		row->package = arena_strdup(a, u->package);
		row->installed = arena_strdup(a, u->installed);
		row->available = arena_strdup(a, u->available);
	}
	f->update_security.row = out.data;
	f->update_security.count = out.count;
	f->update_security.fact.state = FACT_KNOWN;
	fact_int(&f->update_security_pending, count);
}

static void give_up(struct facts *f, struct arena *a, enum fact_state state,
                    const char *why)
{
	fact_unknown(&f->update_security_pending.fact, a, state, "%s", why);
	fact_unknown(&f->update_security.fact, a, state, "%s", why);
}

static void compare(struct comparison *x, struct facts *f, struct arena *a)
{
	char host[TREE_PATH];
	struct err e = { .sys = ENOENT };
	enum tree_result r = tree_host(x->c, STATUS, host);

	if (r != TREE_OK) {
		give_up(f, a, tree_fact(r), STATUS " cannot be read");
		return;
	}
	if (!dpkg_read(host, add_installed, x, &e)) {
		give_up(f, a, e.sys == EACCES ? FACT_DENIED : FACT_FAILED,
		        e.text);
		return;
	}
	r = tree_list(x->c, LISTS, read_list, x);
	if (x->full)
		give_up(f, a, FACT_FAILED, "too many packages");
	else if (r > TREE_ABSENT)
		give_up(f, a, tree_fact(r), LISTS " cannot be read");
	else if (x->failed)
		give_up(f, a, x->why.sys == EACCES ? FACT_DENIED : FACT_FAILED,
		        x->why.text);
	else if (!x->lists)
		give_up(f, a, FACT_FAILED,
		        "no list of security updates has been fetched");
	else
		conclude(x, f, a);
}

void apt_security_read(const struct probe_context *c, struct facts *f,
                       struct arena *a)
{
	struct comparison *x = calloc(1, sizeof(*x));

	if (x)
		x->scratch = arena_new(MEMORY);
	if (x && x->scratch) {
		x->c = c;
		rows_init(&x->rows, x->scratch, sizeof(struct installed));
		compare(x, f, a);
		arena_free(x->scratch);
	} else {
		give_up(f, a, FACT_FAILED, "out of memory");
	}
	free(x);
}
