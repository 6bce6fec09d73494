/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_tools.h"

#include "checks/probe/linux/backup_place.h"
#include "checks/probe/linux/backup_words.h"
#include "core/date.h"
#include "core/text.h"

#include <string.h>

/*
 * Programs that copy what they are told to: rsync, tar, cp, scp, rclone,
 * rdiff-backup. They keep no history of their own; the newest of what is at
 * the target, of the log and of the timer's start tells when they last ran.
 */

#define LOOK_MAX 500            /* entries of the target that are looked at */
#define QUIET    (7 * DATE_DAY) /* a folder of a mirror may rest so long */

static const char *const rsync_valued[] = {
	"-e",
	"--rsh",
	"--exclude",
	"--exclude-from",
	"--include",
	"--include-from",
	"--files-from",
	"--log-file",
	"--bwlimit",
	"--password-file",
	"--link-dest",
	"--backup-dir",
	"--rsync-path",
	"--timeout",
	"--partial-dir",
	"--max-size",
	"--min-size",
	"--filter",
	"-f",
	"-T",
	"--temp-dir",
	"--compare-dest",
	"--copy-dest",
	"--port",
	"--out-format",
	"--suffix",
	"--chmod",
	"--chown",
	"--max-delete",
	"--modify-window",
	"--log-file-format",
	NULL,
};
static const char *const cp_valued[] = { "-S", "--suffix", NULL };
static const char *const scp_valued[] = { "-i", "-P", "-o", "-c", "-F",
	                                  "-l", "-S", "-J", NULL };
static const char *const rclone_valued[] = {
	"--config",           "--log-file",    "--log-level",
	"--transfers",        "--checkers",    "--exclude",
	"--include",          "--filter",      "--bwlimit",
	"--exclude-from",     "--filter-from", "--backup-dir",
	"--retries",          "--max-age",     "--min-age",
	"--drive-chunk-size", "--tpslimit",    NULL,
};

/* What a command copies, and to where. */
struct copying {
	const char *source[SHELL_WORDS];
	size_t sources;
	const char *target;
	const char *log;
};

struct newest {
	struct backup_scan *scan;
	const char *folder;
	int64_t time;
	int left;
};

static bool newest_entry(void *ctx, const char *name)
{
	struct newest *n = ctx;
	char path[TREE_PATH];
	struct tree_stat st;

	if (tree_path(path, "%s/%s", n->folder, name) &&
	    tree_stat(n->scan->c, path, &st) == TREE_OK &&
	    st.mtime <= n->scan->c->now)
		n->time = backup_scan_newer(n->time, st.mtime);
	return --n->left > 0;
}

/* The newest entry of a folder that copies go to; an empty one has none. */
static int64_t look_folder(struct backup_scan *s, const char *path)
{
	struct newest n = { s, path, 0, LOOK_MAX };
	struct tree_stat st;

	if (backup_scan_note(s, tree_list(s->c, path, newest_entry, &n),
	                     path) == TREE_DENIED)
		return CELL_UNKNOWN;
	/* rsync and cp give the folder the time of their source; an entry
	   that came or went gives it the true one. */
	if (n.left < LOOK_MAX && tree_stat(s->c, path, &st) == TREE_OK)
		n.time = backup_scan_newer(n.time, st.mtime);
	return n.time;
}

static bool newest_match(void *ctx, const char *path)
{
	struct newest *n = ctx;
	struct tree_stat st;

	/* What tar makes before it fails at once is (nearly) empty. */
	if (tree_stat(n->scan->c, path, &st) == TREE_OK && st.file &&
	    st.size > 64)
		n->time = backup_scan_newer(n->time, st.mtime);
	return --n->left > 0;
}

/* The newest file of a name that may hold "*" for a date. */
static int64_t look_archive(struct backup_scan *s, const char *pattern)
{
	struct newest n = { s, NULL, 0, LOOK_MAX };

	if (backup_scan_glob(s, pattern, newest_match, &n) == TREE_DENIED)
		return CELL_UNKNOWN;
	return n.time;
}

/* The last place of a word in a text, or NULL. */
static const char *last_of(const char *text, const char *word)
{
	const char *last = NULL;

	for (const char *p = text; (p = strstr(p, word)); p++)
		last = p;
	return last;
}

/*
 * What a log says of the last run: YES it went well, NO it did not. rsync and
 * rclone speak English whatever the language of the machine; rsync counts
 * the bytes at the end of every run, and complains behind that.
 */
static enum tri log_says(const char *text)
{
	static const char *const bad[] = {
		"rsync error:",
		"ERROR :",
		"Failed to ",
		"No space left",
		"ssh: ",
		"lost connection",
		"Connection closed",
		"Permission denied",
	};
	size_t n = strlen(text);
	const char *tail = n > 4000 ? text + n - 4000 : text;
	const char *good = last_of(tail, " bytes  received ");

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *p = last_of(tail, bad[i]);

