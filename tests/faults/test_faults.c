/* SPDX-License-Identifier: Apache-2.0 */
#include "core/file.h"
#include "core/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include "tests/agent/kit_made.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

/*
 * The whole program with the n-th allocation, write, fsync or rename failing:
 * it ends by itself with one of its documented exit codes, and what was there
 * before is whole.
 */

#define ARGS 12

static char folder[64];
static char document[128];
static char shim[128]; /* a link: LD_PRELOAD ends at a space */

/* What it says goes to standard error, which is the file at said, or nowhere. */
static int run_saying(const char *const *args, const char *fault,
                      const char *said)
{
	const char *argv[ARGS + 2] = { GARDE_PROGRAM };
	int status;
	pid_t pid;

	for (size_t i = 0; i < ARGS && args[i]; i++)
		argv[i + 1] = args[i];
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, 0);
		dup2(null, 1);
		dup2(said ? open(said, O_WRONLY | O_CREAT | O_TRUNC, 0600)
		          : null,
		     2);
		/* Results that find no other place stay in here. */
		setenv("HOME", folder, 1);
		setenv("TMPDIR", folder, 1);
		unsetenv("XDG_DATA_HOME");
		if (fault) {
			setenv("LD_PRELOAD", shim, 1);
			setenv("FAULT", fault, 1);
		}
		execv(GARDE_PROGRAM, (char *const *)argv);
		_exit(99);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int run(const char *const *args, const char *fault)
{
	return run_saying(args, fault, NULL);
}

static bool documented(int code)
{
	return code >= 0 && code <= 5;
}

static const char *in_folder(const char *name)
{
	static char path[4][256];
	static int turn;

	turn = (turn + 1) % 4;
	snprintf(path[turn], sizeof(path[turn]), "%s/%s", folder, name);
	return path[turn];
}

/* The size of the JSON file at path, after reading it whole. */
static size_t read_whole(const char *path)
{
	struct buf text;
	struct err e;
	cJSON *json;
	size_t len;

	buf_init(&text, 16u << 20);
	if (!file_read(path, &text, &e))
		fail_msg("%s", e.text);
	json = json_parse(buf_text(&text), text.len, &e);
	if (!json)
		fail_msg("%s: %s", path, e.text);
	cJSON_Delete(json);
	len = text.len;
	buf_clear(&text);
	return len;
}

static bool remove_file(void *ctx, const char *name)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", (const char *)ctx, name);
	if (unlink(path) != 0 && errno == EISDIR) {
		struct err e;

		file_list(path, remove_file, path, &e);
		rmdir(path);
	}
	return true;
}

static int setup(void **state)
{
	static const char facts[] = TESTS_DIR "/facts/all-wrong.facts.json";
	const char *args[ARGS] = { "judge", facts, "-o", document };

	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/garde-faults-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(document, sizeof(document), "%s/document.json", folder);
	snprintf(shim, sizeof(shim), "%s/shim.so", folder);
	if (symlink(FAULT_SHIM, shim) != 0)
		return -1;
	return run(args, NULL);
}

static int teardown(void **state)
{
	struct err e;

	(void)state;
	file_list(folder, remove_file, folder, &e);
	return rmdir(folder);
}

/* From every single one to steps of a tenth: the start is where most is set up. */
static long next(long n)
{
	return n < 60 ? n + 1 : n + n / 10;
}

static void test_every_allocation(void **state)
{
	static const char facts[] = TESTS_DIR "/facts/all-wrong.facts.json";
	const char *const commands[][ARGS] = {
		{ "judge", facts, "-o", in_folder("judged.json") },
		{ "merge", document, document, "-o", in_folder("m.json") },
		{ "report", document, "--as", "html", "-o", in_folder("r") },
		{ "report", document, "--as", "csv", "-o", in_folder("r") },
		{ "checks", "--json" },
		{ "explain", "backup-recent" },
		{ "collect", "-o", in_folder("facts.json") },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		bool failed = false;

		for (long n = 1; n < 400000; n = next(n)) {
			char fault[32];
			int code;

			snprintf(fault, sizeof(fault), "malloc:%ld", n);
			code = run(commands[i], fault);
			if (!documented(code))
				fail_msg("%s with %s: exit %d", commands[i][0],
				         fault, code);
			failed = failed || code != 0;
			/* Past the last allocation of a whole run. */
			if (code == 0 && n > 20000)
				break;
		}
		assert_true(failed);
	}
}

/* A kit that names nobody to send to, so that no network is asked. */
static void make_kit(const char *path)
{
	struct kit kit = kit_made_plain();
	struct keyed by;

	keyed_make(&by, "P-256", "Coordinateur d’exemple");
	kit.coordinator.url = NULL;
	kit_made_write(path, &kit, &by, NULL);
}

