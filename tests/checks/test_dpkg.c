/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/dpkg.h"
#include "tests/checks/planted.h"

#include <errno.h>
#include <lz4frame.h>

static const char status[] =
    "Package: adduser\nStatus: install ok installed\nMaintainer: Debian "
    "Adduser Developers <adduser@packages.debian.org>\nArchitecture: all\n"
    "Version: 3.134\nDescription: add users\n This says\n .\n Package: not\n"
    "\n"
    "Package: gone\nStatus: deinstall ok config-files\nVersion: 1\n\n\n"
    "Package: half\nStatus: install reinstreq half-installed\nVersion: 2\n";

struct seen {
	struct buf text;
	int stop; /* after so many, 0: never */
};

static bool note(void *ctx, const struct dpkg_package *p)
{
	struct seen *s = ctx;

	buf_fmt(&s->text, "%s %s %s %d|", p->name, p->version,
	        p->architecture[0] ? p->architecture : "-", dpkg_installed(p));
	return --s->stop != 0;
}

static const char *read_at(const char *root, const char *name, struct seen *s,
                           bool *ok, struct err *e)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s%s", root, name);
	buf_clear(&s->text);
	buf_init(&s->text, 65536);
	*ok = dpkg_read(path, note, s, e);
	return buf_text(&s->text);
}

static void plant_lz4(const char *root, const char *name, size_t cut)
{
	char packed[4096];
	char path[4096];
	struct err e;
	size_t n = LZ4F_compressFrame(packed, sizeof(packed), status,
	                              sizeof(status) - 1, NULL);

	assert_false(LZ4F_isError(n));
	snprintf(path, sizeof(path), "%s%s", root, name);
	assert_true(file_write(path, packed, n - cut, &e));
}

static const char want[] = "adduser 3.134 all 1|gone 1 - 0|half 2 - 1|";

static void test_plain(void **state)
{
	const struct planted file = { .path = "/status", .text = status };
	struct seen s = { .stop = 0 };
	struct err e;
	char root[64];
	bool ok;

	(void)state;
	planted_new(root);
	planted_add(root, &file);
	assert_string_equal(read_at(root, "/status", &s, &ok, &e), want);
	assert_true(ok);
	s.stop = 1;
	assert_string_equal(read_at(root, "/status", &s, &ok, &e),
	                    "adduser 3.134 all 1|");
	assert_true(ok);
	read_at(root, "/none", &s, &ok, &e);
	assert_false(ok);
	assert_int_equal(e.sys, ENOENT);
	read_at(root, "/", &s, &ok, &e);
	assert_false(ok);
	buf_clear(&s.text);
	planted_free(root);
}

static void test_packed(void **state)
{
	const struct planted bad = { .path = "/b.lz4", .text = "not packed" };
	const struct planted xz = { .path = "/c.xz", .text = "x" };
	struct seen s = { .stop = 0 };
	struct err e;
	char root[64];
	bool ok;

	(void)state;
	planted_new(root);
	plant_lz4(root, "/a.lz4", 0);
	plant_lz4(root, "/cut.lz4", 30);
	planted_add(root, &bad);
	planted_add(root, &xz);
	assert_string_equal(read_at(root, "/a.lz4", &s, &ok, &e), want);
	assert_true(ok);
	read_at(root, "/cut.lz4", &s, &ok, &e);
	assert_false(ok);
	assert_string_equal(read_at(root, "/b.lz4", &s, &ok, &e), "");
	assert_false(ok);
	assert_string_equal(read_at(root, "/c.xz", &s, &ok, &e), "");
	assert_false(ok);
	assert_int_equal(e.sys, 0);
	buf_clear(&s.text);
	planted_free(root);
}

/* A line longer than any buffer must neither grow memory nor lose the next. */
static void test_long_lines(void **state)
{
	struct seen s = { .stop = 0 };
	struct buf text;
	struct err e;
	char root[64];
	char path[4096];
	bool ok;

	(void)state;
	planted_new(root);
	buf_init(&text, 1u << 20);
	buf_str(&text, "Package: a\nDescription: ");
	for (int i = 0; i < 100000; i++)
		buf_char(&text, 'x');
	buf_str(&text, "\nVersion: 5\r\n\r\nPackage: b");
	snprintf(path, sizeof(path), "%s/long", root);
	assert_true(file_write(path, text.data, text.len, &e));
	buf_clear(&text);
	assert_string_equal(read_at(root, "/long", &s, &ok, &e),
	                    "a 5 - 0|b  - 0|");
	assert_true(ok);
	buf_clear(&s.text);
	planted_free(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_packed),
		cmocka_unit_test(test_long_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
