/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/posting.h"

#include "agent/console.h"
#include "agent/frontend.h"
#include "agent/outbox.h"
#include "agent/retry.h"
#include "core/clock.h"
#include "core/date.h"
#include "core/envelope.h"
#include "core/file.h"
#include "core/interrupt.h"
#include "core/random.h"

#include <inttypes.h>
#include <stdio.h>

#define SMALL_BYTES 4096
#define STEP        200u /* milliseconds between two looks at the clock */
#define MINUTE      60

/* One round over all that waits. */
struct round {
	const struct session *session;
	const char *outbox;
	bool now; /* somebody is there: do not wait for the time */
	size_t sent;
	size_t waiting;
	size_t refused;
	int64_t next; /* soonest time of another try, 0: none */
	bool told;    /* why it waits */
	bool broken;
};

static void note_next(struct round *r, int64_t time)
{
	if (r->next == 0 || time < r->next)
		r->next = time;
}

/* Why it waits, once a round: the reason is the same for all. */
static void tell_wait(struct round *r, const struct delivery *d)
{
	static const enum say_id ids[DELIVERY_WAYS] = {
		[DELIVERY_BUSY] = SAY_SEND_IS_BUSY,
		[DELIVERY_NETWORK] = SAY_SEND_NO_NETWORK,
		[DELIVERY_PROXY] = SAY_SEND_PROXY,
		[DELIVERY_TLS] = SAY_SEND_TLS,
		[DELIVERY_PORTAL] = SAY_SEND_PORTAL,
	};

	if (r->told)
		return;
	r->told = true;
	console_error(r->session, ids[d->way]);
	if (d->detail[0])
		console_error(r->session, SAY_WHY_DETAIL, "detail", d->detail);
}

/* What the coordinator's service would not have, and why. */
static void tell_refusal(const struct session *s, const struct delivery *d)
{
	const struct kit *kit = s->kit;
	static const struct {
		int status;
		enum say_id id;
	} reasons[] = {
		{ 401, SAY_SEND_TOKEN },
		{ 409, SAY_SEND_CONFLICT },
		{ 413, SAY_SEND_TOO_LARGE },
	};
	enum say_id id = SAY_SEND_INVALID;

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].status == d->status)
			id = reasons[i].id;
	console_error(s, id, "name", kit->coordinator.name);
	if (kit->coordinator.phone)
		console_error(s, SAY_SEND_CALL, "name", kit->coordinator.name,
		              "phone", kit->coordinator.phone);
	if (d->error[0])
		console_error(s, SAY_WHY_DETAIL, "detail", d->error);
	if (d->field[0])
		console_error(s, SAY_WHY_DETAIL, "detail", d->field);
}

static void tell_receipt(const struct session *s, const struct delivery *d)
{
	char day[DATE_TEXT];

	date_say(day, d->received_at, s->lang);
	console_note(s, SAY_SEND_RECEIPT, "name", s->kit->coordinator.name,
	             "date", day, "number", d->receipt);
}

static void read_try(struct outbox_try *t, const struct round *r,
                     const char *name)
{
	const char *path = outbox_path(r->session, r->outbox, name, "essai");
	struct err ignored;
	struct buf b;

	buf_init(&b, SMALL_BYTES);
	*t = (struct outbox_try){ 0 };
	/* Without a file it was never tried. */
	if (path && file_read(path, &b, &ignored))
		outbox_try_read(t, buf_text(&b), b.len);
	buf_clear(&b);
}

/* Come back later, at a time that nobody else has. */
static bool put_off(struct round *r, const char *name, struct outbox_try *t,
                    const struct delivery *d, struct err *e)
{
	uint32_t chance = 0;

	if (!random_bytes(&chance, sizeof(chance), e))
		return false;
	t->tries++;
	t->next = clock_now() + retry_delay(t->tries, d->asked, chance);
	r->waiting++;
	note_next(r, t->next);
	tell_wait(r, d);
	return outbox_try_write(r->session, r->outbox, name, t, e);
}

static bool settle(struct round *r, const char *name, struct outbox_try *t,
                   const struct delivery *d, struct err *e)
{
	if (d->way != DELIVERY_DONE && d->way != DELIVERY_REFUSED)
		return put_off(r, name, t, d, e);
	if (!outbox_settle(r->session, r->outbox, name, d, e))
		return false;
	if (d->way == DELIVERY_DONE) {
		r->sent++;
		tell_receipt(r->session, d);
	} else {
		r->refused++;
		tell_refusal(r->session, d);
	}
	return true;
}

