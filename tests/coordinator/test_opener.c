/* SPDX-License-Identifier: Apache-2.0 */
/* syscall() is no part of POSIX. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "coordinator/opener.h"
#include "core/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DEADLINE 700 /* ms */

static const struct sockaddr_in local = { .sin_family = AF_INET };
static char *const program[] = { (char *)"true", NULL };
static long self; /* number of the test */

#define TEXT(s) (long)(intptr_t)(s)

/* What somebody would try who took an opener over. */
static const struct {
	const char *what;
	long number;
	long arg[6];
} tries[] = {
	{ "read a file", SYS_openat, { AT_FDCWD, TEXT("/etc/passwd"), 0 } },
	{ "make a file",
	  SYS_openat,
	  { AT_FDCWD, TEXT("/tmp/opener-was-here"), O_WRONLY | O_CREAT,
	    0600 } },
	{ "open a folder", SYS_openat, { AT_FDCWD, TEXT("/"), O_DIRECTORY } },
	{ "open, as it was", SYS_open, { TEXT("/etc/passwd"), 0 } },
	{ "see a file", SYS_newfstatat, { AT_FDCWD, TEXT("/etc/passwd") } },
	{ "remove a file", SYS_unlinkat, { AT_FDCWD, TEXT("/tmp/x") } },
	{ "rename a file",
	  SYS_renameat2,
	  { AT_FDCWD, TEXT("/tmp/x"), AT_FDCWD, TEXT("/tmp/y") } },
	{ "make a folder", SYS_mkdirat, { AT_FDCWD, TEXT("/tmp/x"), 0700 } },
	{ "link", SYS_symlinkat, { TEXT("/"), AT_FDCWD, TEXT("/tmp/x") } },
	{ "change rights", SYS_fchmodat, { AT_FDCWD, TEXT("/tmp"), 0777 } },
	{ "change folder", SYS_chdir, { TEXT("/") } },
	{ "change root", SYS_chroot, { TEXT("/") } },
	{ "mount", SYS_mount, { TEXT("none"), TEXT("/tmp") } },
	{ "a TCP socket", SYS_socket, { AF_INET, SOCK_STREAM } },
	{ "a UDP socket", SYS_socket, { AF_INET, SOCK_DGRAM } },
	{ "a local socket", SYS_socket, { AF_UNIX, SOCK_STREAM } },
	{ "a pair", SYS_socketpair, { AF_UNIX, SOCK_STREAM } },
	{ "connect", SYS_connect, { 0, TEXT(&local), sizeof(local) } },
	{ "bind", SYS_bind, { 0, TEXT(&local), sizeof(local) } },
	{ "send a socket", SYS_sendmsg, { 0 } },
	{ "run a program", SYS_execve, { TEXT("/bin/true"), TEXT(program) } },
	{ "run by number", SYS_execveat, { 0, TEXT(""), TEXT(program) } },
	{ "fork", SYS_fork, { 0 } },
	{ "clone", SYS_clone, { SIGCHLD } },
	{ "clone, newer", SYS_clone3, { 0, 0 } },
	{ "trace its parent", SYS_ptrace, { PTRACE_ATTACH, 1 } },
	{ "read memory of others", SYS_process_vm_readv, { 1, 0, 0, 0, 0 } },
	{ "another namespace", SYS_unshare, { 0x10000000 } },
	{ "load into the kernel", SYS_bpf, { 0 } },
	{ "become root", SYS_setuid, { 0 } },
	{ "another limit", SYS_prlimit64, { 0 } },
	{ "signal all", SYS_kill, { -1, 0 } },
	{ "a file in memory", SYS_memfd_create, { TEXT("x"), 0 } },
	{ "watch files", SYS_inotify_init1, { 0 } },
	{ "events of another ring", SYS_io_uring_setup, { 8, 0 } },
};

#define TRIES (sizeof(tries) / sizeof(tries[0]))

static void break_out(struct buf *reply)
{
	for (size_t i = 0; i < TRIES; i++) {
		const long *a = tries[i].arg;
		long got;

		errno = 0;
		got = syscall(tries[i].number, a[0], a[1], a[2], a[3], a[4],
		              a[5]);
		if (got != -1 || (errno != EPERM && errno != EACCES))
			buf_fmt(reply, "%s: %ld %d\n", tries[i].what, got,
			        errno);
	}
	/* Nor what it says, as if it were the service. */
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (write(fd, "forged\n", 7) < 0)
			buf_fmt(reply, "%d is closed\n", fd);
	/* Its signal to us must not come. */
	syscall(SYS_kill, self, SIGUSR1);
	buf_str(reply, "done");
}

