/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "coordinator/intake.h"
#include "coordinator/opening.h"
#include "coordinator/renewal.h"
#include "coordinator/standing.h"
#include "core/clock.h"
#include "tests/coordinator/recount.h"
#include "tests/coordinator/sealed.h"
#include "tests/coordinator/store.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct sealed sealed;

static int prepare(void **state)
{
	(void)state;
	sealed_open(&sealed);
	return 0;
}

static int tidy(void **state)
{
	(void)state;
	sealed_close(&sealed);
	return 0;
}

/* A store, its intake, and two communes. */
struct scene {
	struct db *db;
	struct intake *intake;
	struct sealed_kit kit[2];
};

static void open_scene(struct scene *s, enum db_kind kind)
{
	struct err e;

	s->db = store_fresh(kind);
	sealed_commune(&s->kit[0], s->db, 1001);
	sealed_commune(&s->kit[1], s->db, 2002);
	s->intake = intake_new(store_where(), sealed.keys, 2, &e);
	if (!s->intake)
		fail_msg("%s", e.text);
}

static void close_scene(struct scene *s)
{
	intake_free(s->intake);
	store_end(s->db);
}

static int64_t count(struct scene *s, const char *sql)
{
	int64_t n = -1;
	struct err e;

	if (!db_number(s->db, sql, DB_NOTHING, &n, &e))
		fail_msg("%s", e.text);
	return n;
}

static void run(struct scene *s, const char *sql)
{
	struct err e;

	if (!db_run(s->db, sql, DB_NOTHING, NULL, &e))
		fail_msg("%s", e.text);
}

static struct intake_result take(struct scene *s, const struct buf *envelope,
                                 int64_t now)
{
	struct intake_result result;

	intake_take(s->intake, envelope->data, envelope->len, "https", now,
	            &result);
	return result;
}

static struct intake_result send(struct scene *s, const struct sealed_kit *kit,
                                 const struct document *d)
{
	struct buf envelope;
	struct intake_result result;

	buf_init(&envelope, ENVELOPE_BYTES);
	sealed_submission(&envelope, &sealed, kit, d);
	result = take(s, &envelope, SEALED_NOW);
	buf_clear(&envelope);
	return result;
}

static void expect(struct intake_result result, int status, const char *field)
{
	if (result.status != status)
		fail_msg("%d (%s %s) is not %d", result.status, result.field,
		         result.why.text, status);
	assert_string_equal(result.field, field);
}

/* The store takes nothing of the first commune any more, or does again. */
static void spoil(struct scene *s, enum db_kind kind, bool spoilt)
{
	static const char *const sql[2][2] = {
		{ "DROP TRIGGER never",
		  "CREATE TRIGGER never BEFORE INSERT ON receipt"
		  " WHEN NEW.insee = '01001' BEGIN SELECT RAISE(ABORT, 'never');"
		  " END" },
		{ "ALTER TABLE receipt DROP CONSTRAINT never",
		  "ALTER TABLE receipt ADD CONSTRAINT never"
		  " CHECK (insee <> '01001')" },
	};

	run(s, sql[kind == DB_POSTGRESQL][spoilt]);
}

/* Nobody sends for ever what can never be stored. */
static void given_up(enum db_kind kind)
{
	struct scene s;
	struct document d, other;

	open_scene(&s, kind);
	sealed_document(&d, &sealed, 5, 0, SEALED_NOW - 60);
	sealed_document(&other, &sealed, 6, 0, SEALED_NOW - 60);
	spoil(&s, kind, true);
	/* While nothing is written it may be the store. */
	for (int i = 0; i < 5; i++)
		expect(send(&s, &s.kit[0], &d), 503, "");
	expect(send(&s, &s.kit[1], &d), 201, "");
	expect(send(&s, &s.kit[0], &d), 422, "document");
	expect(send(&s, &s.kit[0], &other), 503, "");
	expect(send(&s, &s.kit[0], &d), 422, "document");
	/* It is tried each time all the same. */
	spoil(&s, kind, false);
	expect(send(&s, &s.kit[0], &d), 201, "");
	expect(send(&s, &s.kit[0], &other), 201, "");
	close_scene(&s);
}

