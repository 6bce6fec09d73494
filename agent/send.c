/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/send.h"

#include "agent/console.h"
#include "agent/consult.h"
#include "agent/folder.h"
#include "agent/input.h"
#include "agent/outbox.h"
#include "agent/parcel.h"
#include "agent/shelf.h"
#include "agent/posting.h"
#include "agent/store.h"
#include "core/envelope.h"
#include "core/file.h"
#include "core/lock.h"
#include "core/place.h"
#include "core/rows.h"
#include "core/text.h"

#include <string.h>

/* One sending, from the options to the last receipt. */
struct sending {
	struct session *session;
	struct folder folder;
	const char *outbox; /* path */
	struct lock *lock;
	struct rows parcels; /* struct parcel: what nobody agreed to yet */
	enum ending ending;
};

/* Look at one document: is it new? */
static enum ending add(struct sending *job, const struct document *d)
{
	struct session *s = job->session;
	struct parcel *row = rows_add(&job->parcels);
	enum ending ending;

	if (!row) {
		console_error(s, SAY_NO_MEMORY);
		return ENDING_BROKEN;
	}
	ending = parcel_make(row, s, d);
	if (ending == ENDING_DONE &&
	    outbox_state(s, job->outbox, row->name) == OUTBOX_NEW)
		return ENDING_DONE;
	buf_clear(&row->text);
	job->parcels.count--;
	return ending;
}

/* A document of the folder of results, by the name of its file. */
static bool add_file(void *ctx, const char *name)
{
	struct sending *job = ctx;
	struct session *s = job->session;
	struct document *d;

	if (!text_begins(name, "poste-") || !text_ends(name, ".json"))
		return true;
	d = shelf_document(&job->folder, s, name, false);
	if (!d)
		return true;
	/* Results of another commune stay where they are. */
	if (d->commune.insee &&
	    !text_is(d->commune.insee, s->kit->commune.insee))
		return true;
	job->ending = add(job, d);
	return job->ending == ENDING_DONE;
}

static enum ending find_parcels(struct sending *job)
{
	struct session *s = job->session;
	struct document *d;
	struct err ignored;

	if (s->options.operands == 0) {
		/* An empty folder has nothing new: that is told later. */
		(void)file_list(job->folder.path, add_file, job, &ignored);
		return job->ending;
	}
	d = arena_alloc(s->arena, 1, sizeof(*d));
	if (!d || !input_document(s, s->options.operand[0], d))
		return ENDING_USAGE;
	return add(job, d);
}

/* Write a file of the outbox; BROKEN and told when that fails. */
static enum ending put(const struct sending *job, const struct parcel *p,
                       const char *ending, const struct buf *b)
{
	const struct session *s = job->session;
	const char *path = outbox_path(s, job->outbox, p->name, ending);
	struct err e;

	if (!path || !buf_ok(b)) {
		console_error(s, SAY_NO_MEMORY);
		return ENDING_BROKEN;
	}
	if (file_replace(path, buf_text(b), b->len, &e))
		return ENDING_DONE;
	console_blame(s, SAY_CANNOT_WRITE, path, &e);
	return ENDING_BROKEN;
}

/* Agreed to: from now on it waits, whatever happens. */
static enum ending enqueue(const struct sending *job, const struct parcel *p)
{
	enum ending ending;
	struct buf sealed;

	buf_init(&sealed, ENVELOPE_BYTES);
	ending = parcel_seal(&sealed, p, job->session);
	if (ending == ENDING_DONE)
		ending = put(job, p, "garde", &sealed);
	buf_clear(&sealed);
	return ending;
}

/* Show what is new, and put it into the queue after a yes. */
static enum ending agree(const struct sending *job)
{
	const struct session *s = job->session;
	struct parcel *list = job->parcels.data;
	enum ending ending = ENDING_DONE;

	for (size_t i = 0; ending == ENDING_DONE && i < job->parcels.count; i++)
		ending = put(job, &list[i], "json", &list[i].text);
	if (ending == ENDING_DONE && job->parcels.count > 0)
		ending = consult_run(s, job->outbox, list, job->parcels.count);
	for (size_t i = 0; ending == ENDING_DONE && i < job->parcels.count; i++)
		ending = enqueue(job, &list[i]);
	return ending;
}

/* Two at once would send everything twice. */
static bool lock(struct sending *job)
{
	const char *path =
	    place_inside(job->session->arena, job->outbox, ".garde-lock");

	if (path && lock_open(&job->lock, path) != LOCK_BUSY)
		return true;
	console_error(job->session, SAY_SEND_BUSY);
	return false;
}

static enum ending prepare(struct sending *job)
{
	struct session *s = job->session;
	struct err e;

	if (!folder_open(&job->folder, s))
		return ENDING_BROKEN;
	job->outbox = place_inside(s->arena, job->folder.path, OUTBOX);
	if (!job->outbox) {
		console_error(s, SAY_NO_MEMORY);
		return ENDING_BROKEN;
	}
	if (!file_mkdir(job->outbox, &e)) {
		console_blame(s, SAY_CANNOT_WRITE, job->outbox, &e);
		return ENDING_BROKEN;
	}
	return lock(job) ? ENDING_DONE : ENDING_WAITING;
}

static enum ending work(struct sending *job)
{
	enum ending ending = prepare(job);
	bool got = false;

	if (ending == ENDING_DONE)
		ending = find_parcels(job);
	if (ending == ENDING_DONE)
		ending = agree(job);
	if (ending == ENDING_DONE)
		ending = posting_run(job->session, job->outbox, false, &got);
	if (got)
		store_rewrite(&job->folder, job->session);
	return ending;
}

enum ending send_run(struct session *s)
{
	struct sending job = { .session = s, .ending = ENDING_DONE };
	struct parcel *list;
	enum ending ending;
	int64_t now;

	if (!input_now(s, &now))
		return ENDING_USAGE;
	ending = parcel_kit(s, now);
	if (ending != ENDING_DONE)
		return ending;
	rows_init(&job.parcels, s->arena, sizeof(struct parcel));
	ending = work(&job);
	list = job.parcels.data;
	for (size_t i = 0; i < job.parcels.count; i++)
		buf_clear(&list[i].text);
	lock_close(job.lock);
	return ending;
}

void send_later(struct session *s, struct folder *f)
{
	const char *const *names;
	const char *outbox = NULL;
	const char *path = NULL;
	struct lock *lock = NULL;
	bool got = false;

	if (!f->path || !s->kit || s->kit_expired || !s->kit->coordinator.url)
		return;
	outbox = folder_file(f, s, OUTBOX);
	if (outbox && outbox_list(s, outbox, &names) > 0)
		path = place_inside(s->arena, outbox, ".garde-lock");
	/* Who holds it is about to send the same. */
	if (path && lock_open(&lock, path) != LOCK_BUSY)
		(void)posting_run(s, outbox, true, &got);
	if (got)
		store_rewrite(f, s);
	lock_close(lock);
}
