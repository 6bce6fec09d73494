/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/dconf.h"
#include "checks/probe/linux/know.h"
#include "checks/probe/linux/package.h"
#include "checks/probe/linux/port.h"
#include "checks/probe/linux/process.h"
#include "checks/probe/linux/remote_manner.h"
#include "checks/probe/linux/unit.h"
#include "checks/probe/probe.h"
#include "core/rows.h"
#include "core/text.h"

#include <string.h>

#define PORT_RDP 3389

struct reading {
	const struct probe_context *c;
	struct arena *arena;
	struct users users;
	const struct user *u; /* the daily account, or NULL */
	struct processes p;
	struct rows rows; /* struct remote_tool */
};

static bool keep_first(void *ctx, const char *path)
{
	struct buf *out = ctx;

	buf_str(out, path);
	return false;
}

/* The first thing that shows that a product is installed, or NULL. */
static const char *evidence(const struct reading *r, const struct product *p)
{
	struct buf found;
	const char *where = NULL;

	for (size_t i = 0; i < p->packages; i++)
		if (package_installed(r->c, p->package[i]) == TRI_YES)
			return arena_fmt(r->arena, "package %s", p->package[i]);
	buf_init(&found, TREE_PATH);
	for (size_t i = 0; i < p->paths && !where; i++) {
		tree_glob(r->c, p->path[i], keep_first, &found);
		if (found.len > 0)
			where = arena_strdup(r->arena, buf_text(&found));
	}
	buf_clear(&found);
	return where;
}

/* How the units of a product stand together: the most awake. */
static enum unit_state units(const struct reading *r, const struct product *p,
                             enum tri *running, const char **where)
{
	enum unit_state best = UNIT_ABSENT;
	char name[256];

	for (size_t i = 0; i < p->units; i++) {
		enum unit_state state;
		struct buf full;

		buf_init(&full, sizeof(name) - 1);
		buf_fmt(&full, "%s.service", p->unit[i]);
		state = buf_ok(&full) ? unit_state(r->c, buf_text(&full))
		                      : UNIT_ABSENT;
		if (state != UNIT_ABSENT && !*where)
			*where = arena_fmt(r->arena, "unit %s", p->unit[i]);
		if (state != UNIT_ABSENT &&
		    unit_running(r->c, buf_text(&full)) == TRI_YES)
			*running = TRI_YES;
		if (state > best)
			best = state;
		buf_clear(&full);
	}
	return best;
}

static enum tri processes(const struct reading *r, const struct product *p,
                          const char **where)
{
	enum tri running = p->processes ? TRI_NO : TRI_UNKNOWN;

	for (size_t i = 0; i < p->processes; i++) {
		enum tri one = process_running(&r->p, p->process[i]);

		if (one == TRI_YES) {
			if (!*where)
				*where = arena_fmt(r->arena, "process %s",
				                   p->process[i]);
			return TRI_YES;
		}
		if (one == TRI_UNKNOWN)
			running = TRI_UNKNOWN;
	}
	return running;
}

static void look(struct reading *r, const struct product *p)
{
	const char *where = evidence(r, p);
	enum tri running = processes(r, p, &where);
	enum unit_state unit = units(r, p, &running, &where);
	struct remote_tool *row;

	if (!where)
		return;
	/* Without a process or a unit to look for, we cannot tell */
	if (running == TRI_UNKNOWN && r->p.all && p->units > 0 &&
	    unit_running(r->c, "*") != TRI_UNKNOWN)
		running = TRI_NO;
	row = rows_add(&r->rows);
	if (!row)
		return;
	row->product = p->id;
	row->kind = p->kind;
	row->running = running;
	row->unattended = remote_manner(
	    r->c, r->u, p, unit == UNIT_ENABLED || running == TRI_YES,
	    unit == UNIT_ENABLED);
	row->where = where;
}

static void tools(struct reading *r, struct facts *f)
{
	const struct baseline *b = r->c->baseline;
	struct fact_remote_tools *out = &f->remote_tools;

	rows_init(&r->rows, r->arena, sizeof(struct remote_tool));
	for (size_t i = 0; b && i < b->products; i++)
		if (strcmp(b->product[i].list, "remote-tool") == 0)
			look(r, &b->product[i]);
	out->row = r->rows.data;
	out->count = r->rows.count;
	if (!b)
		know_not(&out->fact, FACT_FAILED, "no list of products");
	else if (!r->p.all)
		know_not(&out->fact, FACT_DENIED,
		         "other accounts' programs cannot be seen");
	else
		out->fact.state = FACT_KNOWN;
}

/* Whether GNOME's own server is on for the account, or for the machine. */
static enum tri gnome_desktop(const struct reading *r)
{
	bool on = false;

	if (!tree_exists(r->c, "/usr/libexec/gnome-remote-desktop-daemon"))
		return TRI_NO;
	if (!r->u)
		return TRI_UNKNOWN;
	if (dconf_bool(r->c, r->u, "org.gnome.desktop.remote-desktop.rdp",
	               "enable", &on) > TREE_ABSENT)
		return TRI_UNKNOWN;
	return know_tri(on);
}

/* Whether xrdp runs; where that cannot be seen, whether it is meant to. */
static enum tri xrdp(const struct reading *r)
{
	enum tri process = process_running(&r->p, "xrdp");

	if (!tree_exists(r->c, "/usr/sbin/xrdp"))
		return TRI_NO;
	if (process == TRI_UNKNOWN &&
	    unit_state(r->c, "xrdp.service") == UNIT_ENABLED)
		return TRI_YES;
	return process;
}

static void desktop(const struct reading *r, struct facts *f)
{
	enum tri port = port_listening(r->c, PORT_RDP);
	enum tri gnome = gnome_desktop(r);
	enum tri other = xrdp(r);

	if (port == TRI_YES || gnome == TRI_YES || other == TRI_YES)
		know_bool(&f->remote_desktop, true);
	else if (port == TRI_NO || (gnome == TRI_NO && other == TRI_NO))
		know_bool(&f->remote_desktop, false);
	else
		know_not(&f->remote_desktop.fact, FACT_DENIED,
		         "ports and other accounts' programs cannot be seen");
	/* Another port stands in files that we do not read */
	if (port == TRI_YES)
		know_int(&f->remote_desktop_port, PORT_RDP);
	else
		know_not(&f->remote_desktop_port.fact, FACT_ABSENT,
		         "none is seen where a remote desktop listens");
	/* xrdp has no network level authentication: it draws its own page;
	   GNOME's server knows nothing else */
	if (other == TRI_YES)
		know_bool(&f->remote_desktop_nla, false);
	else if (gnome == TRI_YES)
		know_bool(&f->remote_desktop_nla, true);
	else if (f->remote_desktop.fact.state == FACT_KNOWN &&
	         !f->remote_desktop.value)
		know_not(&f->remote_desktop_nla.fact, FACT_ABSENT,
		         "no remote desktop");
	else
		know_not(&f->remote_desktop_nla.fact, FACT_FAILED,
		         "the server is not one we know");
}

static void remote_read(const struct probe_context *c, struct facts *f,
                        struct arena *a)
{
	struct reading r = { .c = c, .arena = a };

	user_list(c, a, &r.users);
	r.u = user_daily(&r.users, c->user);
	process_list(c, a, &r.p);
	tools(&r, f);
	desktop(&r, f);
}

static const char *const more[] = { "remote.tools", NULL };

const struct probe probe_remote = { .area = "remote",
	                            .deadline = 4000,
	                            .read = remote_read,
	                            .more_rights = more };