/* Taken once, known ever after, by its content and not by its envelope. */
static void taken(enum db_kind kind)
{
	struct scene s;
	struct document d;
	struct intake_result one, two;

	open_scene(&s, kind);
	sealed_document(&d, &sealed, 5, 0, SEALED_NOW - 60);
	one = send(&s, &s.kit[0], &d);
	expect(one, 201, "");
	assert_string_equal(one.insee, "01001");
	assert_int_equal(strlen(one.receipt), 14);
	assert_int_equal(one.received_at, SEALED_NOW);
	two = send(&s, &s.kit[0], &d);
	expect(two, 200, "");
	assert_string_equal(two.receipt, one.receipt);
	/* What it says of its commune is the kit's to say. */
	d.commune.insee = "02002";
	d.commune.name = "Ailleurs";
	d.made_at++;
	two = send(&s, &s.kit[0], &d);
	expect(two, 201, "");
	assert_string_equal(two.insee, "01001");
	/* The other commune's is another report. */
	two = send(&s, &s.kit[1], &d);
	expect(two, 201, "");
	assert_string_equal(two.insee, "02002");
	assert_string_not_equal(two.receipt, one.receipt);
	assert_int_equal(count(&s, "SELECT COUNT(*) FROM receipt"), 3);
	assert_int_equal(count(&s, "SELECT COUNT(*) FROM standing"), 2);
	assert_int_equal(count(&s, "SELECT COUNT(*) FROM kit"
	                           " WHERE used_at IS NOT NULL"),
	                 2);
	close_scene(&s);
}

/* A kit that does not hold, however it came to be. */
static void kits(enum db_kind kind)
{
	struct scene s;
	struct document d;
	struct sealed_kit forged;

	open_scene(&s, kind);
	sealed_document(&d, &sealed, 5, 0, SEALED_NOW - 60);
	forged = s.kit[0];
	memcpy(forged.token, s.kit[1].token, sizeof(forged.token));
	expect(send(&s, &forged, &d), 401, "");
	forged = s.kit[0];
	memcpy(forged.id, s.kit[1].id, sizeof(forged.id));
	expect(send(&s, &forged, &d), 401, "");
	forged = s.kit[0];
	forged.token[0] = forged.token[0] == 'A' ? 'B' : 'A';
	expect(send(&s, &forged, &d), 401, "");
	snprintf(forged.id, sizeof(forged.id), "%s", "01001");
	expect(send(&s, &forged, &d), 422, "kit");
	run(&s, "UPDATE kit SET revoked_at = 5 WHERE insee = '01001'");
	expect(send(&s, &s.kit[0], &d), 401, "");
	run(&s, "UPDATE kit SET revoked_at = NULL, expires = 1795392000"
	        " WHERE insee = '01001'");
	expect(send(&s, &s.kit[0], &d), 401, "");
	run(&s, "UPDATE commune SET left_at = 5 WHERE insee = '02002'");
	expect(send(&s, &s.kit[1], &d), 401, "");
	assert_int_equal(count(&s, "SELECT COUNT(*) FROM receipt"), 0);
	assert_int_equal(count(&s, "SELECT COUNT(*) FROM standing"), 0);
	close_scene(&s);
}

/* Dates, contradictions, and what no document is. */
static void refused(enum db_kind kind)
{
	struct scene s;
	struct document d;
	struct buf b;
	struct intake_result result;

	open_scene(&s, kind);
	buf_init(&b, ENVELOPE_BYTES);
	sealed_document(&d, &sealed, 5, 0, SEALED_NOW + DATE_DAY + 60);
	expect(send(&s, &s.kit[0], &d), 422, "document.made_at");
	d.made_at = SEALED_NOW + DATE_DAY - 60;
	expect(send(&s, &s.kit[0], &d), 201, "");
	d.tool.version = "9.9.9";
	expect(send(&s, &s.kit[0], &d), 409, "");
	d.machines = 0;
	d.made_at++;
	assert_int_equal(send(&s, &s.kit[0], &d).status, 422);
	expect(take(&s, &b, SEALED_NOW), 400, "");
	sealed_text(&b, &sealed, "{", 1);
	expect(take(&s, &b, SEALED_NOW), 400, "");
	sealed_text(&b, &sealed, "{\"format\": 2}", 13);
	expect(take(&s, &b, SEALED_NOW), 422, "format");
	intake_take(s.intake, b.data, ENVELOPE_BYTES + 1, "https", SEALED_NOW,
	            &result);
	expect(result, 413, "");
	assert_int_equal(count(&s, "SELECT COUNT(*) FROM receipt"), 1);
	buf_clear(&b);
	close_scene(&s);
}

