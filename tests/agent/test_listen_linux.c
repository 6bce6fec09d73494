/* SPDX-License-Identifier: Apache-2.0 */
#include "program.h"

#include "../checks/captured.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <time.h>

static const struct captured_manner plain = { .link = 1 };
static const struct captured_manner heads = { .link = 1, .snaplen = 54 };

static const struct captured_end client = { 10, 40000 };

/* Somebody logs in by FTP. */
static void add_ftp(struct captured *c)
{
	struct captured_talk talk;
	struct captured_end server = { 20, 21 };

	captured_open(&talk, c, client, server);
	captured_say(&talk, 1, "220 FTP\r\n", 9);
	captured_say(&talk, 0, "USER hildegarde\r\n", 17);
	captured_say(&talk, 1, "331 go\r\n", 8);
	captured_say(&talk, 0, "PASS swordfish\r\n", 16);
	captured_close(&talk);
}

/* Somebody asks for a page. */
static void add_page(struct captured *c)
{
	struct captured_talk talk;
	struct captured_end server = { 20, 80 };

	captured_open(&talk, c, client, server);
	captured_say(&talk, 0, "GET /private HTTP/1.1\r\n\r\n", 25);
	captured_say(&talk, 1, "HTTP/1.1 200 OK\r\n\r\n", 19);
	captured_close(&talk);
}

static void add_llmnr(struct captured *c)
{
	struct captured_end to = { 252, 5355 };

	captured_udp(c, client, to, "\0\1\0\0\0\1\0\0\0\0\0\0\2pc\0\0\1\0\1",
	             20);
}

static void write_capture(const struct program *p, const char *name,
                          const struct captured *c)
{
	program_write(p, name, c->file.data, c->file.len);
}

/* It says what was heard, and the facts can be judged. */
static void test_read(void **state)
{
	struct program *p = program_new();
	struct captured c;
	char *facts;

	(void)state;
	captured_init(&c, &plain);
	add_ftp(&c);
	add_llmnr(&c);
	write_capture(p, "a.pcap", &c);
	program_expect(p, "listen --read a.pcap -o facts.json", 0);
	program_printed(p, "envoi de fichiers : 1");
	program_printed(p, "demandés à tous les appareils : 1");
	program_said(p, "Je ne garde ni les mots de passe");
	program_expect(p, "listen --read a.pcap --lang en", 0);
	program_printed(p, "sending of files: 1");
	facts = program_read(p, "facts.json");
	assert_non_null(facts);
	assert_non_null(strstr(facts, "\"ftp\""));
	assert_non_null(strstr(facts, "\"llmnr\""));
	/* Numbers only. */
	assert_null(strstr(facts, "hildegarde"));
	assert_null(strstr(facts, "swordfish"));
	assert_null(strstr(facts, "10.0.0"));
	free(facts);
	program_expect(p, "judge facts.json", 0);
	program_printed(p, "cleartext-login");
	program_printed(p, "ftp 1");
	program_expect(p, "listen --read a.pcap --quiet", 0);
	assert_string_equal(p->out, "");
	assert_string_equal(p->err, "");
	program_expect(p, "listen --read a.pcap -o -", 0);
	program_printed(p, "\"listen.packets\"");
	assert_null(strstr(p->out, "Entendu"));
	buf_clear(&c.file);
	program_free(p);
}

/* What is heard decides whether "none" can be said. */
static void test_unsure(void **state)
{
	struct program *p = program_new();
	struct captured c;

	(void)state;
	captured_init(&c, &plain);
	add_page(&c);
	write_capture(p, "clean.pcap", &c);
	buf_clear(&c.file);
	captured_init(&c, &plain);
	write_capture(p, "empty.pcap", &c);
	add_llmnr(&c);
	write_capture(p, "names.pcap", &c);
	buf_clear(&c.file);
	captured_init(&c, &heads);
	add_ftp(&c);
	write_capture(p, "heads.pcap", &c);
	buf_clear(&c.file);
	program_expect(p, "listen --read clean.pcap -o clean.json", 0);
	program_printed(p, "aucun mot de passe en clair");
	program_expect(p, "listen --read empty.pcap -o empty.json", 0);
	program_printed(p, "pas assez entendu");
	program_expect(p, "listen --read names.pcap", 0);
	program_printed(p, "pas assez entendu");
	program_expect(p, "listen --read heads.pcap -o heads.json", 0);
	program_printed(p, "pas assez entendu");
	program_expect(p, "judge clean.json", 0);
	program_printed(p, "cleartext-none");
	program_expect(p, "judge empty.json", 0);
	assert_null(strstr(p->out, "cleartext-none"));
	program_expect(p, "judge heads.json", 0);
	assert_null(strstr(p->out, "cleartext-none"));
	program_free(p);
}

/* A capture that breaks off is told, and what was counted stays. */
static void test_broken(void **state)
{
	struct program *p = program_new();
	struct captured c;
	char *facts;

	(void)state;
	captured_init(&c, &plain);
	add_ftp(&c);
	add_page(&c);
	program_write(p, "half.pcap", c.file.data, c.file.len - 10);
	program_expect(p, "listen --read half.pcap -o facts.json", 3);
	program_said(p, "trop tôt");
	program_printed(p, "envoi de fichiers : 1");
	facts = program_read(p, "facts.json");
	assert_non_null(facts);
	assert_non_null(strstr(facts, "\"failed\""));
	free(facts);
	program_expect(p, "judge facts.json", 0);
	program_printed(p, "ftp 1");
	buf_clear(&c.file);
	program_free(p);
}