static void eat(struct buf *reply)
{
	size_t mb = 0;

	while (mb < 1000) {
		char *p = malloc(1u << 20);

		if (!p)
			break;
		memset(p, 1, 1u << 20);
		mb++;
	}
	buf_fmt(reply, "%zu", mb);
}

/* What the openers of the tests do: the first byte says it. */
static void work(void *ctx, struct buf *reply, const void *data, size_t len)
{
	const char *text = data;
	volatile unsigned turns = 0;

	(void)ctx;
	switch (len ? text[0] : '\0') {
	case 'e':
		buf_add(reply, data, len);
		break;
	case 'c':
		raise(SIGSEGV);
		_exit(3);
	case 'h':
		for (;;)
			turns++;
	case 'm':
		eat(reply);
		break;
	case 'b':
		break_out(reply);
		break;
	case 'l':
		for (int i = 0; i < 200000; i++)
			buf_str(reply, "all too long a reply");
		break;
	default:
		break;
	}
}

static bool refuse(void *ctx, struct err *e)
{
	(void)ctx;
	return err_set(e, "not ready");
}

static const struct opener_work ordinary = {
	.run = work,
	.input = 3u << 20,
	.reply = 3u << 20,
	.memory = 40u << 20,
	.deadline = DEADLINE,
};

static struct opener *start_as(const struct opener_work *w, size_t count)
{
	struct err e;
	struct opener *o = opener_new(w, count, &e);

	if (!o)
		fail_msg("%s", e.text);
	return o;
}

static struct opener *start(size_t count)
{
	return start_as(&ordinary, count);
}

static enum opener_ending ask(struct opener *o, const char *text,
                              struct buf *reply)
{
	struct err e;

	buf_clear(reply);
	buf_init(reply, 3u << 20);
	return opener_run(o, text, strlen(text), reply, 3000, &e);
}

static void test_replies(void **state)
{
	struct opener_work patient = ordinary;
	struct opener *o;
	struct buf reply;
	struct err e;
	size_t size = ordinary.input;
	char *large = malloc(size + 1);

	(void)state;
	/* Megabytes there and back, on a machine that may be busy. */
	patient.deadline = 30000;
	o = start_as(&patient, 1);
	buf_init(&reply, 3u << 20);
	assert_int_equal(ask(o, "echo", &reply), OPENER_DONE);
	assert_string_equal(buf_text(&reply), "echo");
	assert_int_equal(ask(o, "", &reply), OPENER_DONE);
	assert_int_equal(reply.len, 0);
	assert_non_null(large);
	memset(large, 'e', size + 1);
	assert_int_equal(opener_run(o, large, size, &reply, 100, &e),
	                 OPENER_DONE);
	assert_int_equal(reply.len, size);
	assert_memory_equal(reply.data, large, size);
	/* More than it may read is not even given to it. */
	assert_int_equal(opener_run(o, large, size + 1, &reply, 100, &e),
	                 OPENER_LOST);
	free(large);
	buf_clear(&reply);
	opener_free(o);
}

static void test_replaced(void **state)
{
	static const struct {
		const char *text;
		enum opener_ending ending;
		int64_t most; /* ms */
	} cases[] = {
		{ "crash", OPENER_LOST, 500 },
		{ "hang", OPENER_LOST, DEADLINE + 1000 },
		{ "long", OPENER_LOST, 2000 },
	};
	struct opener *o = start(1);
	struct buf reply;

	(void)state;
	buf_init(&reply, 3u << 20);
	for (size_t i = 0; i < 3 * sizeof(cases) / sizeof(cases[0]); i++) {
		size_t n = i % 3;
		int64_t before = clock_ticks();

		assert_int_equal(ask(o, cases[n].text, &reply),
		                 cases[n].ending);
		assert_in_range(clock_ticks() - before, 0, cases[n].most);
		/* The next one is served as if nothing had been. */
		assert_int_equal(ask(o, "echo", &reply), OPENER_DONE);
		assert_string_equal(buf_text(&reply), "echo");
	}
	buf_clear(&reply);
	opener_free(o);
}

