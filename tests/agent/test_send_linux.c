/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/agent/kept.h"

#include "core/envelope.h"
#include "report/submission.h"
#include "tests/agent/kit_made.h"
#include "tests/checks/certified.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/*
 * The whole program against a service of the test's own: HTTPS on loopback,
 * one connection after the other. What it answers stands in the file "mood";
 * what it received goes to the file "seen", one line a report.
 */
#define REQUEST_BYTES (4u << 20)
#define RECEIPT                                            \
	"{\"receipt\":\"7KQ2-M4XD-9T3W\",\"received_at\":" \
	"\"2026-11-22T20:00:00Z\"}"
#define SEND "send --yes --out %/r --kit %/k --now 2026-12-02"

struct service {
	pid_t pid;
	int port;
	struct keyed keys;
	struct certified authority, server;
	char roots[KEYED_TEXT];
	char folder[90];
};

static struct service service;

/* Read one request to its end; its body, or NULL. */
static const char *read_request(SSL *tls, char *text, size_t *body)
{
	size_t len = 0, want = 0;
	const char *end = NULL;

	while (len + 1 < REQUEST_BYTES && (!end || len < want)) {
		int n =
		    SSL_read(tls, text + len, (int)(REQUEST_BYTES - 1 - len));
		const char *length;

		if (n <= 0)
			return NULL;
		len += (size_t)n;
		text[len] = '\0';
		end = end ? end : strstr(text, "\r\n\r\n");
		length = strstr(text, "Content-Length: ");
		if (end && !length)
			return NULL;
		if (end)
			want = (size_t)(end + 4 - text) +
			       strtoul(length + 16, NULL, 10);
	}
	*body = len - (size_t)(end + 4 - text);
	return end + 4;
}

/* Open what came; what it is goes to the file "seen". */
static void note(const char *request, const char *body, size_t len)
{
	struct err e = { 0, "" };
	struct envelope_key *key =
	    envelope_key_new(service.keys.certificate, service.keys.key, &e);
	struct arena *a = arena_new(32u << 20);
	char field[SUBMISSION_FIELD], path[200];
	struct submission s;
	bool malformed;
	struct buf text;
	FILE *f;

	buf_init(&text, SUBMISSION_BYTES);
	snprintf(path, sizeof(path), "%s/seen", service.folder);
	f = fopen(path, "a");
	if (strncmp(request, "POST /api/v1/reports HTTP/1.1\r\n", 31) != 0 ||
	    !strstr(request, "Content-Type: application/cms\r\n"))
		fprintf(f, "not a report\n");
	else if (!envelope_open(&text, body, len, &key, 1, NULL, &e) ||
	         !submission_parse(&s, buf_text(&text), text.len, a, field,
	                           &malformed, &e))
		fprintf(f, "bad: %s\n", e.text);
	else
		fprintf(f, "%s %s %s\n", s.kit, s.token,
		        s.document.machine[0].id);
	fclose(f);
	buf_clear(&text);
	arena_free(a);
	envelope_key_free(key);
}

static void answer(SSL *tls, char *text)
{
	char mood[4096] = "", path[200], reply[8192];
	const char *body;
	size_t len = 0;
	char *head, *rest;
	FILE *f;
	int n;

	body = read_request(tls, text, &len);
	if (!body)
		return;
	note(text, body, len);
	snprintf(path, sizeof(path), "%s/mood", service.folder);
	f = fopen(path, "r");
	n = (int)fread(mood, 1, sizeof(mood) - 1, f);
	fclose(f);
	mood[n] = '\0';
	head = mood;
	rest = strchr(mood, '\n');
	*rest++ = '\0';
	if (strcmp(head, "close") == 0)
		return;
	n = snprintf(reply, sizeof(reply),
	             "HTTP/1.1 %s\r\nContent-Length: %zu\r\n"
	             "Connection: close\r\n\r\n%s",
	             head, strlen(rest), rest);
	(void)SSL_write(tls, reply, n);
	(void)SSL_shutdown(tls);
}

