/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/dpkg.h"
#include "checks/probe/linux/know.h"
#include "checks/probe/linux/nfs_exports.h"
#include "checks/probe/linux/port.h"
#include "checks/probe/linux/process.h"
#include "checks/probe/linux/smb_conf.h"
#include "checks/probe/linux/unit.h"
#include "checks/probe/probe.h"
#include "core/text.h"

#include <stdlib.h>
#include <string.h>

#define CONFIG_LIMIT      (1u << 20) /* bytes */
#define DEBIAN_USERSHARES 100 /* "usershare max shares" of Debian's Samba */

/* What goes on while the area is read. */
struct reading {
	const struct probe_context *c;
	struct facts *f;
	struct arena *arena;
	struct rows rows; /* struct share */
	const struct smb_conf *conf;
};

/* A list that is not whole keeps the worst reason. */
static void list_not(struct reading *r, enum fact_state state, const char *why)
{
	struct fact *list = &r->f->share_list.fact;

	if (list->state == FACT_UNASKED || list->state == FACT_KNOWN)
		know_not(list, state, why);
}

static enum tri smb_running(const struct probe_context *c,
                            const struct processes *p)
{
	enum tri port = port_listening(c, 445);

	if (port == TRI_NO)
		port = port_listening(c, 139);
	return port == TRI_UNKNOWN ? process_running(p, "smbd") : port;
}

/* Whether anyone may enter: the guest account must not be kept out. */
static bool guest_enters(const struct smb_conf *conf, const struct smb_share *s)
{
	return s->guest_ok &&
	       (!s->valid_users ||
	        smb_conf_lists(s->valid_users, conf->guest_account)) &&
	       !smb_conf_lists(s->invalid_users, conf->guest_account);
}

static const char *clients(const struct smb_share *s, bool guest)
{
	if (s->hosts_allow)
		return s->hosts_allow;
	return s->valid_users && !guest ? s->valid_users : "*";
}

static void add_smb(struct reading *r, const struct smb_share *s)
{
	bool guest = guest_enters(r->conf, s);
	bool homes = text_same(s->name, "homes");
	struct share *row;

	if (!s->available || s->printable || (!s->path && !homes))
		return;
	row = rows_add(&r->rows);
	if (!row) {
		list_not(r, FACT_FAILED, "too many shares");
		return;
	}
	row->protocol = "smb";
	row->name = s->name;
	row->path = s->path ? s->path : "%H";
	row->guest = know_tri(guest);
	row->writable = know_tri(
	    !s->read_only ||
	    (guest ? smb_conf_lists(s->write_list, r->conf->guest_account)
	           : s->write_list != NULL));
	row->clients = clients(s, guest);
}

/* A folder that a user offers by himself; its file is named after it. */
static bool add_usershare(void *ctx, const char *path)
{
	struct reading *r = ctx;
	struct smb_usershare u;
	struct share *row;
	enum tree_result found;
	char *text;

	found = tree_text(r->c, path, r->arena, &text);
	if (found > TREE_ABSENT)
		list_not(r, tree_fact(found), "cannot read a usershare");
	if (!text || !smb_conf_usershare(&u, text, r->arena))
		return true;
	row = rows_add(&r->rows);
	if (!row)
		return false;
	row->protocol = "smb";
	row->name = arena_strdup(r->arena, strrchr(path, '/') + 1);
	row->path = u.path;
	row->guest = know_tri(u.guest_ok && r->conf->usershare_guests &&
	                      (u.everyone_reads || u.everyone_writes));
	row->writable = u.everyone_writes       ? TRI_YES
	                : row->guest == TRI_YES ? TRI_NO
	                                        : TRI_UNKNOWN;
	row->clients = "*";
	return true;
}

static void read_usershares(struct reading *r)
{
	int64_t most = r->conf->usershare_max;
	const char *folder = r->conf->usershare_path;
	enum tree_result found;
	char pattern[TREE_PATH];

	if (most == -1)
		most =
		    tree_exists(r->c, "/var/lib/dpkg") ? DEBIAN_USERSHARES : 0;
	if (most == 0 || !folder || !tree_path(pattern, "%s/*", folder))
		return;
	found = tree_glob(r->c, pattern, add_usershare, r);
	if (found != TREE_OK)
		list_not(r, tree_fact(found),
		         arena_fmt(r->arena, "cannot list %s", folder));
}

/*
 * Whether no file is there whose path begins as an include's does before its
 * first macro: then it includes nothing, whoever comes.
 */