static void post_one(struct round *r, const char *name)
{
	const struct session *s = r->session;
	const char *path = outbox_path(s, r->outbox, name, "garde");
	struct outbox_try t;
	struct delivery d;
	struct buf b;
	struct err e = { 0 };
	bool ok;

	read_try(&t, r, name);
	/* A clock that was wrong must not hold a result back for years. */
	if (!r->now && t.next > clock_now() &&
	    t.next <= clock_now() + RETRY_MOST + DATE_DAY) {
		r->waiting++;
		note_next(r, t.next);
		return;
	}
	buf_init(&b, ENVELOPE_BYTES);
	ok = path && file_read(path, &b, &e);
	if (ok) {
		delivery_try(&d, s->kit, s->options.value[OPTION_ROOTS],
		             buf_text(&b), b.len);
		ok = settle(r, name, &t, &d, &e);
	}
	if (!ok) {
		r->broken = true;
		console_blame(s, SAY_SEND_DISK, path ? path : name, &e);
	}
	buf_clear(&b);
}

static void post_all(struct round *r)
{
	const char *const *names;
	size_t count = outbox_list(r->session, r->outbox, &names);
	const struct frontend *f = r->session->frontend;
	const struct frontend_progress going = {
		.text = say(SAY_SEND_GOING, r->session->lang), .total = 1
	};

	if (f && f->progress && count)
		f->progress(f->ctx, &going);

	for (size_t i = 0; i < count && !interrupt_seen(); i++)
		if (r->told)
			r->waiting++;
		else
			post_one(r, names[i]);
	if (f && f->progress && count)
		f->progress(f->ctx, NULL);
}

/* The same file goes by mail or by hand when the network does not let it. */
static void tell_other_way(const struct session *s, const char *outbox)
{
	const struct kit *kit = s->kit;

	console_note(s, SAY_SEND_FILES, "file", outbox);
	if (kit->coordinator.email)
		console_note(s, SAY_SEND_BY_MAIL, "name", kit->coordinator.name,
		             "address", kit->coordinator.email);
	else
		console_note(s, SAY_SEND_BY_HAND, "name",
		             kit->coordinator.name);
}

/* Sleep until the next try; false when somebody wants to stop. */
static bool wait_for(const struct round *r)
{
	char minutes[32];
	int64_t left = r->next - clock_now();

	snprintf(minutes, sizeof(minutes), "%" PRId64,
	         left > 0 ? (left + MINUTE - 1) / MINUTE : 1);
	console_note(r->session, SAY_SEND_NEXT, "minutes", minutes);
	while (clock_now() < r->next && !interrupt_seen())
		clock_wait(STEP);
	return !interrupt_seen();
}

enum ending posting_run(const struct session *s, const char *outbox, bool later,
                        bool *got)
{
	bool stay = !later && s->options.value[OPTION_WAIT];
	size_t refused = 0;
	size_t sent = 0;

	*got = false;
	if (!s->kit->coordinator.url) {
		console_note(s, SAY_SEND_NO_ADDRESS);
		tell_other_way(s, outbox);
		return ENDING_WAITING;
	}
	for (bool first = true;; first = false) {
		struct round r = { .session = s,
			           .outbox = outbox,
			           .now = first && !later &&
			                  !s->options.value[OPTION_YES] };

		post_all(&r);
		refused += r.refused;
		sent += r.sent;
		*got = sent > 0;
		if (interrupt_seen())
			return ENDING_INTERRUPTED;
		if (r.broken)
			return ENDING_BROKEN;
		if (r.waiting && stay && wait_for(&r))
			continue;
		if (interrupt_seen())
			return ENDING_INTERRUPTED;
		if (later && !r.told)
			return r.waiting ? ENDING_WAITING : ENDING_DONE;
		if (r.waiting) {
			console_note(s, SAY_SEND_KEPT);
			tell_other_way(s, outbox);
		} else if (!sent && !refused) {
			console_note(s, SAY_SEND_NOTHING_NEW);
		}
		return refused     ? ENDING_REFUSED
		       : r.waiting ? ENDING_WAITING
		                   : ENDING_DONE;
	}
}
