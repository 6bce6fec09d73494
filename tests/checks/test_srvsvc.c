/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/srvsvc.h"

#include <stdio.h>
#include <string.h>

/* A list as NDR lays it out: names, types, a remark each. */
static void put_text(struct buf *b, const char *text)
{
	uint32_t units = (uint32_t)strlen(text) + 1;

	wire_put_32(b, units);
	wire_put_32(b, 0);
	wire_put_32(b, units);
	wire_put_text(b, text);
	wire_put_16(b, 0);
	if (units % 2)
		wire_put_16(b, 0);
}

static void put_list(struct buf *b, const char *const *names,
                     const uint32_t *types, uint32_t count)
{
	wire_put_32(b, 1);
	wire_put_32(b, 1);
	wire_put_32(b, 0x20000);
	wire_put_32(b, count);
	wire_put_32(b, 0x20004);
	wire_put_32(b, count);
	for (uint32_t i = 0; i < count; i++) {
		wire_put_32(b, 0x20008 + 8 * i);
		wire_put_32(b, types[i]);
		wire_put_32(b, i % 2 ? 0x30000 : 0); /* every other one */
	}
	for (uint32_t i = 0; i < count; i++) {
		put_text(b, names[i]);
		if (i % 2)
			put_text(b, "remarque");
	}
	wire_put_32(b, count);
	wire_put_32(b, 0);
	wire_put_32(b, 0);
}

/* A fragment that holds n bytes of the list. */
static void put_piece(struct buf *b, const void *data, size_t n, bool last)
{
	wire_put_32(b, last ? 0x02020005 : 0x00020005);
	wire_put_32(b, 0x10);
	wire_put_16(b, (uint16_t)(24 + n));
	wire_put_16(b, 0);
	wire_put_32(b, 2);
	wire_put_zeros(b, 8);
	buf_add(b, data, n);
}

static struct wire whole(const struct buf *b)
{
	return (struct wire){ (const uint8_t *)b->data, b->len };
}

static const char *const names[] = { "Public",  "IPC$",         "C$",
	                             "print$",  "admin$",       "Compta$",
	                             "Copieur", "Délibérations" };
static const uint32_t types[] = { 0, 0x80000003, 0x80000000, 0,
	                          0, 0x80000000, 1,          0 };

/* In fragments of that many bytes, which come in pieces of that many. */
static enum srvsvc_next tell(struct srvsvc *s, size_t fragment, size_t piece)
{
	enum srvsvc_next next = SRVSVC_MORE;
	struct buf list, said, ask;

	buf_init(&list, 4096);
	buf_init(&said, 64u << 10);
	buf_init(&ask, 4096);
	put_list(&list, names, types, 8);
	for (size_t at = 0; at < list.len; at += fragment)
		put_piece(&said, list.data + at,
		          list.len - at < fragment ? list.len - at : fragment,
		          list.len - at <= fragment);
	srvsvc_ask(s, &ask, "192.0.2.1");
	for (size_t at = 0; at < said.len && next == SRVSVC_MORE; at += piece)
		next = srvsvc_take(
		    s,
		    wire_part(whole(&said), at,
		              said.len - at < piece ? said.len - at : piece));
	buf_clear(&list);
	buf_clear(&said);
	buf_clear(&ask);
	return next;
}

static void test_list(void **state)
{
	static const struct {
		size_t fragment, piece;
	} cases[] = {
		{ 4000, 4024 },
		{ 4000, 100 },
		{ 100, 124 },
		{ 100, 62 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct srvsvc s = { .count = 7 };

		assert_int_equal(tell(&s, cases[i].fragment, cases[i].piece),
		                 SRVSVC_LAST);
		assert_true(srvsvc_list(&s));
		assert_int_equal(s.count, 4);
		assert_int_equal(s.total, 4);
		assert_string_equal(srvsvc_name(&s, 0), "Public");
		assert_string_equal(srvsvc_name(&s, 1), "Compta$");
		assert_int_equal(s.share[1].kind, SRVSVC_DISK);
		assert_string_equal(srvsvc_name(&s, 2), "Copieur");
		assert_int_equal(s.share[2].kind, SRVSVC_PRINTER);
		assert_string_equal(srvsvc_name(&s, 3), "Délibérations");
		/* What comes behind the last fragment is not of the list. */
		assert_int_equal(srvsvc_take(&s, (struct wire){ s.stub, 4 }),
		                 SRVSVC_REFUSED);
	}
}

/* Cut anywhere: no name that was not told, and the number of them all. */
static void test_cut(void **state)
{
	static struct srvsvc s;
	struct buf list;

	(void)state;
	buf_init(&list, 4096);
	put_list(&list, names, types, 8);
	for (size_t n = 0; n < list.len; n++) {
		memset(&s, 0, sizeof(s));
		memcpy(s.stub, list.data, n);
		s.len = n;
		if (!srvsvc_list(&s)) {
			assert_true(n < 24 + 8 * 12);
			continue;
		}
		assert_in_range(s.total, 4, 8);
		for (size_t i = 0; i < s.count; i++)
			assert_non_null(strstr("Public Compta$ Copieur "
			                       "Délibérations",
			                       srvsvc_name(&s, i)));
	}
	buf_clear(&list);
}

static void test_refused(void **state)
{
	static const struct {
		size_t at;
		uint32_t value;
	} cases[] = { { 0, 2 }, { 8, 0 }, { 12, 0x10000 }, { 16, 0 } };
	static struct srvsvc s;
	struct buf list;

	(void)state;
	buf_init(&list, 4096);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&list);
		put_list(&list, names, types, 8);
		wire_set_32(&list, cases[i].at, cases[i].value);
		memcpy(s.stub, list.data, list.len);
		s.len = list.len;
		assert_false(srvsvc_list(&s));
	}
	buf_clear(&list);
}

