/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/copy_command.h"

#include "core/text.h"

#include <string.h>

/* What is left of the line behind the program's name. */
struct words {
	const char *const *word;
	size_t count;
	const char *repository;
	struct arena *arena;
};

/*
 * Options of a place stand behind it, and may hold a password: Duplicati's
 * "ftp://nas/x?auth-password=...", rclone's "nas,pass=...:x". Both signs can
 * be in a path of this machine only where no such place has them.
 */
static const char *without_options(const char *target, struct arena *a)
{
	size_t n = strcspn(target, "?");
	const char *comma;

	if (target[0] == '\\' || (target[0] && target[1] == ':'))
		return target;
	comma = strchr(target, ',');
	if (comma && strchr(comma, '='))
		n = (size_t)(comma - target) < n ? (size_t)(comma - target) : n;
	return target[n] ? arena_fmt(a, "%.*s", (int)n, target) : target;
}

const char *copy_command_shown(const char *target, struct arena *a)
{
	const char *at = NULL, *scheme, *start;

	target = without_options(target, a);
	if (!target)
		return NULL;
	scheme = strstr(target, "://");
	start = scheme ? scheme + 3 : NULL;
	if (!start &&
	    (text_begins(target, "sftp:") || text_begins(target, "ftp:")))
		start = strchr(target, ':') + 1;
	if (!start)
		return target;
	/* The last one before the path: a password may hold others. */
	for (const char *p = start; *p && *p != '/' && *p != '\\'; p++)
		if (*p == '@')
			at = p;
	if (!at)
		return target;
	target = arena_fmt(a, "%.*s%s", (int)(start - target), target, at + 1);
	return target;
}

/* The i-th word; memory may have been short for it. */
static const char *word_at(const struct words *w, size_t i)
{
	return w->word[i] ? w->word[i] : "";
}

static bool is_option(const char *word)
{
	return word[0] == '/' || word[0] == '-';
}

/* Whether the word behind it is a secret: "--sftp-pass SECRET". */
static bool asks_secret(const char *word)
{
	static const char *const parts[] = { "pass", "secret", "token", "key" };

	if (!text_begins(word, "--") || strchr(word, '='))
		return false;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (text_has(word, parts[i]))
			return true;
	return false;
}

/* The n-th word that is no option and no secret. */
static const char *plain_word(const struct words *w, size_t n)
{
	for (size_t i = 0; i < w->count; i++)
		if (!is_option(word_at(w, i)) &&
		    (i == 0 || !asks_secret(word_at(w, i - 1))) && n-- == 0)
			return word_at(w, i);
	return NULL;
}

static bool has(const struct words *w, const char *word)
{
	for (size_t i = 0; i < w->count; i++)
		if (text_same(word_at(w, i), word))
			return true;
	return false;
}

/* The value of "--name VALUE" or "--name=VALUE". */
static const char *option(const struct words *w, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < w->count; i++) {
		const char *word = word_at(w, i);

		if (strncmp(word, name, n) != 0)
			continue;
		if (word[n] == '=')
			return word + n + 1;
		if (word[n] == '\0' && i + 1 < w->count)
			return word_at(w, i + 1);
	}
	return NULL;
}

/* "robocopy SOURCE TARGET [FILE...] /MIR"; 8 and more are failures
   (learn.microsoft.com, "robocopy"). */
static bool read_robocopy(const struct words *w, struct copy_command *out)
{
	out->source = plain_word(w, 0);
	out->target = plain_word(w, 1);
	out->worst = 7;
	return out->target != NULL;
}

/* Single files are no backup: only whole folders count. */
static bool read_xcopy(const struct words *w, struct copy_command *out)
{
	out->source = plain_word(w, 0);
	out->target = plain_word(w, 1);
	return out->target && (has(w, "/e") || has(w, "/s"));
}

static bool read_restic(const struct words *w, struct copy_command *out)
{
	size_t at = 0;

	out->target = option(w, "-r");
	if (!out->target)
		out->target = option(w, "--repo");
	if (!out->target)
		out->target = w->repository;
	while (at < w->count && strcmp(word_at(w, at), "backup") != 0)
		at++;
	for (size_t i = at + 1; i < w->count && !out->source; i++)
		if (!is_option(word_at(w, i)) &&
		    (!is_option(word_at(w, i - 1)) ||
		     strchr(word_at(w, i - 1), '=')))
			out->source = word_at(w, i);
	return at < w->count;
}

/* "borg create REPOSITORY::NAME PATH..." */
static bool read_borg(const struct words *w, struct copy_command *out)
{
	if (!has(w, "create"))
		return false;
	out->target = w->repository;
	for (size_t i = 0; i < w->count; i++) {
		const char *end = strstr(word_at(w, i), "::");

		if (end && end > word_at(w, i))
			out->target = arena_fmt(w->arena, "%.*s",
			                        (int)(end - word_at(w, i)),
			                        word_at(w, i));
	}
	return true;
}