/* Too often is too often, for one commune alone and by HTTPS alone. */
static void often(enum db_kind kind)
{
	struct scene s;
	struct document d;
	struct buf b;
	struct intake_result result;

	open_scene(&s, kind);
	buf_init(&b, ENVELOPE_BYTES);
	sealed_document(&d, &sealed, 5, 0, SEALED_NOW - 60);
	sealed_submission(&b, &sealed, &s.kit[0], &d);
	for (int i = 0; i < 60; i++)
		assert_int_equal(take(&s, &b, SEALED_NOW).status,
		                 i == 0 ? 201 : 200);
	result = take(&s, &b, SEALED_NOW);
	expect(result, 429, "");
	assert_in_range(result.retry_after, 1, 120);
	expect(take(&s, &b, SEALED_NOW + result.retry_after), 200, "");
	intake_take(s.intake, b.data, b.len, "file", SEALED_NOW, &result);
	expect(result, 200, "");
	expect(send(&s, &s.kit[1], &d), 201, "");
	buf_clear(&b);
	close_scene(&s);
}

/* Nobody made room for that month: a clock that jumps, months without upkeep. */
static void unforeseen(enum db_kind kind)
{
	static const char months[] = "SELECT COUNT(DISTINCT month) FROM report";
	struct scene s;
	struct document d;
	struct buf b;

	open_scene(&s, kind);
	run(&s, "UPDATE kit SET expires = 4000000000");
	buf_init(&b, ENVELOPE_BYTES);
	sealed_document(&d, &sealed, 5, 0, SEALED_NOW - 60);
	for (int64_t i = 0; i < 4; i++) {
		/* There and back, as clocks are set right again. */
		static const int64_t years[] = { 0, 6, 0, 9 };

		d.made_at = SEALED_NOW - 60 + i;
		sealed_submission(&b, &sealed, &s.kit[0], &d);
		expect(take(&s, &b, SEALED_NOW + years[i] * 366 * DATE_DAY),
		       201, "");
	}
	assert_int_equal(count(&s, "SELECT COUNT(*) FROM report"), 4);
	assert_int_equal(count(&s, months), 3);
	buf_clear(&b);
	close_scene(&s);
}

/* No byte of an envelope can be changed. */
static void flipped(enum db_kind kind)
{
	struct scene s;
	struct document d;
	struct buf b;
	bool all = getenv("GARDE_NIGHTLY") != NULL;
	size_t step;

	open_scene(&s, kind);
	sealed_document(&d, &sealed, 5, 0, SEALED_NOW - 60);
	d.findings = 1;
	buf_init(&b, ENVELOPE_BYTES);
	sealed_submission(&b, &sealed, &s.kit[0], &d);
	/* The head, which has a shape, and the end whole. */
	for (size_t i = 0; i < b.len; i += step) {
		step = all || i < 450 || i + 20 > b.len ? 1 : 61;
		b.data[i] = (char)(b.data[i] ^ (1 << i % 8));
		if (take(&s, &b, SEALED_NOW).status != 400)
			fail_msg("byte %zu of %zu", i, b.len);
		b.data[i] = (char)(b.data[i] ^ (1 << i % 8));
	}
	for (size_t i = 0; i < b.len; i += 1 + b.len / 97) {
		struct intake_result result;

		intake_take(s.intake, b.data, i, "https", SEALED_NOW, &result);
		assert_int_equal(result.status, 400);
	}
	assert_int_equal(count(&s, "SELECT COUNT(*) FROM receipt"), 0);
	expect(take(&s, &b, SEALED_NOW), 201, "");
	buf_clear(&b);
	close_scene(&s);
}

/* Many at once, some twice, of few communes: each once in the end. */
#define THREADS 8
#define EACH    12

struct sender {
	pthread_t thread;
	struct scene *scene;
	struct buf *envelope; /* of all */
	unsigned number;
	unsigned taken;
	unsigned known;
	unsigned other;
};

