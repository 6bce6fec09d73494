/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/probe.h"
#include "checks/probe/sshd_config.h"
#include "checks/probe/windows/folder.h"
#include "checks/probe/windows/service.h"
#include "core/file.h"
#include "core/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define CONFIG_BYTES (1u << 20)
#define ASKED        "/etc/ssh/" /* where the parser thinks that it is */
#define DATA         "__PROGRAMDATA__/ssh/" /* as the file itself writes it */

/* Give everything but ssh.running the same reason not to be known. */
static void settings_not(struct facts *f, struct arena *a,
                         enum fact_state state, const char *why)
{
	fact_unknown(&f->ssh_password.fact, a, state, "%s", why);
	fact_unknown(&f->ssh_empty.fact, a, state, "%s", why);
	fact_unknown(&f->ssh_port.fact, a, state, "%s", why);
}

/* The file in the server's folder that the parser asks for. */
static enum tree_result read_config(const void *folder, const char *path,
                                    struct buf *out)
{
	char real[SOURCE_PATH];
	struct err e;

	if (text_begins(path, ASKED))
		path += strlen(ASKED);
	if (text_begins(path, DATA))
		path += strlen(DATA);
	if (strchr(path, ':') || path[0] == '/' ||
	    (size_t)snprintf(real, sizeof(real), "%s\\ssh\\%s",
	                     (const char *)folder, path) >= sizeof(real))
		return TREE_FAILED;
	if (file_read(real, out, &e))
		return TREE_OK;
	if (e.sys == ENOENT)
		return TREE_ABSENT;
	return e.sys == EACCES ? TREE_DENIED : TREE_FAILED;
}

/* A pattern of files is not followed, and said to be closed. */
static enum tree_result find_config(const void *folder, const char *pattern,
                                    bool (*each)(void *to, const char *path),
                                    void *to)
{
	(void)folder;
	if (strpbrk(pattern, "*?["))
		return TREE_DENIED;
	return each(to, pattern) ? TREE_OK : TREE_FAILED;
}

static void read_settings(struct facts *f, struct arena *a)
{
	const char *folder = folder_path(FOLDER_PROGRAM_DATA, a);
	struct source from = { folder, read_config, find_config };
	struct sshd_config conf;
	enum tree_result found = TREE_FAILED;
	struct buf text;
	struct err e;

	buf_init(&text, CONFIG_BYTES);
	if (folder)
		found = read_config(folder, "sshd_config", &text);
	if (found == TREE_DENIED)
		settings_not(f, a, FACT_DENIED, "sshd_config is closed");
	else if (found == TREE_FAILED ||
	         !sshd_config_parse(&conf, buf_text(&text), text.len, &from, a,
	                            &e))
		settings_not(f, a, FACT_FAILED, "sshd_config cannot be read");
	else if (conf.denied || conf.cut)
		settings_not(f, a, conf.denied ? FACT_DENIED : FACT_FAILED,
		             "a part of sshd_config cannot be read");
	else {
		fact_bool(&f->ssh_password, conf.password);
		fact_bool(&f->ssh_empty, conf.empty);
		fact_int(&f->ssh_port, conf.port);
		if (conf.loopback)
			fact_bool(&f->ssh_running, false);
	}
	buf_clear(&text);
}

/* The server that Microsoft ships; without a file, its defaults hold. */
static void read_ssh(const struct probe_context *c, struct facts *f,
                     struct arena *a)
{
	enum fact_state state;
	struct service s;

	(void)c;
	state = service_find("sshd", &s);
	fact_unknown(&f->ssh_root.fact, a, FACT_ABSENT,
	             "Windows has no such account");
	if (state == FACT_ABSENT) {
		fact_bool(&f->ssh_running, false);
		settings_not(f, a, FACT_ABSENT, "no SSH server is installed");
		return;
	}
	if (state != FACT_KNOWN) {
		fact_unknown(&f->ssh_running.fact, a, state,
		             "the service cannot be read");
		settings_not(f, a, state, "the service cannot be read");
		return;
	}
	if (s.running == TRI_UNKNOWN && s.start != SERVICE_STARTS_ITSELF &&
	    s.start != SERVICE_STARTS_NEVER)
		fact_unknown(&f->ssh_running.fact, a, FACT_FAILED,
		             "Windows does not tell whether it runs");
	else
		fact_bool(&f->ssh_running,
		          s.running == TRI_YES ||
		              s.start == SERVICE_STARTS_ITSELF);
	read_settings(f, a);
}

static const char *const more_rights[] = { "ssh.password", "ssh.empty",
	                                   "ssh.port", NULL };

const struct probe probe_ssh = {
	.area = "ssh",
	.deadline = 3000,
	.read = read_ssh,
	.more_rights = more_rights,
};