static bool read_rclone(const struct words *w, struct copy_command *out)
{
	const char *verb = plain_word(w, 0);

	out->source = plain_word(w, 1);
	out->target = plain_word(w, 2);
	return verb && out->target &&
	       (strcmp(verb, "sync") == 0 || strcmp(verb, "copy") == 0 ||
	        strcmp(verb, "bisync") == 0);
}

/* "7z a ARCHIVE PATH..." */
static bool read_archiver(const struct words *w, struct copy_command *out)
{
	const char *verb = plain_word(w, 0);
	const char *archive = plain_word(w, 1);
	const char *end = archive;

	if (!verb || !archive ||
	    !(text_same(verb, "a") || text_same(verb, "u")))
		return false;
	for (const char *p = archive; *p; p++)
		if (*p == '\\' || *p == '/')
			end = p;
	/* Its folder: the name may hold a date. */
	out->target =
	    end > archive
		? arena_fmt(w->arena, "%.*s", (int)(end - archive + 1), archive)
		: NULL;
	out->source = plain_word(w, 2);
	out->worst = 1;
	return out->source != NULL;
}

/* "wbadmin start backup -backupTarget:E: -include:C:" */
static bool read_wbadmin(const struct words *w, struct copy_command *out)
{
	for (size_t i = 0; i < w->count; i++) {
		if (text_like("-backuptarget:*", word_at(w, i)))
			out->target = word_at(w, i) + strlen("-backuptarget:");
		if (text_like("-include:*", word_at(w, i)))
			out->source = word_at(w, i) + strlen("-include:");
	}
	return has(w, "start") &&
	       (has(w, "backup") || has(w, "systemstatebackup"));
}

/* A job of its own, whose file does not tell us more. */
static bool read_job(const struct words *w, struct copy_command *out)
{
	(void)out;
	return w->count > 0;
}

/* "reflect.exe -e -w -full C:\\...\\My Backup.xml", as Macrium's tasks run. */
static bool read_reflect(const struct words *w, struct copy_command *out)
{
	(void)out;
	return has(w, "-e");
}

/* Duplicati's and Kopia's commands that copy. */
static bool read_duplicati(const struct words *w, struct copy_command *out)
{
	out->target = plain_word(w, 1);
	out->source = plain_word(w, 2);
	return w->count > 0 && strcmp(word_at(w, 0), "backup") == 0;
}

static bool read_kopia(const struct words *w, struct copy_command *out)
{
	out->source = plain_word(w, 2);
	return has(w, "snapshot") && has(w, "create");
}

static const struct reader {
	const char *program; /* pattern of its base name */
	const char *tool;
	bool (*read)(const struct words *w, struct copy_command *out);
} readers[] = {
	{ "robocopy", "robocopy", read_robocopy },
	{ "xcopy", "xcopy", read_xcopy },
	{ "restic*", "restic", read_restic },
	{ "borg", "borg", read_borg },
	{ "rclone", "rclone", read_rclone },
	{ "7z", "7-zip", read_archiver },
	{ "7za", "7-zip", read_archiver },
	{ "rar", "winrar", read_archiver },
	{ "winrar", "winrar", read_archiver },
	{ "wbadmin", "windows-backup", read_wbadmin },
	{ "freefilesync*", "freefilesync", read_job },
	{ "syncback*", "syncback", read_job },
	{ "syncappw", "allway-sync", read_job },
	{ "synctoycmd", "synctoy", read_job },
	{ "goodsync*", "goodsync", read_job },
	{ "persbackup*", "personal-backup", read_job },
	{ "reflect", "macrium", read_reflect },
	{ "reflectbin", "macrium", read_reflect },
	{ "duplicati*commandline", "duplicati", read_duplicati },
	{ "kopia", "kopia", read_kopia },
};

/* How restic and others write a place that is no path. */
static const char *place_of(const char *target)
{
	static const struct {
		const char *begins;
		const char *place;
	} places[] = {
		{ "s3:", "cloud" },      { "b2:", "cloud" },
		{ "azure:", "cloud" },   { "gs:", "cloud" },
		{ "swift:", "cloud" },   { "rclone:", "cloud" },
		{ "rest:", "network" },  { "sftp:", "network" },
		{ "ssh://", "network" },
	};
	const char *colon = strchr(target, ':');

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (text_begins(target, places[i].begins))
			return places[i].place;
	/* rclone's "name:path"; one letter is a drive. */
	return colon && colon > target + 1 && target[0] != '\\' ? "cloud"
	                                                        : NULL;
}

bool copy_command_read(const struct command_line *line, const char *repository,
                       struct arena *a, struct copy_command *out)
{
	for (size_t i = 0; i < line->words; i++) {
		const char *program = command_line_program(line->word[i], a);
		struct words w = { &line->word[i + 1], line->words - i - 1,
			           repository, a };

		for (size_t k = 0; k < sizeof(readers) / sizeof(readers[0]);
		     k++) {
			if (!text_like(readers[k].program, program))
				continue;
			memset(out, 0, sizeof(*out));
			out->tool = readers[k].tool;
			if (!readers[k].read(&w, out))
				return false;
			out->place = out->target ? place_of(out->target) : NULL;
			if (out->target)
				out->target =
				    copy_command_shown(out->target, a);
			return true;
		}
	}
	return false;
}