static void serve(int listener, SSL_CTX *ctx)
{
	char *text = malloc(REQUEST_BYTES);

	for (;;) {
		int fd = accept(listener, NULL, NULL);
		SSL *tls = SSL_new(ctx);

		SSL_set_fd(tls, fd);
		if (SSL_accept(tls) == 1)
			answer(tls, text);
		SSL_free(tls);
		close(fd);
	}
}

static void start_service(void)
{
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in at = { .sin_family = AF_INET,
		                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(at);

	assert_int_equal(bind(listener, (struct sockaddr *)&at, size), 0);
	assert_int_equal(listen(listener, 16), 0);
	assert_int_equal(getsockname(listener, (struct sockaddr *)&at, &size),
	                 0);
	service.port = ntohs(at.sin_port);
	service.pid = fork();
	if (service.pid == 0) {
		signal(SIGPIPE, SIG_IGN);
		serve(listener, certified_server(&service.server, NULL));
	}
	close(listener);
}

static int set_up(void **state)
{
	struct program *p = program_new();
	time_t now = time(NULL);
	struct certified_words ca = { "Essai", NULL, now - 3600, now + 86400,
		                      1 };
	struct certified_words one = { "cyber.localhost", "DNS:cyber.localhost",
		                       now - 3600, now + 86400, 0 };
	BIO *bio = BIO_new(BIO_s_mem());

	keyed_make(&service.keys, "P-256", "Coordinateur d’exemple");
	certified_make(&service.authority, NULL, &ca);
	certified_make(&service.server, &service.authority, &one);
	PEM_write_bio_X509(bio, service.authority.cert);
	keyed_take(service.roots, bio);
	snprintf(service.folder, sizeof(service.folder), "%s", p->folder);
	start_service();
	*state = p;
	return 0;
}

static int tear_down(void **state)
{
	kill(service.pid, SIGKILL);
	waitpid(service.pid, NULL, 0);
	program_free(*state);
	certified_free(&service.authority);
	certified_free(&service.server);
	return 0;
}

/* A kit whose service is at that address; NULL: none at all. */
static void make_kit(const struct program *p, const char *url,
                     const char *roots)
{
	struct kit kit = kit_made_plain();

	kit.certificates = service.keys.certificate;
	kit.coordinator.url = url;
	kit.roots = roots;
	kit_made_write(program_path(p, "k"), &kit, &service.keys, NULL);
}

static void say_back(const struct program *p, const char *mood)
{
	program_write(p, "mood", mood, strlen(mood));
	(void)file_remove(program_path(p, "seen"));
}

/* How many reports came; each has to be one. */
static unsigned seen(const struct program *p)
{
	char *text = program_read(p, "seen");
	unsigned lines = 0;

	for (char *at = text; at && *at; at = strchr(at, '\n') + 1) {
		if (strncmp(at, "01001-0123456789abcdef ", 23) != 0)
			fail_msg("%s", text);
		lines++;
	}
	free(text);
	return lines;
}

/* A fresh folder of results with one machine, and a kit for the service. */
static void begin(struct program *p)
{
	static unsigned visits;
	char url[64];

	snprintf(url, sizeof(url), "https://cyber.localhost:%d", service.port);
	make_kit(p, url, service.roots);
	make_root(p, "m", (char)('a' + visits++));
	scan(p, "scan --no-questions --quiet --now 2026-12-02 --root %/m "
	        "--out %/r --kit %/k");
}

static void test_sent_once(void **state)
{
	struct program *p = *state;

	begin(p);
	say_back(p, "201 Created\n" RECEIPT);
	program_expect(p, SEND, 0);
	program_said(p, "7KQ2-M4XD-9T3W");
	assert_int_equal(seen(p), 1);
	assert_int_equal(count(p, "r/envoi", "", ".recu").found, 1);
	assert_int_equal(count(p, "r/envoi", "", ".garde").found, 0);
	/* The reports say so, and those of the next look too. */
	expect_text(p, "r/rapport.html", "numéro <b>7KQ2-M4XD-9T3W</b>.");
	expect_text(p, "r/liste-a-cocher.html",
	            "numéro <b>7KQ2-M4XD-9T3W</b>.");
	/* Nothing goes twice. */
	program_expect(p, SEND, 0);
	assert_int_equal(seen(p), 1);
	program_said(p, "rien de nouveau");
	scan(p, "scan --no-questions --quiet --now 2026-12-03 --root %/m "
	        "--out %/r --kit %/k");
	expect_text(p, "r/rapport.html", "numéro <b>7KQ2-M4XD-9T3W</b>.");
}

static const struct {
	const char *mood;
	int status;
	const char *said;
} answers[] = {
	{ "503 Busy\r\nRetry-After: 900\n{}", 4, "occupé" },
	{ "429 Slow\r\nRetry-After: 60\n{}", 4, "occupé" },
	{ "507 Full\n{}", 4, "occupé" },
	{ "302 Found\r\nLocation: http://portail.exemple/\n", 4, "autre page" },
	{ "200 OK\n<html>Bienvenue</html>", 4, "autre page" },
	{ "close\n", 4, "joindre" },
};

/* It waits, is not tried before its time, and leaves in the end. */
static void test_waits(void **state)
{
	struct program *p = *state;
	char name[400];

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		begin(p);
		say_back(p, answers[i].mood);
		program_expect(p, SEND, answers[i].status);
		program_said(p, answers[i].said);
		program_said(p, "cyber@exemple.fr");
		assert_int_equal(seen(p), 1);
		assert_int_equal(count(p, "r/envoi", "", ".garde").found, 1);
		say_back(p, "201 Created\n" RECEIPT);
		program_expect(p, SEND, 4);
		assert_int_equal(seen(p), 0);
		/* As if its time had come. */
		snprintf(name, sizeof(name), "r/envoi/%s",
		         count(p, "r/envoi", "", ".essai").name);
		(void)file_remove(program_path(p, name));
		program_expect(p, SEND, 0);
		assert_int_equal(seen(p), 1);
	}
}