static const struct {
	const char *line;
	int status;
	const char *err;
} wrong[] = {
	{ "listen --read absent.pcap", 2, "n’existe pas" },
	{ "listen --read %", 2, "C’est un dossier." },
	{ "listen --read text", 2, "not a capture" },
	{ "listen --read text", 2, "pcap ou pcapng" },
	{ "listen --read empty", 2, "pcap ou pcapng" },
	{ "listen --read /dev/zero", 2, "/dev/zero" },
	{ "listen --read radio.pcap", 2, "not understood" },
	{ "listen --seconds 0", 2, "de 1 à 600" },
	{ "listen --seconds 601", 2, "de 1 à 600" },
	{ "listen --seconds une", 2, "de 1 à 600" },
	{ "listen --read text --seconds 5", 2, "--interface" },
	{ "listen --read text --interface lo", 2, "--interface" },
	{ "listen extra", 2, "est de trop" },
};

static void test_wrong(void **state)
{
	static const struct captured_manner radio = { .link = 127 };
	struct program *p = program_new();
	struct captured c;

	(void)state;
	captured_init(&c, &radio);
	write_capture(p, "radio.pcap", &c);
	program_write(p, "text",
	              "this is no capture, but a text of some length", 45);
	program_write(p, "empty", "", 0);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		program_expect(p, wrong[i].line, wrong[i].status);
		program_said(p, wrong[i].err);
		assert_string_equal(p->out, "");
	}
	buf_clear(&c.file);
	program_free(p);
}

static void test_denied(void **state)
{
	struct program *p = program_new();

	(void)state;
	if (getuid() == 0)
		p->uid = 65534;
	p->cwd = "/";
	program_expect(p, "listen --interface lo --seconds 1", 1);
	program_said(p, "pas le droit");
	program_said(p, "administrateur");
	program_said(p, "setcap");
	program_free(p);
}

/* Answer one who logs in by FTP, and be that one, now and again. */
static void chat(void)
{
	struct sockaddr_in local = { .sin_family = AF_INET };
	socklen_t size = sizeof(local);
	int door = socket(AF_INET, SOCK_STREAM, 0);
	const struct timespec pause = { 0, 20000000 };

	local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(door, (struct sockaddr *)&local, size) != 0 ||
	    listen(door, 1) != 0 ||
	    getsockname(door, (struct sockaddr *)&local, &size) != 0)
		_exit(1);
	for (;;) {
		int one = socket(AF_INET, SOCK_STREAM, 0);
		int other;
		char got[64];

		if (connect(one, (struct sockaddr *)&local, size) != 0)
			_exit(1);
		other = accept(door, NULL, NULL);
		if (send(other, "220 FTP\r\n", 9, 0) < 0 ||
		    recv(one, got, sizeof(got), 0) < 0 ||
		    send(one, "USER a\r\n", 8, 0) < 0 ||
		    recv(other, got, sizeof(got), 0) < 0 ||
		    send(one, "PASS b\r\n", 8, 0) < 0 ||
		    recv(other, got, sizeof(got), 0) < 0)
			_exit(1);
		close(one);
		close(other);
		nanosleep(&pause, NULL);
	}
}

/* In the child that becomes the program: somebody who talks meanwhile. */
static void start_chat(void *ctx)
{
	pid_t *talker = ctx;
	pid_t pid = fork();

	if (pid == 0) {
		alarm(20);
		chat();
	}
	*talker = pid;
}

static bool may_listen(struct program *p)
{
	program_run(p, "listen --interface lo --seconds 1");
	return p->status == 0;
}

static void test_live(void **state)
{
	struct program *p = program_new();
	FILE *out = tmpfile(), *err = tmpfile();
	time_t begun = time(NULL);
	pid_t talker, pid;

	(void)state;
	if (!may_listen(p)) {
		program_free(p);
		skip();
	}
	program_expect(p, "listen --interface gardenone0 --seconds 1", 2);
	start_chat(&talker);
	program_expect(p, "listen --interface lo --seconds 2", 0);
	program_printed(p, "envoi de fichiers");
	program_said(p, "lo");
	/* Stopped after a second, it tells what it heard. */
	pid = program_start(p, "listen --interface lo --seconds 50", out, err);
	sleep(2);
	assert_int_equal(kill(pid, SIGINT), 0);
	program_wait(p, pid);
	program_slurp(out, p->out, sizeof(p->out));
	program_slurp(err, p->err, sizeof(p->err));
	assert_int_equal(p->status, 0);
	program_printed(p, "envoi de fichiers");
	program_said(p, "Arrêté avant la fin");
	assert_true(time(NULL) - begun < 30);
	kill(talker, SIGKILL);
	waitpid(talker, NULL, 0);
	program_free(p);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),   cmocka_unit_test(test_unsure),
		cmocka_unit_test(test_broken), cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_denied), cmocka_unit_test(test_live),
	};

	return cmocka_run_group_tests_name("listen", tests, NULL, NULL);
}
