/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_job.h"

#include "core/text.h"

#include <string.h>

#define DEPTH_MAX   4   /* scripts that call scripts */
#define SCRIPTS_MAX 200 /* read in one scan */

/* A program that runs another: its options, then so many words. */
static const struct wrapper {
	const char *name;
	const char *valued; /* one-letter options that take a word */
	size_t words;       /* between its options and the command */
} wrappers[] = {
	{ "sudo", "ugCDhprtTR", 0 }, { "doas", "uC", 0 },
	{ "nice", "n", 0 },          { "ionice", "cn", 0 },
	{ "env", "uSC", 0 },         { "timeout", "ks", 1 },
	{ "flock", "wE", 1 },        { "chronic", "", 0 },
	{ "cronic", "", 0 },         { "time", "fo", 0 },
	{ "setsid", "", 0 },         { "stdbuf", "ioe", 0 },
	{ "systemd-cat", "tp", 0 },  { "systemd-inhibit", "", 0 },
	{ "chrt", "", 1 },           { "setlock", "", 1 },
	{ "runuser", "uglG", 0 },    { "caffeinate", "", 0 },
	{ "systemd-run", "pu", 0 },  { "run-one", "", 0 },
	{ "nocache", "", 0 },        { "trickle", "du", 0 },
	{ "sshpass", "pfdP", 0 },    { "cpulimit", "l", 0 },
	{ "exec", "a", 0 },          { "command", "", 0 },
	{ "xvfb-run", "ens", 0 },
};

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static const struct wrapper *find_wrapper(const char *word)
{
	const char *name = base_name(word);

	for (size_t i = 0; i < sizeof(wrappers) / sizeof(wrappers[0]); i++)
		if (strcmp(wrappers[i].name, name) == 0)
			return &wrappers[i];
	return NULL;
}

/* Leave out the words of a wrapper; how many. */
static size_t wrapper_words(const struct wrapper *w, char *const *word,
                            size_t words)
{
	size_t i = 1;

	for (; i < words; i++) {
		const char *o = word[i];

		if (strcmp(o, "--") == 0) {
			i++;
			break;
		}
		if (o[0] == '-' && o[1] && o[1] != '-' && !o[2] &&
		    strchr(w->valued, o[1]))
			i++;
		else if (o[0] != '-' && !(o[0] != '/' && strchr(o, '=')))
			break;
	}
	i += w->words;
	/* "flock file -c 'command'": the text is read as a script's. */
	if (w->words && i < words && strcmp(word[i], "-c") == 0)
		i--;
	return i < words ? i : words;
}

static bool is_shell(const char *program)
{
	static const char *const shells[] = { "sh",  "bash", "dash", "ash",
		                              "zsh", "ksh",  "su",   "flock" };

	for (size_t i = 0; i < sizeof(shells) / sizeof(shells[0]); i++)
		if (strcmp(program, shells[i]) == 0)
			return true;
	return false;
}

/* "sh -c 'text'" or "sh script". */
static void read_shell(struct backup_job *job, char *const *word, size_t words)
{
	bool text = false;

	for (size_t i = 1; i < words; i++) {
		if (text) {
			backup_job_read(job, word[i]);
			return;
		}
		if (word[i][0] == '-') {
			text = word[i][1] != '-' && text_ends(word[i], "c");
		} else if (word[i][0] == '/') {
			backup_job_script(job, word[i]);
			return;
		}
	}
}

/* A script without its folder is in one of these. */
static void read_named(struct backup_job *job, const char *name)
{
	static const char *const folders[] = { "/usr/local/bin",
		                               "/usr/local/sbin" };
	const char *home = job->command.home;
	char path[TREE_PATH];

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (tree_path(path, "%s/%s", folders[i], name) &&
		    tree_exists(job->scan->c, path))
			backup_job_script(job, path);
	if (home && tree_path(path, "%s/bin/%s", home, name) &&
	    tree_exists(job->scan->c, path))
		backup_job_script(job, path);
}

static void note_run(struct backup_job *job, const char *program)
{
	struct backup_run *run = rows_add(&job->scan->runs);

	if (!run)
		return;
	run->program = program;
	run->enabled = job->command.enabled;
}

static bool on_command(void *ctx, const struct shell_command *cmd)
{
	struct backup_job *job = ctx;
	struct backup_command c = job->command;
	const struct wrapper *w;
	char *const *word = cmd->word;
	size_t words = cmd->words;

	while (words > 1 && (w = find_wrapper(word[0]))) {
		size_t n = wrapper_words(w, word, words);

		if (n == words || strcmp(word[n], "-c") == 0)
			break;
		word += n;
		words -= n;
	}
	c.program = base_name(word[0]);
	if (backup_knows(c.program)) {
		note_run(job, c.program);
		c.word = word;
		c.words = words;
		c.output = cmd->output;
		c.env = &job->shell;
		backup_dispatch(job->scan, &c);
	} else if (is_shell(c.program) || find_wrapper(word[0])) {
		read_shell(job, word, words);
	} else if ((strcmp(word[0], ".") == 0 ||
	            strcmp(word[0], "source") == 0) &&
	           words > 1) {
		backup_job_script(job, word[1]);
	} else if (word[0][0] == '/') {
		backup_job_script(job, word[0]);
	} else if (!strchr(word[0], '/')) {
		read_named(job, word[0]);
	}
	return true;
}

void backup_job_init(struct backup_job *job, struct backup_scan *s,
                     const char *home, const char *where, enum tri enabled)
{
	memset(job, 0, sizeof(*job));
	job->scan = s;
	job->command.home = home;
	job->command.where = where;
	job->command.enabled = enabled;
	shell_init(&job->shell, s->a);
	if (home)
		shell_set(&job->shell, "HOME", home);
}

void backup_job_read(struct backup_job *job, const char *text)
{
	if (job->depth >= DEPTH_MAX)
		return;
	job->depth++;
	shell_read(&job->shell, text, on_command, job);
	job->depth--;
}

/* Programs are not scripts, and neither is what another language wrote. */
static bool is_script(const char *text)
{
	size_t n = strcspn(text, "\n");

	/* Programs begin with bytes that no text has. */
	for (size_t i = 0; i < 64 && text[i]; i++)
		if ((unsigned char)text[i] < '\t' || text[i] == 0x7F)
			return false;
	if (!text_begins(text, "#!"))
		return true;
	for (size_t i = 0; i + 2 <= n; i++)
		if (text[i] == 's' && text[i + 1] == 'h')
			return true;
	return false;
}

void backup_job_script(struct backup_job *job, const char *path)
{
	struct tree_stat st;
	char *text;

	/* What a package brings is no one's own backup script. */
	if (path[0] != '/' || strchr(path, '*') ||
	    job->scan->scripts++ >= SCRIPTS_MAX || text_begins(path, "/bin/") ||
	    text_begins(path, "/sbin/") || text_begins(path, "/lib/") ||
	    (text_begins(path, "/usr/") && !text_begins(path, "/usr/local/")))
		return;
	if (backup_scan_note(job->scan, tree_stat(job->scan->c, path, &st),
	                     path) != TREE_OK ||
	    !st.file || st.size > TREE_CAP / 4)
		return;
	text = backup_scan_text(job->scan, path);
	if (text && is_script(text))
		backup_job_read(job, text);
}