/* What waits and is due goes when the program next looks at a machine. */
static void test_next_run(void **state)
{
	static const char due[] = "{\"essais\":1,\"suivant\":\"2026-01-01\"}";
	struct program *p = *state;
	char name[400];

	begin(p);
	say_back(p, "503 Busy\n{}");
	program_expect(p, SEND, 4);
	say_back(p, "201 Created\n" RECEIPT);
	scan(p, "scan --no-questions --now 2026-12-02 --root %/m --out %/r "
	        "--kit %/k");
	assert_int_equal(seen(p), 0);
	snprintf(name, sizeof(name), "r/envoi/%s",
	         count(p, "r/envoi", "", ".essai").name);
	program_write(p, name, due, sizeof(due) - 1);
	scan(p, "scan --no-questions --now 2026-12-02 --root %/m --out %/r "
	        "--kit %/k");
	program_said(p, "7KQ2-M4XD-9T3W");
	assert_int_equal(seen(p), 1);
}

static void test_refused(void **state)
{
	static const char *const moods[] = { "400 Bad", "409 Other",
		                             "413 Large", "422 Wrong" };
	struct program *p = *state;

	for (size_t i = 0; i < sizeof(moods) / sizeof(moods[0]); i++) {
		char mood[200];

		begin(p);
		snprintf(mood, sizeof(mood),
		         "%s\n{\"error\":\"no\",\"field\":\"token\"}",
		         moods[i]);
		say_back(p, mood);
		program_expect(p, SEND, 6);
		program_said(p, "04 00 00 00 00");
		assert_int_equal(seen(p), 1);
		/* It is kept aside, and not tried again. */
		program_expect(p, SEND, 0);
		assert_int_equal(seen(p), 1);
	}
	assert_int_equal(count(p, "r/envoi", "", ".refus").found, 4);
}

/* A result that came with a kit of yesterday goes with the next kit. */
static void test_kit_refused(void **state)
{
	struct program *p = *state;

	begin(p);
	say_back(p, "401 No\n{\"error\":\"the kit was revoked\"}");
	program_expect(p, SEND, 6);
	program_said(p, "kit");
	assert_int_equal(seen(p), 1);
	assert_int_equal(count(p, "r/envoi", "", ".garde").found, 0);
	say_back(p, "201 Created\n" RECEIPT);
	program_expect(p, SEND, 0);
	program_said(p, "7KQ2-M4XD-9T3W");
	assert_int_equal(seen(p), 1);
}