static void *send_many(void *ctx)
{
	struct sender *s = ctx;

	for (unsigned i = 0; i < EACH; i++) {
		/* Everybody has two in common with the next one. */
		unsigned n =
		    (s->number * (EACH - 2) + i) % (THREADS * (EACH - 2));
		struct intake_result r =
		    take(s->scene, &s->envelope[n], SEALED_NOW);

		if (r.status == 201)
			s->taken++;
		else if (r.status == 200)
			s->known++;
		else
			s->other++;
	}
	return NULL;
}

static void at_once(enum db_kind kind)
{
	struct scene s;
	struct sender sender[THREADS] = { 0 };
	struct buf envelope[THREADS * (EACH - 2)];
	unsigned taken = 0, known = 0, other = 0;

	open_scene(&s, kind);
	for (unsigned i = 0; i < THREADS * (EACH - 2); i++)
		sealed_report(&envelope[i], &sealed, &s.kit[i % 2], 5, i % 4,
		              SEALED_NOW - (int64_t)i);
	for (unsigned i = 0; i < THREADS; i++) {
		sender[i].scene = &s;
		sender[i].envelope = envelope;
		sender[i].number = i;
		assert_int_equal(pthread_create(&sender[i].thread, NULL,
		                                send_many, &sender[i]),
		                 0);
	}
	for (unsigned i = 0; i < THREADS; i++) {
		pthread_join(sender[i].thread, NULL);
		taken += sender[i].taken;
		known += sender[i].known;
		other += sender[i].other;
	}
	assert_int_equal(other, 0);
	assert_int_equal(taken, THREADS * (EACH - 2));
	assert_int_equal(known, THREADS * 2);
	assert_int_equal(count(&s, "SELECT COUNT(*) FROM report"), taken);
	assert_int_equal(count(&s, "SELECT COUNT(*) FROM standing"), 2);
	for (unsigned i = 0; i < THREADS * (EACH - 2); i++)
		buf_clear(&envelope[i]);
	close_scene(&s);
}

/* What a standing is, as a number that tells whether it is the same. */
static int64_t sum_of(struct scene *s)
{
	return count(s, "SELECT SUM(score * 7 + coverage + failed * 3"
	                " + critical * 11 + machines * 100000)"
	                " FROM standing") +
	       count(s, "SELECT COUNT(*) FROM finding"
	                " WHERE verdict = 'fail'") *
	           100000000;
}

/* Report number i of a scene's communes. */
static void seal_one(struct buf *out, const struct scene *s, unsigned i)
{
	sealed_report(out, &sealed, &s->kit[i % 2], 5 + i % 7, i % 4,
	              SEALED_NOW - (int64_t)i);
}

/* What the same reports make of a store where they come one by one. */
static int64_t sum_alone(void)
{
	struct scene s;
	int64_t sum;

	open_scene(&s, DB_SQLITE);
	for (unsigned i = 0; i < THREADS * (EACH - 2); i++) {
		struct intake_result r;
		struct buf envelope;

		seal_one(&envelope, &s, i);
		intake_take(s.intake, envelope.data, envelope.len, "file",
		            SEALED_NOW, &r);
		assert_int_equal(r.status, 201);
		buf_clear(&envelope);
	}
	sum = sum_of(&s);
	close_scene(&s);
	return sum;
}

/* Two services on one store lose nothing of each other. */
static void two_services(void **state)
{
	struct scene s;
	struct scene other;
	struct sender sender[THREADS] = { 0 };
	struct buf envelope[THREADS * (EACH - 2)];
	struct err e;
	int64_t wrong = -1;
	int64_t sum = sum_alone();

	(void)state;
	open_scene(&s, DB_POSTGRESQL);
	other = s;
	other.intake = intake_new(store_where(), sealed.keys, 2, &e);
	assert_non_null(other.intake);
	for (unsigned i = 0; i < THREADS * (EACH - 2); i++)
		seal_one(&envelope[i], &s, i);
	for (unsigned i = 0; i < THREADS; i++) {
		sender[i].scene = i % 2 ? &other : &s;
		sender[i].envelope = envelope;
		sender[i].number = i;
		assert_int_equal(pthread_create(&sender[i].thread, NULL,
		                                send_many, &sender[i]),
		                 0);
	}
	for (unsigned i = 0; i < THREADS; i++)
		pthread_join(sender[i].thread, NULL);
	/* Who was told to come back does. */
	for (unsigned i = 0; i < THREADS * (EACH - 2); i++) {
		struct intake_result r;

		intake_take(s.intake, envelope[i].data, envelope[i].len, "file",
		            SEALED_NOW, &r);
		assert_in_range(r.status, 200, 201);
		buf_clear(&envelope[i]);
	}
	assert_int_equal(count(&s, "SELECT COUNT(*) FROM report"),
	                 THREADS * (EACH - 2));
	assert_int_equal(sum_of(&s), sum);
	assert_true(recount_wrong(s.db, &wrong, &e));
	assert_int_equal(wrong, 0);
	intake_free(other.intake);
	close_scene(&s);
}

