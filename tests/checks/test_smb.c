/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/file.h"
#include "tests/checks/spoken.h"

/*
 * What was recorded of Samba 4.17 in several moods, told again: the files
 * that the fuzzer starts from, without their first byte.
 */
static const struct mood {
	const char *file;
	uint16_t port;
	const char *signs;  /* that a thorough look gets, in order */
	const char *said;   /* and what it says for that */
	const char *normal; /* that a normal one gets */
	const char *name;
	const char *product;
} moods[] = {
	{ "old", 445,
	  "smb-sign-optional;smb-null-session 3;smb-guest-read Lecture;"
	  "smb-guest-write Ecriture;smb1;",
	  "NSSTCIIXDTDTDTLSSTDTLn", "smb-sign-optional;smb1;", "OLD", "Samba" },
	{ "only-old", 445,
	  "smb1;smb-sign-optional;smb-null-session 3;"
	  "smb-guest-read Lecture;smb-guest-write Ecriture;",
	  "Nnstciixdtdtdtlstdtl", "smb1;smb-sign-optional;", "ONLYOLD",
	  "Samba 4.17.12-Debian" },
	{ "signed", 445,
	  "smb-null-session 3;smb-guest-read Lecture;"
	  "smb-guest-write Ecriture;",
	  "NSSTCIIXDTDTDTLSSTDTLn", "", "SIGNED", "Samba" },
	{ "pc", 445, "", "NSSTLSSTLn", "", "PC", "Samba" },
	{ "pc-never", 445, "", "NSSTLSSn", "", "PCNEVER", "Samba" },
	{ "tidy", 445, "", "NSSTLSSn", "", "TIDY", "Samba" },
	{ "debian", 445, "smb-sign-optional;smb-null-session 1;",
	  "NSSTCIIXDTLSSTLn", "smb-sign-optional;", "DEBIAN", "Samba" },
	{ "denied", 445, "", "Nn", "", NULL, NULL },
	{ "secret", 445, "smb-sign-optional;", "NSSSSn", "smb-sign-optional;",
	  "SECRET", "Samba" },
	{ "secret-share", 445,
	  "smb-sign-optional;smb-null-session 2;smb-guest-write Ecriture;",
	  "NSSTCIIXDTTDLSSTLn", "smb-sign-optional;", "SECRETSHARE", "Samba" },
	{ "smb3", 445,
	  "smb-sign-optional;smb-null-session 3;smb-guest-read Lecture;"
	  "smb-guest-write Ecriture;",
	  "NSSTCIIXDTDTDTLSSTDTLn", "smb-sign-optional;", "SMB3", "Samba" },
	{ "never", 445,
	  "smb-sign-optional;smb-null-session 3;smb-guest-read Lecture;"
	  "smb-guest-write Ecriture;",
	  "NSSTCIIXDTDTDTLSSn", "smb-sign-optional;", "NEVER", "Samba" },
	{ "smb202", 139,
	  "smb-sign-optional;smb-null-session 3;smb-guest-read Lecture;"
	  "smb-guest-write Ecriture;",
	  "bNSSTCIIXDTDTDTLSSTDTLbn", "smb-sign-optional;", "SMB202", "Samba" },
	{ "desired", 445,
	  "smb-sign-optional;smb-null-session 2;smb-guest-read Lecture;"
	  "smb-guest-write Ecriture;",
	  "NSSTCIIXDTDTDLSSTDLn", "smb-sign-optional;", "DESIRED", "Samba" },
};

static struct buf record(const char *name)
{
	char path[300];
	struct buf b;
	struct err e = { 0 };

	buf_init(&b, 64u << 10);
	snprintf(path, sizeof(path), TESTS_DIR "/fuzz/corpus/smb/%s", name);
	assert_true(file_read(path, &b, &e));
	assert_true(b.len > 1);
	return b;
}

static void tell(struct spoken *s, const struct buf *b, uint16_t port,
                 size_t step)
{
	spoken_feed(s, "smb", port, NULL, b->data + 1, b->len - 1, step,
	            TALK_CLOSED);
}

/* "CODE VALUE;" of all signs. */
static const char *signs(const struct spoken *s)
{
	static char text[4096];
	const struct device_sign *list = s->sight.signs.data;
	size_t n = 0;

	text[0] = '\0';
	for (size_t i = 0; i < s->sight.signs.count; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s%s;",
		                      list[i].code, list[i].value ? " " : "",
		                      list[i].value ? list[i].value : "");
	return text;
}

