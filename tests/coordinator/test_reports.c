/* SPDX-License-Identifier: Apache-2.0 */
#include "client.h"
#include "coordinator/intake.h"
#include "core/run.h"
#include "sealed.h"
#include "store.h"

#include <sys/stat.h>
#include <unistd.h>

/* Reports as they come: by HTTPS, on a page, from files. */
static struct sealed sealed;

/* Long ago, whatever the clock of this machine says. */
#define MADE_AT INT64_C(1600000000)

struct scene {
	struct db *db;
	struct client client;
	struct sealed_kit kit;
	struct buf envelope;
};

static void account(struct db *db, const char *name, bool all)
{
	static const char insert[] =
	    "INSERT INTO account (name, display, role, password, totp,"
	    " totp_step, made_at, lang)"
	    " VALUES ($1, $1, 'adviser', '', '', 0, 0, 'fr')";
	static const char scope[] =
	    "INSERT INTO scope (account, kind, code) VALUES ($1, $2, $3)";
	struct err e;

	if (!db_run(db, insert, DB_VALUES(db_text(name)), NULL, &e) ||
	    !db_run(db, scope,
	            DB_VALUES(db_text(name),
	                      db_text(all ? "all" : "department"),
	                      db_text(all ? "" : "99")),
	            NULL, &e))
		fail_msg("%s", e.text);
}

static void open_scene(struct scene *s, enum db_kind kind)
{
	struct err e;

	s->db = store_fresh(kind);
	client_init(&s->client, s->db);
	sealed_commune(&s->kit, s->db, 1001);
	account(s->db, "chef", true);
	account(s->db, "autre", false);
	s->client.service.intake =
	    intake_new(store_where(), sealed.keys, 1, &e);
	if (!s->client.service.intake)
		fail_msg("%s", e.text);
	sealed_report(&s->envelope, &sealed, &s->kit, 4, 0, MADE_AT);
}

static void close_scene(struct scene *s)
{
	buf_clear(&s->envelope);
	client_clear(&s->client);
	intake_free(s->client.service.intake);
	store_end(s->db);
}

static int post(struct scene *s, const void *data, size_t len)
{
	client_prepare(&s->client, "POST", "/api/v1/reports");
	s->client.request.account = "";
	s->client.request.role = ROLE_NOBODY;
	s->client.request.db = NULL;
	s->client.request.body = data;
	s->client.request.body_len = len;
	route_serve(&s->client.request, &s->client.out);
	assert_string_equal(s->client.out.type, "application/json");
	return s->client.out.status;
}

/* What agents read of an answer is there, and nothing of the commune. */
static void by_https(enum db_kind kind)
{
	struct scene s;
	char first[512];
	struct err e;

	open_scene(&s, kind);
	assert_int_equal(post(&s, s.envelope.data, s.envelope.len), 201);
	assert_true(client_has(&s.client, "{\"receipt\":\""));
	assert_true(
	    client_has(&s.client, "\"received_at\":\"2026-11-22T12:00:00Z\"}"));
	snprintf(first, sizeof(first), "%s", client_body(&s.client));
	s.client.now += 1000;
	assert_int_equal(post(&s, s.envelope.data, s.envelope.len), 200);
	assert_string_equal(client_body(&s.client), first);
	assert_int_equal(post(&s, "hello", 5), 400);
	assert_true(client_has(&s.client, "{\"error\":\""));
	sealed_text(&s.envelope, &sealed, "{\"format\":7}", 12);
	assert_int_equal(post(&s, s.envelope.data, s.envelope.len), 422);
	assert_true(client_has(&s.client, "\"field\":\"format\""));
	assert_true(db_run(s.db, "DROP TABLE receipt", DB_NOTHING, NULL, &e));
	buf_clear(&s.envelope);
	sealed_report(&s.envelope, &sealed, &s.kit, 4, 1, MADE_AT);
	assert_int_equal(post(&s, s.envelope.data, s.envelope.len), 503);
	assert_true(s.client.out.retry_after > 0);
	/* What the store said stays here. */
	assert_false(client_has(&s.client, "receipt"));
	close_scene(&s);
}

