/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/bundle.h"

#include "core/text.h"

#include <stdio.h>
#include <string.h>

struct listing {
	const struct probe_context *c;
	void (*each)(void *ctx, const struct bundle *b);
	void *ctx;
};

/* Copy what stands behind mark, up to one of the ends. */
static bool cut(const char *text, const char *mark, const char *ends,
                char out[BUNDLE_TEXT])
{
	const char *at = strstr(text, mark);
	char raw[BUNDLE_TEXT];

	if (!at)
		return false;
	at += strlen(mark);
	at += strspn(at, " \t\"'");
	snprintf(raw, sizeof(raw), "%.*s", (int)(strcspn(at, ends) & 0xff), at);
	text_clean(out, BUNDLE_TEXT, raw);
	return out[0] != '\0';
}

/* The same in a file; false also when it cannot be read. */
static bool cut_file(const struct probe_context *c, const char *path,
                     const char *mark, const char *ends, char out[BUNDLE_TEXT])
{
	struct buf text;
	bool ok;

	buf_init(&text, TREE_CAP);
	ok = tree_read(c, path, &text) == TREE_OK &&
	     cut(buf_text(&text), mark, ends, out);
	buf_clear(&text);
	return ok;
}

/* The component of a path that stands behind a folder. */
static void component(const char *path, const char *folder,
                      char out[BUNDLE_TEXT])
{
	path += strlen(folder);
	snprintf(out, BUNDLE_TEXT, "%.*s", (int)(strcspn(path, "/") & 0xff),
	         path);
}

/* "/snap/NAME/current/meta/snap.yaml", with "version: '1.2'". */
static bool add_snap(void *ctx, const char *path)
{
	struct listing *l = ctx;
	struct bundle b = { .version = "" };

	component(path,
	          text_begins(path, "/snap/") ? "/snap/"
	                                      : "/var/lib/snapd/snap/",
	          b.name);
	cut_file(l->c, path, "\nversion:", "\"'\r\n", b.version);
	l->each(l->ctx, &b);
	return true;
}

#define FLATPAK "/var/lib/flatpak/app/"

/* The newest release stands first in what the maker says of the program. */
static bool add_flatpak(void *ctx, const char *path)
{
	static const char *const notes[] = {
		FLATPAK
		"%s/current/active/files/share/metainfo/%s.metainfo.xml",
		FLATPAK "%s/current/active/files/share/metainfo/%s.appdata.xml",
		FLATPAK "%s/current/active/files/share/appdata/%s.appdata.xml",
	};
	struct listing *l = ctx;
	struct bundle b = { .version = "" };
	char note[TREE_PATH];
	char release[BUNDLE_TEXT];

	component(path, FLATPAK, b.name);
	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
		if (tree_path(note, notes[i], b.name, b.name) &&
		    cut_file(l->c, note, "<release ", ">", release) &&
		    cut(release, "version=", "\"'", b.version))
			break;
	l->each(l->ctx, &b);
	return true;
}

void bundle_list(const struct probe_context *c,
                 void (*each)(void *ctx, const struct bundle *b), void *ctx)
{
	struct listing l = { c, each, ctx };

	tree_glob(c, "/snap/*/current/meta/snap.yaml", add_snap, &l);
	/* Where /snap is only a link to it. */
	if (!tree_exists(c, "/snap"))
		tree_glob(c, "/var/lib/snapd/snap/*/current/meta/snap.yaml",
		          add_snap, &l);
	tree_glob(c, FLATPAK "*/current", add_flatpak, &l);
}

void bundle_version(const struct probe_context *c, const char *path,
                    char out[BUNDLE_TEXT])
{
	static const struct {
		const char *file;
		const char *mark;
	} notes[] = {
		{ "versionrc", "MsiProductVersion=" },
		{ "bootstraprc", "ProductKey=LibreOffice" },
		{ "bootstraprc", "ProductKey=OpenOffice" },
		{ "application.ini", "\nVersion=" },
		{ "release", "JAVA_VERSION=" },
	};
	char note[TREE_PATH];
	const char *slash = strrchr(path, '/');

	out[0] = '\0';
	for (size_t i = 0; slash && i < sizeof(notes) / sizeof(notes[0]); i++)
		if (tree_path(note, "%.*s/%s", (int)(slash - path), path,
		              notes[i].file) &&
		    cut_file(c, note, notes[i].mark, "\"'\r\n", out))
			break;
	/* Java 8 calls itself 1.8. */
	if (text_begins(out, "1."))
		memmove(out, out + 2, strlen(out + 2) + 1);
}
