/* SPDX-License-Identifier: Apache-2.0 */
/* syscall() is no part of POSIX. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/capture.h"
#include "core/sandbox.h"
#include "core/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Made before the walls, so that only they can be the reason. */
static struct {
	long socket;
	long page;        /* of memory */
	char scratch[64]; /* a folder of our own */
	char file[96];    /* in it */
	char other[96];   /* not there */
} made;

static const struct sockaddr_in local = { .sin_family = AF_INET };
static char *const program[] = { (char *)"true", NULL };

#define TEXT(s) (long)(intptr_t)(s)

/* What somebody would try who took the process over. */
static const struct {
	const char *what;
	long number;
	long arg[6];
} tries[] = {
	{ "read a file", SYS_openat, { AT_FDCWD, TEXT(made.file), O_RDONLY } },
	{ "write a file", SYS_openat, { AT_FDCWD, TEXT(made.file), O_WRONLY } },
	{ "make a file",
	  SYS_openat,
	  { AT_FDCWD, TEXT(made.other), O_WRONLY | O_CREAT, 0600 } },
	{ "open the root", SYS_openat, { AT_FDCWD, TEXT("/"), O_DIRECTORY } },
	{ "list a folder", SYS_getdents64, { 0, TEXT(made.other), 96 } },
	{ "see a file", SYS_newfstatat, { AT_FDCWD, TEXT(made.file) } },
	{ "ask for a file", SYS_faccessat, { AT_FDCWD, TEXT(made.file) } },
	{ "read a link", SYS_readlinkat, { AT_FDCWD, TEXT("/proc/self/exe") } },
	{ "make a folder", SYS_mkdirat, { AT_FDCWD, TEXT(made.other), 0700 } },
	{ "remove a file", SYS_unlinkat, { AT_FDCWD, TEXT(made.file) } },
	{ "rename a file",
	  SYS_renameat2,
	  { AT_FDCWD, TEXT(made.file), AT_FDCWD, TEXT(made.other) } },
	{ "link a file",
	  SYS_linkat,
	  { AT_FDCWD, TEXT(made.file), AT_FDCWD, TEXT(made.other) } },
	{ "make a link",
	  SYS_symlinkat,
	  { TEXT("/etc/shadow"), AT_FDCWD, TEXT(made.other) } },
	{ "chmod", SYS_fchmodat, { AT_FDCWD, TEXT(made.file), 0777 } },
	{ "chown", SYS_fchownat, { AT_FDCWD, TEXT(made.file), 1, 1 } },
	{ "truncate", SYS_truncate, { TEXT(made.file), 0 } },
	{ "chdir", SYS_chdir, { TEXT("/") } },
	{ "chroot", SYS_chroot, { TEXT("/") } },
	{ "mount", SYS_mount, { TEXT("none"), TEXT(made.scratch) } },
	{ "unmount", SYS_umount2, { TEXT(made.scratch), 0 } },
	{ "a TCP socket", SYS_socket, { AF_INET, SOCK_STREAM } },
	{ "a UDP socket", SYS_socket, { AF_INET, SOCK_DGRAM } },
	{ "a local socket", SYS_socket, { AF_UNIX, SOCK_STREAM } },
	{ "a raw socket", SYS_socket, { AF_PACKET, SOCK_RAW } },
	{ "a pair of sockets", SYS_socketpair, { AF_UNIX, SOCK_STREAM } },
	{ "connect", SYS_connect, { -1, TEXT(&local), sizeof(local) } },
	{ "bind", SYS_bind, { -1, TEXT(&local), sizeof(local) } },
	{ "listen", SYS_listen, { -1, 1 } },
	{ "accept", SYS_accept4, { -1 } },
	{ "send", SYS_sendto, { -1, TEXT("x"), 1 } },
	{ "send a message", SYS_sendmsg, { -1, TEXT(made.other) } },
	{ "fork", SYS_clone, { SIGCHLD } },
	{ "fork, newer", SYS_clone3, { TEXT(made.other), 64 } },
	{ "run a program",
	  SYS_execve,
	  { TEXT("/bin/true"), TEXT(program), TEXT(&program[1]) } },
	{ "run a program by a folder",
	  SYS_execveat,
	  { AT_FDCWD, TEXT("/bin/true"), TEXT(program), TEXT(&program[1]) } },
	{ "memory that runs",
	  SYS_mmap,
	  { 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1 } },
	{ "a file in memory", SYS_memfd_create, { TEXT("x"), 0 } },
	{ "signal the parent", SYS_kill, { 0, 0 } },
	{ "trace the parent", SYS_ptrace, { PTRACE_ATTACH, 1 } },
	{ "read another's memory", SYS_process_vm_readv, { 1 } },
	{ "another account", SYS_setuid, { 0 } },
	{ "another group", SYS_setgid, { 0 } },
	{ "capabilities", SYS_capset, { TEXT(made.other) } },
	{ "a namespace", SYS_unshare, { 0x10000000 } },
	{ "a program in the kernel", SYS_bpf, { 0 } },
	{ "a ring of calls", SYS_io_uring_setup, { 1 } },
	{ "keys", SYS_keyctl, { 0 } },
	{ "orders to a device", SYS_ioctl, { 0, 0x541B } },
	{ "orders to the process", SYS_prctl, { 4, 1 } },
	{ "limits", SYS_prlimit64, { 0, 7 } },
	{ "duplicate a file", SYS_dup, { 0 } },
	{ "the clock", SYS_clock_settime, { 0 } },
	{ "restart the machine", SYS_reboot, { 0 } },
};

