/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/mounts.h"

#include "core/rows.h"
#include "core/text.h"

#include <string.h>

#define MOUNTS_MAX 4000

/* "\040" is a space, in mountinfo and in fstab (fstab(5)). In place. */
static char *unescape(char *s)
{
	char *to = s;

	for (const char *p = s; *p;) {
		if (p[0] == '\\' && p[1] >= '0' && p[1] <= '3' && p[2] >= '0' &&
		    p[2] <= '7' && p[3] >= '0' && p[3] <= '7') {
			*to++ = (char)((p[1] - '0') * 64 + (p[2] - '0') * 8 +
			               (p[3] - '0'));
			p += 4;
		} else {
			*to++ = *p++;
		}
	}
	*to = '\0';
	return s;
}

static bool add(struct rows *rows, const struct mount *m)
{
	struct mount *row = rows->count < MOUNTS_MAX ? rows_add(rows) : NULL;

	if (row)
		*row = *m;
	return row != NULL;
}

/* "36 35 98:0 /root /point options tags... - type source options" */
static void add_mounted(struct rows *rows, char *line)
{
	struct mount m = { 0 };
	const char *word = NULL;

	for (int i = 0; i < 6; i++) {
		word = text_word(&line);
		if (!word)
			return;
		if (i == 2)
			m.device = word;
		else if (i == 4)
			m.point = word;
		else if (i == 5)
			m.options = word;
	}
	do {
		word = text_word(&line);
	} while (word && strcmp(word, "-") != 0);
	m.type = text_word(&line);
	m.source = text_word(&line);
	if (!m.type || !m.source)
		return;
	unescape((char *)(uintptr_t)m.point);
	unescape((char *)(uintptr_t)m.source);
	add(rows, &m);
}

enum tree_result mounts_list(const struct probe_context *c, struct arena *a,
                             struct mounts *out)
{
	enum tree_result r;
	struct rows rows;
	char *text;
	char *line;

	rows_init(&rows, a, sizeof(struct mount));
	r = tree_text(c, "/proc/self/mountinfo", a, &text);
	while ((line = text_line(&text)))
		add_mounted(&rows, line);
	out->row = rows.data;
	out->count = rows.count;
	return r;
}

static void add_fstab(struct rows *rows, char *line)
{
	char *source = text_word(&line);
	char *point = text_word(&line);
	char *type = text_word(&line);
	char *options = text_word(&line);
	struct mount m = { 0 };

	if (!type || source[0] == '#' || point[0] != '/')
		return;
	m.source = unescape(source);
	m.point = unescape(point);
	m.type = type;
	m.options = options ? options : "";
	add(rows, &m);
}

struct units {
	const struct probe_context *c;
	struct rows *rows;
	enum tree_result worst;
};

static bool add_unit(void *ctx, const char *path)
{
	struct units *u = ctx;
	struct mount m = { .type = "auto", .options = "" };
	char *text;
	char *line;
	enum tree_result r = tree_text(u->c, path, u->rows->arena, &text);

	if (r == TREE_DENIED)
		u->worst = r;
	while ((line = text_line(&text))) {
		char *value = strchr(line, '=');

		if (!value)
			continue;
		*value++ = '\0';
		line = text_trim(line);
		value = text_trim(value);
		if (strcmp(line, "What") == 0)
			m.source = value;
		else if (strcmp(line, "Where") == 0)
			m.point = value;
		else if (strcmp(line, "Type") == 0)
			m.type = value;
		else if (strcmp(line, "Options") == 0)
			m.options = value;
	}
	if (m.source && m.point && m.point[0] == '/')
		add(u->rows, &m);
	return true;
}

enum tree_result mounts_configured(const struct probe_context *c,
                                   struct arena *a, struct mounts *out)
{
	struct rows rows;
	struct units u = { .c = c, .rows = &rows };
	enum tree_result r;
	char *text;
	char *line;

	rows_init(&rows, a, sizeof(struct mount));
	r = tree_text(c, "/etc/fstab", a, &text);
	while ((line = text_line(&text)))
		add_fstab(&rows, line);
	tree_glob(c, "/etc/systemd/system/*.mount", add_unit, &u);
	out->row = rows.data;
	out->count = rows.count;
	return r > u.worst ? r : u.worst;
}

bool mounts_below(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	while (n > 0 && folder[n - 1] == '/')
		n--;
	return strncmp(path, folder, n) == 0 &&
	       (path[n] == '/' || path[n] == '\0');
}

const struct mount *mounts_find(const struct mounts *m, const char *path)
{
	const struct mount *best = NULL;

	for (size_t i = 0; i < m->count; i++)
		if (mounts_below(path, m->row[i].point) &&
		    (!best || strlen(m->row[i].point) >= strlen(best->point)))
			best = &m->row[i];
	return best;
}

bool mounts_remote(const struct mount *m)
{
	static const char *const types[] = {
		"nfs",   "nfs4",     "cifs",  "smb3",   "smbfs",
		"davfs", "ncpfs",    "afs",   "ceph",   "glusterfs",
		"9p",    "virtiofs", "sshfs", "lustre",
	};
	/* FUSE programs whose files are on a disk of this machine. */
	static const char *const local[] = {
		"fuse.ntfs-3g", "fuse.ntfs",           "fuse.exfat",
		"fuse.encfs",   "fuse.gocryptfs",      "fuse.mergerfs",
		"fuse.bindfs",  "fuse.fuse-overlayfs",
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(m->type, types[i]) == 0)
			return true;
	if (!text_begins(m->type, "fuse."))
		return false;
	for (size_t i = 0; i < sizeof(local) / sizeof(local[0]); i++)
		if (strcmp(m->type, local[i]) == 0)
			return false;
	return true;
}
