/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_COORDINATOR_SEALED_H
#define TESTS_COORDINATOR_SEALED_H

/* Communes with kits, and what their machines seal. Include behind cmocka.h. */

#include "coordinator/db.h"
#include "coordinator/demo_town.h"
#include "coordinator/keyring.h"
#include "core/date.h"
#include "core/envelope.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/random.h"
#include "report/submission.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEALED_NOW  INT64_C(1795392000) /* 2026-11-22 */
#define SEALED_SEED 7

/* What all of them share. */
struct sealed {
	char state[256]; /* folder of the keys */
	struct keyring *keys;
	struct arena *arena;
	struct demo_rules rules;
};

struct sealed_kit {
	char insee[8];
	char id[32];
	char token[RANDOM_TOKEN];
};

static inline void sealed_open_at(struct sealed *s, const char *state)
{
	struct buf json;
	struct err e;

	snprintf(s->state, sizeof(s->state), "%s", state);
	s->keys = keyring_open(s->state, "Essai", SEALED_NOW, true, &e);
	if (!s->keys)
		fail_msg("%s", e.text);
	s->arena = arena_new(1u << 30);
	buf_init(&json, 4u << 20);
	assert_true(file_read(BASELINE_JSON, &json, &e));
	assert_true(
	    demo_rules_read(&s->rules, json.data, json.len, s->arena, &e));
	buf_clear(&json);
}

static inline void sealed_open(struct sealed *s)
{
	char state[] = "/tmp/garde-sealed-XXXXXX";

	assert_non_null(mkdtemp(state));
	sealed_open_at(s, state);
}

static inline void sealed_close(struct sealed *s)
{
	static const char remove_all[] = "rm -rf -- ";
	char command[300];

	keyring_close(s->keys);
	arena_free(s->arena);
	snprintf(command, sizeof(command), "%s%s", remove_all, s->state);
	assert_int_equal(system(command), 0);
}

/* A commune with a kit that holds for twenty years. */
static inline void sealed_commune(struct sealed_kit *kit, struct db *db,
                                  unsigned number)
{
	static const char commune[] =
	    "INSERT INTO commune (insee, name, folded, department, region,"
	    " epci, epci_name, population, joined_at)"
	    " VALUES ($1, 'Exemple', 'exemple', $2, '84', '200000001',"
	    " 'CC Exemple', 500, 0)";
	static const char insert[] =
	    "INSERT INTO kit (insee, id, token, made_at, made_by, expires)"
	    " VALUES ($1, $2, $3, 0, '', $4)";
	char hash[HASH_TEXT];
	char department[3] = "";
	struct err e;

	snprintf(kit->insee, sizeof(kit->insee), "%05u", number % 100000);
	memcpy(department, kit->insee, 2);
	snprintf(kit->id, sizeof(kit->id), "%s-%016x", kit->insee, number);
	assert_true(random_token(kit->token, &e));
	hash_sha256(hash, kit->token, strlen(kit->token));
	if (!db_run(db, commune,
	            DB_VALUES(db_text(kit->insee), db_text(department)), NULL,
	            &e) ||
	    !db_run(db, insert,
	            DB_VALUES(db_text(kit->insee), db_text(kit->id),
	                      db_text(hash),
	                      db_int(SEALED_NOW + 7300 * DATE_DAY)),
	            NULL, &e))
		fail_msg("%s", e.text);
}

/* What a machine of an invented commune says at a time. */
static inline void sealed_document(struct document *d, struct sealed *s,
                                   unsigned town, unsigned machine,
                                   int64_t made_at)
{
	struct demo_town t;

	assert_true(demo_town_make(&t, SEALED_SEED, town % DEMO_TOWN_MOST));
	assert_true(demo_town_document(d, &s->rules, &t, SEALED_SEED, machine,
	                               0, made_at, s->arena));
}

/* Seal a text, whatever it is. */
static inline void sealed_text(struct buf *out, const struct sealed *s,
                               const char *text, size_t len)
{
	struct err e;

	buf_clear(out);
	buf_init(out, ENVELOPE_BYTES);
	if (!envelope_seal(out, text, len, keyring_certificate(s->keys), &e))
		fail_msg("%s", e.text);
}

/* Seal a document with the proof of a kit. */
static inline void sealed_submission(struct buf *out, const struct sealed *s,
                                     const struct sealed_kit *kit,
                                     const struct document *d)
{
	struct submission submission = { .kit = kit->id,
		                         .token = kit->token,
		                         .document = *d };
	struct buf text;

	buf_init(&text, SUBMISSION_BYTES);
	assert_true(submission_format(&text, &submission));
	sealed_text(out, s, buf_text(&text), text.len);
	buf_clear(&text);
}

/* What a machine of an invented commune says at a time, with a kit. */
static inline void sealed_report(struct buf *out, struct sealed *s,
                                 const struct sealed_kit *kit, unsigned town,
                                 unsigned machine, int64_t made_at)
{
	struct document d;

	sealed_document(&d, s, town, machine, made_at);
	buf_init(out, ENVELOPE_BYTES);
	sealed_submission(out, s, kit, &d);
}

#endif