/* Dropped on the page: listed with what became of it, for whoever did it. */
static void on_the_page(enum db_kind kind)
{
	static const char *const mails[] = {
		"Return-Path: <mairie@exemple.fr>\r\nSubject: x\r\n\r\nx",
		"received: from x by y\n\nx",
		"From mairie@exemple.fr Sun Nov 22 10:00:00 2026\n",
		"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 as Outlook saves",
	};
	struct scene s;
	struct client *c = &s.client;
	struct err e;

	open_scene(&s, kind);
	assert_int_equal(client_get(c, "/imports"), 200);
	assert_true(client_has(c, "type=\"file\""));
	assert_true(client_has(c, "Aucun fichier"));
	assert_int_equal(client_upload(c, "/imports", "fichier",
	                               "mairie <b>.garde", s.envelope.data,
	                               s.envelope.len),
	                 303);
	assert_int_equal(
	    client_upload(c, "/imports", "fichier", "x.pdf", "%PDF", 4), 303);
	assert_int_equal(client_get(c, "/imports"), 200);
	assert_true(client_has(c, "mairie &lt;b&gt;.garde"));
	assert_true(client_has(c, ">Exemple</td>"));
	assert_true(client_has(c, ">Reçu</td>"));
	assert_true(client_has(c, "x.pdf"));
	assert_true(client_has(c, "Refusé : ce n’est pas un résultat"));
	/* A whole e-mail is told apart: what to do is in one's own hands. */
	for (size_t i = 0; i < sizeof(mails) / sizeof(mails[0]); i++) {
		assert_true(
		    db_run(s.db, "DELETE FROM import", DB_NOTHING, NULL, &e));
		assert_int_equal(client_upload(c, "/imports", "fichier", "m",
		                               mails[i], strlen(mails[i])),
		                 303);
		client_get(c, "/imports");
		assert_true(client_has(c, "c’est un courriel entier"));
	}
	/* Another adviser sees neither. */
	c->account = "autre";
	c->role = ROLE_ADVISER;
	assert_int_equal(client_get(c, "/imports"), 200);
	assert_false(client_has(c, "mairie"));
	/* Its own is listed; the commune's name is not for it to read. */
	assert_int_equal(client_upload(c, "/imports", "fichier", "encore.garde",
	                               s.envelope.data, s.envelope.len),
	                 303);
	assert_int_equal(client_get(c, "/imports"), 200);
	assert_true(client_has(c, "encore.garde"));
	assert_true(client_has(c, ">Déjà là</td>"));
	assert_false(client_has(c, ">Exemple</td>"));
	c->forged = true;
	assert_int_equal(client_upload(c, "/imports", "fichier", "forged.garde",
	                               s.envelope.data, s.envelope.len),
	                 403);
	c->forged = false;
	c->role = ROLE_READER;
	assert_int_equal(client_get(c, "/imports"), 403);
	close_scene(&s);
}

static void put_file(const char *folder, const char *name, const void *data,
                     size_t len)
{
	char path[256];
	struct err e;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_true(file_replace(path, data, len, &e));
}

static int import(const char *path, struct buf *out)
{
	const char *const argv[] = {
		COORDINATOR_PROGRAM, "import",  path,          "--state",
		sealed.state,        "--store", store_where(), NULL
	};
	int status = -1;
	struct err e;

	buf_clear(out);
	buf_init(out, 1u << 20);
	if (!run_command(argv, 20000, out, &status, &e))
		fail_msg("%s", e.text);
	return status;
}

/* Of a folder and what is in it, each sealed file; refused ones are told. */
static void from_files(enum db_kind kind)
{
	struct scene s;
	struct buf out;
	char folder[] = "/tmp/garde-import-XXXXXX";
	char inner[64], whole[64], command[96];

	open_scene(&s, kind);
	buf_init(&out, 1u << 20);
	assert_non_null(mkdtemp(folder));
	snprintf(inner, sizeof(inner), "%s/avril", folder);
	snprintf(whole, sizeof(whole), "%s/avril/un.garde", folder);
	assert_int_equal(mkdir(inner, 0700), 0);
	put_file(folder, "avril/un.garde", s.envelope.data, s.envelope.len);
	put_file(folder, "lisez-moi.txt", "no", 2);
	assert_int_equal(import(folder, &out), 0);
	assert_non_null(strstr(buf_text(&out), "un.garde : Reçu, numéro "));
	assert_non_null(
	    strstr(buf_text(&out), "1 reçus, 0 déjà là, 0 refusés"));
	assert_null(strstr(buf_text(&out), "lisez-moi"));
	assert_int_equal(import(whole, &out), 0);
	assert_non_null(strstr(buf_text(&out), "Déjà là"));
	put_file(folder, "deux.GARDE", "bad", 3);
	assert_int_equal(import(folder, &out), 3);
	assert_non_null(strstr(buf_text(&out), "deux.GARDE : Refusé"));
	/* Neither is an e-mail passed over as if it was nothing. */
	put_file(folder, "deux.GARDE", "Received: x\n", 12);
	put_file(folder, "trois.Eml", "Received: x\n", 12);
	assert_int_equal(import(folder, &out), 3);
	assert_non_null(strstr(buf_text(&out), "deux.GARDE : Refusé : c’est "
	                                       "un courriel entier"));
	assert_non_null(strstr(buf_text(&out), "trois.Eml : Refusé : c’est "
	                                       "un courriel entier"));
	assert_non_null(
	    strstr(buf_text(&out), "0 reçus, 1 déjà là, 2 refusés"));
	assert_int_equal(import("/tmp/garde-import-nowhere", &out), 3);
	snprintf(command, sizeof(command), "rm -rf -- %s", folder);
	assert_int_equal(system(command), 0);
	buf_clear(&out);
	close_scene(&s);
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

ON_BOTH(by_https)
ON_BOTH(on_the_page)
ON_BOTH(from_files)

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

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_https_sqlite),
		cmocka_unit_test(by_https_postgresql),
		cmocka_unit_test(on_the_page_sqlite),
		cmocka_unit_test(on_the_page_postgresql),
		cmocka_unit_test(from_files_sqlite),
		cmocka_unit_test(from_files_postgresql),
	};

	return cmocka_run_group_tests(tests, prepare, tidy);
}
