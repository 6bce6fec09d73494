/* SPDX-License-Identifier: Apache-2.0 */
#include "core/argument.h"

#include "core/file.h"
#include "core/text.h"
#include "core/wide.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include <shellapi.h>

/* The words so far; room for one more and the NULL is always there. */
struct words {
	char **word;
	int count;
	bool failed;
};

/* Takes word, from the heap. */
static void add(struct words *w, char *word)
{
	char **more = NULL;

	if (word && w->count < INT_MAX - 2)
		more = realloc(w->word, ((size_t)w->count + 2) * sizeof(*more));
	if (!more) {
		free(word);
		w->failed = true;
		return;
	}
	w->word = more;
	w->word[w->count++] = word;
	w->word[w->count] = NULL;
}

/* A word whose last part has a star. */
struct pattern {
	struct words *words;
	const char *text;
	size_t folder; /* bytes before its last part */
};

static bool fit(void *ctx, const char *name)
{
	const struct pattern *p = ctx;
	size_t size = p->folder + strlen(name) + 1;
	char *path;

	if (!text_like(p->text + p->folder, name))
		return true;
	path = malloc(size);
	if (path)
		snprintf(path, size, "%.*s%s", (int)p->folder, p->text, name);
	add(p->words, path);
	return path != NULL;
}

/* Bytes of path before its last part. */
static size_t folder_bytes(const char *path)
{
	size_t n = strlen(path);

	while (n > 0 && !strchr("/\\:", path[n - 1]))
		n--;
	return n;
}

/* Add the files that fit, or the word itself when none does. */
static void add_all(struct words *w, char *word)
{
	struct pattern p = { w, word, folder_bytes(word) };
	int before = w->count;
	char *folder = NULL;
	struct err e;

	if (word[0] != '-' && strchr(word + p.folder, '*'))
		folder = _strdup(word);
	if (folder) {
		folder[p.folder] = '\0';
		(void)file_list(p.folder ? folder : ".", fit, &p, &e);
		free(folder);
	}
	if (w->count == before)
		add(w, word);
	else
		free(word);
}

char **argument_list(int *argc, char **argv)
{
	struct words w = { 0 };
	int count = 0;
	wchar_t **wide = CommandLineToArgvW(GetCommandLineW(), &count);

	for (int i = 0; wide && i < count; i++) {
		char *word = wide_utf8(wide[i]);

		if (word && i > 0)
			add_all(&w, word);
		else
			add(&w, word);
	}
	LocalFree(wide);
	if (w.count == 0 || w.failed)
		return argv;
	*argc = w.count;
	return w.word;
}
