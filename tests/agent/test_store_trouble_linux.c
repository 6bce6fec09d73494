/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/agent/kept.h"

#include "core/lock.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <time.h>

static const char *const names[] = {
	"accents é œ 日本",
	"many  spaces ",
	"-dash",
	"\"quotes' $(x) `y`",
};

static void test_paths(void **state)
{
	struct program *p = program_new();
	char line[9000], folder[8192];

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		/* In a line of program_run() a space is "~". */
		snprintf(folder, sizeof(folder), "%s", names[i]);
		for (char *c = folder; *c; c++)
			*c = *c == ' ' ? '~' : *c;
		snprintf(line, sizeof(line),
		         "scan --no-questions --quiet --out=%%/%s", folder);
		scan(p, line);
		assert_string_equal(p->err, "");
		snprintf(folder, sizeof(folder), "%s/rapport.html", names[i]);
		assert_true(file_exists(program_path(p, folder)));
	}
	/* 260 characters are too many for Windows, not for us. */
	strcpy(folder, "x");
	while (strlen(folder) < 1500)
		strcat(folder, "/a-long-name-of-a-folder");
	snprintf(line, sizeof(line), "scan --no-questions --quiet --out %%/%s",
	         folder);
	scan(p, line);
	strcat(folder, "/rapport.html");
	assert_true(file_exists(program_path(p, folder)));
	program_free(p);
}

/* A place that is no folder: the results go home, and that is told. */
static void test_fallback_home(void **state)
{
	struct program *p = program_new();

	(void)state;
	program_write(p, "r", "x", 1);
	scan(p, "scan --no-questions --out %/r");
	program_said(p, "Je ne peux pas ranger les résultats");
	program_printed(p, "/.local/share/garde/rapport.html");
	expect_text(p, ".local/share/garde/rapport.html", "<html");
	expect_text(p, "r", "x");
	program_free(p);
}