/* Who runs out of memory is never told that the kit is bad. */
static void check_words(const char *said, const char *fault)
{
	struct buf b;
	struct err e;

	buf_init(&b, 1u << 20);
	if (!file_read(said, &b, &e))
		fail_msg("%s", e.text);
	if (strstr(buf_text(&b), "modifié ou abîmé"))
		fail_msg("%s: %s", fault, buf_text(&b));
	buf_clear(&b);
}

/* What reads a kit, and seals with it: libcrypto takes memory in places. */
static void test_every_allocation_with_a_kit(void **state)
{
	static const struct {
		const char *args[ARGS];
		int whole; /* how it ends when nothing fails */
		long step; /* between two of the first allocations */
	} commands[] = {
		{ { "scan", "--kit", "%/kit", "--out", "%/kept", "--now",
		    "2026-12-02", "--no-questions", "--no-open", "--root",
		    "%/empty" },
		  3, /* there is nothing to be read */
		  9 },
		{ { "seal", "%/document.json", "--kit", "%/kit", "--now",
		    "2026-12-02", "-o", "%/sealed.garde" },
		  0,
		  3 },
		{ { "send", "%/document.json", "--kit", "%/kit", "--out",
		    "%/sent", "--now", "2026-12-02", "--yes" },
		  4,
		  7 },
	};
	static char text[ARGS][256];
	char said[256];
	struct err e;

	(void)state;
	snprintf(said, sizeof(said), "%s/said", folder);
	make_kit(in_folder("kit"));
	assert_true(file_mkdir(in_folder("empty"), &e));
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		const char *args[ARGS] = { NULL };
		bool failed = false;
		int whole;

		for (size_t a = 0; a < ARGS && commands[i].args[a]; a++) {
			const char *arg = commands[i].args[a];

			snprintf(text[a], sizeof(text[a]), "%s%s",
			         arg[0] == '%' ? folder : "",
			         arg[0] == '%' ? arg + 1 : arg);
			args[a] = text[a];
		}
		whole = run(args, NULL);
		/* Without a probe none fails. */
		if (whole != commands[i].whole)
			assert_true(commands[i].whole == 3 && whole == 0);
		for (long n = 1; n < 400000;
		     n += n < 300 ? commands[i].step : 27 + n / 20) {
			char fault[32];
			int code;

			snprintf(fault, sizeof(fault), "malloc:%ld", n);
			code = run_saying(args, fault, said);
			if (!documented(code))
				fail_msg("%s with %s: exit %d", args[0], fault,
				         code);
			check_words(said, fault);
			failed = failed || code != whole;
			if (code == whole && n > 9000)
				break;
		}
		assert_true(failed);
	}
}

static void test_every_write(void **state)
{
	static const char *const calls[] = { "write", "fsync", "rename" };
	static const int errors[] = { ENOSPC, EIO, EROFS };
	const char *scan[ARGS] = { "scan",    "--no-questions", "--no-open",
		                   "--quiet", "--out",          NULL };
	const char *commune;
	const char *out = in_folder("out");
	char kept[256];
	char path[256];

	(void)state;
	snprintf(kept, sizeof(kept), "%s", out);
	scan[5] = kept;
	assert_true(documented(run(scan, NULL)));
	commune = in_folder("out/commune.json");
	snprintf(path, sizeof(path), "%s", commune);
	assert_true(read_whole(path) > 1000);
	for (size_t c = 0; c < 3; c++)
		for (size_t e = 0; e < 3; e++)
			for (int n = 1; n <= 16; n++) {
				char fault[48];
				int code;

				/* Every other time for good, as a full disk. */
				snprintf(fault, sizeof(fault), "%s:%d:%d",
				         calls[c], n % 2 ? n : -n, errors[e]);
				code = run(scan, fault);
				if (!documented(code))
					fail_msg("%s: exit %d", fault, code);
				assert_true(read_whole(path) > 1000);
			}
	assert_true(documented(run(scan, NULL)));
}

static void test_an_interrupted_write_goes_on(void **state)
{
	const char *args[ARGS] = { "report", document, "--as",
		                   "json",   "-o",     NULL };
	char path[256];

	(void)state;
	snprintf(path, sizeof(path), "%s", in_folder("again.json"));
	args[5] = path;
	for (int n = 1; n <= 3; n++) {
		char fault[32];

		snprintf(fault, sizeof(fault), "write:%d:%d", n, EINTR);
		assert_int_equal(run(args, fault), 0);
		assert_true(read_whole(path) > 1000);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_allocation),
		cmocka_unit_test(test_every_allocation_with_a_kit),
		cmocka_unit_test(test_every_write),
		cmocka_unit_test(test_an_interrupted_write_goes_on),
	};

	return cmocka_run_group_tests_name("faults", tests, setup, teardown);
}
