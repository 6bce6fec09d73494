/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A campaign: as many communes as one wants send a report each.
 *   swarm prepare FOLDER COUNT [STORE]  keys, communes with kits, envelopes
 *   swarm send FOLDER HOST PORT THREADS [STOP]
 *                                       over TLS, a connection each; what was
 *                                       acknowledged goes to FOLDER/receipts
 *   swarm take FOLDER THREADS [STORE]   the same without a network
 *   swarm check FOLDER [STORE]          every acknowledged report is there
 *   swarm peer FOLDER                   the same rows into a bare SQLite
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* What the tests' own files need of cmocka. */
static void die(const char *why)
{
	fprintf(stderr, "swarm: %s\n", why);
	exit(1);
}
#define assert_true(x)         ((x) ? (void)0 : die(#x))
#define assert_non_null(x)     assert_true((x) != NULL)
#define assert_int_equal(a, b) assert_true((a) == (b))
#define fail_msg(fmt, text)    die(text)

#include "coordinator/intake.h"
#include "coordinator/migrate.h"
#include "core/clock.h"
#include "tests/coordinator/sealed.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define THREADS_MOST 256
#define ANSWER       4096

static char *path_in(const char *folder, const char *name)
{
	size_t size = strlen(folder) + strlen(name) + 2;
	char *path = malloc(size);

	assert_non_null(path);
	snprintf(path, size, "%s/%s", folder, name);
	return path;
}

static char *store_of(const char *folder, const char *store)
{
	char *copy = store ? malloc(strlen(store) + 1) : NULL;

	if (!store)
		return path_in(folder, "garde.db");
	assert_non_null(copy);
	return memcpy(copy, store, strlen(store) + 1);
}

static void made(bool ok, const struct err *e)
{
	if (!ok)
		die(e->text);
}

/* -- what is sent, made before -- */

struct preparation {
	struct sealed *sealed;
	struct sealed_kit *kit;
	unsigned count;
};

/* Communes that the store has none of; the first is "00001". */
static bool add_communes(void *ctx, struct db *db, struct err *e)
{
	struct preparation *p = ctx;

	(void)e;
	for (unsigned i = 0; i < p->count; i++)
		sealed_commune(&p->kit[i], db, i + 1);
	return true;
}

/* The towns' documents are made once; each commune's has its own moment. */
static void seal_all(struct preparation *p, FILE *out)
{
	static struct document town[DEMO_TOWN_MOST];
	struct buf envelope;

	for (unsigned i = 0; i < DEMO_TOWN_MOST; i++)
		sealed_document(&town[i], p->sealed, i, 0, SEALED_NOW);
	buf_init(&envelope, ENVELOPE_BYTES);
	for (unsigned i = 0; i < p->count; i++) {
		struct document d = town[i % DEMO_TOWN_MOST];
		uint32_t size;

		/* Long ago, whatever the clock of this machine says. */
		d.made_at = INT64_C(1600000000) + i;
		sealed_submission(&envelope, p->sealed, &p->kit[i], &d);
		size = (uint32_t)envelope.len;
		assert_true(fwrite(&size, sizeof(size), 1, out) == 1);
		assert_true(fwrite(envelope.data, size, 1, out) == 1);
	}
	buf_clear(&envelope);
}

static int prepare(const char *folder, unsigned count, const char *store)
{
	struct sealed sealed;
	struct preparation p = { .sealed = &sealed, .count = count };
	char *where = store_of(folder, store);
	char *file = path_in(folder, "envelopes");
	FILE *out = fopen(file, "wb");
	struct err e;
	struct db *db = db_open(where, &e);

	made(db && out && migrate_run(db, SEALED_NOW, &e), &e);
	sealed_open_at(&sealed, folder);
	p.kit = calloc(count, sizeof(*p.kit));
	assert_non_null(p.kit);
	made(db_transact(db, add_communes, &p, &e), &e);
	db_close(db);
	seal_all(&p, out);
	assert_true(fclose(out) == 0);
	return 0;
}

/* All envelopes in memory, so that only the service is measured. */
struct load {
	struct buf all;
	size_t *at;
	size_t count;
};

