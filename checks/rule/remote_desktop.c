/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/rule/product.h"
#include "checks/sign.h"
#include "core/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define PORT_SSH      22
#define PORT_RDP      3389
#define PORT_VNC      5900 /* RFC 6143: 5900 and the display's number */
#define PORT_VNC_LAST 5909

/* What the ways in came to, so far. */
struct ways {
	const char *message; /* of the worst one that is open, or NULL */
	bool guarded;        /* one is there, and closed to others */
	bool unknown;        /* one could not be told; the ruling says why */
	bool severe;
};

static bool known_true(const struct fact_bool *fact)
{
	return fact->fact.state == FACT_KNOWN && fact->value;
}

/* ABSENT is knowledge: we looked, and the machine has no such thing. */
static bool known_false(const struct fact_bool *fact)
{
	return fact->fact.state == FACT_ABSENT ||
	       (fact->fact.state == FACT_KNOWN && !fact->value);
}

/*
 * Whether others can reach a TCP port of that range, and which. NO takes a
 * listener on loopback: a service that nobody sees listen may do so under
 * another port.
 */
static enum tri reachable(const struct facts *f, int64_t first, int64_t last,
                          int64_t *port)
{
	const struct fact_listeners *list = &f->listener_list;
	bool seen = false;
	bool unsure = list->fact.state != FACT_KNOWN;

	*port = first;
	for (size_t i = 0; i < list->count; i++) {
		const struct listener *l = &list->row[i];

		if (l->port < first || l->port > last ||
		    !text_is(l->transport, "tcp"))
			continue;
		if (l->loopback == TRI_NO) {
			*port = l->port;
			return TRI_YES;
		}
		seen = true;
		unsure = unsure || l->loopback == TRI_UNKNOWN;
	}
	return seen && !unsure ? TRI_NO : TRI_UNKNOWN;
}

/* Whether the door leads to another machine, as far as one can tell. */
static bool elsewhere(const struct facts *f, const struct mapping *m)
{
	bool known = false;

	for (size_t i = 0; i < f->lan_devices.count; i++) {
		const struct device *d = &f->lan_devices.row[i];

		if (d->self != TRI_YES || !d->address)
			continue;
		known = true;
		if (m->target && text_begins(m->target, d->address) &&
		    m->target[strlen(d->address)] == ':')
			return false;
	}
	return known && m->target && strchr(m->target, ':');
}

/* Whether the box sends visits from the Internet to that port. */
static bool mapped(const struct inputs *in, struct ruling *r, int64_t port)
{
	const struct fact_mappings *list = &in->facts->lan_mappings;
	char end[24];

	snprintf(end, sizeof(end), ":%" PRId64, port);
	for (size_t i = 0; i < list->count; i++) {
		const struct mapping *m = &list->row[i];

		if ((m->port != port &&
		     (!m->target || !text_ends(m->target, end))) ||
		    elsewhere(in->facts, m))
			continue;
		ruling_port(r, "remote-from-internet", m->target, m->port,
		            m->transport, m->description);
		return true;
	}
	return false;
}

static void open_way(const struct inputs *in, struct ruling *r, struct ways *w,
                     const char *message, bool severe, int64_t port)
{
	if (!w->message || (severe && !w->severe))
		w->message = message;
	w->severe = w->severe || severe;
	if (mapped(in, r, port)) {
		w->severe = true;
		w->message = "internet";
	}
}

/*
 * Without NLA the screen is drawn, and the machine's code reached, before
 * anybody has said who they are.
 */
static void look_desktop(const struct inputs *in, struct ruling *r,
                         struct ways *w)
{
	const struct facts *f = in->facts;
	bool bare = f->remote_desktop_nla.fact.state == FACT_KNOWN &&
	            !f->remote_desktop_nla.value;
	int64_t own = f->remote_desktop_port.fact.state == FACT_KNOWN
	                  ? f->remote_desktop_port.value
	                  : PORT_RDP;
	int64_t port;

	if (known_false(&f->remote_desktop))
		return;
	if (!known_true(&f->remote_desktop)) {
		ruling_unknown(r, "remote.desktop", &f->remote_desktop.fact);
		w->unknown = true;
		return;
	}
	if (reachable(f, own, own, &port) == TRI_NO) {
		w->guarded = true;
		return;
	}
	ruling_port(r, bare ? "rdp-without-nla" : "rdp-open", NULL, own, "tcp",
	            "remote.desktop");
	open_way(in, r, w, bare ? "rdp-bare" : "rdp", bare, own);
}

static const char *name_of(const struct inputs *in, const struct remote_tool *t)
{
	return product_say(in->baseline, "remote-tool", t->product);
}

/*
 * A screen server that listens is a failure whatever its password: VNC's own
 * scheme (RFC 6143, 7.2.2) cuts it to eight characters.
 */
static void look_screen(const struct inputs *in, struct ruling *r,
                        struct ways *w, const struct remote_tool *t)
{
	int64_t port;
	enum tri reach = reachable(in->facts, PORT_VNC, PORT_VNC_LAST, &port);

	if (t->running == TRI_NO)
		return;
	if (reach == TRI_NO) {
		w->guarded = true;
	} else if (reach == TRI_YES && t->running == TRI_YES) {
		ruling_port(r, "vnc-open", NULL, port, "tcp", name_of(in, t));
		if (!w->message)
			ruling_text(r, "product", name_of(in, t));
		open_way(in, r, w, "vnc", false, port);
	} else {
		ruling_evidence(r, "vnc-unclear", "%s", name_of(in, t));
		w->unknown = true;
	}
}

static void look_screens(const struct inputs *in, struct ruling *r,
                         struct ways *w)
{
	const struct fact_remote_tools *list = &in->facts->remote_tools;