static void test_no_home(void **state)
{
	struct program *p = program_new();
	char path[100];
	struct stat st;

	(void)state;
	p->env[0] = "HOME=";
	program_write(p, "r", "x", 1);
	scan(p, "scan --no-questions --out %/r");
	snprintf(path, sizeof(path), "garde-%ld", (long)getuid());
	assert_int_equal(stat(program_path(p, path), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	/* Somebody else could have made it a link to what is ours. */
	nftw(program_path(p, path), program_remove, 16, FTW_DEPTH | FTW_PHYS);
	assert_int_equal(mkdir(program_path(p, "trap"), 0700), 0);
	assert_int_equal(symlink("trap", program_path(p, path)), 0);
	program_run(p, "scan --no-questions --out %/r");
	assert_int_equal(p->status, 1);
	program_said(p, "aucun endroit");
	program_printed(p, "Note");
	assert_int_equal(count(p, "trap", "", "").found, 0);
	program_free(p);
}

/* As a user without rights in the folder, and with none at home. */
static void test_read_only(void **state)
{
	struct program *p = program_new();

	(void)state;
	if (getuid() != 0) {
		program_free(p);
		skip();
	}
	assert_int_equal(chmod(p->folder, 0755), 0);
	assert_int_equal(mkdir(program_path(p, "r"), 0755), 0);
	assert_int_equal(mkdir(program_path(p, "tmp"), 0777), 0);
	assert_int_equal(chmod(program_path(p, "tmp"), 01777), 0);
	p->uid = 65534;
	p->env[0] = "HOME=/nowhere";
	p->env[1] = "TMPDIR=";
	p->cwd = "/";
	scan(p, "scan --no-questions --out %/r");
	program_said(p, "Vous n’en avez pas le droit.");
	program_printed(p, "/tmp/garde-65534/rapport.html");
	p->uid = 0;
	nftw("/tmp/garde-65534", program_remove, 16, FTW_DEPTH | FTW_PHYS);
	program_free(p);
}

/* In the child: a disk of its own, so small that nothing fits. */
static void mount_small(void *ctx)
{
	if (unshare(CLONE_NEWNS) != 0 ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("tmpfs", ctx, "tmpfs", 0, "size=64k") != 0)
		_exit(77);
}

static void mount_read_only(void *ctx)
{
	if (unshare(CLONE_NEWNS) != 0 ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("tmpfs", ctx, "tmpfs", MS_RDONLY, "size=64k") != 0)
		_exit(77);
}

static void test_disk(void **state)
{
	static const struct {
		void (*setup)(void *ctx);
		const char *said;
	} disks[] = {
		{ mount_small, "Le disque est plein." },
		{ mount_read_only, "protégé contre l’écriture" },
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct program *p = program_new();
		char folder[100];

		snprintf(folder, sizeof(folder), "%s/r", p->folder);
		assert_int_equal(mkdir(folder, 0700), 0);
		p->setup = disks[i].setup;
		p->ctx = folder;
		program_run(p, "scan --no-questions --out %/r");
		if (p->status == 77) {
			program_free(p);
			skip();
		}
		assert_true(p->status == 0 || p->status == 3);
		program_said(p, disks[i].said);
		program_said(p, "/.local/share/garde");
		expect_text(p, ".local/share/garde/rapport.html", "</html>");
		program_free(p);
	}
}

/* Where somebody else is at work we wait, and then go on. */
static void test_two(void **state)
{
	struct program *p;
	struct lock *lock;
	FILE *out[2], *err[2];
	pid_t pid[2];
	struct err e;

	(void)state;
	need_probes();
	p = program_new();
	make_root(p, "one", '1');
	make_root(p, "two", '2');
	assert_true(file_mkdir(program_path(p, "r"), &e));
	assert_int_equal(lock_open(&lock, program_path(p, "r/.garde-lock")),
	                 LOCK_TAKEN);
	for (int i = 0; i < 2; i++) {
		out[i] = tmpfile();
		err[i] = tmpfile();
		pid[i] = program_start(
		    p,
		    i ? "scan --no-questions --out %/r --root %/two"
		      : "scan --no-questions --out %/r --root %/one",
		    out[i], err[i]);
	}
	nanosleep(&(struct timespec){ .tv_sec = 1 }, NULL);
	lock_close(lock);
	for (int i = 0; i < 2; i++) {
		program_wait(p, pid[i]);
		assert_true(p->status == 0 || p->status == 3);
		program_slurp(out[i], p->out, sizeof(p->out));
		program_slurp(err[i], p->err, sizeof(p->err));
		program_said(p, "J’attends qu’il finisse");
	}
	assert_int_equal(count(p, "r", "poste-", ".json").found, 2);
	expect_text(p, "r/commune.json", "\"Poste 2\"");
	program_free(p);
}

#define KILLS 50

/* Killed at any moment, what is in the folder is whole. */
static void test_killed(void **state)
{
	struct program *p = program_new();
	struct arena *a;

	(void)state;
	make_root(p, "one", '1');
	scan(p, QUIET_SCAN " --root %/one");
	srand(2026);
	for (int i = 0; i < KILLS; i++) {
		FILE *out = tmpfile(), *err = tmpfile();
		pid_t pid =
		    program_start(p, QUIET_SCAN " --root %/one", out, err);
		long wait = rand() % 120;

		nanosleep(&(struct timespec){ .tv_nsec = wait * 1000000 },
		          NULL);
		kill(pid, SIGKILL);
		program_wait(p, pid);
		fclose(out);
		fclose(err);
		a = arena_new(32u << 20);
		assert_int_equal(
		    read_document(p, "r/commune.json", a)->findings,
		    controls());
		assert_int_equal(count(p, "r", "poste-", ".json").found, 1);
		expect_text(p, "r/rapport.html", "</html>");
		arena_free(a);
	}
	/* The halves that were left go with the next visit. */
	scan(p, QUIET_SCAN " --root %/one");
	assert_string_equal(p->err, "");
	assert_int_equal(count(p, "r", "", "").found,
	                 count(p, "r", "", ".json").found +
	                     count(p, "r", "", ".html").found +
	                     count(p, "r", "", ".csv").found +
	                     count(p, "r", "", ".ics").found +
	                     count(p, "r", "", ".txt").found +
	                     count(p, "r", ".garde-lock", "").found);
	program_free(p);
}

/* Ctrl+C ends with 130; the results from before stay. */
static void test_interrupted(void **state)
{
	struct program *p = program_new();
	struct lock *lock;
	FILE *out = tmpfile(), *err = tmpfile();
	char *before, *after;
	pid_t pid;

	(void)state;
	make_root(p, "one", '1');
	scan(p, QUIET_SCAN " --root %/one");
	before = program_read(p, "r/commune.json");
	assert_int_equal(lock_open(&lock, program_path(p, "r/.garde-lock")),
	                 LOCK_TAKEN);
	pid = program_start(p, "scan --no-questions --out %/r --root %/one",
	                    out, err);
	nanosleep(&(struct timespec){ .tv_nsec = 700000000 }, NULL);
	kill(pid, SIGINT);
	program_wait(p, pid);
	program_slurp(out, p->out, sizeof(p->out));
	program_slurp(err, p->err, sizeof(p->err));
	lock_close(lock);
	assert_int_equal(p->status, 130);
	program_said(p, "restent en place");
	after = program_read(p, "r/commune.json");
	assert_string_equal(before, after);
	free(before);
	free(after);
	program_free(p);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_fallback_home),
		cmocka_unit_test(test_no_home),
		cmocka_unit_test(test_read_only),
		cmocka_unit_test(test_disk),
		cmocka_unit_test(test_two),
		cmocka_unit_test(test_killed),
		cmocka_unit_test(test_interrupted),
	};

	return cmocka_run_group_tests_name("store_trouble", tests, NULL, NULL);
}