#define TRIES (sizeof(tries) / sizeof(tries[0]))

static long attempt(size_t i)
{
	const long *a = tries[i].arg;
	/* -1 stands for the socket where an open one is needed. */
	long first = a[0] == -1 ? made.socket : a[0];

	errno = 0;
	return syscall(tries[i].number, first, a[1], a[2], a[3], a[4], a[5]);
}

/* In a worker: the numbers of the tries that were not refused. */
static bool break_out(void *ctx, struct buf *out)
{
	struct err e;

	if (!sandbox_enter(SANDBOX_ALL, &e))
		return buf_fmt(out, "no walls: %s\n", e.text);
	for (size_t i = 0; i < TRIES; i++)
		if (attempt(i) != -1 || errno != EPERM)
			buf_fmt(out, "%s: %s\n", tries[i].what,
			        strerror(errno));
	if (mprotect((void *)(intptr_t)made.page, 4096,
	             PROT_READ | PROT_EXEC) == 0)
		buf_str(out, "made memory run\n");
	(void)ctx;
	return true;
}

/* Run job in a worker; what it says must be expected. */
static void expect_said(bool (*job)(void *ctx, struct buf *out),
                        const char *expected)
{
	struct err e;
	struct buf out;
	struct worker *w = worker_start(job, NULL, 20000, 1u << 20, &e);

	assert_non_null(w);
	buf_init(&out, 1u << 20);
	if (!worker_finish(w, &out, &e))
		fail_msg("%s", e.text);
	assert_string_equal(buf_text(&out), expected);
	buf_clear(&out);
}

static void test_all_refused(void **state)
{
	(void)state;
	assert_true(TRIES >= 30);
	expect_said(break_out, "");
	/* The file is there and as it was. */
	assert_int_equal(access(made.file, R_OK | W_OK), 0);
	assert_int_not_equal(access(made.other, F_OK), 0);
}

/* What makes the test worth something: without walls the same can be done. */
static bool walk_free(void *ctx, struct buf *out)
{
	static const size_t harmless[] = { 0, 1, 3, 6, 20, 21, 22, 36 };

	(void)ctx;
	for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++)
		if (attempt(harmless[i]) < 0)
			buf_fmt(out, "%s: %s\n", tries[harmless[i]].what,
			        strerror(errno));
	return true;
}

static void test_free_without(void **state)
{
	(void)state;
	expect_said(walk_free, "");
}

/* The first wall holds without the second: other errors, no files. */
static bool without_calls(void *ctx, struct buf *out)
{
	struct err e;
	int fd;

	(void)ctx;
	if (!sandbox_enter(SANDBOX_FILES, &e))
		return buf_fmt(out, "no wall: %s\n", e.text);
	fd = open(made.file, O_RDONLY);
	if (fd >= 0 || errno != EACCES)
		buf_str(out, "opened a file\n");
	fd = open(made.other, O_WRONLY | O_CREAT, 0600);
	if (fd >= 0 || errno != EACCES)
		buf_str(out, "made a file\n");
	if (unlink(made.file) == 0)
		buf_str(out, "removed a file\n");
	return true;
}

static void test_files_alone(void **state)
{
	(void)state;
	expect_said(without_calls, "");
}

/* What the rest of a worker's life needs: its job goes on. */
static bool live_on(void *ctx, struct buf *out)
{
	FILE *f = ctx;
	struct capture_packet p;
	struct capture *c;
	struct err e;
	char *large;

	if (!capture_load(&e) || !sandbox_enter(SANDBOX_ALL, &e))
		return false;
	large = malloc(8u << 20);
	if (!large)
		return false;
	memset(large, 'x', 8u << 20);
	free(large);
	c = capture_open_stream(f, &e);
	if (!c || capture_next(c, 0, &p, &e) != CAPTURE_PACKET)
		return false;
	buf_add(out, p.data, p.len);
	capture_close(c);
	return true;
}

static void test_work_inside(void **state)
{
	uint32_t head[10] = {
		0xA1B2C3D4u, 4u << 16 | 2, 0, 0, 65535, 1, 0, 0, 5, 5
	};
	FILE *f = tmpfile();
	struct buf out;
	struct err e;
	struct worker *w;

	(void)state;
	assert_non_null(f);
	fwrite(head, sizeof(head), 1, f);
	fputs("heard", f);
	rewind(f);
	w = worker_start(live_on, f, 20000, 100, &e);
	assert_non_null(w);
	buf_init(&out, 100);
	assert_true(worker_finish(w, &out, &e));
	assert_string_equal(buf_text(&out), "heard");
	buf_clear(&out);
	fclose(f);
}

static int prepare(void **state)
{
	int fd;

	(void)state;
	snprintf(made.scratch, sizeof(made.scratch), "/tmp/garde-box-XXXXXX");
	if (!mkdtemp(made.scratch))
		return -1;
	snprintf(made.file, sizeof(made.file), "%s/file", made.scratch);
	snprintf(made.other, sizeof(made.other), "%s/other", made.scratch);
	fd = open(made.file, O_WRONLY | O_CREAT, 0600);
	made.socket = socket(AF_INET, SOCK_DGRAM, 0);
	made.page = TEXT(mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	return fd < 0 || made.socket < 0 || close(fd);
}

static int tidy(void **state)
{
	(void)state;
	unlink(made.file);
	return rmdir(made.scratch);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_free_without),
		cmocka_unit_test(test_files_alone),
		cmocka_unit_test(test_all_refused),
		cmocka_unit_test(test_work_inside),
	};

	return cmocka_run_group_tests_name("sandbox", tests, prepare, tidy);
}
