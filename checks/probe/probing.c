/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/probe.h"

#include "checks/facts_json.h"
#include "core/buf.h"
#include "core/json.h"
#include "core/worker.h"

#include <stdlib.h>
#include <string.h>

#define RESULT_BYTES (8u << 20)  /* of one probe's facts as JSON */
#define PROBE_MEMORY (16u << 20) /* of one probe's facts */

/* One probe at work, which may outlast who asked for it. */
struct task {
	const struct probe *probe;
	struct probe_context context; /* as it was at its start */
	struct lan_plan lan;          /* what context.lan leads to */
	struct worker *worker;        /* NULL: it could not be started */
	char why[sizeof(((struct err *)0)->text)]; /* why not */
};

struct probing {
	const struct probe_context *context;
	struct task *task; /* room for every probe there is */
	size_t tasks;
};

void probing_read(const struct probe *probe, const struct probe_context *c,
                  struct facts *f, struct arena *a)
{
	probe->read(c, f, a);
	facts_give_up(f, probe->area, FACT_FAILED, "the probe found no answer");
	if (arena_full(a))
		facts_doubt(f, probe->area,
		            "there is more than the probe can hold");
}

/* In the worker: read, and write the facts as JSON. */
static bool work(void *ctx, struct buf *out)
{
	const struct task *task = ctx;
	struct arena *a = arena_new(PROBE_MEMORY);
	struct facts *f = calloc(1, sizeof(*f));
	cJSON *json = NULL;
	bool ok = false;

	if (a && f) {
		probing_read(task->probe, &task->context, f, a);
		json = facts_to_json(f);
		ok = json && json_print(out, json);
	}
	cJSON_Delete(json);
	free(f);
	arena_free(a);
	return ok;
}

/* Whether the probe is to be run at all. */
static bool wanted(const struct probe *probe, const struct probe_context *c)
{
	return (!c->area || strcmp(c->area, probe->area) == 0) &&
	       (!probe->wanted || probe->wanted(c));
}

static void start(struct probing *p, const struct probe *probe)
{
	struct task *task = &p->task[p->tasks++];
	struct err e;

	task->probe = probe;
	task->context = *p->context;
	if (p->context->lan) {
		task->lan = *p->context->lan;
		task->context.lan = &task->lan;
	}
	task->worker =
	    worker_start(work, task, probe->deadline, RESULT_BYTES, &e);
	if (!task->worker)
		memcpy(task->why, e.text, sizeof(task->why));
}

static bool started(const struct probing *p, const struct probe *probe)
{
	for (size_t i = 0; i < p->tasks; i++)
		if (p->task[i].probe == probe)
			return true;
	return false;
}

void probing_add(struct probing *p)
{
	size_t count;
	const struct probe *const *list = net_list(&count);

	for (size_t i = 0; i < count; i++)
		if (!started(p, list[i]) && wanted(list[i], p->context))
			start(p, list[i]);
}

struct probing *probing_start(const struct probe_context *c, struct err *e)
{
	struct probing *p = calloc(1, sizeof(*p));
	size_t count, more;
	const struct probe *const *list = probe_list(&count);

	(void)net_list(&more);
	if (p)
		p->task = calloc(count + more + 1, sizeof(*p->task));
	if (!p || !p->task) {
		free(p);
		err_set(e, "out of memory");
		return NULL;
	}
	p->context = c;
	for (size_t i = 0; i < count; i++)
		if (wanted(list[i], c))
			start(p, list[i]);
	probing_add(p);
	return p;
}

bool probing_done(struct probing *p, struct probing_progress *out)
{
	out->waiting = NULL;
	out->done = 0;
	out->total = p->tasks;
	for (size_t i = 0; i < p->tasks; i++) {
		struct task *task = &p->task[i];

		if (!task->worker || worker_done(task->worker))
			out->done++;
		else if (!out->waiting)
			out->waiting = task->probe->area;
	}
	return out->done == out->total;
}

/* Read one worker's result into f, or give its area up. */
static bool collect(struct task *task, struct facts *f, struct arena *a,
                    struct err *e)
{
	struct buf out;
	struct err why;
	cJSON *json = NULL;
	const char *kept;
	bool ok = false;

	buf_init(&out, RESULT_BYTES);
	if (!task->worker)
		err_set(&why, "%s", task->why);
	else if (worker_finish(task->worker, &out, &why)) {
		json = json_parse(buf_text(&out), out.len, &why);
		ok = json && facts_from_json(f, json, a, &why);
	}
	task->worker = NULL;
	cJSON_Delete(json);
	buf_clear(&out);
	if (ok)
		return true;
	kept = arena_strdup(a, why.text);
	if (!kept)
		return err_set(e, "out of memory");
	facts_give_up(f, task->probe->area, FACT_FAILED, kept);
	return true;
}

/* What a probe that was given up may still read stays. */
static void forget(struct probing *p)
{
	if (!worker_left_behind())
		free(p->task);
	free(p);
}

bool probing_finish(struct probing *p, struct facts *f, struct arena *a,
                    struct err *e)
{
	bool ok = true;

	/* Every worker is ended even when memory runs out half-way. */
	for (size_t i = 0; i < p->tasks; i++)
		if (!collect(&p->task[i], f, a, e))
			ok = false;
	forget(p);
	return ok;
}

void probing_stop(struct probing *p)
{
	for (size_t i = 0; i < p->tasks; i++)
		if (p->task[i].worker)
			worker_stop(p->task[i].worker);
	forget(p);
}
