/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/tree.h"

#include "checks/probe/windows/decode/unicode.h"
#include "core/file.h"
#include "core/text.h"
#include "core/wide.h"
#include "core/worker.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#define ENTRIES     10000 /* of a folder that are listed */
#define WALK        5000  /* entries that one walk looks at */
#define ASK         100   /* files of one folder that are asked one by one */
#define FAR_MS      3000
#define EPOCH       INT64_C(11644473600) /* MS-DTYP 2.3.3: 1601 to 1970 */
#define PATTERN_MAX 80

/* Flags of placeholders, learn.microsoft.com "File Attribute Constants". */
#define RECALL_ON_OPEN 0x00040000u
#define RECALL_ON_DATA 0x00400000u

static enum tree_result result_of(DWORD error)
{
	switch (error) {
	case ERROR_FILE_NOT_FOUND:
	case ERROR_PATH_NOT_FOUND:
	case ERROR_INVALID_NAME:
	case ERROR_BAD_NETPATH:
	case ERROR_BAD_NET_NAME:
	case ERROR_NOT_READY:
	case ERROR_INVALID_DRIVE:
	case ERROR_BAD_PATHNAME:
	case ERROR_DIRECTORY:
		return TREE_ABSENT;
	case ERROR_ACCESS_DENIED:
	case ERROR_LOGON_FAILURE:
	case ERROR_SHARING_VIOLATION:
		return TREE_DENIED;
	default:
		return TREE_FAILED;
	}
}

static int64_t time_of(FILETIME t)
{
	uint64_t ticks = (uint64_t)t.dwHighDateTime << 32 | t.dwLowDateTime;
	int64_t time = (int64_t)(ticks / 10000000) - EPOCH;

	return time > 0 ? time : 0;
}

static void fill(struct tree_stat *out, DWORD attributes, FILETIME time,
                 DWORD high, DWORD low)
{
	out->folder = attributes & FILE_ATTRIBUTE_DIRECTORY;
	out->link = attributes & FILE_ATTRIBUTE_REPARSE_POINT;
	out->elsewhere = attributes & (FILE_ATTRIBUTE_OFFLINE | RECALL_ON_OPEN |
	                               RECALL_ON_DATA);
	out->size = (int64_t)((uint64_t)high << 32 | low);
	out->mtime = time_of(time);
}

bool tree_path(char out[TREE_PATH], const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(out, TREE_PATH, fmt, ap);
	va_end(ap);
	if (n >= 0 && n < TREE_PATH)
		return true;
	out[0] = '\0';
	return false;
}

enum tree_result tree_stat(const char *path, struct tree_stat *out)
{
	wchar_t *wide = wide_path(path);
	WIN32_FILE_ATTRIBUTE_DATA data;
	enum tree_result result = TREE_FAILED;

	memset(out, 0, sizeof(*out));
	if (wide && GetFileAttributesExW(wide, GetFileExInfoStandard, &data)) {
		fill(out, data.dwFileAttributes, data.ftLastWriteTime,
		     data.nFileSizeHigh, data.nFileSizeLow);
		result = TREE_OK;
	} else if (wide) {
		result = result_of(GetLastError());
	}
	free(wide);
	return result;
}

/* What is to be looked for in a folder, from the heap. */
static wchar_t *all_of(const char *folder)
{
	char pattern[TREE_PATH];
	size_t n = strlen(folder);
	bool ended = n > 0 && (folder[n - 1] == '\\' || folder[n - 1] == '/');
	wchar_t *wide;

	if (!tree_path(pattern, "%s%s", folder, ended ? "x" : "\\x"))
		return NULL;
	/* A * is no name of a file, which is what wide_path() takes. */
	wide = wide_path(pattern);
	if (wide)
		wide[wcslen(wide) - 1] = L'*';
	return wide;
}

static bool show(const WIN32_FIND_DATAW *found,
                 bool (*each)(void *ctx, const char *name,
                              const struct tree_stat *st),
                 void *ctx)
{
	struct tree_stat st;
	char *name;
	bool more;

	if (wcscmp(found->cFileName, L".") == 0 ||
	    wcscmp(found->cFileName, L"..") == 0)
		return true;
	name = wide_utf8(found->cFileName);
	fill(&st, found->dwFileAttributes, found->ftLastWriteTime,
	     found->nFileSizeHigh, found->nFileSizeLow);
	more = !name || each(ctx, name, &st);
	free(name);
	return more;
}