static bool nothing_varies(const struct probe_context *c, const char *path)
{
	char pattern[TREE_PATH];
	size_t n = strcspn(path, "%");
	bool there = false;

	return n == strcspn(path, "%*?[") &&
	       tree_path(pattern, "%.*s*", (int)n, path) &&
	       tree_match(c, pattern, &there) == TREE_OK && !there;
}

/* Keep the N of version 4.N when the package is Samba. */
static bool samba_package(void *ctx, const struct dpkg_package *p)
{
	int64_t *minor = ctx;
	const char *version = strchr(p->version, ':');

	if (strcmp(p->name, "samba") != 0 || !dpkg_installed(p))
		return true;
	version = version ? version + 1 : p->version;
	if (text_begins(version, "4."))
		*minor = strtol(version + 2, NULL, 10);
	return false;
}

/* Samba's version when it is 4.N, from dpkg; -1 if it cannot be told. */
static int64_t samba_minor(const struct probe_context *c)
{
	char path[TREE_PATH];
	int64_t minor = -1;
	struct err e;

	if (tree_path(path, "%s/var/lib/dpkg/status", c->root))
		dpkg_read(path, samba_package, &minor, &e);
	return minor;
}

#define SMB2_DEFAULT 11 /* Samba 4.11 of September 2019 stopped SMB1 */

static void read_smb1(struct reading *r)
{
	const char *lowest = r->conf->min_protocol;
	struct fact_bool *smb1 = &r->f->share_smb1;
	int64_t minor;
	struct err e;
	bool old;

	if (lowest) {
		if (smb_conf_smb1(lowest, &old, &e))
			know_bool(smb1, old);
		else
			know_not(&smb1->fact, FACT_FAILED,
			         "unknown server min protocol");
		return;
	}
	minor = samba_minor(r->c);
	if (minor >= 0)
		know_bool(smb1, minor < SMB2_DEFAULT);
	else
		know_not(&smb1->fact, FACT_FAILED,
		         "the default of this Samba is not known");
}

static void smb_not(struct reading *r, enum fact_state state, const char *why)
{
	list_not(r, state, why);
	know_not(&r->f->share_smb1.fact, state, why);
	know_not(&r->f->share_anonymous.fact, state, why);
}

/* Everything that the configuration says, and what it leaves open. */
static void take_conf(struct reading *r)
{
	const struct smb_conf *conf = r->conf;
	const struct smb_share *row = conf->shares.data;

	for (size_t i = 0; i < conf->shares.count; i++)
		add_smb(r, &row[i]);
	read_usershares(r);
	if (conf->registry)
		smb_not(r, FACT_FAILED, "more is in Samba's registry");
	else if (conf->denied)
		smb_not(r, FACT_DENIED,
		        arena_fmt(r->arena, "cannot read %s", conf->denied));
	else if (conf->cut)
		smb_not(r, FACT_FAILED,
		        arena_fmt(r->arena, "cannot follow %s", conf->cut));
	else if (conf->varies && !nothing_varies(r->c, conf->varies))
		smb_not(r, FACT_FAILED,
		        arena_fmt(r->arena, "%s depends on who comes",
		                  conf->varies));
	if (r->f->share_smb1.fact.state != FACT_UNASKED)
		return;
	read_smb1(r);
	know_bool(&r->f->share_anonymous, conf->restrict_anonymous < 2);
}

static void read_smb(struct reading *r)
{
	struct source from = source_tree(r->c);
	enum tree_result found;
	struct smb_conf conf;
	struct buf text;
	struct err e;

	buf_init(&text, CONFIG_LIMIT);
	found = tree_read(r->c, "/etc/samba/smb.conf", &text);
	r->conf = &conf;
	if (found != TREE_OK)
		smb_not(r, tree_fact(found), "cannot read /etc/samba/smb.conf");
	else if (!smb_conf_parse(&conf, buf_text(&text), text.len, &from,
	                         r->arena, &e))
		smb_not(r, FACT_FAILED, "smb.conf is too big");
	else
		take_conf(r);
	buf_clear(&text);
	r->conf = NULL;
}

