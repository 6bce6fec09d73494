/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/decode/security_descriptor.h"

#include <stdio.h>
#include <string.h>

/* A header whose list of rights follows at once: MS-DTYP 2.4.6. */
#define SD "\x01\x00\x04\x80\0\0\0\0\0\0\0\0\0\0\0\0\x14\0\0\0"
/* A list of that many bytes and entries. */
#define ACL(size, count) "\x02\0" size "\0" count "\0\0\0"
/* An entry: type, flags, size, rights, whose. */
#define ACE(type, flags, size, mask, sid) type flags size "\0" mask sid
#define ALLOW                             "\0"
#define DENY                              "\x01"
#define CALLBACK                          "\x09"

#define EVERYONE "\x01\x01\0\0\0\0\0\x01\0\0\0\0"
#define NOBODY   "\x01\x01\0\0\0\0\0\x05\x07\0\0\0"
#define ACCOUNTS "\x01\x01\0\0\0\0\0\x05\x0b\0\0\0"
#define GUESTS   "\x01\x02\0\0\0\0\0\x05\x20\0\0\0\x22\x02\0\0"
#define USERS    "\x01\x02\0\0\0\0\0\x05\x20\0\0\0\x21\x02\0\0"
#define ADMINS   "\x01\x02\0\0\0\0\0\x05\x20\0\0\0\x20\x02\0\0"
#define MACHINE(rid)                                                       \
	"\x01\x05\0\0\0\0\0\x05\x15\0\0\0\x11\x11\x11\x11\x22\x22\x22\x22" \
	"\x33\x33\x33\x33" rid

#define FULL    "\xff\x01\x1f\0"
#define CHANGE  "\xbf\x01\x13\0"
#define LOOK    "\xa9\0\x12\0"
#define GENERIC "\0\0\0\x80"
#define LIST20  "\x14"
#define LIST24  "\x18"