		if (p && (!good || p > good))
			return TRI_NO;
	}
	return good ? TRI_YES : TRI_UNKNOWN;
}

/*
 * When it last ran by its log or its timer, if nothing says it failed; *proof
 * when the log says that it went well.
 */
static int64_t last_run(struct backup_scan *s, const struct backup_command *c,
                        const char *log, bool *proof)
{
	int64_t time =
	    c->started && c->ended == TRI_YES ? c->started : CELL_UNKNOWN;
	enum tri says = TRI_UNKNOWN;
	struct tree_stat st;
	char *text;

	*proof = false;
	if (!log || log[0] != '/' || strchr(log, '*') ||
	    tree_stat(s->c, log, &st) != TREE_OK || !st.file || st.size == 0)
		return time;
	if (tree_text(s->c, log, s->a, &text) == TREE_OK)
		says = log_says(text);
	if (says == TRI_NO)
		return CELL_UNKNOWN;
	*proof = says == TRI_YES;
	return *proof ? st.mtime : backup_scan_newer(time, st.mtime);
}

/* An archive's name with a date in it is shown by its folder. */
static const char *folder_of(struct backup_scan *s, const char *path)
{
	char *copy = arena_strdup(s->a, path);
	char *star = copy ? strchr(copy, '*') : NULL;
	char *slash;

	if (star)
		*star = '\0';
	slash = copy ? strrchr(copy, '/') : NULL;
	if (!slash)
		return copy;
	slash[slash == copy] = '\0';
	return copy;
}

/* Places where no one keeps copies. */
static bool is_passing(const char *target)
{
	return strcmp(target, "-") == 0 || mounts_below(target, "/dev") ||
	       mounts_below(target, "/proc") || mounts_below(target, "/sys");
}

/* A copy on a disk of ours, or that is mounted here. */
static void add_local(struct backup_scan *s, struct backup_copy *copy,
                      const struct backup_command *c, const char *target,
                      bool archive, int64_t ran, bool proof)
{
	const char *path = copy->target.path;
	int64_t time;

	switch (backup_place_reach(s, path)) {
	case BACKUP_MISSING:
		return;
	case BACKUP_AWAY:
		/* The disk is in the safe. A run that went well wrote to it,
		   or else to the folder that it is mounted on. */
		if (proof && !tree_exists(s->c, path))
			backup_scan_success(s, copy, ran);
		return;
	case BACKUP_HERE:
	case BACKUP_REMOTE:
		break;
	}
	time = backup_scan_newest(s, path, archive ? look_archive : look_folder,
	                          target);
	/* Copied files keep their old times: a run that began much later and
	   is not known to have failed may have found nothing to change. */
	if (time > 0 && !archive && ran == CELL_UNKNOWN && c->ended != TRI_NO &&
	    c->started > time + QUIET)
		return;
	backup_scan_success(s, copy,
	                    time == 0 ? 0 : backup_scan_newer(time, ran));
}

static void add(struct backup_scan *s, const struct backup_command *c,
                const struct copying *t, bool archive)
{
	const char *shown = t->target;
	struct backup_copy *copy;
	bool proof;
	int64_t ran = last_run(s, c, t->log ? t->log : c->output, &proof);

	/* A package that copies its own state is not the town's backup. */
	if (c->vendor || !t->sources || is_passing(t->target))
		return;
	if (t->target[0] == '/' && (archive || strchr(t->target, '*')))
		shown = folder_of(s, t->target);
	copy = shown && shown[0] != '*'
	           ? backup_scan_copy(s, c->program, shown, c->home, c->where)
	           : NULL;
	if (!copy)
		return;
	for (size_t i = 0; i < t->sources; i++)
		backup_scan_what(s, copy, t->source[i]);
	backup_scan_schedule(copy, c->enabled);
	if (!copy->target.path) {
		/* Elsewhere: that it ran and did not complain is all we have. */
		backup_scan_success(s, copy, ran);
		return;
	}
	add_local(s, copy, c, t->target, archive, ran, proof);
}

static void to_last(struct copying *t)
{
	if (t->sources)
		t->target = t->source[--t->sources];
}

static void words_of(const struct backup_command *c, size_t i,
                     const char *const *valued, struct copying *t)
{
	const char *word;

	while (t->sources < SHELL_WORDS &&
	       (word = backup_words_next(c, &i, valued)))
		t->source[t->sources++] = word;
}

static void read_rsync(const struct backup_command *c, struct copying *t)
{
	words_of(c, 1, rsync_valued, t);
	to_last(t);
	t->log = backup_words_option(c, NULL, "--log-file");
}

