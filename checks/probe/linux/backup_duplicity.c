/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_tools.h"

#include "checks/probe/linux/backup_words.h"
#include "core/date.h"
#include "core/text.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

/*
 * duplicity names its files after the time a copy began and writes the
 * manifest last:
 *   duplicity-full.20261101T080000Z.manifest[.gpg]
 *   duplicity-inc.20261101T080000Z.to.20261102T080000Z.manifest[.gpg]
 * A ".part" is a copy that did not end. ~/.cache/duplicity/NAME/ keeps them,
 * where NAME is by default the MD5 of the target's URL.
 */

static const char *const valued[] = {
	"--exclude",
	"--include",
	"--exclude-filelist",
	"--include-filelist",
	"--encrypt-key",
	"--sign-key",
	"--encrypt-sign-key",
	"--name",
	"--archive-dir",
	"--volsize",
	"--full-if-older-than",
	"--tempdir",
	"--verbosity",
	"-v",
	"--log-file",
	"--ssh-options",
	"--gpg-options",
	"--hidden-encrypt-key",
	"--num-retries",
	"--exclude-if-present",
	"--exclude-regexp",
	"--include-regexp",
	"--s3-endpoint-url",
	"--s3-region-name",
	"--rsync-options",
	"--timeout",
	NULL,
};

/* "20261101T080000Z", the last one in the name. */
static bool time_of(const char *name, int64_t *out)
{
	char text[21];
	const char *at = strstr(name, ".to.");
	size_t n;

	at = at ? at + 4 : strchr(name, '.') + 1;
	n = strcspn(at, ".");
	if (n != 16 || at[8] != 'T' || at[15] != 'Z')
		return false;
	snprintf(text, sizeof(text), "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", at,
	         at + 4, at + 6, at + 9, at + 11, at + 13);
	return date_parse(text, out);
}

static bool newest_manifest(void *ctx, const char *name)
{
	int64_t *newest = ctx;
	int64_t time;

	if ((text_begins(name, "duplicity-full.") ||
	     text_begins(name, "duplicity-inc.")) &&
	    (text_ends(name, ".manifest") ||
	     text_ends(name, ".manifest.gpg")) &&
	    time_of(name, &time))
		*newest = backup_scan_newer(*newest, time);
	return true;
}

static int64_t look_folder(struct backup_scan *s, const char *path)
{
	int64_t newest = 0;

	if (backup_scan_note(s, tree_list(s->c, path, newest_manifest, &newest),
	                     path) == TREE_DENIED)
		return CELL_UNKNOWN;
	return newest;
}

/* The name that duplicity gives the cache of a URL. */
static void cache_name(const char *url, char out[33])
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	out[0] = '\0';
	if (!EVP_Digest(url, strlen(url), sum, &len, EVP_md5(), NULL) ||
	    len != 16)
		return;
	for (unsigned i = 0; i < len; i++)
		snprintf(out + 2 * i, 3, "%02x", sum[i]);
}

/* "duplicity [full|incr] [options] SOURCE URL" */
static void duplicity_command(struct backup_scan *s,
                              const struct backup_command *c)
{
	const char *cache = backup_words_option(c, NULL, "--name");
	const char *word[2] = { NULL, NULL };
	const char *next;
	struct backup_copy *copy;
	char path[TREE_PATH];
	char sum[33];
	size_t i = 1;

	if (strcmp(c->program, "duplicity") != 0)
		return;
	while ((next = backup_words_next(c, &i, valued))) {
		if (!word[0] &&
		    (strcmp(next, "full") == 0 || strcmp(next, "incr") == 0 ||
		     strcmp(next, "incremental") == 0 ||
		     strcmp(next, "backup") == 0))
			continue;
		if (word[1])
			return;
		word[word[0] ? 1 : 0] = next;
	}
	/* Other commands ("cleanup", "restore URL DIR") are no copies. */
	if (!word[1] || word[0][0] != '/' || !strstr(word[1], ":"))
		return;
	copy = backup_scan_copy(s, "duplicity", word[1], c->home, c->where);
	if (!copy)
		return;
	backup_scan_what(s, copy, word[0]);
	backup_scan_schedule(copy, c->enabled);
	if (copy->target.path)
		backup_scan_success(s, copy,
		                    backup_scan_newest(s, copy->target.path,
		                                       look_folder,
		                                       copy->target.path));
	cache_name(word[1], sum);
	if (c->home && copy->row.last_success == CELL_UNKNOWN &&
	    tree_path(path, "%s/.cache/duplicity/%s", c->home,
	              cache ? cache : sum))
		backup_scan_success(s, copy, look_folder(s, path));
}

/* A cache that no command explained: someone copies by hand. */
static bool read_cache(void *ctx, const char *path)
{
	struct backup_scan *s = ctx;
	struct backup_copy **row = s->copies.data;
	int64_t time = look_folder(s, path);
	struct backup_copy *copy;

	for (size_t i = 0; i < s->copies.count; i++)
		if (strcmp(row[i]->row.tool, "duplicity") == 0 &&
		    row[i]->row.last_success == time)
			return true;
	if (time <= 0)
		return true;
	copy = backup_scan_copy(s, "duplicity", NULL, NULL, path);
	if (copy)
		backup_scan_success(s, copy, time);
	return true;
}

static void duplicity_look(struct backup_scan *s)
{
	char path[TREE_PATH];

	for (size_t i = 0; i < s->users.count; i++)
		if (user_keeps_files(&s->users.row[i]) &&
		    tree_path(path, "%s/.cache/duplicity/*",
		              s->users.row[i].home))
			backup_scan_glob(s, path, read_cache, s);
}

static const char *const programs[] = { "duplicity", NULL };

const struct backup_tool backup_tool_duplicity = {
	.programs = programs,
	.command = duplicity_command,
	.look = duplicity_look,
};
