/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/hardware.h"
#include "checks/probe/linux/os_release.h"
#include "checks/probe/linux/sight.h"
#include "checks/probe/linux/tree.h"
#include "checks/probe/probe.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

struct job {
	const struct probe_context *c;
	struct facts *f;
	struct arena *a;
};

static void give_up(const struct job *j, struct fact *f, enum tree_result r,
                    const char *what)
{
	static const char *const why[] = {
		[TREE_OK] = "says nothing",
		[TREE_ABSENT] = "is not there",
		[TREE_DENIED] = "may not be read",
		[TREE_FAILED] = "cannot be read",
	};

	fact_unknown(f, j->a, r == TREE_OK ? FACT_ABSENT : tree_fact(r),
	             "%s %s", what, why[r]);
}

static void read_release(const struct job *j)
{
	struct facts *f = j->f;
	const char *path = "/etc/os-release";
	struct os_release os;
	struct buf text;
	enum tree_result r;

	buf_init(&text, 65536);
	r = tree_read(j->c, path, &text);
	if (r == TREE_ABSENT) {
		path = "/usr/lib/os-release";
		r = tree_read(j->c, path, &text);
	}
	if (r == TREE_OK && !os_release_parse(&os, buf_text(&text), text.len))
		r = TREE_FAILED;
	buf_clear(&text);
	if (r != TREE_OK) {
		give_up(j, &f->system_id.fact, r, path);
		give_up(j, &f->system_version.fact, r, path);
		give_up(j, &f->system_name.fact, r, path);
		give_up(j, &f->system_edition.fact, r, path);
		return;
	}
	fact_text(&f->system_id, j->a, os.id);
	fact_text(&f->system_name, j->a, os.name[0] ? os.name : os.id);
	if (os.version_id[0])
		fact_text(&f->system_version, j->a, os.version_id);
	else /* Debian testing, Arch: they have no version */
		give_up(j, &f->system_version.fact, TREE_OK, "VERSION_ID");
	if (os.variant_id[0])
		fact_text(&f->system_edition, j->a, os.variant_id);
	else
		give_up(j, &f->system_edition.fact, TREE_OK, "VARIANT_ID");
}

static void read_kernel(const struct job *j)
{
	char release[128];
	enum tree_result r =
	    sight_word(j->c, "/proc/sys/kernel/osrelease", release);

	if (r == TREE_OK && release[0])
		fact_text(&j->f->system_kernel, j->a, release);
	else
		give_up(j, &j->f->system_kernel.fact, r,
		        "/proc/sys/kernel/osrelease");
}

/*
 * What the machine is for. A box that only stores is known by its maker's
 * files, a desktop by a graphical session that can be opened.
 */
static void read_role(const struct job *j)
{
	static const char *const storage[] = {
		"/etc/synoinfo.conf",   "/etc/config/qpkg.conf",
		"/etc/openmediavault",  "/etc/default/openmediavault",
		"/usr/bin/midclt",      "/etc/rockstor",
		"/etc/asustor-release", "/etc/nas.conf",
		"/usr/local/emhttp",    "/etc/terramaster",
	};
	static const char *const desktop[] = {
		"/usr/share/xsessions/*.desktop",
		"/usr/share/wayland-sessions/*.desktop",
		"/etc/systemd/system/display-manager.service",
	};

	if (!tree_exists(j->c, "/etc") || !tree_exists(j->c, "/usr")) {
		give_up(j, &j->f->system_role.fact, TREE_ABSENT, "the system");
		return;
	}
	if (sight_any(j->c, storage, sizeof(storage) / sizeof(storage[0])))
		fact_text(&j->f->system_role, j->a, "storage");
	else if (sight_any(j->c, desktop, sizeof(desktop) / sizeof(desktop[0])))
		fact_text(&j->f->system_role, j->a, "desktop");
	else
		fact_text(&j->f->system_role, j->a, "server");
}

