/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/post.h"

#include "checks/facts_json.h"
#include "checks/probe/net/listen/ear.h"
#include "core/capture.h"
#include "core/clock.h"
#include "core/interrupt.h"
#include "core/json.h"
#include "core/link.h"
#include "core/sandbox.h"
#include "core/worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RESULT_BYTES (256u << 10) /* of the facts as JSON */
#define MEMORY       (1u << 20)
#define STEP         200    /* ms between two looks at the clock */
#define GRACE        10000  /* ms that a worker may take to end */
#define FILE_MOST    600000 /* ms for a file */
#define NAME_BYTES   64     /* of an interface */
#define LINKS        64     /* addresses of this machine */

struct post {
	struct post_order order;
	struct worker *worker;
};

/* One time of listening, in the worker. */
struct watch {
	const struct post_order *order;
	struct capture *capture;
	struct ear *ear;
	int64_t begun; /* clock_ticks() */
	char interface[NAME_BYTES];
	bool walled;
	struct err unwalled;
	bool broken;
	struct err why; /* it is broken, or could not be opened */
};

/* The interface that was named, else the one that leads to the Internet. */
static bool choose(struct watch *w)
{
	struct link_address list[LINKS];
	size_t count = link_addresses(list, LINKS);
	const char *name = w->order->interface;
	uint32_t gateway;

	if (!name && link_gateway(&gateway))
		for (size_t i = 0; i < count && !name; i++)
			if (!list[i].loopback && !list[i].point_to_point &&
			    list[i].bits > 0 &&
			    (list[i].address ^ gateway) >>
			            (32 - list[i].bits) ==
			        0)
				name = list[i].interface;
	if (!name)
		return capture_interface(w->interface, sizeof(w->interface),
		                         &w->why);
	snprintf(w->interface, sizeof(w->interface), "%s", name);
	return true;
}

static bool open_interface(struct watch *w)
{
	const struct capture_options options = { .snaplen = 0 };

	if (!choose(w))
		return false;
	w->capture = capture_open_live(w->interface, &options, &w->why);
	w->walled = w->capture && sandbox_enter(SANDBOX_ALL, &w->unwalled);
	return w->capture != NULL;
}

/* The file is opened with rights, and read without any. */
static bool open_file(struct watch *w)
{
	FILE *file;

	if (!capture_load(&w->why))
		return false;
	file = capture_file(w->order->file, &w->why);
	if (!file)
		return false;
	w->walled = sandbox_enter(SANDBOX_ALL, &w->unwalled);
	w->capture = capture_open_stream(file, &w->why);
	if (!w->capture)
		fclose(file);
	return w->capture != NULL;
}

static bool open_capture(struct watch *w)
{
	if (!(w->order->file ? open_file(w) : open_interface(w)))
		return false;
	if (capture_link(w->capture) != CAPTURE_OTHER)
		return true;
	return err_set(&w->why, "packets of a kind that is not understood");
}

/* Whether it is time to stop; looked at now and then only. */
static bool over(const struct watch *w)
{
	return interrupt_seen() ||
	       (!w->order->file &&
	        clock_ticks() - w->begun >= (int64_t)w->order->seconds * 1000);
}

static void hear(struct watch *w)
{
	enum capture_link link = capture_link(w->capture);
	struct capture_packet packet;

	w->begun = clock_ticks();
	for (uint64_t i = 1;; i++) {
		enum capture_step step =
		    capture_next(w->capture, STEP, &packet, &w->why);

		if (step == CAPTURE_PACKET)
			ear_hear(w->ear, link, &packet);
		w->broken = step == CAPTURE_BROKEN;
		if (step == CAPTURE_END || step == CAPTURE_BROKEN)
			return;
		if ((step == CAPTURE_QUIET || i % 256 == 0) && over(w))
			return;
	}
}

static void add_text(cJSON *json, const char *name, const char *text)
{
	/* What memory is short for is missing, and told by the reader. */
	if (text)
		cJSON_AddStringToObject(json, name, text);
}