static void read_rclone(struct backup_scan *s, const struct backup_command *c,
                        struct copying *t)
{
	static const char *const verbs[] = { "sync", "copy", "move", "copyto",
		                             "bisync" };
	const char *remote;
	size_t i = 0;

	for (size_t v = 0; !i && v < sizeof(verbs) / sizeof(verbs[0]); v++)
		i = backup_words_find(c, verbs[v]);
	if (!i)
		return;
	words_of(c, i + 1, rclone_valued, t);
	to_last(t);
	remote = t->target;
	/* From a store to here it is no copy of ours. */
	if (!t->sources || !remote || strchr(t->source[0], ':')) {
		t->sources = 0;
		return;
	}
	if (remote[0] != '/')
		t->target = arena_fmt(s->a, "rclone:%s", remote);
	t->log = backup_words_option(c, NULL, "--log-file");
}

/* "tar czf FILE PATH...", "tar -c -f FILE -C / PATH..." */
static void read_tar(struct backup_scan *s, const struct backup_command *c,
                     struct copying *t)
{
	static const char *const tar_valued[] = {
		"-C",
		"--directory",
		"-X",
		"--exclude-from",
		"--exclude",
		"-T",
		"--files-from",
		"-g",
		"--listed-incremental",
		"-V",
		"--label",
		"-N",
		"--newer",
		"-I",
		NULL,
	};
	const char *flags = c->words > 1 ? c->word[1] : "";
	const char *base = backup_words_option(c, "-C", "--directory");
	bool old = flags[0] != '-';
	size_t i = old ? 2 : 1;
	const char *word;
	bool creates = old && strpbrk(flags, "cru");

	for (size_t n = 1; n < c->words && !old; n++) {
		word = c->word[n];
		if (word[0] == '-' && word[1] != '-' && strpbrk(word, "cru") &&
		    !strchr(word, '/'))
			creates = true;
		creates = creates || strcmp(word, "--create") == 0;
		/* "-czf FILE": the file is the next word. */
		if (word[0] == '-' && word[1] != '-' && text_ends(word, "f") &&
		    n + 1 < c->words)
			t->target = c->word[n + 1];
	}
	if (old && strchr(flags, 'f') && c->words > 2)
		t->target = c->word[i++];
	if (!t->target)
		t->target = backup_words_option(c, NULL, "--file");
	/* "tar cz /home > FILE" */
	if (!t->target || strcmp(t->target, "-") == 0)
		t->target = c->output;
	while (creates && (word = backup_words_next(c, &i, tar_valued))) {
		if (t->sources == SHELL_WORDS || !t->target)
			break;
		if (word == t->target)
			continue;
		if (word[0] != '/' && base && base[0] == '/')
			word = arena_fmt(s->a, "%s/%s",
			                 strcmp(base, "/") == 0 ? "" : base,
			                 strcmp(word, ".") == 0 ? "" : word);
		if (word)
			t->source[t->sources++] = word;
	}
	if (!t->target)
		t->sources = 0;
}

/* "cp -a SOURCE... FOLDER"; a copy of single files is no backup. */
static void read_cp(const struct backup_command *c, struct copying *t)
{
	const char *into = backup_words_option(c, "-t", "--target-directory");
	bool whole = false;

	for (size_t i = 1; i < c->words; i++) {
		const char *word = c->word[i];

		whole =
		    whole || strcmp(word, "--recursive") == 0 ||
		    strcmp(word, "--archive") == 0 ||
		    (word[0] == '-' && word[1] != '-' && strpbrk(word, "arR"));
	}
	if (!whole)
		return;
	words_of(c, 1, cp_valued, t);
	if (into)
		t->target = into;
	else
		to_last(t);
}

static void copier_command(struct backup_scan *s,
                           const struct backup_command *c)
{
	struct copying t = { 0 };
	bool archive = false;

	if (strcmp(c->program, "rsync") == 0) {
		read_rsync(c, &t);
	} else if (strcmp(c->program, "rclone") == 0) {
		read_rclone(s, c, &t);
	} else if (strcmp(c->program, "tar") == 0) {
		read_tar(s, c, &t);
		archive = true;
	} else if (strcmp(c->program, "cp") == 0) {
		read_cp(c, &t);
	} else {
		words_of(c, 1, scp_valued, &t);
		to_last(&t);
	}
	if (t.target && t.sources)
		add(s, c, &t, archive);
}

static const char *const programs[] = { "rsync", "rclone",       "tar", "cp",
	                                "scp",   "rdiff-backup", NULL };

const struct backup_tool backup_tool_copier = {
	.programs = programs,
	.command = copier_command,
};