/* Many shares: so many are kept, all are counted. */
static void test_many(void **state)
{
	static struct srvsvc s;

	(void)state;
	for (int i = 0; i < 100; i++)
		srvsvc_add(&s, "Partage", 0);
	assert_int_equal(s.count, SRVSVC_MOST);
	assert_int_equal(s.total, 100);
	memset(&s, 0, sizeof(s));
	for (int i = 0; i < 20; i++) {
		char name[SRVSVC_NAME];

		snprintf(name, sizeof(name), "%0240d", i);
		srvsvc_add(&s, name, 0);
	}
	assert_int_equal(s.count, 8); /* no more fits */
	assert_int_equal(s.total, 20);
}

static void test_fragments(void **state)
{
	static const struct {
		size_t at;
		char value;
	} cases[] = {
		{ 0, 4 },  /* another version */
		{ 2, 3 },  /* a fault */
		{ 4, 0 },  /* highest byte first */
		{ 8, 23 }, /* shorter than its head */
		{ 10, 8 }, /* signed */
	};
	static struct srvsvc s;
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memset(&s, 0, sizeof(s));
		buf_clear(&b);
		put_piece(&b, "12345678", 8, true);
		assert_int_equal(srvsvc_take(&s, whole(&b)), SRVSVC_LAST);
		memset(&s, 0, sizeof(s));
		b.data[cases[i].at] = cases[i].value;
		assert_int_equal(srvsvc_take(&s, whole(&b)), SRVSVC_REFUSED);
	}
	buf_clear(&b);
}

/* A list without an end fills what it may, and is over. */
static void test_endless(void **state)
{
	static struct srvsvc s;
	static const char zeros[4000];
	enum srvsvc_next next;
	struct buf b;
	int n = 0;

	(void)state;
	buf_init(&b, 8000);
	put_piece(&b, zeros, sizeof(zeros), false);
	do {
		next = srvsvc_take(&s, whole(&b));
		n++;
	} while (next == SRVSVC_MORE);
	assert_int_equal(next, SRVSVC_LAST);
	assert_int_equal(n, 3);
	assert_int_equal(s.len, SRVSVC_STUB);
	buf_clear(&b);
}

static void test_bound(void **state)
{
	static const uint8_t ack[] = { 5,    0,    12,   3,    0x10, 0, 0, 0,
		                       68,   0,    0,    0,    1,    0, 0, 0,
		                       0xb8, 0x10, 0xb8, 0x10, 1,    0, 0, 0,
		                       4,    0,    'a',  'b',  'c',  0, 0, 0,
		                       1,    0,    0,    0,    0,    0, 0, 0 };
	uint8_t copy[sizeof(ack)];

	(void)state;
	assert_true(srvsvc_bound((struct wire){ ack, sizeof(ack) }));
	for (size_t n = 0; n < sizeof(ack); n++)
		assert_false(srvsvc_bound((struct wire){ ack, n }));
	memcpy(copy, ack, sizeof(copy));
	copy[36] = 2; /* this interface is not there */
	assert_false(srvsvc_bound((struct wire){ copy, sizeof(copy) }));
	copy[36] = 0;
	copy[24] = copy[25] = 0xff; /* the name of the address goes on */
	assert_false(srvsvc_bound((struct wire){ copy, sizeof(copy) }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_fragments),
		cmocka_unit_test(test_endless),
		cmocka_unit_test(test_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