static void read_load(struct load *l, const char *folder)
{
	struct err e;
	size_t room = 0;

	buf_init(&l->all, SIZE_MAX / 2);
	made(file_read(path_in(folder, "envelopes"), &l->all, &e), &e);
	l->at = NULL;
	l->count = 0;
	for (size_t at = 0; at < l->all.len;) {
		uint32_t size;

		if (l->count == room) {
			room = room ? 2 * room : 1024;
			l->at = realloc(l->at, room * sizeof(*l->at));
			assert_non_null(l->at);
		}
		l->at[l->count++] = at;
		memcpy(&size, l->all.data + at, sizeof(size));
		at += sizeof(size) + size;
	}
}

static const char *envelope_of(const struct load *l, size_t i, size_t *len)
{
	uint32_t size;

	memcpy(&size, l->all.data + l->at[i], sizeof(size));
	*len = size;
	return l->all.data + l->at[i] + sizeof(size);
}

/* -- sending -- */

struct campaign {
	struct load load;
	struct intake *intake; /* or by network: */
	SSL_CTX *tls;
	const char *host;
	const char *port;
	FILE *receipts;
	pthread_mutex_t mutex; /* of receipts */
	atomic_size_t next;
	atomic_uint taken, known, later, refused, broken;
	unsigned *ms; /* that each took */
};

/*
 * Each town hall has an address of its own; here they are those of the
 * loopback, so that nginx counts them as it would.
 */
static void take_address(int fd, size_t i)
{
	struct sockaddr_in a = { .sin_family = AF_INET };

	a.sin_addr.s_addr = htonl(0x7F010000u + (uint32_t)(i % 65000) + 1);
	(void)bind(fd, (struct sockaddr *)&a, sizeof(a));
}

static int dial(const struct campaign *c, size_t i)
{
	const struct addrinfo hint = { .ai_socktype = SOCK_STREAM };
	const struct timeval patience = { .tv_sec = 30 };
	struct addrinfo *list;
	int fd = -1;

	if (getaddrinfo(c->host, c->port, &hint, &list) != 0)
		return -1;
	fd = socket(list->ai_family, SOCK_STREAM, 0);
	if (fd >= 0) {
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
		           sizeof(patience));
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience,
		           sizeof(patience));
		take_address(fd, i);
		if (connect(fd, list->ai_addr, list->ai_addrlen) != 0) {
			close(fd);
			fd = -1;
		}
	}
	freeaddrinfo(list);
	return fd;
}

static bool write_whole(SSL *ssl, const char *data, size_t len)
{
	size_t sent;

	return SSL_write_ex(ssl, data, len, &sent) == 1 && sent == len;
}

/* One request on one connection; the answer as a text. */
static bool converse(SSL *ssl, const char *host, const char *data, size_t len,
                     char answer[ANSWER])
{
	char head[512];
	size_t n = 0, got;

	snprintf(head, sizeof(head),
	         "POST /api/v1/reports HTTP/1.1\r\nHost: %s\r\n"
	         "Content-Type: application/pkcs7-mime\r\n"
	         "Content-Length: %zu\r\nConnection: close\r\n\r\n",
	         host, len);
	if (SSL_connect(ssl) != 1 || !write_whole(ssl, head, strlen(head)) ||
	    !write_whole(ssl, data, len))
		return false;
	while (n + 1 < ANSWER &&
	       SSL_read_ex(ssl, answer + n, ANSWER - 1 - n, &got) == 1)
		n += got;
	answer[n] = '\0';
	return n > 0;
}

static int post(struct campaign *c, size_t i, const char *data, size_t len,
                char receipt[32])
{
	char answer[ANSWER];
	int fd = dial(c, i);
	SSL *ssl = fd >= 0 ? SSL_new(c->tls) : NULL;
	const char *at;
	int status = 0;

	if (ssl) {
		SSL_set_fd(ssl, fd);
		if (converse(ssl, c->host, data, len, answer) &&
		    sscanf(answer, "HTTP/1.1 %d", &status) == 1 &&
		    (at = strstr(answer, "\"receipt\":\"")))
			sscanf(at, "\"receipt\":\"%14[-0-9A-Z]", receipt);
		SSL_free(ssl);
	}
	if (fd >= 0)
		close(fd);
	return status;
}

