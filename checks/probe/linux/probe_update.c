/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/facts_json.h"
#include "checks/probe/fact.h"
#include "checks/probe/linux/apt.h"
#include "checks/probe/linux/apt_security.h"
#include "checks/probe/linux/debian_version.h"
#include "checks/probe/linux/dnf.h"
#include "checks/probe/linux/sight.h"
#include "checks/probe/probe.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/* The kernel that runs, and what was found of the others. */
struct kernels {
	char running[128];
	const char *flavour; /* "-amd64", "-generic"; "" on Fedora */
	bool own;            /* the running one belongs to this system */
	bool newer;
};

/* From the first hyphen before a letter: "6.1.0-40-cloud-amd64". */
static const char *flavour_of(const char *release)
{
	for (const char *p = release; (p = strchr(p, '-')); p++)
		if ((p[1] >= 'a' && p[1] <= 'z') ||
		    (p[1] >= 'A' && p[1] <= 'Z'))
			return p;
	return "";
}

static void look_kernel(struct kernels *k, const char *release)
{
	if (strcmp(release, k->running) == 0)
		k->own = true;
	else if (strcmp(flavour_of(release), k->flavour) == 0 &&
	         debian_version_compare(release, k->running) > 0)
		k->newer = true;
}

/* "/boot/vmlinuz-6.1.0-40-amd64"; "0-rescue-..." is never newer. */
static bool look_boot(void *ctx, const char *path)
{
	look_kernel(ctx, path + strlen("/boot/vmlinuz-"));
	return true;
}

/* "/lib/modules/6.11.4-301.fc41.x86_64/vmlinuz" */
static bool look_modules(void *ctx, const char *path)
{
	char release[128];

	snprintf(release, sizeof(release), "%s",
	         path + strlen("/lib/modules/"));
	release[strcspn(release, "/")] = '\0';
	look_kernel(ctx, release);
	return true;
}

/*
 * A package asked for a restart, or a newer kernel of the same flavour is
 * installed than the one that runs. In a container or under a borrowed
 * kernel there is nothing to compare.
 */
static void read_reboot(const struct probe_context *c, struct facts *f,
                        struct arena *a)
{
	struct kernels k = { .own = false };
	char path[TREE_PATH];

	if (tree_exists(c, "/run/reboot-required") ||
	    tree_exists(c, "/var/run/reboot-required")) {
		fact_bool(&f->update_reboot, true);
		return;
	}
	if (sight_word(c, "/proc/sys/kernel/osrelease", k.running) == TREE_OK &&
	    k.running[0]) {
		k.flavour = flavour_of(k.running);
		tree_glob(c, "/boot/vmlinuz-*", look_boot, &k);
		tree_glob(c, "/lib/modules/*/vmlinuz", look_modules, &k);
		if (tree_path(path, "/lib/modules/%s", k.running) &&
		    tree_exists(c, path))
			k.own = true;
	}
	if (k.own)
		fact_bool(&f->update_reboot, k.newer);
	else
		fact_unknown(&f->update_reboot.fact, a, FACT_ABSENT,
		             "the running kernel is not of this system");
}

static void read_update(const struct probe_context *c, struct facts *f,
                        struct arena *a)
{
	bool dpkg = tree_exists(c, "/var/lib/dpkg");

	if (dpkg && tree_exists(c, "/usr/bin/apt-get")) {
		fact_text(&f->update_source, a, "apt");
		apt_read(c, f, a);
		apt_security_read(c, f, a);
	} else if (tree_exists(c, "/usr/bin/dnf") ||
	           tree_exists(c, "/usr/bin/dnf5")) {
		fact_text(&f->update_source, a, "dnf");
		dnf_read(c, f, a);
	}
	read_reboot(c, f, a);
	fact_unknown(&f->update_pending.fact, a, FACT_UNSUPPORTED,
	             "only security updates are counted here");
	fact_unknown(&f->update_extended.fact, a, FACT_UNSUPPORTED,
	             "the support dates of Linux count");
	fact_unknown(&f->update_paused.fact, a, FACT_UNSUPPORTED,
	             "nothing pauses updates here");
	facts_give_up(f, "update", FACT_UNSUPPORTED,
	              "neither apt nor dnf is here");
}

static const char *const more_rights[] = { NULL };

const struct probe probe_update = {
	.area = "update",
	.deadline = 10000,
	.read = read_update,
	.more_rights = more_rights,
};