/* A hash, so that the machine's own id leaves nobody. */
static void read_machine(const struct job *j)
{
	const char *path = "/etc/machine-id";
	char id[128];
	char name[HARDWARE_MACHINE];
	enum tree_result r = sight_word(j->c, path, id);

	if (r == TREE_ABSENT || (r == TREE_OK && strlen(id) != 32)) {
		path = "/var/lib/dbus/machine-id";
		r = sight_word(j->c, path, id);
	}
	if (r != TREE_OK || strlen(id) != 32) {
		give_up(j, &j->f->system_machine.fact, r, path);
		return;
	}
	hardware_machine(name, id);
	fact_text(&j->f->system_machine, j->a, name);
}

static void read_uptime(const struct job *j)
{
	char text[128];
	int64_t seconds;
	enum tree_result r = sight_word(j->c, "/proc/uptime", text);

	text[strcspn(text, ".")] = '\0';
	if (r == TREE_OK && text_int(text, 0, INT64_C(1) << 40, &seconds))
		fact_int(&j->f->system_uptime, seconds);
	else
		give_up(j, &j->f->system_uptime.fact, r, "/proc/uptime");
}

/*
 * The machine's clock cannot be before the day the baseline was made, nor
 * before files that it wrote itself. The second newest of these is taken: one
 * file with a date in the future is an accident, not a witness.
 */
static void read_clock(const struct job *j)
{
	static const char *const witness[] = {
		"/etc",
		"/etc/passwd",
		"/var/lib/dpkg/status",
		"/var/lib/apt/lists",
		"/var/lib/rpm/rpmdb.sqlite",
		"/usr/lib/sysimage/rpm/rpmdb.sqlite",
		"/var/log",
		"/var/log/wtmp",
		"/var/lib/systemd/timesync/clock",
	};
	int64_t newest = 0;
	int64_t second = 0;

	for (size_t i = 0; i < sizeof(witness) / sizeof(witness[0]); i++) {
		struct tree_stat st;

		if (tree_stat(j->c, witness[i], &st) != TREE_OK)
			continue;
		if (st.mtime > newest) {
			second = newest;
			newest = st.mtime;
		} else if (st.mtime > second) {
			second = st.mtime;
		}
	}
	if (j->c->baseline && j->c->baseline->made > second)
		second = j->c->baseline->made;
	fact_int(&j->f->system_clock, j->c->now);
	fact_int(&j->f->system_clock_floor, second);
}

static void read_synchronized(const struct job *j)
{
	struct fact_bool *f = &j->f->system_clock_synchronized;
	enum tri kernel;

	if (tree_exists(j->c, "/run/systemd/timesync/synchronized")) {
		fact_bool(f, true);
		return;
	}
	kernel = j->c->live ? sight_synchronized() : TRI_UNKNOWN;
	if (kernel != TRI_UNKNOWN)
		fact_bool(f, kernel == TRI_YES);
	else if (tree_exists(j->c, "/run/systemd/timesync"))
		fact_bool(f, false);
	else
		fact_unknown(&f->fact, j->a, FACT_UNSUPPORTED,
		             "only the running kernel tells");
}

static void read_kind(const struct job *j)
{
	enum tri virtual = sight_virtual(j->c);
	enum tri laptop = sight_laptop(j->c);

	/* Nobody carries a virtual machine away by its battery. */
	if (laptop == TRI_UNKNOWN && virtual == TRI_YES)
		laptop = TRI_NO;
	if (virtual == TRI_UNKNOWN)
		give_up(j, &j->f->system_virtual.fact, TREE_ABSENT,
		        "what the hardware says of itself");
	else
		fact_bool(&j->f->system_virtual, virtual == TRI_YES);
	if (laptop == TRI_UNKNOWN)
		give_up(j, &j->f->system_laptop.fact, TREE_ABSENT,
		        "what the hardware says of itself");
	else
		fact_bool(&j->f->system_laptop, laptop == TRI_YES);
}

static void read_system(const struct probe_context *c, struct facts *f,
                        struct arena *a)
{
	const struct job j = { c, f, a };

	fact_text(&f->system_family, a, "linux");
	read_release(&j);
	read_kernel(&j);
	read_role(&j);
	read_machine(&j);
	read_uptime(&j);
	read_clock(&j);
	read_synchronized(&j);
	read_kind(&j);
}

static const char *const more_rights[] = { NULL };

const struct probe probe_system = {
	.area = "system",
	.deadline = 5000,
	.read = read_system,
	.more_rights = more_rights,
};
