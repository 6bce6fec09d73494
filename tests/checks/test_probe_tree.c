/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/tree.h"
#include "checks/probe/linux/user.h"
#include "tests/checks/planted.h"

#include <sys/wait.h>

static const struct planted machine[] = {
	{ .path = "/etc/passwd",
	  .text = "root:x:0:0:root:/root:/bin/bash\n"
	          "daemon:x:1:1::/usr/sbin:/usr/sbin/nologin\n"
	          "bad line\n"
	          "+::::::\n"
	          "accueil:x:1000:1000:Accueil,,,:/home/accueil:/bin/bash\n"
	          "nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin\n" },
	{ .path = "/etc/absolute", .link = "/etc/passwd" },
	{ .path = "/etc/leaving", .link = "../../../../../etc/passwd" },
	{ .path = "/etc/loop", .link = "/etc/loop" },
	{ .path = "/etc/ping", .link = "pong" },
	{ .path = "/etc/pong", .link = "ping" },
	{ .path = "/etc/dangling", .link = "/nowhere" },
	{ .path = "/etc/host-only", .link = "/proc/self/status" },
	{ .path = "/mnt/disk/a/b/file.conf", .text = "x", .mtime = 86400 },
	{ .path = "/mnt/disk/a/c/file.conf", .text = "y" },
	{ .path = "/mnt/disk/a/.d/file.conf", .text = "hidden" },
	{ .path = "/mnt/disk/a/b/file.txt", .text = "z" },
	{ .path = "/short", .link = "mnt/disk/a" },
	{ .path = "/mnt/up", .link = "disk/a/../a/./b" },
	{ .path = "/home/accueil/" },
	{ .path = "/home/distant/" },
	{ .path = "/closed/file", .text = "secret", .mode = 0600 },
	{ .path = "/closed/", .mode = 0700 },
};

static char root[64];
static struct probe_context context = { .root = root };
static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	planted_new(root);
	for (size_t i = 0; i < sizeof(machine) / sizeof(machine[0]); i++)
		planted_add(root, &machine[i]);
	arena = arena_new(1u << 20);
	return arena == NULL;
}

static int tear_down(void **state)
{
	(void)state;
	planted_free(root);
	arena_free(arena);
	return 0;
}

