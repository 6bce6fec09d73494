/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/tree.h"

#include "core/file.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MATCHES_MAX 1000 /* paths of one pattern */
#define PARTS_MAX   32   /* components of one pattern */

enum fact_state tree_fact(enum tree_result r)
{
	static const enum fact_state state[] = {
		[TREE_OK] = FACT_KNOWN,
		[TREE_ABSENT] = FACT_ABSENT,
		[TREE_DENIED] = FACT_DENIED,
		[TREE_FAILED] = FACT_FAILED,
	};

	return state[r];
}

bool tree_path(char out[TREE_PATH], const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(out, TREE_PATH, fmt, ap);
	va_end(ap);
	return n >= 0 && n < TREE_PATH;
}

static enum tree_result result_of(int sys)
{
	if (sys == ENOENT || sys == ENOTDIR)
		return TREE_ABSENT;
	if (sys == EACCES || sys == EPERM)
		return TREE_DENIED;
	return TREE_FAILED;
}

/* A path on its way through the links of a root. */
struct walk {
	char path[TREE_PATH]; /* root and what is resolved */
	char rest[TREE_PATH]; /* still to go */
	size_t root;          /* length of the root */
	int links;            /* followed */
};

static void walk_up(struct walk *w)
{
	char *slash = strrchr(w->path + w->root, '/');

	if (slash)
		*slash = '\0';
}

/* The link at the end of w->path takes its place, before the rest. */
static int walk_link(struct walk *w)
{
	char target[TREE_PATH];
	char rest[TREE_PATH];
	ssize_t n = readlink(w->path, target, sizeof(target) - 1);

	if (n < 0)
		return errno;
	if (++w->links > TREE_LINK)
		return ELOOP;
	target[n] = '\0';
	memcpy(rest, w->rest, sizeof(rest));
	if (!tree_path(w->rest, "%s/%s", target, rest))
		return ENAMETOOLONG;
	if (target[0] == '/')
		w->path[w->root] = '\0';
	else
		walk_up(w);
	return 0;
}

/* Enter the next component; its length is n. */
static int walk_into(struct walk *w, size_t n, bool follow)
{
	size_t len = strlen(w->path);
	const char *more = w->rest + n;
	struct stat st;

	if (len + n + 2 > sizeof(w->path))
		return ENAMETOOLONG;
	w->path[len] = '/';
	memcpy(w->path + len + 1, w->rest, n);
	w->path[len + 1 + n] = '\0';
	while (*more == '/')
		more++;
	memmove(w->rest, more, strlen(more) + 1);
	if (lstat(w->path, &st) != 0)
		return errno;
	if (!S_ISLNK(st.st_mode) || (!follow && !w->rest[0]))
		return 0;
	return walk_link(w);
}

/* Resolve every link of w->rest, the last one only if follow; an errno. */
static int walk_all(struct walk *w, bool follow)
{
	for (;;) {
		size_t skip = strspn(w->rest, "/");
		size_t n;
		int sys = 0;

		memmove(w->rest, w->rest + skip, strlen(w->rest + skip) + 1);
		n = strcspn(w->rest, "/");
		if (n == 0)
			return 0;
		if (n <= 2 && strncmp(w->rest, "..", n) == 0) {
			if (n == 2)
				walk_up(w);
			memmove(w->rest, w->rest + n, strlen(w->rest + n) + 1);
		} else {
			sys = walk_into(w, n, follow);
		}
		if (sys)
			return sys;
	}
}

static int walk_start(struct walk *w, const struct probe_context *c,
                      const char *path, bool follow)
{
	w->links = 0;
	if (!tree_path(w->path, "%s", c->root) ||
	    !tree_path(w->rest, "%s", path))
		return ENAMETOOLONG;
	w->root = strlen(w->path);
	return walk_all(w, follow);
}

/* Where path is for the system we run on; an errno. */
static int host_path(const struct probe_context *c, const char *path,
                     char out[TREE_PATH])
{
	struct walk w;
	int sys;

	/* On the live machine the kernel follows links better than we do. */
	if (!c->root[0])
		return tree_path(out, "%s", path) ? 0 : ENAMETOOLONG;
	sys = walk_start(&w, c, path, true);
	if (!sys)
		memcpy(out, w.path, sizeof(w.path));
	return sys;
}

enum tree_result tree_host(const struct probe_context *c, const char *path,
                           char out[TREE_PATH])
{
	int sys = host_path(c, path, out);

	return sys ? result_of(sys) : TREE_OK;
}

enum tree_result tree_read(const struct probe_context *c, const char *path,
                           struct buf *out)
{
	char host[TREE_PATH];
	int sys = host_path(c, path, host);
	struct err e;

	if (sys)
		return result_of(sys);
	return file_read(host, out, &e) ? TREE_OK : result_of(e.sys);
}

enum tree_result tree_text(const struct probe_context *c, const char *path,
                           struct arena *a, char **out)
{
	enum tree_result r;
	struct buf data;

	*out = NULL;
	buf_init(&data, TREE_CAP);
	r = tree_read(c, path, &data);
	if (r == TREE_OK) {
		*out = arena_strdup(a, buf_text(&data));
		if (!*out)
			r = TREE_FAILED;
	}
	buf_clear(&data);
	return r;
}