	for (size_t i = 0; i < list->count; i++)
		if (text_is(list->row[i].kind, "vnc"))
			look_screen(in, r, w, &list->row[i]);
	if (list->fact.state == FACT_KNOWN || list->fact.state == FACT_ABSENT)
		return;
	ruling_unknown(r, "remote.tools", &list->fact);
	w->unknown = true;
}

/*
 * Whether somebody could come in with a password. Not when all accounts were
 * read, only root has one, and root needs a key.
 */
static bool password_usable(const struct facts *f)
{
	bool root = f->ssh_root.fact.state != FACT_KNOWN ||
	            strcmp(f->ssh_root.value, "yes") == 0;

	if (f->account_list.fact.state != FACT_KNOWN)
		return true;
	for (size_t i = 0; i < f->account_list.count; i++) {
		const struct account *a = &f->account_list.row[i];

		if (a->enabled != TRI_NO && (a->number != 0 || root) &&
		    !text_is(a->password, "locked"))
			return true;
	}
	return false;
}

/* Whether an account without a password could come in. */
static bool empty_account(const struct facts *f)
{
	for (size_t i = 0; i < f->account_list.count; i++) {
		const struct account *a = &f->account_list.row[i];

		if (text_is(a->password, "empty") && a->enabled != TRI_NO)
			return true;
	}
	return false;
}

static void open_ssh(const struct inputs *in, struct ruling *r, struct ways *w,
                     int64_t port)
{
	const struct facts *f = in->facts;
	bool empty = known_true(&f->ssh_empty) && known_true(&f->ssh_password);

	ruling_port(r, "ssh-password", NULL, port, "tcp",
	            "PasswordAuthentication yes");
	if (f->ssh_root.fact.state == FACT_KNOWN &&
	    strcmp(f->ssh_root.value, "yes") == 0)
		ruling_port(r, "ssh-root", NULL, port, "tcp",
		            "PermitRootLogin yes");
	if (empty)
		ruling_port(r, "ssh-empty", NULL, port, "tcp",
		            "PermitEmptyPasswords yes");
	empty = empty && empty_account(f);
	open_way(in, r, w, empty ? "ssh-empty" : "ssh-password", empty, port);
}

/* Keys only, loopback only, or nobody to come in: then SSH is guarded. */
static void look_ssh(const struct inputs *in, struct ruling *r, struct ways *w)
{
	const struct facts *f = in->facts;
	int64_t port =
	    f->ssh_port.fact.state == FACT_KNOWN ? f->ssh_port.value : PORT_SSH;
	enum tri reach = reachable(f, port, port, &port);

	if (known_false(&f->ssh_running))
		return;
	if (!known_true(&f->ssh_running)) {
		ruling_unknown(r, "ssh.running", &f->ssh_running.fact);
		w->unknown = true;
	} else if (reach == TRI_NO || known_false(&f->ssh_password) ||
	           !password_usable(f)) {
		w->guarded = true;
	} else if (!known_true(&f->ssh_password)) {
		ruling_unknown(r, "ssh.password", &f->ssh_password.fact);
		w->unknown = true;
	} else if (reach == TRI_YES) {
		open_ssh(in, r, w, port);
	} else {
		if (f->listener_list.fact.state == FACT_KNOWN)
			ruling_evidence(r, "ssh-unclear",
			                "no listener on %" PRId64, port);
		else
			ruling_unknown(r, "listener.list",
			               &f->listener_list.fact);
		w->unknown = true;
	}
}

/*
 * Every way in is looked at, so that the provider gets them all; the worst
 * names the finding. One that is open outweighs one that is not known.
 */
static void judge_own(const struct inputs *in, struct ruling *r)
{
	struct ways w = { 0 };

	look_desktop(in, r, &w);
	look_screens(in, r, &w);
	look_ssh(in, r, &w);
	if (w.message) {
		ruling_set(r, VERDICT_FAIL, w.message);
		/* Open to the town hall is not open to the Internet. */
		if (!w.severe && r->severity > SEVERITY_HIGH)
			r->severity = SEVERITY_HIGH;
	} else if (w.unknown) {
		ruling_set(r, VERDICT_UNKNOWN,
		           r->message ? r->message : "unclear");
	} else {
		ruling_set(r, VERDICT_PASS, w.guarded ? "guarded" : "closed");
	}
}

/*
 * A screen of another device that shows itself to anyone is as bad as one of
 * this machine; a remote desktop that asks who comes is worth a look.
 */
static void judge(const struct inputs *in, struct ruling *r)
{
	struct sign_worst worst;

	judge_own(in, r);
	sign_tell(in, r, &worst);
	if (sign_worsen(in, r, &worst, "device-open", "device-answers") &&
	    r->severity > SEVERITY_HIGH)
		r->severity = SEVERITY_HIGH;
}

static const char *const reads[] = { "remote.desktop",
	                             "remote.desktop-nla",
	                             "remote.desktop-port",
	                             "remote.tools",
	                             "ssh.running",
	                             "ssh.password",
	                             "ssh.root",
	                             "ssh.empty",
	                             "ssh.port",
	                             "listener.list",
	                             "account.list",
	                             "lan.mappings",
	                             "lan.signs",
	                             NULL };
static const char *const codes[] = { "rdp-open",
	                             "rdp-without-nla",
	                             "vnc-open",
	                             "vnc-unclear",
	                             "ssh-password",
	                             "ssh-root",
	                             "ssh-empty",
	                             "ssh-unclear",
	                             "remote-from-internet",
	                             "rdp-exposed",
	                             "rdp-no-nla",
	                             "vnc-no-auth",
	                             "not-read",
	                             NULL };

const struct rule rule_remote_desktop_closed = {
	.id = "remote-desktop-closed",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
