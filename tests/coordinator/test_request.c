/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *target;
	const char *path; /* NULL: refused */
	const char *name;
	const char *value; /* of that query field, or NULL */
} targets[] = {
	{ "/", "/", "a", NULL },
	{ "/communes/01001", "/communes/01001", "a", NULL },
	{ "/a%20b", "/a b", "a", NULL },
	{ "/a+b", "/a+b", "a", NULL },
	{ "/%C3%A9t%C3%A9", "/été", "a", NULL },
	{ "/?a=1", "/", "a", "1" },
	{ "/?a=1&a=2", "/", "a", "1" },
	{ "/?a=b+c%2B", "/", "a", "b c+" },
	{ "/?a", "/", "a", "" },
	{ "/?", "/", "a", NULL },
	{ "/?&&a=&", "/", "a", "" },
	{ "/?b=a=1", "/", "b", "a=1" },
	{ "/?a=x%0Ay", "/", "a", "x\ny" },
	{ "", NULL, NULL, NULL },
	{ "*", NULL, NULL, NULL },
	{ "http://other/", NULL, NULL, NULL },
	{ "//x#y", NULL, NULL, NULL },
	{ "/%", NULL, NULL, NULL },
	{ "/%4", NULL, NULL, NULL },
	{ "/%zz", NULL, NULL, NULL },
	{ "/%00", NULL, NULL, NULL },
	{ "/%0a", NULL, NULL, NULL },
	{ "/\x7f", NULL, NULL, NULL },
	{ "/%ff", NULL, NULL, NULL },
	{ "/%c0%af", NULL, NULL, NULL },
	{ "/?a=%00", NULL, NULL, NULL },
	{ "/?a=%ed%a0%80", NULL, NULL, NULL },
	{ "/?a=%1b", NULL, NULL, NULL },
	{ "/?%0a=1", NULL, NULL, NULL },
};

static void targets_are_read_or_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		struct request r = { .arena = arena_new(1u << 20) };
		struct err e;
		bool good = request_target(&r, targets[i].target, &e);

		if (good != (targets[i].path != NULL))
			fail_msg("%s", targets[i].target);
		if (good) {
			const char *value = request_query(&r, targets[i].name);

			assert_string_equal(r.path, targets[i].path);
			if (targets[i].value)
				assert_string_equal(value, targets[i].value);
			else
				assert_null(value);
		}
		arena_free(r.arena);
	}
}

/* Whether a form of so many letters of text is taken. */
static bool takes(const char *first, char letter, size_t count)
{
	struct arena *a = arena_new(4u << 20);
	struct field *f;
	size_t n = strlen(first) + count;
	char *text = malloc(n + 1);
	struct err e;
	bool good;

	assert_non_null(text);
	memcpy(text, first, strlen(first));
	memset(text + strlen(first), letter, count);
	good = request_fields(a, text, n, &f, &n, &e);
	free(text);
	arena_free(a);
	return good;
}

static void what_is_too_much_is_refused(void **state)
{
	(void)state;
	assert_true(takes("a=", 'x', REQUEST_VALUE));
	assert_false(takes("a=", 'x', REQUEST_VALUE + 1));
	assert_true(takes("", 'x', REQUEST_NAME));
	assert_false(takes("", 'x', REQUEST_NAME + 1));
	assert_true(takes("", '&', REQUEST_FIELDS - 1));
	assert_false(takes("", '&', REQUEST_FIELDS));
}

static void the_language_is_that_of_the_visitor(void **state)
{
	static const struct {
		const char *header;
		enum lang lang;
	} cases[] = {
		{ NULL, LANG_FR },
		{ "", LANG_FR },
		{ "de", LANG_FR },
		{ "en", LANG_EN },
		{ "en-GB,en;q=0.9,fr;q=0.8", LANG_EN },
		{ "fr-FR,fr;q=0.9,en;q=0.8", LANG_FR },
		{ "en;q=0.5, fr;q=0.7", LANG_FR },
		{ "en;q=0", LANG_FR },
		{ "en;q=", LANG_EN },
		{ "e", LANG_FR },
		{ ",;q,,;=", LANG_FR },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(request_lang(cases[i].header), cases[i].lang);
}

static void a_cookie_is_found_by_its_whole_name(void **state)
{
	struct request r = { .arena = arena_new(1u << 16),
		             .cookie = "xa=0; a=1;b=; c; a=2" };

	(void)state;
	assert_string_equal(request_cookie(&r, "a"), "1");
	assert_string_equal(request_cookie(&r, "xa"), "0");
	assert_string_equal(request_cookie(&r, "b"), "");
	assert_null(request_cookie(&r, "c"));
	assert_null(request_cookie(&r, "d"));
	r.cookie = NULL;
	assert_null(request_cookie(&r, "a"));
	arena_free(r.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(targets_are_read_or_refused),
		cmocka_unit_test(what_is_too_much_is_refused),
		cmocka_unit_test(the_language_is_that_of_the_visitor),
		cmocka_unit_test(a_cookie_is_found_by_its_whole_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