static const struct {
	const char *name;
	const char *bytes;
	size_t len;
	const char *rights; /* anonymous, guest, account, anybody: - r w */
	const char *told;
} cases[] = {
#define BYTES(text) text, sizeof(text) - 1
	{ "no list", BYTES("\x01\0\0\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
	  "wwww", "no list of rights" },
	{ "a list that is nowhere",
	  BYTES("\x01\0\x04\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), "wwww",
	  "no list of rights" },
	{ "an empty list", BYTES(SD ACL("\x08", "\0")), "----", "" },
	{ "everyone, all",
	  BYTES(SD ACL("\x1c", "\x01")
	            ACE(ALLOW, "\0", LIST20, FULL, EVERYONE)),
	  "-www", "S-1-1-0 write" },
	{ "everyone, change",
	  BYTES(SD ACL("\x1c", "\x01")
	            ACE(ALLOW, "\0", LIST20, CHANGE, EVERYONE)),
	  "-www", "S-1-1-0 write" },
	{ "everyone, look",
	  BYTES(SD ACL("\x1c", "\x01")
	            ACE(ALLOW, "\0", LIST20, LOOK, EVERYONE)),
	  "-rrr", "S-1-1-0 read" },
	{ "a generic right",
	  BYTES(SD ACL("\x1c", "\x01")
	            ACE(ALLOW, "\0", LIST20, GENERIC, EVERYONE)),
	  "-rrr", "S-1-1-0 read" },
	{ "no name",
	  BYTES(SD ACL("\x1c", "\x01") ACE(ALLOW, "\0", LIST20, LOOK, NOBODY)),
	  "r--r", "S-1-5-7 read" },
	{ "accounts alone",
	  BYTES(SD ACL("\x1c", "\x01")
	            ACE(ALLOW, "\0", LIST20, FULL, ACCOUNTS)),
	  "--ww", "S-1-5-11 write" },
	{ "the group of users",
	  BYTES(SD ACL("\x20", "\x01") ACE(ALLOW, "\0", LIST24, LOOK, USERS)),
	  "--rr", "S-1-5-32-545 read" },
	{ "administrators alone",
	  BYTES(SD ACL("\x20", "\x01") ACE(ALLOW, "\0", LIST24, FULL, ADMINS)),
	  "---w", "S-1-5-32-544 write" },
	{ "the guest's account",
	  BYTES(SD ACL("\x2c", "\x01")
	            ACE(ALLOW, "\0", "\x24", CHANGE, MACHINE("\xf5\x01\0\0"))),
	  "-w-w", "RID 501 write" },
	{ "the guests of a domain",
	  BYTES(SD ACL("\x2c", "\x01")
	            ACE(ALLOW, "\0", "\x24", LOOK, MACHINE("\x02\x02\0\0"))),
	  "-r-r", "RID 514 read" },
	{ "one account",
	  BYTES(SD ACL("\x2c", "\x01")
	            ACE(ALLOW, "\0", "\x24", LOOK, MACHINE("\xe9\x03\0\0"))),
	  "---r", "RID 1001 read" },
	{ "guests are denied, then everyone allowed",
	  BYTES(SD ACL("\x34", "\x02") ACE(DENY, "\0", LIST24, FULL, GUESTS)
	            ACE(ALLOW, "\0", LIST20, FULL, EVERYONE)),
	  "--ww", "S-1-5-32-546 no write, S-1-1-0 write" },
	{ "guests may not write",
	  BYTES(SD ACL("\x34", "\x02")
	            ACE(DENY, "\0", LIST24, "\x06\0\x0d\0", GUESTS)
	                ACE(ALLOW, "\0", LIST20, FULL, EVERYONE)),
	  "-rww", "S-1-5-32-546 no write, S-1-1-0 write" },
	{ "what was allowed before stays",
	  BYTES(SD ACL("\x34", "\x02") ACE(ALLOW, "\0", LIST20, FULL, EVERYONE)
	            ACE(DENY, "\x10", LIST24, FULL, GUESTS)),
	  "-www", "S-1-1-0 write, S-1-5-32-546 no write" },
	{ "for what is inside alone",
	  BYTES(SD ACL("\x1c", "\x01")
	            ACE(ALLOW, "\x0b", LIST20, FULL, EVERYONE)),
	  "----", "" },
	{ "with a condition",
	  BYTES(SD ACL("\x1c", "\x01")
	            ACE(CALLBACK, "\0", LIST20, FULL, EVERYONE)),
	  "?----", "" },
	{ "empty", BYTES(""), NULL, NULL },
	{ "another revision",
	  BYTES("\x02\0\0\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), NULL, NULL },
	{ "short", BYTES("\x01\0\x04\x80\0\0\0\0\0\0\0\0\0\0\0\0\x14\0\0"),
	  NULL, NULL },
	{ "the list is behind the end", BYTES(SD), NULL, NULL },
	{ "the list is inside the header",
	  BYTES("\x01\0\x04\x80\0\0\0\0\0\0\0\0\0\0\0\0\x08\0\0\0"
	        "\x02\0\x08\0\0\0\0\0"),
	  NULL, NULL },
	{ "the list is longer than the rest", BYTES(SD ACL("\x09", "\0")), NULL,
	  NULL },
	{ "fewer entries than told", BYTES(SD ACL("\x08", "\x01")), NULL,
	  NULL },
	{ "an entry of no length", BYTES(SD ACL("\x0c", "\x01") "\0\0\0\0"),
	  NULL, NULL },
	{ "an entry longer than the list",
	  BYTES(SD ACL("\x1c", "\x01")
	            ACE(ALLOW, "\0", "\x15", FULL, EVERYONE)),
	  NULL, NULL },
	{ "a SID longer than its entry",
	  BYTES(SD ACL("\x1c", "\x01") ACE(ALLOW, "\0", LIST20, FULL,
	                                   "\x01\x02\0\0\0\0\0\x01\0\0\0\0")),
	  NULL, NULL },
	{ "a SID of too many parts",
	  BYTES(SD ACL("\x1c", "\x01") ACE(ALLOW, "\0", LIST20, FULL,
	                                   "\x01\xff\0\0\0\0\0\x01\0\0\0\0")),
	  NULL, NULL },
};

static void letters(char out[8], const struct security_descriptor *s)
{
	char *at = out;

	if (s->unclear)
		*at++ = '?';
	for (int v = 0; v < SECURITY_VISITORS; v++)
		*at++ = s->granted[v] & SECURITY_WRITE  ? 'w'
		        : s->granted[v] & SECURITY_READ ? 'r'
		                                        : '-';
	*at = '\0';
}

static void descriptors_let_in(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const uint8_t *data = (const void *)cases[i].bytes;
		struct security_descriptor s;
		struct buf told;
		char got[8];
		bool ok;

		buf_init(&told, 1024);
		ok = security_descriptor_parse(data, cases[i].len, false, &s);
		print_message("%s\n", cases[i].name);
		assert_int_equal(ok, cases[i].rights != NULL);
		assert_int_equal(
		    security_descriptor_format(data, cases[i].len, &told), ok);
		if (ok) {
			letters(got, &s);
			assert_string_equal(got, cases[i].rights);
			assert_string_equal(buf_text(&told), cases[i].told);
		}
		buf_clear(&told);
	}
}

/* EveryoneIncludesAnonymous makes everyone of who gave no name. */
static void everyone_may_have_no_name(void **state)
{
	static const char open[] =
	    SD ACL("\x1c", "\x01") ACE(ALLOW, "\0", LIST20, LOOK, EVERYONE);
	struct security_descriptor s;

	(void)state;
	assert_true(security_descriptor_parse((const void *)open,
	                                      sizeof(open) - 1, true, &s));
	assert_true(s.granted[SECURITY_ANONYMOUS] & SECURITY_READ);
	assert_false(s.granted[SECURITY_ANONYMOUS] & SECURITY_WRITE);
}

/* A long list is told in part, and judged to its end. */
static void long_lists_are_cut(void **state)
{
	uint8_t data[28 + 40 * 20] = { 0 };
	struct security_descriptor s;
	struct buf told;

	(void)state;
	memcpy(data, SD ACL("\x28", "\x28"), 28);
	data[22] = (8 + 40 * 20) & 0xff;
	data[23] = (8 + 40 * 20) >> 8;
	for (size_t i = 0; i < 40; i++)
		memcpy(data + 28 + i * 20,
		       i < 39 ? ACE(ALLOW, "\0", LIST20, LOOK, NOBODY)
		              : ACE(ALLOW, "\0", LIST20, FULL, EVERYONE),
		       20);
	buf_init(&told, 1024);
	assert_true(security_descriptor_parse(data, sizeof(data), false, &s));
	assert_true(security_descriptor_format(data, sizeof(data), &told));
	assert_true(s.granted[SECURITY_GUEST] & SECURITY_WRITE);
	assert_int_equal(told.len, 16 * sizeof("S-1-5-7 read, ") - 16 - 2);
	buf_clear(&told);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(descriptors_let_in),
		cmocka_unit_test(everyone_may_have_no_name),
		cmocka_unit_test(long_lists_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
