/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/know.h"
#include "checks/probe/linux/port.h"
#include "checks/probe/linux/process.h"
#include "checks/probe/linux/source.h"
#include "checks/probe/linux/unit.h"
#include "checks/probe/probe.h"
#include "checks/probe/sshd_config.h"
#include "core/text.h"

#include <string.h>

#define CONFIG_LIMIT (1u << 20) /* bytes */

static const char *const servers[] = { "/usr/sbin/sshd", "/usr/bin/sshd",
	                               "/usr/local/sbin/sshd" };

static bool installed(const struct probe_context *c)
{
	for (size_t i = 0; i < sizeof(servers) / sizeof(servers[0]); i++)
		if (tree_exists(c, servers[i]))
			return true;
	return false;
}

/* Give everything but ssh.running the same reason not to be known. */
static void settings_not(struct facts *f, enum fact_state state,
                         const char *why)
{
	know_not(&f->ssh_password.fact, state, why);
	know_not(&f->ssh_root.fact, state, why);
	know_not(&f->ssh_empty.fact, state, why);
	know_not(&f->ssh_port.fact, state, why);
}

/*
 * Options on sshd's own command line (SSHD_OPTS of Debian, OPTIONS of Fedora)
 * come before the file. False when they name another file.
 */
static bool add_options(char *options, struct buf *out)
{
	char *word;

	while ((word = text_word(&options))) {
		const char *value = word + 2;

		if (word[0] != '-' || !strchr("opf", word[1]))
			continue;
		if (!word[1] || !*value)
			value = text_word(&options);
		if (word[1] == 'f' || !value)
			return false;
		buf_fmt(out, "%s%s\n", word[1] == 'p' ? "Port " : "", value);
	}
	return true;
}

static bool read_options(const struct probe_context *c, struct arena *a,
                         struct buf *out)
{
	static const char *const files[] = { "/etc/default/ssh",
		                             "/etc/sysconfig/sshd" };
	char *text;
	char *line;
	bool ok = true;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		tree_text(c, files[i], a, &text);
		while (ok && (line = text_line(&text))) {
			char *value = strchr(line, '=');

			if (!text_begins(line, "SSHD_OPTS=") &&
			    !text_begins(line, "OPTIONS="))
				continue;
			value++;
			for (char *p = value; *p; p++)
				if (*p == '"' || *p == '\'')
					*p = ' ';
			ok = add_options(value, out);
		}
	}
	return ok;
}

/* The server's configuration, all of it; false and the facts say why not. */
static bool read_config(const struct probe_context *c, struct facts *f,
                        struct arena *a, struct sshd_config *conf)
{
	struct source from = source_tree(c);
	enum tree_result found;
	struct buf text;
	struct err e;
	bool ok = false;

	buf_init(&text, CONFIG_LIMIT);
	if (!read_options(c, a, &text)) {
		settings_not(f, FACT_FAILED,
		             "sshd is started with options of its own");
		buf_clear(&text);
		return false;
	}
	found = tree_read(c, "/etc/ssh/sshd_config", &text);
	if (found > TREE_ABSENT)
		settings_not(f, tree_fact(found),
		             "cannot read /etc/ssh/sshd_config");
	else if (!sshd_config_parse(conf, buf_text(&text), text.len, &from, a,
	                            &e))
		settings_not(f, FACT_FAILED, "sshd_config is too big");
	else if (conf->denied)
		settings_not(f, FACT_DENIED,
		             arena_fmt(a, "cannot read %s", conf->denied));
	else if (conf->cut)
		settings_not(f, FACT_FAILED,
		             arena_fmt(a, "cannot follow %s", conf->cut));
	else
		ok = true;
	buf_clear(&text);
	return ok;
}

/* Whether a unit would answer, here and now or on demand. */
static bool on_demand(const struct probe_context *c)
{
	return tree_exists(c, "/run/systemd/system") &&
	       (unit_state(c, "ssh.socket") == UNIT_ENABLED ||
	        unit_state(c, "sshd.socket") == UNIT_ENABLED);
}

/* Whether the server can be reached; conf is NULL if it is not known. */
static void running(const struct probe_context *c, struct facts *f,
                    const struct processes *p, const struct sshd_config *conf)
{
	enum tri process = process_running(p, "sshd");
	enum tri port = port_listening(c, conf ? conf->port : 22);

	if (conf && conf->loopback)
		know_bool(&f->ssh_running, false);
	else if (process == TRI_YES || port == TRI_YES || on_demand(c))
		know_bool(&f->ssh_running, true);
	else if (process == TRI_NO || (port == TRI_NO && conf))
		know_bool(&f->ssh_running, false);
	else
		know_not(&f->ssh_running.fact, FACT_FAILED,
		         "programs and ports cannot be seen");
}

static void ssh_read(const struct probe_context *c, struct facts *f,
                     struct arena *a)
{
	struct sshd_config conf;
	struct processes p;
	bool read;

	process_list(c, a, &p);
	if (!installed(c)) {
		bool other = process_running(&p, "sshd") == TRI_YES ||
		             process_running(&p, "dropbear") == TRI_YES ||
		             port_listening(c, 22) == TRI_YES;

		know_bool(&f->ssh_running, other);
		settings_not(f, other ? FACT_FAILED : FACT_ABSENT,
		             other ? "the server is not this system's OpenSSH"
		                   : "no SSH server is installed");
		return;
	}
	read = read_config(c, f, a, &conf);
	running(c, f, &p, read ? &conf : NULL);
	if (!read)
		return;
	know_bool(&f->ssh_password, conf.password);
	know_bool(&f->ssh_empty, conf.empty);
	know_text(&f->ssh_root, conf.root);
	know_int(&f->ssh_port, conf.port);
}

static const char *const more[] = { "ssh.password", "ssh.root", "ssh.empty",
	                            "ssh.port", NULL };

const struct probe probe_ssh = {
	.area = "ssh", .deadline = 3000, .read = ssh_read, .more_rights = more
};