/* What the parent is told: the facts, or why there are none. */
static cJSON *tell(struct watch *w, struct facts *f, struct arena *a)
{
	cJSON *json = cJSON_CreateObject();
	struct ear_session session = { .seconds = -1 };

	if (!w->ear) {
		cJSON_AddNumberToObject(json, "sys", w->why.sys);
		add_text(json, "refused", w->why.text);
		return json;
	}
	if (!w->order->file)
		session.seconds = (clock_ticks() - w->begun + 500) / 1000;
	session.doubt = w->broken ? w->why.text : NULL;
	capture_lost(w->capture, &session.lost);
	ear_end(w->ear, &session, f, a);
	add_text(json, "broken", session.doubt);
	add_text(json, "interface", w->order->file ? NULL : w->interface);
	add_text(json, "unwalled", w->walled ? NULL : w->unwalled.text);
	cJSON_AddItemToObject(json, "facts", facts_to_json(f));
	return json;
}

/* In the worker. */
static bool work(void *ctx, struct buf *out)
{
	struct watch w = { .order = &((struct post *)ctx)->order };
	struct arena *a = arena_new(MEMORY);
	struct facts *f = calloc(1, sizeof(*f));
	cJSON *json = NULL;
	bool ok = false;

	interrupt_hold();
	if (a && f && open_capture(&w)) {
		w.ear = ear_new();
		if (!w.ear)
			err_set(&w.why, "out of memory");
		else
			hear(&w);
	}
	if (a && f)
		json = tell(&w, f, a);
	ok = json && json_print(out, json);
	cJSON_Delete(json);
	ear_free(w.ear);
	capture_close(w.capture);
	free(f);
	arena_free(a);
	return ok;
}

struct post *post_start(const struct post_order *order, struct err *e)
{
	struct post *p = calloc(1, sizeof(*p));
	unsigned deadline =
	    (order->file ? FILE_MOST : order->seconds * 1000) + GRACE;

	if (!p) {
		err_set(e, "out of memory");
		return NULL;
	}
	p->order = *order;
	p->worker = worker_start(work, p, deadline, RESULT_BYTES, e);
	if (p->worker)
		return p;
	free(p);
	return NULL;
}

bool post_done(struct post *p)
{
	return worker_done(p->worker);
}

void post_hurry(struct post *p)
{
	worker_interrupt(p->worker);
}

static const char *text_of(const cJSON *json, const char *name, struct arena *a)
{
	const char *text =
	    cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, name));

	return text ? arena_strdup(a, text) : NULL;
}

static bool read_outcome(const cJSON *json, struct facts *f, struct arena *a,
                         struct post_outcome *o, struct err *e)
{
	const cJSON *facts = cJSON_GetObjectItemCaseSensitive(json, "facts");
	const cJSON *sys = cJSON_GetObjectItemCaseSensitive(json, "sys");
	const char *refused = text_of(json, "refused", a);

	memset(o, 0, sizeof(*o));
	if (!facts) {
		err_set(&o->why, "%s", refused ? refused : "out of memory");
		o->why.sys = cJSON_IsNumber(sys) ? sys->valueint : 0;
		return true;
	}
	o->opened = true;
	o->interface = text_of(json, "interface", a);
	o->broken = text_of(json, "broken", a);
	o->unwalled = text_of(json, "unwalled", a);
	return facts_from_json(f, facts, a, e);
}

bool post_finish(struct post *p, struct facts *f, struct arena *a,
                 struct post_outcome *outcome, struct err *e)
{
	cJSON *json = NULL;
	struct buf out;
	bool ok;

	buf_init(&out, RESULT_BYTES);
	ok = worker_finish(p->worker, &out, e);
	if (!worker_left_behind())
		free(p);
	if (ok)
		json = json_parse(buf_text(&out), out.len, e);
	ok = json && read_outcome(json, f, a, outcome, e);
	cJSON_Delete(json);
	buf_clear(&out);
	return ok;
}