static int take(struct campaign *c, const char *data, size_t len,
                char receipt[32])
{
	struct intake_result result;

	intake_take(c->intake, data, len, "https", SEALED_NOW, &result);
	snprintf(receipt, 32, "%s", result.receipt);
	if (result.status > 201)
		fprintf(stderr, "%d %s %s\n", result.status, result.field,
		        result.why.text);
	return result.status;
}

static void note(struct campaign *c, size_t i, int status, const char *receipt)
{
	atomic_uint *sum = status == 201                    ? &c->taken
	                   : status == 200                  ? &c->known
	                   : status == 429 || status >= 500 ? &c->later
	                   : status == 0                    ? &c->broken
	                                                    : &c->refused;

	atomic_fetch_add(sum, 1);
	if (status != 200 && status != 201)
		return;
	pthread_mutex_lock(&c->mutex);
	fprintf(c->receipts, "%zu %s\n", i, receipt);
	fflush(c->receipts);
	pthread_mutex_unlock(&c->mutex);
}

static void *send_on(void *ctx)
{
	struct campaign *c = ctx;
	size_t i;

	while ((i = atomic_fetch_add(&c->next, 1)) < c->load.count) {
		char receipt[32] = "";
		size_t len;
		const char *data = envelope_of(&c->load, i, &len);
		int64_t start = clock_ticks();
		int status = c->intake ? take(c, data, len, receipt)
		                       : post(c, i, data, len, receipt);

		c->ms[i] = (unsigned)(clock_ticks() - start);
		note(c, i, status, receipt);
	}
	return NULL;
}

static int by_size(const void *left, const void *right)
{
	unsigned a = *(const unsigned *)left, b = *(const unsigned *)right;

	return (a > b) - (a < b);
}

static int run(struct campaign *c, const char *folder, unsigned threads)
{
	pthread_t thread[THREADS_MOST];
	size_t n = c->load.count;
	int64_t start;
	double seconds;

	pthread_mutex_init(&c->mutex, NULL);
	c->ms = calloc(n + 1, sizeof(*c->ms));
	c->receipts = fopen(path_in(folder, "receipts"), "a");
	assert_true(c->ms && c->receipts && threads <= THREADS_MOST);
	start = clock_ticks();
	for (unsigned i = 0; i < threads; i++)
		assert_true(pthread_create(&thread[i], NULL, send_on, c) == 0);
	for (unsigned i = 0; i < threads; i++)
		pthread_join(thread[i], NULL);
	seconds = (double)(clock_ticks() - start) / 1000;
	qsort(c->ms, n, sizeof(*c->ms), by_size);
	printf("sent %zu taken %u known %u later %u refused %u broken %u\n", n,
	       c->taken, c->known, c->later, c->refused, c->broken);
	printf("seconds %.1f rate %.0f p50 %u p99 %u most %u\n", seconds,
	       (double)n / seconds, c->ms[n / 2], c->ms[n * 99 / 100],
	       c->ms[n - 1]);
	fclose(c->receipts);
	return c->taken + c->known == n ? 0 : 3;
}

static int send_all(const char *folder, const char *host, const char *port,
                    unsigned threads)
{
	struct campaign c = { .host = host, .port = port };

	read_load(&c.load, folder);
	signal(SIGPIPE, SIG_IGN);
	c.tls = SSL_CTX_new(TLS_client_method());
	assert_non_null(c.tls);
	SSL_CTX_set_session_cache_mode(c.tls, SSL_SESS_CACHE_OFF);
	return run(&c, folder, threads);
}

static int take_all(const char *folder, unsigned threads, const char *store)
{
	struct campaign c = { .host = NULL };
	struct err e;
	struct keyring *keys = keyring_open(folder, "", SEALED_NOW, false, &e);
	int ending;

	made(keys, &e);
	c.intake = intake_new(store_of(folder, store), keys, 2, &e);
	made(c.intake, &e);
	read_load(&c.load, folder);
	ending = run(&c, folder, threads);
	intake_free(c.intake);
	return ending;
}

/* -- what came of it -- */