static void reads_inside_the_root(void **state)
{
	static const struct {
		const char *path;
		enum tree_result result;
		const char *begins;
	} cases[] = {
		{ "/etc/passwd", TREE_OK, "root:x:0" },
		{ "/etc/absolute", TREE_OK, "root:x:0" },
		{ "/etc/leaving", TREE_OK, "root:x:0" },
		{ "/../../etc/passwd", TREE_OK, "root:x:0" },
		{ "//etc///passwd", TREE_OK, "root:x:0" },
		{ "/short/b/file.conf", TREE_OK, "x" },
		{ "/mnt/up/file.conf", TREE_OK, "x" },
		{ "/etc/loop", TREE_FAILED, NULL },
		{ "/etc/ping", TREE_FAILED, NULL },
		{ "/etc/dangling", TREE_ABSENT, NULL },
		{ "/etc/host-only", TREE_ABSENT, NULL },
		{ "/proc/self/status", TREE_ABSENT, NULL },
		{ "/etc/passwd/below", TREE_ABSENT, NULL },
		{ "/etc", TREE_FAILED, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text;

		if (tree_text(&context, cases[i].path, arena, &text) !=
		    cases[i].result)
			fail_msg("%s", cases[i].path);
		if (!cases[i].begins)
			assert_null(text);
		else
			assert_memory_equal(text, cases[i].begins,
			                    strlen(cases[i].begins));
	}
}

static void refuses_what_is_too_long(void **state)
{
	char path[TREE_PATH + 10];
	char out[TREE_PATH];
	struct tree_stat st;
	struct buf small;

	(void)state;
	memset(path, 'a', sizeof(path));
	path[0] = '/';
	path[sizeof(path) - 1] = '\0';
	assert_int_equal(tree_stat(&context, path, &st), TREE_FAILED);
	path[TREE_PATH - 1] = '\0';
	assert_int_equal(tree_stat(&context, path, &st), TREE_FAILED);
	assert_false(tree_path(out, "%s/%s", path, path));
	buf_init(&small, 10);
	assert_int_equal(tree_read(&context, "/etc/passwd", &small),
	                 TREE_FAILED);
	buf_clear(&small);
}

static void knows_what_is_there(void **state)
{
	char out[TREE_PATH];
	struct tree_stat st;

	(void)state;
	assert_int_equal(tree_stat(&context, "/short/b/file.conf", &st),
	                 TREE_OK);
	assert_true(st.file && !st.folder);
	assert_int_equal(st.size, 1);
	assert_int_equal(st.mtime, 86400);
	assert_int_equal(st.mode, 0644);
	assert_int_equal(st.owner, geteuid());
	assert_true(tree_exists(&context, "/short"));
	assert_false(tree_exists(&context, "/etc/dangling"));
	assert_int_equal(tree_link(&context, "/etc/dangling", out), TREE_OK);
	assert_string_equal(out, "/nowhere");
	assert_int_equal(tree_link(&context, "/etc/passwd", out), TREE_ABSENT);
	assert_int_equal(tree_link(&context, "/none", out), TREE_ABSENT);
	assert_int_equal(tree_real(&context, "/mnt/up", out), TREE_OK);
	assert_string_equal(out, "/mnt/disk/a/b");
	assert_int_equal(tree_real(&context, "/..", out), TREE_OK);
	assert_string_equal(out, "/");
	assert_int_equal(tree_real(&context, "/etc/loop", out), TREE_FAILED);
}

static bool join(void *ctx, const char *path)
{
	strcat(ctx, path);
	strcat(ctx, " ");
	return !strstr(path, "last");
}

static void globs(void **state)
{
	static const struct {
		const char *pattern;
		const char *found;
		enum tree_result result;
	} cases[] = {
		{ "/mnt/disk/a/*/file.conf",
		  "/mnt/disk/a/b/file.conf /mnt/disk/a/c/file.conf ", TREE_OK },
		{ "/mnt/*/a/b/*.[ct]*",
		  "/mnt/disk/a/b/file.conf /mnt/disk/a/b/file.txt ", TREE_OK },
		{ "/mnt/disk/a/.*/file.conf", "/mnt/disk/a/.d/file.conf ",
		  TREE_OK },
		{ "/short/?/*.txt", "/short/b/file.txt ", TREE_OK },
		{ "/etc/passwd", "/etc/passwd ", TREE_OK },
		{ "/none/*/x", "", TREE_OK },
		{ "/etc/l*p", "", TREE_FAILED },
		{ "/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*"
		  "/*/*/*/*/*/*",
		  "", TREE_FAILED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char found[1000] = "";

		assert_int_equal(
		    tree_glob(&context, cases[i].pattern, join, found),
		    cases[i].result);
		assert_string_equal(found, cases[i].found);
	}
}

static void lists(void **state)
{
	char found[1000] = "";

	(void)state;
	assert_int_equal(tree_list(&context, "/short", join, found), TREE_OK);
	assert_string_equal(found, ".d b c ");
	assert_int_equal(tree_list(&context, "/nope", join, found),
	                 TREE_ABSENT);
	assert_int_equal(tree_fact(TREE_ABSENT), FACT_ABSENT);
	assert_int_equal(tree_fact(TREE_DENIED), FACT_DENIED);
}

/* What another account sees; its exit status is the line that failed. */
static int as_stranger(void)
{
	char found[100] = "";
	struct tree_stat st;
	char *text;

	if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
		return __LINE__;
	if (tree_text(&context, "/closed/file", arena, &text) != TREE_DENIED)
		return __LINE__;
	if (tree_stat(&context, "/closed/none", &st) != TREE_DENIED)
		return __LINE__;
	if (tree_list(&context, "/closed", join, found) != TREE_DENIED)
		return __LINE__;
	if (tree_glob(&context, "/closed/*", join, found) != TREE_DENIED)
		return __LINE__;
	return found[0] ? __LINE__ : 0;
}

static void says_denied(void **state)
{
	int status = 0;
	pid_t child;

	(void)state;
	if (geteuid() != 0) {
		char place[100];

		snprintf(place, sizeof(place), "%s/closed", root);
		assert_int_equal(chmod(place, 0), 0);
	}
	child = fork();
	if (child == 0)
		_exit(as_stranger());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void lists_users(void **state)
{
	struct users users;
	const struct user *u;

	(void)state;
	assert_int_equal(user_list(&context, arena, &users), TREE_OK);
	assert_true(users.count >= 4);
	u = user_find(&users, 1000);
	assert_non_null(u);
	assert_string_equal(u->name, "accueil");
	assert_string_equal(u->home, "/home/accueil");
	assert_string_equal(u->shell, "/bin/bash");
	assert_true(u->human && u->local && user_keeps_files(u));
	assert_true(user_keeps_files(user_find(&users, 0)));
	assert_false(user_find(&users, 0)->human);
	assert_false(user_keeps_files(user_find(&users, 1)));
	assert_false(user_find(&users, 65534)->human);
	assert_null(user_find(&users, 4242));
}

/* An account of a directory has a folder in /home, not a line in passwd. */
static void lists_users_of_a_directory(void **state)
{
	char place[100];
	struct users users;
	const struct user *u;

	(void)state;
	if (geteuid() != 0)
		skip();
	snprintf(place, sizeof(place), "%s/home/distant", root);
	assert_int_equal(chown(place, 70001, 70001), 0);
	assert_int_equal(user_list(&context, arena, &users), TREE_OK);
	u = user_find(&users, 70001);
	assert_non_null(u);
	assert_string_equal(u->name, "distant");
	assert_true(u->human && !u->local && user_keeps_files(u));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_inside_the_root),
		cmocka_unit_test(refuses_what_is_too_long),
		cmocka_unit_test(knows_what_is_there),
		cmocka_unit_test(globs),
		cmocka_unit_test(lists),
		cmocka_unit_test(says_denied),
		cmocka_unit_test(lists_users),
		cmocka_unit_test(lists_users_of_a_directory),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
