/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/linux/process.h"
#include "checks/probe/linux/ruleset.h"
#include "checks/probe/linux/sight.h"
#include "checks/probe/linux/unit.h"
#include "checks/probe/probe.h"
#include "core/run.h"
#include "core/text.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define DEADLINE 3000 /* milliseconds that nft or iptables-save may take */

struct look {
	const struct probe_context *c;
	struct arena *a;
	bool denied; /* something that could show it may not be read */
};

/* The value of the last "NAME=value" of a shell file, or NULL. */
static const char *setting(struct look *l, const char *path, const char *name)
{
	const char *found = NULL;
	char *text;
	char *line;

	if (tree_text(l->c, path, l->a, &text) == TREE_DENIED)
		l->denied = true;
	while (text && (line = text_line(&text))) {
		char *value = strchr(line, '=');

		if (!value)
			continue;
		*value++ = '\0';
		if (strcmp(text_trim(line), name) != 0)
			continue;
		value = text_trim(value);
		value += strspn(value, "\"'");
		value[strcspn(value, "\"'")] = '\0';
		found = value;
	}
	return found;
}

/* Enabled, or there is no systemd to enable it. */
static bool starts(const struct look *l, const char *unit)
{
	return unit_state(l->c, unit) == UNIT_ENABLED;
}

static bool ufw_on(struct look *l)
{
	const char *on = setting(l, "/etc/ufw/ufw.conf", "ENABLED");
	const char *policy;

	if (!on || !text_same(on, "yes") || !starts(l, "ufw.service"))
		return false;
	policy = setting(l, "/etc/default/ufw", "DEFAULT_INPUT_POLICY");
	return !policy || !text_same(policy, "ACCEPT");
}

static bool firewalld_on(struct look *l)
{
	const char *unit = "firewalld.service";
	enum tri running = unit_running(l->c, unit);
	struct processes list;
	const char *zone;

	if (running != TRI_YES) {
		process_list(l->c, l->a, &list);
		if (process_running(&list, "firewalld") == TRI_YES)
			running = TRI_YES;
	}
	if (running == TRI_NO || (running == TRI_UNKNOWN && !starts(l, unit)))
		return false;
	zone = setting(l, "/etc/firewalld/firewalld.conf", "DefaultZone");
	return !zone || strcmp(zone, "trusted") != 0;
}

/* Rules that are loaded at every start. */
static bool file_on(struct look *l, const char *path,
                    bool (*keeps_out)(const char *text))
{
	char *text;

	if (tree_text(l->c, path, l->a, &text) == TREE_DENIED)
		l->denied = true;
	return text && keeps_out(text);
}

struct included {
	struct look *l;
	bool on;
};

static bool look_included(void *ctx, const char *path)
{
	struct included *i = ctx;

	i->on = i->on || file_on(i->l, path, ruleset_nft);
	return !i->on;
}

static bool nftables_on(struct look *l)
{
	static const char *const files[] = {
		"/etc/nftables.conf",
		"/etc/nftables.d/*.nft",
		"/etc/nftables/*.nft",
		"/etc/sysconfig/nftables.conf",
	};
	struct included i = { .l = l };

	if (!starts(l, "nftables.service"))
		return false;
	for (size_t n = 0; n < sizeof(files) / sizeof(files[0]); n++)
		if (tree_glob(l->c, files[n], look_included, &i) == TREE_DENIED)
			l->denied = true;
	return i.on;
}

static bool iptables_on(struct look *l)
{
	if (starts(l, "netfilter-persistent.service") &&
	    file_on(l, "/etc/iptables/rules.v4", ruleset_iptables))
		return true;
	return starts(l, "iptables.service") &&
	       file_on(l, "/etc/sysconfig/iptables", ruleset_iptables);
}

static const struct {
	const char *name;
	bool (*on)(struct look *l);
} tools[] = {
	{ "ufw", ufw_on },
	{ "firewalld", firewalld_on },
	{ "nftables", nftables_on },
	{ "iptables", iptables_on },
};

/* Whether the rules that a program prints keep strangers out. */
static enum tri list_rules(const char *const *argv,
                           bool (*keeps_out)(const char *text))
{
	enum tri answer = TRI_UNKNOWN;
	struct err e = { .sys = 0 };
	struct buf out;
	int status;

	buf_init(&out, 4u << 20);
	if (run_command(argv, DEADLINE, &out, &status, &e)) {
		if (status == 0)
			answer = keeps_out(buf_text(&out)) ? TRI_YES : TRI_NO;
	} else if (e.sys == ENOENT) {
		answer = TRI_NO; /* without the program, no such rules */
	}
	buf_clear(&out);
	return answer;
}