static int check(const char *folder, const char *store)
{
	static const char sql[] = "SELECT COUNT(*) FROM receipt r"
				  " JOIN report p ON p.insee = r.insee"
				  " AND p.hash = r.hash"
				  " JOIN machine m ON m.insee = r.insee"
				  " JOIN standing s ON s.insee = r.insee"
				  " WHERE r.insee = $1 AND r.number = $2";
	FILE *receipts = fopen(path_in(folder, "receipts"), "r");
	char number[32], insee[8];
	unsigned i, lost = 0, found = 0;
	struct err e;
	struct db *db = db_open(store_of(folder, store), &e);

	made(db && receipts, &e);
	while (fscanf(receipts, "%u %31s", &i, number) == 2) {
		int64_t n = 0;

		snprintf(insee, sizeof(insee), "%05u", (i + 1) % 100000);
		made(db_number(db, sql,
		               DB_VALUES(db_text(insee), db_text(number)), &n,
		               &e),
		     &e);
		found++;
		if (n != 1)
			lost++;
	}
	printf("acknowledged %u lost %u\n", found, lost);
	db_close(db);
	return lost ? 3 : 0;
}

/* -- what a program does that only writes -- */

/* The tables that a report writes to. */
static const char *const tables[] = { "receipt",  "report",  "machine",
	                              "standing", "finding", "rating" };

#define TABLES (sizeof(tables) / sizeof(tables[0]))

static void sql_run(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		die(sqlite3_errmsg(db));
}

static sqlite3_stmt *sql_prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *s;

	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
		die(sqlite3_errmsg(db));
	return s;
}

/* Tables and indexes as they are in the store. */
static void copy_shape(sqlite3 *db)
{
	sqlite3_stmt *s = sql_prepare(
	    db, "SELECT sql FROM src.sqlite_master WHERE sql IS NOT NULL"
		" AND tbl_name IN ('receipt', 'report', 'machine',"
		" 'standing', 'finding', 'rating') ORDER BY type DESC");

	while (sqlite3_step(s) == SQLITE_ROW)
		sql_run(db, (const char *)sqlite3_column_text(s, 0));
	sqlite3_finalize(s);
}

/* Each commune's rows in a transaction that is on disk before the next. */
static int peer(const char *folder)
{
	sqlite3_stmt *insert[TABLES], *list;
	sqlite3 *db;
	char text[512];
	int64_t start;
	unsigned n = 0;

	remove(path_in(folder, "peer.db"));
	if (sqlite3_open(path_in(folder, "peer.db"), &db) != SQLITE_OK)
		die("peer.db");
	sql_run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
	snprintf(text, sizeof(text), "ATTACH '%s' AS src",
	         path_in(folder, "garde.db"));
	sql_run(db, text);
	copy_shape(db);
	for (size_t i = 0; i < TABLES; i++) {
		snprintf(text, sizeof(text),
		         "INSERT INTO main.%s SELECT * FROM src.%s"
		         " WHERE insee = ?1",
		         tables[i], tables[i]);
		insert[i] = sql_prepare(db, text);
	}
	list = sql_prepare(db, "SELECT insee FROM src.standing");
	start = clock_ticks();
	for (; sqlite3_step(list) == SQLITE_ROW; n++) {
		sql_run(db, "BEGIN");
		for (size_t i = 0; i < TABLES; i++) {
			sqlite3_bind_value(insert[i], 1,
			                   sqlite3_column_value(list, 0));
			if (sqlite3_step(insert[i]) != SQLITE_DONE)
				die(sqlite3_errmsg(db));
			sqlite3_reset(insert[i]);
		}
		sql_run(db, "COMMIT");
	}
	printf("rate %.0f\n", n * 1000.0 / (double)(clock_ticks() - start + 1));
	for (size_t i = 0; i < TABLES; i++)
		sqlite3_finalize(insert[i]);
	sqlite3_finalize(list);
	sqlite3_close(db);
	return 0;
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[1] : "";
	unsigned number = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 0;
	const char *store = argc > 4 ? argv[4] : NULL;

	if (strcmp(what, "prepare") == 0 && number)
		return prepare(argv[2], number, store);
	if (strcmp(what, "send") == 0 && argc > 5)
		return send_all(argv[2], argv[3], argv[4],
		                (unsigned)strtoul(argv[5], NULL, 10));
	if (strcmp(what, "take") == 0 && number)
		return take_all(argv[2], number, store);
	if (strcmp(what, "check") == 0)
		return check(argv[2], argc > 3 ? argv[3] : NULL);
	if (strcmp(what, "peer") == 0)
		return peer(argv[2]);
	die("prepare, send, take, check or peer");
	return 2;
}
