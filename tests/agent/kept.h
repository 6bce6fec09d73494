/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_AGENT_KEPT_H
#define TESTS_AGENT_KEPT_H

/* Scans whose results are kept, and a look at the folder that they are in. */

#include "tests/agent/program.h"

#include "checks/baseline.h"
#include "core/arena.h"
#include "core/json.h"
#include "report/document_json.h"

#include <sys/stat.h>

#define QUIET_SCAN "scan --no-questions --quiet --out %/r"

/* A machine of its own: /etc/machine-id and os-release under a root. */
static inline void make_root(const struct program *p, const char *name, char id)
{
	char path[256];
	char text[40];
	struct err e;

	snprintf(path, sizeof(path), "%s/%s/etc", p->folder, name);
	assert_true(file_mkdir(path, &e));
	memset(text, id, 32);
	strcpy(text + 32, "\n");
	snprintf(path, sizeof(path), "%s/etc/machine-id", name);
	program_write(p, path, text, 33);
	snprintf(path, sizeof(path), "%s/etc/os-release", name);
	program_write(p, path, "ID=debian\nVERSION_ID=12\n", 24);
}

struct counting {
	const char *begin;
	const char *end;
	unsigned found;
	char name[300]; /* the last found */
};

static inline bool count_one(void *ctx, const char *name)
{
	struct counting *c = ctx;
	size_t len = strlen(name), end = strlen(c->end);

	if (strncmp(name, c->begin, strlen(c->begin)) == 0 && len >= end &&
	    strcmp(name + len - end, c->end) == 0) {
		c->found++;
		snprintf(c->name, sizeof(c->name), "%s", name);
	}
	return true;
}

/* How many files of the folder begin and end like that. */
static inline struct counting count(const struct program *p, const char *folder,
                                    const char *begin, const char *end)
{
	struct counting c = { begin, end, 0, "" };
	struct err e;

	assert_true(file_list(program_path(p, folder), count_one, &c, &e));
	return c;
}

/* A whole document; the arena is the caller's. */
static inline struct document *read_document(const struct program *p,
                                             const char *name, struct arena *a)
{
	char *text = program_read(p, name);
	struct document *d = arena_alloc(a, 1, sizeof(*d));
	struct err e;
	cJSON *json;

	if (!text)
		fail_msg("there is no %s", name);
	json = json_parse(text, strlen(text), &e);
	if (!json || !document_from_json(d, json, a, &e))
		fail_msg("%s: %s", name, e.text);
	cJSON_Delete(json);
	free(text);
	return d;
}

static inline void expect_text(const struct program *p, const char *name,
                               const char *part)
{
	char *text = program_read(p, name);

	if (!text || !strstr(text, part))
		fail_msg("no \"%s\" in %s", part, name);
	free(text);
}

static inline int scan(struct program *p, const char *line)
{
	program_run(p, line);
	/* A probe that fails on the machine of the tests is no matter here. */
	if (p->status != 0 && p->status != 3)
		fail_msg("garde %s: status %d\n%s", line, p->status, p->err);
	return p->status;
}

/* How many points a document has: one for each control. */
static inline size_t controls(void)
{
	struct err e;
	struct baseline *b = baseline_builtin(&e);
	size_t count;

	assert_non_null(b);
	count = b->controls;
	baseline_free(b);
	return count;
}

/* Machines are told apart by what a probe reads. */
static inline void need_probes(void)
{
	if (strcmp(PROBES, "none") == 0)
		skip();
}

#endif
