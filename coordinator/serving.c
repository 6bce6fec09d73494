/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/serving.h"

#include "coordinator/intake.h"
#include "coordinator/invitation.h"
#include "coordinator/journal.h"
#include "coordinator/keyring.h"
#include "coordinator/kit_maker.h"
#include "coordinator/metrics.h"
#include "coordinator/notify.h"
#include "coordinator/order.h"
#include "coordinator/renewal.h"
#include "coordinator/second.h"
#include "coordinator/server.h"
#include "coordinator/setting.h"
#include "coordinator/upkeep.h"
#include "core/clock.h"
#include "core/interrupt.h"

#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NAME        "Garde Champêtre" /* on certificates, no more */
#define LISTEN      "127.0.0.1:8080"
#define CONNECTIONS 8    /* to the store, for pages */
#define OPENERS     4    /* processes that open envelopes, at most */
#define WAIT_MS     5000 /* for a connection, when the service starts */
#define STEP_MS     200  /* between two looks at whether to end */
#define HEAPS       4    /* of malloc: each thread more than that shares one */

/* All that a running service is. Zero is nothing yet. */
struct running {
	struct service service;
	struct metrics metrics;
	struct inlet inlet;
	struct server *server;
	struct renewal renewal;
};

static void close_all(struct running *r)
{
	server_stop(r->server);
	inlet_close(&r->inlet);
	if (r->service.intake)
		intake_free(r->service.intake);
	if (r->service.pool)
		pool_free(r->service.pool);
	keyring_close(r->service.keys);
	renewal_clear(&r->renewal);
}

static size_t openers(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	return cores < 1 ? 1 : cores > OPENERS ? OPENERS : (size_t)cores;
}

/* Lists of addresses; told when one is none. */
static bool read_lists(struct service *s, const struct order_line *line)
{
	const struct {
		enum order_option option;
		struct allowance *list;
	} lists[] = {
		{ ORDER_PROXIES, &s->proxies },
		{ ORDER_METRICS, &s->readers },
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		const char *text = line->value[lists[i].option];
		const char *wrong;

		if (!text || allowance_parse(lists[i].list, text, &wrong))
			continue;
		order_blame(line, "option-no-address", "word", wrong, NULL);
		return false;
	}
	return true;
}

/* The keys and who opens with them, then the store, then the door. */
static bool open_all(struct running *r, struct order_line *line, struct err *e)
{
	struct service *s = &r->service;
	const char *where = line->value[ORDER_LISTEN];

	r->inlet.socket = -1;
	metrics_init(&r->metrics, clock_now());
	s->metrics = &r->metrics;
	s->state = line->state;
	s->store = line->store;
	s->programs = line->value[ORDER_PROGRAMS];
	if (!kit_maker_roots(&s->roots, line->value[ORDER_ROOTS], line->arena,
	                     e))
		return false;
	s->keys = keyring_open(line->state, NAME, clock_now(), true, e);
	if (!s->keys)
		return false;
	s->intake = intake_prepare(s->keys, openers(), e);
	if (!s->intake || !upkeep_begin(line->store, clock_now(), e) ||
	    !intake_open(s->intake, line->store, e))
		return false;
	s->pool = pool_new(line->store, CONNECTIONS, e);
	if (!s->pool || !inlet_open(&r->inlet, where ? where : LISTEN, e))
		return false;
	r->server = server_start(s, &r->inlet, e);
	return r->server != NULL;
}

/* Where a visitor of a demonstration comes in. */
static void show_door(const struct running *r, const struct order_line *line)
{
	order_say(
	    line, "serve-demo", "link",
	    arena_fmt(line->arena, "http://127.0.0.1:%u/demo", r->inlet.port),
	    NULL);
}

/* As long as nobody can sign in: the link for whoever reads this. */
static bool invite(struct running *r, const struct order_line *line,
                   struct err *e)
{
	struct db *db;
	char token[RANDOM_TOKEN];
	struct setting setting;
	char base[32] = "";
	bool good;

	if (r->service.demo) {
		show_door(r, line);
		return true;
	}
	db = pool_take(r->service.pool, WAIT_MS, e);
	if (!db)
		return false;
	good = invitation_first(db, clock_now(), token, e) &&
	       setting_read(&setting, db, line->arena, e);
	pool_give(r->service.pool, db);
	if (!good || !token[0])
		return good;
	if (r->inlet.port > 0)
		snprintf(base, sizeof(base), "http://127.0.0.1:%u",
		         r->inlet.port);
	order_say(line,
	          setting.url[0] || base[0] ? "serve-first"
	                                    : "serve-first-path",
	          "link",
	          arena_fmt(line->arena, "%s" INVITATION_PATH "%s",
	                    setting.url[0] ? setting.url : base, token),
	          NULL);
	return true;
}

/* A copy of the store alone, or keys of another service, are told at once. */
static bool tell_lost(struct running *r, struct err *e)
{
	struct db *db = pool_take(r->service.pool, WAIT_MS, e);
	int64_t lost = 0;
	bool good = db && second_count_lost(db, r->service.keys, &lost, e);

	if (db)
		pool_give(r->service.pool, db);
	if (good && lost > 0)
		journal_write(JOURNAL_ERROR,
		              "the telephones of %" PRId64
		              " accounts cannot be checked: " KEYRING_BOX
		              " is not the one of this store. Copy the folder "
		              "keys of the service that made it, or run "
		              "garde-coordinator invite NAME for each",
		              lost);
	return good;
}

static void run(struct running *r)
{
	int64_t next = clock_now() + UPKEEP_SECONDS;

	while (!interrupt_seen()) {
		clock_wait(STEP_MS);
		renewal_look(&r->renewal, &r->service, clock_now());
		if (clock_now() < next)
			continue;
		upkeep_daily(r->service.pool, clock_now());
		next = clock_now() + UPKEEP_SECONDS;
	}
}

enum order_ending serving_run(struct order_line *line, bool demo)
{
	struct running r;
	enum order_ending ending = ORDER_BROKEN;
	struct err e;

	memset(&r, 0, sizeof(r));
	r.service.demo = demo;
	if (!read_lists(&r.service, line))
		return ORDER_USAGE;
	/* A thread for each visitor would leave a heap behind for each. */
	(void)mallopt(M_ARENA_MAX, HEAPS);
	/* Who is invented has no telephone. */
	if (!open_all(&r, line, &e) || (!demo && !tell_lost(&r, &e)) ||
	    !invite(&r, line, &e)) {
		order_fail(line, ending, &e);
		goto out;
	}
	if (!r.inlet.local)
		journal_write(JOURNAL_WARNING,
		              "other machines can reach this service without "
		              "nginx and without TLS");
	journal_write(JOURNAL_NOTICE, "ready at %s, version " GARDE_VERSION,
	              line->value[ORDER_LISTEN] ? line->value[ORDER_LISTEN]
	                                        : LISTEN);
	/* A terminal that is closed ends what runs in it. */
	if (!isatty(STDERR_FILENO))
		renewal_listen();
	notify_send("READY=1");
	upkeep_daily(r.service.pool, clock_now());
	run(&r);
	notify_send("STOPPING=1");
	journal_write(JOURNAL_NOTICE, "ending");
	ending = ORDER_DONE;
out:
	close_all(&r);
	return ending;
}
