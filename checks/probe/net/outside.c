/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/facts_json.h"
#include "checks/probe/fact.h"
#include "checks/probe/net/outside/look.h"
#include "checks/probe/net/outside/mail.h"
#include "checks/probe/net/outside/rdap.h"
#include "checks/probe/net/outside/site.h"
#include "checks/probe/probe.h"
#include "core/json.h"
#include "core/rows.h"
#include "core/worker.h"

#include <stdlib.h>
#include <string.h>

#define PART_DEADLINE 23000 /* milliseconds; a part gives up before */
#define PART_BYTES    (256u << 10)
#define PART_MEMORY   (4u << 20)

/* What is looked at side by side, each in a worker of its own. */
static const struct part {
	const char *name;
	void (*read)(struct look *l);
	const char *const *facts; /* that it alone fills; NULL-ended */
} parts[] = {
	{ "site", site_read,
	  (const char *const[]){ "outside.site", "outside.https", NULL } },
	{ "mail", mail_read,
	  (const char *const[]){ "outside.mail", "outside.spf", "outside.dmarc",
	                         NULL } },
	{ "domain", rdap_read,
	  (const char *const[]){ "outside.domain-expires", NULL } },
};

#define PARTS (sizeof(parts) / sizeof(parts[0]))

/* One part at work. */
struct task {
	const struct part *part;
	const struct probe_context *context;
	struct worker *worker;
};

/* What comes together. */
struct whole {
	struct facts *facts;
	struct arena *arena;
	struct rows criteria;
	struct rows tls;
};

static bool wanted(const struct probe_context *c)
{
	return c->site || c->mail;
}

/* Whether there is anything for a part to look at. */
static bool given(const struct part *part, const struct probe_context *c)
{
	if (part->read == site_read)
		return c->site != NULL;
	return part->read != mail_read || c->mail != NULL;
}

static void give_up(const struct part *part, struct facts *f,
                    enum fact_state state, const char *why)
{
	for (const char *const *name = part->facts; *name; name++) {
		struct fact *fact = fact_find(f, *name);

		if (fact->state != FACT_UNASKED)
			continue;
		fact->state = state;
		fact->why = why;
	}
}

/* In the worker: look, and write the facts as JSON. */
static bool work(void *ctx, struct buf *out)
{
	const struct task *task = ctx;
	struct arena *a = arena_new(PART_MEMORY);
	struct facts *f = calloc(1, sizeof(*f));
	cJSON *json = NULL;
	struct look l;
	struct err e;
	bool ok = false;

	err_set(&e, "it found no answer");
	if (a && f) {
		if (look_open(&l, task->context, f, a, &e)) {
			task->part->read(&l);
			look_close(&l);
		}
		give_up(task->part, f, FACT_FAILED, e.text);
		if (arena_full(a))
			facts_doubt(f, "outside",
			            "there is more than the probe can hold");
		json = facts_to_json(f);
		ok = json && json_print(out, json);
	}
	cJSON_Delete(json);
	free(f);
	arena_free(a);
	return ok;
}

/* What a list of a part adds to the whole; the worst state of all stays. */
static void join(struct fact *whole, struct rows *rows, const struct fact *part,
                 const void *row, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		void *copy = rows_add(rows);

		if (copy)
			memcpy(copy, (const char *)row + i * rows->size,
			       rows->size);
	}
	if (whole->state == FACT_UNASKED || part->state != FACT_KNOWN)
		*whole = *part;
}

/* The facts of a part that ended well. */
static void take(struct whole *w, const struct facts *f,
                 const struct part *part)
{
	struct facts *to = w->facts;

	if (part->read == site_read) {
		to->outside_site = f->outside_site;
		to->outside_https = f->outside_https;
	} else if (part->read == mail_read) {
		to->outside_mail = f->outside_mail;
		to->outside_spf = f->outside_spf;
		to->outside_dmarc = f->outside_dmarc;
	} else {
		to->outside_domain_expires = f->outside_domain_expires;
		return;
	}
	join(&to->outside_criteria.fact, &w->criteria,
	     &f->outside_criteria.fact, f->outside_criteria.row,
	     f->outside_criteria.count);
	join(&to->outside_tls.fact, &w->tls, &f->outside_tls.fact,
	     f->outside_tls.row, f->outside_tls.count);
}

/* A part whose process ended badly: the lists are not whole. */
static void miss(struct whole *w, const struct part *part, const char *why)
{
	const struct fact failed = { FACT_FAILED, why };

	give_up(part, w->facts, FACT_FAILED, why);
	if (part->read == rdap_read)
		return;
	join(&w->facts->outside_criteria.fact, &w->criteria, &failed, NULL, 0);
	join(&w->facts->outside_tls.fact, &w->tls, &failed, NULL, 0);
}

static void collect(struct whole *w, struct task *task)
{
	struct facts *f = arena_alloc(w->arena, 1, sizeof(*f));
	cJSON *json = NULL;
	struct buf out;
	struct err e;

	buf_init(&out, PART_BYTES);
	if (worker_finish(task->worker, &out, &e))
		json = json_parse(buf_text(&out), out.len, &e);
	if (!f)
		err_set(&e, "out of memory");
	if (f && json && facts_from_json(f, json, w->arena, &e))
		take(w, f, task->part);
	else
		miss(w, task->part, arena_strdup(w->arena, e.text));
	cJSON_Delete(json);
	buf_clear(&out);
}

static void read_outside(const struct probe_context *c, struct facts *f,
                         struct arena *a)
{
	struct whole w = { .facts = f, .arena = a };
	struct task *task = calloc(PARTS, sizeof(*task));
	bool started = false;
	struct err e;

	rows_init(&w.criteria, a, sizeof(struct criterion));
	rows_init(&w.tls, a, sizeof(struct tls_service));
	for (size_t i = 0; task && i < PARTS; i++) {
		task[i] = (struct task){ &parts[i], c, NULL };
		if (!given(&parts[i], c)) {
			give_up(&parts[i], f, FACT_UNASKED, "not declared");
			continue;
		}
		task[i].worker =
		    worker_start(work, &task[i], PART_DEADLINE, PART_BYTES, &e);
		started = started || task[i].worker;
		if (!task[i].worker)
			miss(&w, &parts[i], arena_strdup(a, e.text));
	}
	for (size_t i = 0; task && i < PARTS; i++)
		if (task[i].worker)
			collect(&w, &task[i]);
	/* A part that was given up may still read its own. */
	if (!started || !worker_left_behind())
		free(task);
	f->outside_criteria.row = w.criteria.data;
	f->outside_criteria.count = w.criteria.count;
	f->outside_tls.row = w.tls.data;
	f->outside_tls.count = w.tls.count;
}

/* Public facts: no right adds to them. */
static const char *const none[] = { NULL };

const struct probe probe_outside = {
	.area = "outside",
	.deadline = 26000,
	.read = read_outside,
	.more_rights = none,
	.wanted = wanted,
};