/* JSON that is meant to hurt, sealed like any other. */
static void fill(struct buf *b, const char *part, size_t times)
{
	for (size_t i = 0; i < times; i++)
		buf_str(b, part);
}

static void make_bomb(struct buf *b, unsigned kind)
{
	switch (kind) {
	case 0:
		fill(b, "[", 1000000);
		break;
	case 1:
		buf_str(b, "{\"kit\":\"");
		fill(b, "aaaaaaaaaa", 209000);
		buf_str(b, "\"}");
		break;
	case 2:
		buf_str(b, "{");
		for (unsigned i = 0; i < 60000; i++)
			buf_fmt(b, "\"a%u\":1,", i);
		buf_str(b, "\"a7\":1}");
		break;
	case 3:
		buf_str(b, "{\"format\":1e400}");
		break;
	case 4:
		buf_str(b, "{\"kit\":\"\\ud800\"}");
		break;
	case 5:
		buf_str(b, "[");
		fill(b, "[],", 149990);
		buf_str(b, "1]");
		break;
	case 6:
		buf_str(b, "[");
		fill(b, "0,", 1000000);
		buf_str(b, "1]");
		break;
	default:
		buf_str(b, "{\"format\":1,\"format\":1}");
	}
}

#define BOMBS 8

/* A sanitizer, and counting lines, take their own time and memory. */
#if defined(__SANITIZE_ADDRESS__) || defined(COVERAGE)
#define BOMB_MS 1000
#define BOMB_KB (128 << 10)
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BOMB_MS 1000
#define BOMB_KB (128 << 10)
#endif
#endif
#ifndef BOMB_MS
#define BOMB_MS 50
#define BOMB_KB (16 << 10)
#endif

/* Milliseconds of the processor: others may be at work on this machine. */
static long spent(const struct rusage *u)
{
	return (u->ru_utime.tv_sec + u->ru_stime.tv_sec) * 1000 +
	       (u->ru_utime.tv_usec + u->ru_stime.tv_usec) / 1000;
}

/* Open it in a process of its own: 0 when it is refused, at once and small. */
static int set_off(const struct buf *b, struct envelope_key *const *key,
                   size_t keys)
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		struct rusage before, after;
		struct opening o = { .status = 0 };
		struct arena *a = arena_new(1u << 20);
		struct buf reply;
		struct err e;

		buf_init(&reply, OPENING_BYTES);
		getrusage(RUSAGE_SELF, &before);
		opening_make(&reply, b->data, b->len, key, keys);
		getrusage(RUSAGE_SELF, &after);
		if (!opening_parse(&o, reply.data, reply.len, a, &e) ||
		    (o.status != 400 && o.status != 422))
			_exit(1);
		if (spent(&after) - spent(&before) > BOMB_MS)
			_exit(2);
		if (after.ru_maxrss - before.ru_maxrss > BOMB_KB)
			_exit(3);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void bombs(void **state)
{
	size_t keys;
	struct envelope_key *const *key = keyring_openers(sealed.keys, &keys);

	(void)state;
	for (unsigned kind = 0; kind < BOMBS; kind++) {
		struct buf text, b;
		int code;

		buf_init(&text, SUBMISSION_BYTES);
		buf_init(&b, ENVELOPE_BYTES);
		make_bomb(&text, kind);
		assert_true(buf_ok(&text));
		sealed_text(&b, &sealed, buf_text(&text), text.len);
		buf_clear(&text);
		code = set_off(&b, key, keys);
		/* A machine that is busy counts what others do too. */
		for (int i = 0; i < 9 && code == 2; i++)
			code = set_off(&b, key, keys);
		if (code != 0)
			fail_msg("bomb %u: %d", kind, code);
		buf_clear(&b);
	}
}