/* Whether the word is in a small file; UNKNOWN when that cannot be read. */
static enum tri names(const struct probe_context *c, const char *path,
                      const char *word)
{
	enum tri answer = TRI_UNKNOWN;
	struct buf text;

	buf_init(&text, TREE_CAP);
	if (tree_read(c, path, &text) == TREE_OK && text.len)
		answer = strstr(buf_text(&text), word) ? TRI_YES : TRI_NO;
	buf_clear(&text);
	return answer;
}

/*
 * A kernel without the code that filters filters nothing: the one way for a
 * plain user to know that no rule is there.
 */
static bool cannot_filter(const struct probe_context *c)
{
	static const char *const code[] = { "nf_tables", "iptable_filter",
		                            "ip6table_filter" };
	char path[TREE_PATH];
	char release[128];

	if (sight_word(c, "/proc/sys/kernel/osrelease", release) != TREE_OK ||
	    !tree_path(path, "/lib/modules/%s/modules.builtin", release))
		return false;
	for (size_t i = 0; i < sizeof(code) / sizeof(code[0]); i++)
		if (names(c, path, code[i]) != TRI_NO ||
		    names(c, "/proc/modules", code[i]) != TRI_NO)
			return false;
	return true;
}

/* What the kernel does now; only root may ask, but for a kernel that cannot. */
static enum tri kernel_rules(const struct probe_context *c)
{
	static const char *const nft[] = { "nft", "list", "ruleset", NULL };
	static const char *const save[] = { "iptables-save", "-t", "filter",
		                            NULL };
	static const char *const old[] = { "iptables-legacy-save", "-t",
		                           "filter", NULL };
	enum tri answer;

	if (cannot_filter(c))
		return TRI_NO;
	if (!c->live || geteuid() != 0)
		return TRI_UNKNOWN;
	answer = list_rules(nft, ruleset_nft);
	if (answer == TRI_NO)
		answer = list_rules(save, ruleset_iptables);
	/* Asking for a table makes it: ask only when it is there. */
	if (answer == TRI_NO &&
	    names(c, "/proc/net/ip_tables_names", "filter") == TRI_YES)
		answer = list_rules(old, ruleset_iptables);
	return answer;
}

static void conclude(struct facts *f, struct arena *a, bool on,
                     const char *tool)
{
	fact_bool(&f->firewall_on, on);
	if (tool)
		fact_text(&f->firewall_tool, a, tool);
	else
		fact_unknown(&f->firewall_tool.fact, a, FACT_ABSENT,
		             "none filters what comes in");
}

static void read_firewall(const struct probe_context *c, struct facts *f,
                          struct arena *a)
{
	struct look l = { .c = c, .a = a };
	const char *tool = NULL;
	enum tri kernel = kernel_rules(c);

	fact_unknown(&f->firewall_profiles.fact, a, FACT_UNSUPPORTED,
	             "Linux has one set of rules for all networks");
	for (size_t i = 0; !tool && i < sizeof(tools) / sizeof(tools[0]); i++)
		if (tools[i].on(&l))
			tool = tools[i].name;
	/* What the kernel does beats what files intend. */
	if (kernel == TRI_YES) {
		conclude(f, a, true, tool ? tool : "netfilter");
	} else if (kernel == TRI_NO) {
		conclude(f, a, false, NULL);
	} else if (tool) {
		conclude(f, a, true, tool);
	} else if (c->live || l.denied) {
		fact_unknown(&f->firewall_on.fact, a, FACT_DENIED,
		             "only root may list the rules of the kernel");
		fact_unknown(&f->firewall_tool.fact, a, FACT_DENIED,
		             "only root may list the rules of the kernel");
	} else {
		fact_unknown(&f->firewall_on.fact, a, FACT_ABSENT,
		             "no firewall is set up in files");
		fact_unknown(&f->firewall_tool.fact, a, FACT_ABSENT,
		             "no firewall is set up in files");
	}
}

static const char *const more_rights[] = { "firewall.on", "firewall.tool",
	                                   NULL };

const struct probe probe_firewall = {
	.area = "firewall",
	.deadline = 8000,
	.read = read_firewall,
	.more_rights = more_rights,
};
