/* SPDX-License-Identifier: Apache-2.0 */
/* Live captures: the loopback, and interfaces that are not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/capture.h"

#include <errno.h>

/* A frame that is sent out of the loopback is heard there. */
static void test_live(void **state)
{
	static const char frame[64] = "\0\0\0\0\0\0\0\0\0\0\0\0\x88\xB5garde";
	const struct capture_options options = { .immediate = true };
	struct capture_packet p;
	struct capture *c;
	struct err e;
	uint64_t lost = UINT64_MAX;

	(void)state;
	c = capture_open_live("lo", &options, &e);
	if (!c) {
		/* Only who may listen can try it. */
		assert_int_equal(e.sys, EPERM);
		skip();
	}
	assert_int_equal(capture_link(c), CAPTURE_ETHERNET);
	assert_true(capture_filter(c, "ether proto 0x88b5", &e));
	assert_false(capture_filter(c, "no filter at all", &e));
	assert_int_equal(capture_next(c, 10, &p, &e), CAPTURE_QUIET);
	assert_true(capture_inject(c, frame, sizeof(frame), &e));
	assert_int_equal(capture_next(c, 2000, &p, &e), CAPTURE_PACKET);
	assert_int_equal(p.len, sizeof(frame));
	assert_memory_equal(p.data, frame, sizeof(frame));
	/* What others send may be lost until there is a filter. */
	assert_true(capture_lost(c, &lost));
	assert_true(lost < UINT64_MAX);
	assert_false(capture_inject(c, frame, 0, &e));
	capture_close(c);
}

static void test_no_interface(void **state)
{
	const struct capture_options options = { .snaplen = 64 };
	char name[64], none[1];
	struct err e;

	(void)state;
	assert_true(capture_load(&e));
	assert_null(capture_open_live("gardenone0", &options, &e));
	assert_true(e.sys == ENODEV || e.sys == EPERM);
	if (capture_interface(name, sizeof(name), &e))
		assert_string_not_equal(name, "lo");
	else
		assert_int_equal(e.sys, ENODEV);
	assert_false(capture_interface(none, sizeof(none), &e));
	capture_close(NULL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_live),
		cmocka_unit_test(test_no_interface),
	};

	return cmocka_run_group_tests_name("capture of Linux", tests, NULL,
	                                   NULL);
}