/* The same letters, small, for SMB 1. */
static char old_letter(uint8_t code)
{
	static const uint8_t codes[] = { 0x72, 0x73, 0x74, 0x75, 0x71,
		                         0xa2, 0x04, 0x2e, 0x25 };
	const uint8_t *at = memchr(codes, code, sizeof(codes));

	return at ? "nsltdcxri"[at - codes] : '?';
}

/* A letter for each message of ours: what is said, and no more. */
static const char *said(const struct spoken *s)
{
	static const char letters[] = "NSLTDCX.R..I";
	static char text[400];
	const uint8_t *p = (const uint8_t *)s->said.data;
	size_t n = 0;

	for (size_t at = 0; at + 4 <= s->said.len;) {
		size_t len = (size_t)p[at + 2] << 8 | p[at + 3];
		char c = '?';

		assert_true(at + 4 + len <= s->said.len);
		if (p[at] == 0x81)
			c = 'b';
		else if (p[at + 4] == 0xff)
			c = old_letter(p[at + 8]);
		else if (p[at + 16] < sizeof(letters) - 1)
			c = letters[p[at + 16]];
		assert_true(n + 1 < sizeof(text));
		text[n++] = c;
		at += 4 + len;
	}
	text[n] = '\0';
	return text;
}

static void test_moods(void **state)
{
	static const size_t steps[] = { 1, 13, 1u << 20 };

	(void)state;
	for (size_t i = 0; i < sizeof(moods) / sizeof(moods[0]); i++) {
		const struct mood *m = &moods[i];
		struct buf b = record(m->file);

		for (size_t j = 0; j < 3; j++) {
			const struct device_name *name;
			const struct device_port *port;
			struct spoken s;

			spoken_init(&s, TALK_THOROUGH);
			tell(&s, &b, m->port, steps[j]);
			assert_string_equal(signs(&s), m->signs);
			assert_string_equal(said(&s), m->said);
			name = s.sight.names.data;
			if (m->name) {
				assert_string_equal(name[0].name, m->name);
				assert_string_equal(name[0].source, "smb");
			} else {
				assert_int_equal(s.sight.names.count, 0);
			}
			port = spoken_port(&s, m->port);
			if (m->product)
				assert_string_equal(port->product, m->product);
			else
				assert_null(port->product);
			assert_int_equal(s.connections, 2);
			spoken_clear(&s);
		}
		buf_clear(&b);
	}
}

/* What a list that is cut off gives: as many shares as are tried. */
static void test_many(void **state)
{
	static const struct {
		const char *file;
		const char *count;
		const char *old;
	} cases[] = { { "many", "200", NULL },
		      { "many-old", "45", "Nnstciir" } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf b = record(cases[i].file);
		const struct device_sign *list;
		struct spoken s;
		size_t n = 0;

		spoken_init(&s, TALK_THOROUGH);
		tell(&s, &b, 445, 4096);
		assert_string_equal(spoken_sign(&s, "smb-null-session")->value,
		                    cases[i].count);
		list = s.sight.signs.data;
		for (size_t j = 0; j < s.sight.signs.count; j++)
			n += strcmp(list[j].code, "smb-guest-read") == 0;
		assert_int_equal(n, 32);
		if (cases[i].old)
			assert_memory_equal(said(&s), cases[i].old,
			                    strlen(cases[i].old));
		spoken_clear(&s);
		buf_clear(&b);
	}
}

/* A normal look says hello, and never who comes. */
static void test_normal(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(moods) / sizeof(moods[0]); i++) {
		const struct mood *m = &moods[i];
		struct buf b = record(m->file);
		struct spoken s;

		spoken_init(&s, TALK_NORMAL);
		tell(&s, &b, m->port, 64);
		assert_string_equal(signs(&s), m->normal);
		assert_null(strpbrk(said(&s), "LTDCXRI?.sltdcxri"));
		for (size_t j = 0; j + 12 < s.said.len; j++)
			assert_false(
			    memcmp(s.said.data + j, "NTLMSSP\0\3", 9) == 0);
		spoken_clear(&s);
		buf_clear(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_moods),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_normal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