enum tree_result tree_stat(const struct probe_context *c, const char *path,
                           struct tree_stat *out)
{
	char host[TREE_PATH];
	int sys = host_path(c, path, host);
	struct stat st;

	memset(out, 0, sizeof(*out));
	if (!sys && stat(host, &st) != 0)
		sys = errno;
	if (sys)
		return result_of(sys);
	out->file = S_ISREG(st.st_mode);
	out->folder = S_ISDIR(st.st_mode);
	out->mode = (unsigned)(st.st_mode & 07777);
	out->owner = (int64_t)st.st_uid;
	out->group = (int64_t)st.st_gid;
	out->size = (int64_t)st.st_size;
	out->mtime = (int64_t)st.st_mtim.tv_sec;
	return TREE_OK;
}

bool tree_exists(const struct probe_context *c, const char *path)
{
	struct tree_stat st;

	return tree_stat(c, path, &st) == TREE_OK;
}

enum tree_result tree_link(const struct probe_context *c, const char *path,
                           char out[TREE_PATH])
{
	struct walk w;
	int sys = walk_start(&w, c, path, false);
	ssize_t n;

	if (sys)
		return result_of(sys);
	n = readlink(w.path, out, TREE_PATH - 1);
	if (n < 0)
		return errno == EINVAL ? TREE_ABSENT : result_of(errno);
	out[n] = '\0';
	return TREE_OK;
}

enum tree_result tree_real(const struct probe_context *c, const char *path,
                           char out[TREE_PATH])
{
	struct walk w;
	int sys = walk_start(&w, c, path, true);

	if (sys)
		return result_of(sys);
	if (!tree_path(out, "%s", w.path[w.root] ? w.path + w.root : "/"))
		return TREE_FAILED;
	return TREE_OK;
}

enum tree_result tree_list(const struct probe_context *c, const char *folder,
                           bool (*each)(void *ctx, const char *name), void *ctx)
{
	char host[TREE_PATH];
	int sys = host_path(c, folder, host);
	struct err e;

	if (sys)
		return result_of(sys);
	return file_list(host, each, ctx, &e) ? TREE_OK : result_of(e.sys);
}

/* A pattern on its way through the folders. */
struct glob {
	const struct probe_context *c;
	char pattern[TREE_PATH]; /* cut into its components */
	const char *part[PARTS_MAX];
	size_t parts;
	size_t depth;         /* part that is being matched */
	char path[TREE_PATH]; /* matched up to there */
	int left;             /* paths that may still be found */
	bool stop;
	enum tree_result worst;
	bool (*each)(void *ctx, const char *path);
	void *ctx;
};

static void glob_part(struct glob *g);

static bool glob_name(void *ctx, const char *name)
{
	struct glob *g = ctx;
	size_t len = strlen(g->path);

	if (fnmatch(g->part[g->depth], name, FNM_PERIOD) != 0 ||
	    len + strlen(name) + 2 > sizeof(g->path))
		return true;
	g->path[len] = '/';
	memcpy(g->path + len + 1, name, strlen(name) + 1);
	g->depth++;
	glob_part(g);
	g->depth--;
	g->path[len] = '\0';
	return !g->stop;
}

static void glob_found(struct glob *g)
{
	struct tree_stat st;
	enum tree_result r = tree_stat(g->c, g->path, &st);

	if (r > g->worst)
		g->worst = r == TREE_ABSENT ? g->worst : r;
	if (r == TREE_OK && (g->left-- <= 0 || !g->each(g->ctx, g->path)))
		g->stop = true;
}

/* Go on with part g->depth below g->path; at most PARTS_MAX deep. */
static void glob_part(struct glob *g)
{
	enum tree_result r;

	if (g->depth == g->parts) {
		glob_found(g);
	} else if (!strpbrk(g->part[g->depth], "*?[")) {
		glob_name(g, g->part[g->depth]);
	} else {
		r = tree_list(g->c, g->path[0] ? g->path : "/", glob_name, g);
		if (r != TREE_ABSENT && r > g->worst)
			g->worst = r;
	}
}

enum tree_result tree_glob(const struct probe_context *c, const char *pattern,
                           bool (*each)(void *ctx, const char *path), void *ctx)
{
	struct glob g = { .c = c, .left = MATCHES_MAX, .each = each };

	g.ctx = ctx;
	if (!tree_path(g.pattern, "%s", pattern))
		return TREE_FAILED;
	for (char *p = g.pattern; *p;) {
		size_t n;

		p += strspn(p, "/");
		n = strcspn(p, "/");
		if (n == 0)
			break;
		if (g.parts == PARTS_MAX)
			return TREE_FAILED;
		g.part[g.parts++] = p;
		p += n;
		if (*p)
			*p++ = '\0';
	}
	glob_part(&g);
	return g.worst;
}

static bool any(void *ctx, const char *path)
{
	(void)path;
	*(bool *)ctx = true;
	return false;
}

enum tree_result tree_match(const struct probe_context *c, const char *pattern,
                            bool *found)
{
	return tree_glob(c, pattern, any, found);
}