#define ON_BOTH(name)                               \
	static void name##_sqlite(void **state)     \
	{                                           \
		(void)state;                        \
		name(DB_SQLITE);                    \
	}                                           \
	static void name##_postgresql(void **state) \
	{                                           \
		(void)state;                        \
		name(DB_POSTGRESQL);                \
	}

ON_BOTH(taken)
ON_BOTH(kits)
ON_BOTH(refused)
ON_BOTH(often)
ON_BOTH(given_up)
ON_BOTH(unforeseen)
ON_BOTH(flipped)
ON_BOTH(at_once)

#define BOTH(name) \
	cmocka_unit_test(name##_sqlite), cmocka_unit_test(name##_postgresql)

static void seal(struct buf *out, struct scene *s, struct keyring *keys,
                 unsigned machine)
{
	struct sealed other = sealed;

	other.keys = keys;
	sealed_report(out, &other, &s->kit[0], 3, machine, SEALED_NOW - 60);
}

/* Somebody makes a new key beside a service that runs. */
static void renewed(enum db_kind kind)
{
	struct service service = { .state = sealed.state };
	struct renewal r = { .next = 0 };
	struct buf old[2], new[2];
	struct keyring *maker;
	char bad[300];
	struct scene s;
	struct err e;

	assert_true(keyring_reload(sealed.keys, &e));
	open_scene(&s, kind);
	maker = keyring_open(sealed.state, "Essai", SEALED_NOW, false, &e);
	service.keys =
	    keyring_open(sealed.state, "Essai", SEALED_NOW, false, &e);
	service.intake = s.intake;
	assert_true(maker && service.keys);
	seal(&old[0], &s, maker, 0);
	seal(&old[1], &s, maker, 1);
	expect(take(&s, &old[0], SEALED_NOW), 201, "");
	assert_false(keyring_changed(service.keys));
	assert_true(keyring_renew(maker, "Essai", SEALED_NOW, &e));
	seal(&new[0], &s, maker, 2);
	seal(&new[1], &s, maker, 3);
	expect(take(&s, &new[0], SEALED_NOW), 400, "");
	/* It is noticed, once. */
	renewal_look(&r, &service, SEALED_NOW);
	renewal_look(&r, &service, SEALED_NOW + RENEWAL_SECONDS);
	assert_int_equal(r.replaced, 1);
	assert_string_equal(keyring_certificate(service.keys),
	                    keyring_certificate(maker));
	expect(take(&s, &new[0], SEALED_NOW), 201, "");
	expect(take(&s, &new[1], SEALED_NOW), 201, "");
	expect(take(&s, &new[1], SEALED_NOW), 200, "");
	expect(take(&s, &old[1], SEALED_NOW), 201, "");
	/* What is no key changes nothing; then it is one after all. */
	snprintf(bad, sizeof(bad), "%s/keys/seal-9999999999.pem", sealed.state);
	assert_true(file_write(bad, "x", 1, &e));
	assert_int_equal(chmod(bad, 0600), 0);
	renewal_listen();
	assert_int_equal(raise(SIGHUP), 0);
	renewal_look(&r, &service, SEALED_NOW + RENEWAL_SECONDS);
	assert_true(r.failed);
	assert_int_equal(r.replaced, 1);
	expect(take(&s, &old[1], SEALED_NOW), 200, "");
	assert_int_equal(unlink(bad), 0);
	assert_true(keyring_renew(maker, "Essai", SEALED_NOW, &e));
	renewal_look(&r, &service, SEALED_NOW + 2 * RENEWAL_SECONDS);
	assert_false(r.failed);
	assert_int_equal(r.replaced, 2);
	expect(take(&s, &new[1], SEALED_NOW), 200, "");
	for (size_t i = 0; i < 2; i++) {
		buf_clear(&old[i]);
		buf_clear(&new[i]);
	}
	close_scene(&s);
	renewal_clear(&r);
	keyring_close(service.keys);
	keyring_close(maker);
}

ON_BOTH(renewed)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		BOTH(taken),
		BOTH(kits),
		BOTH(refused),
		BOTH(often),
		BOTH(given_up),
		BOTH(unforeseen),
		BOTH(flipped),
		BOTH(at_once),
		BOTH(renewed),
		cmocka_unit_test(two_services),
		cmocka_unit_test(bombs),
	};

	return cmocka_run_group_tests(tests, prepare, tidy);
}