enum tree_result tree_list(const char *folder,
                           bool (*each)(void *ctx, const char *name,
                                        const struct tree_stat *st),
                           void *ctx)
{
	wchar_t *pattern = all_of(folder);
	WIN32_FIND_DATAW found;
	HANDLE list;
	DWORD error;

	if (!pattern)
		return TREE_FAILED;
	list = FindFirstFileExW(pattern, FindExInfoBasic, &found,
	                        FindExSearchNameMatch, NULL, 0);
	free(pattern);
	if (list == INVALID_HANDLE_VALUE) {
		error = GetLastError();
		/* The root of an empty disk has not even ".". */
		return error == ERROR_FILE_NOT_FOUND ? TREE_OK
		                                     : result_of(error);
	}
	for (unsigned i = 0; i < ENTRIES && show(&found, each, ctx); i++)
		if (!FindNextFileW(list, &found))
			break;
	FindClose(list);
	return TREE_OK;
}

enum tree_result tree_text(const char *path, struct arena *a, const char **out)
{
	struct buf data, text;
	struct tree_stat st;
	enum tree_result result = tree_stat(path, &st);
	struct err e;

	*out = NULL;
	if (result != TREE_OK)
		return result;
	if (st.folder || st.elsewhere)
		return TREE_FAILED;
	buf_init(&data, TREE_TEXT);
	buf_init(&text, 2 * TREE_TEXT);
	if (!file_read(path, &data, &e))
		result = e.sys == EACCES ? TREE_DENIED : TREE_FAILED;
	else if (!unicode_text(buf_text(&data), data.len, &text) ||
	         !(*out = arena_strdup(a, buf_text(&text))))
		result = TREE_FAILED;
	buf_clear(&data);
	buf_clear(&text);
	return result;
}

/* A walk; from the heap, since it may be left behind with its worker. */
struct walk {
	char folder[TREE_PATH];
	char pattern[PATTERN_MAX];
	int64_t size;
	unsigned depth;
	unsigned left;  /* entries that may still be looked at */
	unsigned asked; /* files, one by one */
	struct tree_newest out;
};

struct level {
	struct walk *walk;
	const char *folder;
	unsigned depth; /* that is left below */
};

static bool walk_entry(void *ctx, const char *name, const struct tree_stat *st);

static enum tree_result walk_folder(struct walk *w, const char *folder,
                                    unsigned depth)
{
	struct level level = { w, folder, depth };

	return tree_list(folder, walk_entry, &level);
}

/* A list may show an open file as it was when somebody last closed it. */
static void walk_file(const struct level *level, const char *name,
                      const struct tree_stat *listed)
{
	struct walk *w = level->walk;
	struct tree_stat st = *listed, now;
	char path[TREE_PATH];

	if (w->depth == 0 && w->asked < ASK &&
	    tree_path(path, "%s\\%s", level->folder, name)) {
		w->asked++;
		if (tree_stat(path, &now) == TREE_OK)
			st = now;
	}
	if (st.size > w->size && st.mtime > w->out.time)
		w->out.time = st.mtime;
}

static bool walk_entry(void *ctx, const char *name, const struct tree_stat *st)
{
	const struct level *level = ctx;
	struct walk *w = level->walk;
	char path[TREE_PATH];

	if (w->left == 0)
		return false;
	w->left--;
	if (!st->folder) {
		if (text_like(w->pattern, name))
			walk_file(level, name, st);
	} else if (level->depth > 0 && !st->link &&
	           tree_path(path, "%s\\%s", level->folder, name)) {
		(void)walk_folder(w, path, level->depth - 1);
	}
	return true;
}

static bool walk(void *ctx, struct buf *out)
{
	struct walk *w = ctx;

	w->out.result = walk_folder(w, w->folder, w->depth);
	return buf_add(out, &w->out, sizeof(w->out));
}

/* As walk(), apart. What it writes into w may come too late to be read. */
static void walk_far(struct walk *w, struct tree_newest *out)
{
	struct worker *worker;
	struct buf answer;
	struct err e;

	buf_init(&answer, sizeof(*out));
	worker = worker_start(walk, w, FAR_MS, sizeof(*out), &e);
	if (worker && worker_finish(worker, &answer, &e) &&
	    answer.len == sizeof(*out))
		memcpy(out, answer.data, sizeof(*out));
	buf_clear(&answer);
	if (!worker_left_behind())
		free(w);
}

void tree_newest(const char *folder, const char *pattern, int64_t size,
                 unsigned depth, bool remote, struct tree_newest *out)
{
	struct walk *w = calloc(1, sizeof(*w));

	out->result = TREE_FAILED;
	out->time = 0;
	if (!w || strlen(pattern) >= PATTERN_MAX ||
	    !tree_path(w->folder, "%s", folder)) {
		free(w);
		return;
	}
	memcpy(w->pattern, pattern, strlen(pattern) + 1);
	w->size = size;
	w->depth = depth;
	w->left = WALK;
	if (remote) {
		walk_far(w, out);
		return;
	}
	w->out.result = walk_folder(w, w->folder, depth);
	*out = w->out;
	free(w);
}