static void test_memory(void **state)
{
	struct opener *o = start(1);
	struct buf reply;
	enum opener_ending ending;

	(void)state;
	buf_init(&reply, 3u << 20);
	ending = ask(o, "memory", &reply);
	/* Under a sanitizer it ends where others are told that there is none. */
	if (ending == OPENER_DONE)
		assert_in_range(strtol(buf_text(&reply), NULL, 10), 10, 44);
	else
		assert_int_equal(ending, OPENER_LOST);
	assert_int_equal(ask(o, "echo", &reply), OPENER_DONE);
	buf_clear(&reply);
	opener_free(o);
}

static volatile sig_atomic_t signalled;

static void note(int number)
{
	(void)number;
	signalled = 1;
}

static void test_kept_in(void **state)
{
	struct opener *o;
	struct buf reply;
	FILE *log = tmpfile();
	int errors = dup(STDERR_FILENO);

	(void)state;
	assert_non_null(log);
	signal(SIGUSR1, note);
	assert_int_equal(dup2(fileno(log), STDERR_FILENO), STDERR_FILENO);
	o = start(1);
	assert_int_equal(dup2(errors, STDERR_FILENO), STDERR_FILENO);
	close(errors);
	buf_init(&reply, 3u << 20);
	assert_true(TRIES >= 30);
	assert_int_equal(ask(o, "break out", &reply), OPENER_DONE);
	assert_string_equal(buf_text(&reply), "done");
	assert_int_equal(lseek(fileno(log), 0, SEEK_END), 0);
	fclose(log);
	assert_int_equal(signalled, 0);
	assert_int_not_equal(access("/tmp/opener-was-here", F_OK), 0);
	buf_clear(&reply);
	opener_free(o);
}

/* Each thread asks for its own, and gets nobody else's. */
struct client {
	pthread_t thread;
	struct opener *opener;
	unsigned number;
	unsigned wrong;
};

static void *ask_often(void *ctx)
{
	struct client *c = ctx;
	char text[64];
	struct buf reply;

	buf_init(&reply, 3u << 20);
	for (unsigned i = 0; i < 300; i++) {
		bool crash = i % 50 == c->number;
		enum opener_ending ending;

		snprintf(text, sizeof(text), "%c %u %u", crash ? 'c' : 'e',
		         c->number, i);
		ending = ask(c->opener, text, &reply);
		if (ending != (crash ? OPENER_LOST : OPENER_DONE) ||
		    (!crash && strcmp(buf_text(&reply), text) != 0))
			c->wrong++;
	}
	buf_clear(&reply);
	return NULL;
}

static void test_threads(void **state)
{
	struct opener *o = start(2);
	struct client client[4] = { 0 };

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		client[i].opener = o;
		client[i].number = i;
		assert_int_equal(pthread_create(&client[i].thread, NULL,
		                                ask_often, &client[i]),
		                 0);
	}
	for (unsigned i = 0; i < 4; i++) {
		pthread_join(client[i].thread, NULL);
		assert_int_equal(client[i].wrong, 0);
	}
	opener_free(o);
}

/* Who finds no free one in time is told so. */
static void *hang(void *ctx)
{
	struct buf reply;

	buf_init(&reply, 100);
	ask(ctx, "hang", &reply);
	buf_clear(&reply);
	return NULL;
}

static void test_busy(void **state)
{
	struct opener *o = start(1);
	pthread_t thread;
	struct buf reply;
	struct err e;

	(void)state;
	assert_int_equal(pthread_create(&thread, NULL, hang, o), 0);
	clock_wait(150);
	buf_init(&reply, 100);
	assert_int_equal(opener_run(o, "e", 1, &reply, 50, &e), OPENER_BUSY);
	pthread_join(thread, NULL);
	assert_int_equal(opener_run(o, "e", 1, &reply, 2000, &e), OPENER_DONE);
	buf_clear(&reply);
	opener_free(o);
}

static void test_not_ready(void **state)
{
	struct opener_work w = ordinary;
	struct err e;

	(void)state;
	w.prepare = refuse;
	assert_null(opener_new(&w, 1, &e));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_replies),
		cmocka_unit_test(test_replaced),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_kept_in),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_busy),
		cmocka_unit_test(test_not_ready),
	};

	self = getpid();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
