/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/capture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The head of a pcap file (pcap-savefile(5)), little-endian. */
static void put_head(FILE *f, uint32_t magic, uint32_t link)
{
	uint32_t head[6] = { magic, 4u << 16 | 2, 0, 0, 65535, link };

	assert_int_equal(fwrite(head, sizeof(head), 1, f), 1);
}

static void put_packet(FILE *f, uint32_t second, const char *data, uint32_t len,
                       uint32_t size)
{
	uint32_t head[4] = { second, 250000, len, size };

	assert_int_equal(fwrite(head, sizeof(head), 1, f), 1);
	assert_int_equal(fwrite(data, 1, len, f), len);
}

static void test_file(void **state)
{
	FILE *f = tmpfile();
	struct capture_packet p;
	struct capture *c;
	struct err e;
	uint64_t lost;

	(void)state;
	put_head(f, 0xA1B2C3D4u, 1);
	put_packet(f, 1000, "bonjour", 7, 7);
	put_packet(f, 1001, "cut", 3, 1500);
	rewind(f);
	c = capture_open_stream(f, &e);
	assert_non_null(c);
	assert_int_equal(capture_link(c), CAPTURE_ETHERNET);
	assert_int_equal(capture_next(c, 0, &p, &e), CAPTURE_PACKET);
	assert_int_equal(p.len, 7);
	assert_memory_equal(p.data, "bonjour", 7);
	assert_int_equal(p.time, INT64_C(1000250000));
	assert_int_equal(capture_next(c, 0, &p, &e), CAPTURE_PACKET);
	assert_int_equal(p.len, 3);
	assert_int_equal(p.size, 1500);
	assert_int_equal(capture_next(c, 0, &p, &e), CAPTURE_END);
	assert_false(capture_lost(c, &lost));
	capture_close(c);
}

/* What was read before the damage is there, and the damage is told. */
static void test_broken_file(void **state)
{
	FILE *f = tmpfile();
	struct capture_packet p;
	struct capture *c;
	struct err e;

	(void)state;
	put_head(f, 0xA1B2C3D4u, 1);
	put_packet(f, 1, "good", 4, 4);
	fwrite("half", 1, 4, f);
	rewind(f);
	c = capture_open_stream(f, &e);
	assert_non_null(c);
	assert_int_equal(capture_next(c, 0, &p, &e), CAPTURE_PACKET);
	assert_int_equal(capture_next(c, 0, &p, &e), CAPTURE_BROKEN);
	assert_true(e.text[0] != '\0');
	capture_close(c);
}

static void test_links(void **state)
{
	static const struct {
		uint32_t link; /* as in a file: tcpdump.org/linktypes.html */
		enum capture_link is;
	} cases[] = {
		{ 0, CAPTURE_LOOPBACK }, { 1, CAPTURE_ETHERNET },
		{ 101, CAPTURE_RAW },    { 108, CAPTURE_LOOPBACK },
		{ 113, CAPTURE_COOKED }, { 228, CAPTURE_RAW },
		{ 229, CAPTURE_RAW },    { 276, CAPTURE_COOKED2 },
		{ 189, CAPTURE_OTHER },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		FILE *f = tmpfile();
		struct capture *c;
		struct err e;

		put_head(f, 0xA1B2C3D4u, cases[i].link);
		rewind(f);
		c = capture_open_stream(f, &e);
		assert_non_null(c);
		assert_int_equal(capture_link(c), cases[i].is);
		capture_close(c);
	}
}

static void test_no_capture(void **state)
{
	char path[] = "/tmp/garde-capture-XXXXXX";
	int fd = mkstemp(path);
	FILE *f = tmpfile();
	struct err e;

	(void)state;
	fputs("no capture at all, but long enough to be one", f);
	rewind(f);
	assert_null(capture_open_stream(f, &e));
	assert_non_null(strstr(e.text, "not a capture"));
	assert_int_equal(fclose(f), 0);
	assert_null(capture_open_file("/absent/file", &e));
	assert_int_equal(e.sys, ENOENT);
	assert_null(capture_open_file("/tmp", &e));
	assert_int_equal(e.sys, EISDIR);
	assert_null(capture_open_file("/dev/null", &e));
	assert_null(capture_open_file(path, &e));
	close(fd);
	unlink(path);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_broken_file),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_no_capture),
	};

	return cmocka_run_group_tests_name("capture", tests, NULL, NULL);
}