static void test_untrusted(void **state)
{
	struct program *p = *state;
	char url[64];

	begin(p);
	snprintf(url, sizeof(url), "https://cyber.localhost:%d", service.port);
	make_kit(p, url, NULL);
	say_back(p, "201 Created\n" RECEIPT);
	program_expect(p, "send --yes --out %/r2 --kit %/k --now 2026-12-02",
	               0);
	program_run(p, "scan --no-questions --quiet --now 2026-12-02 --root "
	               "%/m --out %/r2 --kit %/k");
	program_expect(p, "send --yes --out %/r2 --kit %/k --now 2026-12-02",
	               4);
	program_said(p, "Par prudence");
	assert_int_equal(seen(p), 0);
	assert_int_equal(count(p, "r2/envoi", "", ".garde").found, 1);
}

/* Killed at any moment: in the end there is one receipt and no half file. */
static void test_killed(void **state)
{
	struct program *p = *state;
	const int rounds = getenv("GARDE_NIGHTLY") ? 200 : 12;

	begin(p);
	say_back(p, "201 Created\n" RECEIPT);
	for (int i = 0; i < rounds; i++) {
		char **words = program_words(
		    p, "send --yes --quiet --out %/r --kit %/k --now "
		       "2026-12-02");
		pid_t pid = fork();
		struct timespec nap = { 0, i * 9000000 % 120000000 };

		if (pid == 0) {
			execv(words[0], words);
			_exit(127);
		}
		nanosleep(&nap, NULL);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	program_expect(p, SEND, 0);
	assert_true(seen(p) >= 1);
	assert_int_equal(count(p, "r/envoi", "", ".garde").found, 0);
	say_back(p, "201 Created\n" RECEIPT);
	program_expect(p, SEND, 0);
	assert_int_equal(seen(p), 0);
}

/* Killed between the receipt and the end of the envelope. */
static void test_left_behind(void **state)
{
	struct program *p = *state;
	char name[64];

	begin(p);
	say_back(p, "201 Created\n" RECEIPT);
	program_expect(p, SEND, 0);
	snprintf(name, sizeof(name), "r/envoi/%.16s.garde",
	         count(p, "r/envoi", "", ".recu").name);
	program_write(p, name, "left", 4);
	say_back(p, "201 Created\n" RECEIPT);
	program_expect(p, SEND, 0);
	assert_int_equal(seen(p), 0);
	assert_int_equal(count(p, "r/envoi", "", ".garde").found, 0);
}

static void test_sealed(void **state)
{
	struct program *p = *state;
	struct err e = { 0, "" };
	struct envelope_key *key =
	    envelope_key_new(service.keys.certificate, service.keys.key, &e);
	char line[600];
	struct buf sealed, text;
	char *shown;

	begin(p);
	snprintf(line, sizeof(line),
	         "seal %%/r/%s --kit %%/k --out %%/r --now 2026-12-02 -o ",
	         count(p, "r", "poste-", ".json").name);
	strcat(line, "%/one.garde");
	program_expect(p, line, 0);
	strcpy(strstr(line, "one.garde"), "shown.json --show");
	program_expect(p, line, 0);
	buf_init(&sealed, ENVELOPE_BYTES);
	buf_init(&text, SUBMISSION_BYTES);
	assert_true(file_read(program_path(p, "one.garde"), &sealed, &e));
	assert_true(
	    envelope_open(&text, sealed.data, sealed.len, &key, 1, NULL, &e));
	shown = program_read(p, "shown.json");
	assert_string_equal(shown, buf_text(&text));
	free(shown);
	buf_clear(&sealed);
	buf_clear(&text);
	envelope_key_free(key);
	/* Without a yes nothing leaves, and without a kit nothing is sealed. */
	program_expect(p, "send --out %/r --kit %/k --now 2026-12-02", 2);
	assert_int_equal(count(p, "r/envoi", "", ".garde").found, 0);
	snprintf(line, sizeof(line), "seal %%/r/%s --out %%/nothing",
	         count(p, "r", "poste-", ".json").name);
	program_expect(p, line, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_sent_once, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(test_waits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_next_run, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(test_refused, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(test_kit_refused, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(test_untrusted, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(test_killed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_left_behind, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(test_sealed, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