/* Samba's server: true when it is there and shares, or will. */
static bool smb(struct reading *r, const struct processes *p)
{
	struct facts *f = r->f;
	bool there = tree_exists(r->c, "/usr/sbin/smbd") ||
	             tree_exists(r->c, "/usr/local/samba/sbin/smbd");
	enum tri running = smb_running(r->c, p);

	if (running != TRI_UNKNOWN)
		know_bool(&f->share_smb_running, running == TRI_YES);
	else if (!there)
		know_bool(&f->share_smb_running, false);
	else
		know_not(&f->share_smb_running.fact, FACT_FAILED,
		         "programs and ports cannot be seen");
	if (!there && running == TRI_YES) {
		smb_not(r, FACT_FAILED,
		        "the server is not this system's Samba");
		return true;
	}
	if (there &&
	    (running != TRI_NO ||
	     unit_state(r->c, "smbd.service") == UNIT_ENABLED ||
	     unit_state(r->c, "smb.service") == UNIT_ENABLED ||
	     unit_state(r->c, "samba-ad-dc.service") == UNIT_ENABLED)) {
		read_smb(r);
		return true;
	}
	know_not(&f->share_smb1.fact, FACT_ABSENT, "no Samba server is used");
	know_not(&f->share_anonymous.fact, FACT_ABSENT,
	         "no Samba server is used");
	return there;
}

static void take_exports(struct reading *r, const struct rows *exports)
{
	const struct nfs_export *export = exports->data;

	for (size_t i = 0; i < exports->count; i++) {
		struct share *row = rows_add(&r->rows);

		if (!row) {
			list_not(r, FACT_FAILED, "too many shares");
			return;
		}
		row->protocol = "nfs";
		row->name = export[i].path;
		row->path = export[i].path;
		row->guest = know_tri(export[i].world);
		row->writable = know_tri(export[i].writable);
		row->root_squash = know_tri(export[i].root_squash);
		row->clients = export[i].client;
	}
}

static bool read_exports(void *ctx, const char *path)
{
	struct reading *r = ctx;
	enum tree_result found;
	struct rows exports;
	struct buf text;

	rows_init(&exports, r->arena, sizeof(struct nfs_export));
	buf_init(&text, CONFIG_LIMIT);
	found = tree_read(r->c, path, &text);
	if (found > TREE_ABSENT)
		list_not(r, tree_fact(found),
		         arena_fmt(r->arena, "cannot read %s", path));
	else if (found == TREE_OK &&
	         !nfs_exports_parse(&exports, buf_text(&text), text.len))
		list_not(r, FACT_FAILED, "too many exports");
	buf_clear(&text);
	take_exports(r, &exports);
	return true;
}

/* The kernel's NFS server: true when it is there. */
static bool nfs(struct reading *r)
{
	bool there = tree_exists(r->c, "/usr/sbin/rpc.nfsd") ||
	             tree_exists(r->c, "/sbin/rpc.nfsd");
	enum tri running = port_listening(r->c, 2049);

	if (!there)
		return false;
	if (running == TRI_NO &&
	    unit_state(r->c, "nfs-server.service") != UNIT_ENABLED &&
	    unit_state(r->c, "nfs-kernel-server.service") != UNIT_ENABLED)
		return true;
	read_exports(r, "/etc/exports");
	if (tree_glob(r->c, "/etc/exports.d/*.exports", read_exports, r) ==
	    TREE_DENIED)
		list_not(r, FACT_DENIED, "cannot list /etc/exports.d");
	return true;
}

static void share_read(const struct probe_context *c, struct facts *f,
                       struct arena *a)
{
	struct reading r = { .c = c, .f = f, .arena = a };
	struct processes p;
	bool any;

	know_not(&f->share_hidden.fact, FACT_UNSUPPORTED,
	         "Linux has no such shares");
	know_not(&f->share_remote_admin.fact, FACT_UNSUPPORTED,
	         "Linux has no such setting");
	know_not(&f->share_signing.fact, FACT_UNSUPPORTED, "not read on Linux");
	know_not(&f->share_smb1_client.fact, FACT_UNSUPPORTED,
	         "each mount has its own version on Linux");
	know_not(&f->share_guest_client.fact, FACT_UNSUPPORTED,
	         "each mount says so itself on Linux");
	rows_init(&r.rows, a, sizeof(struct share));
	process_list(c, a, &p);
	any = smb(&r, &p);
	any = nfs(&r) || any;
	f->share_list.row = r.rows.data;
	f->share_list.count = r.rows.count;
	if (f->share_list.fact.state != FACT_UNASKED)
		return;
	f->share_list.fact.state = any ? FACT_KNOWN : FACT_ABSENT;
	if (!any)
		f->share_list.fact.why = "no file server is installed";
}

static const char *const more[] = { "share.list", NULL };

const struct probe probe_share = { .area = "share",
	                           .deadline = 4000,
	                           .read = share_read,
	                           .more_rights = more };
