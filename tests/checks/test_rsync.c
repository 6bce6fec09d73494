/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/rsync_list.h"
#include "tests/checks/exchange.h"

#define HELLO "@RSYNCD: 32.0 sha512 sha256 sha1 md5 md4\n"
#define OPEN  HELLO "@RSYNCD: OK\n"

/* What rsync 3.5.0 sends: the seed, a frame, its entries, an error count. */
#define SEED "\xe7\x6f\x12\x6b"
#define FILES                                                            \
	SEED "\x5f\x00\x00\x07"                                          \
	     "\x19\x01.\x00\x10\x00\x00\xa6\xe2\x02\x6b\xed\x41\x00\x00" \
	     "\x9a\x0bsauvegardes\x00\x10\x00\x00"                       \
	     "\x98\x09notes.txt\x02\x00\x00\x00\xa4\x81\x00\x00"         \
	     "\x9a!sauvegarde-mairie-20261002.tar.gz\x05\x00\x00\x00"    \
	     "\x00\x00\x00\x00\x00"
#define INNER                                                            \
	SEED "\x25\x00\x00\x07"                                          \
	     "\x19\x01.\x00\x10\x00\x00\xa6\xe2\x02\x6b\xed\x41\x00\x00" \
	     "\x18\x05"                                                  \
	     "a.zip\x02\x00\x00\x00\x00\xf0\x02\x6b\xa4\x81\x00\x00"     \
	     "\x00"

#define ROW(what_, heard_)                                         \
	.what = what_, .heard = heard_, .len = sizeof(heard_) - 1, \
	.level = TALK_THOROUGH

static const struct exchange dialogues[] = {
	{ .what = "normal",
	  .heard = HELLO,
	  .level = TALK_NORMAL,
	  .product = "rsync protocol 32.0",
	  .not_said = "list" },
	{ ROW("modules",
	      HELLO "Bonjour\n\ncopies         \tCopies\n@RSYNCD: EXIT\n"),
	  .product = "rsync protocol 32.0", .said = "@RSYNCD: 27\n#list\n",
	  .called = "873 rsync copies" },
	{ ROW("names that are none",
	      HELLO "\tx\n#list\tx\na/b\tx\n@x\tx\n@ERROR: no\n"),
	  .product = "rsync protocol 32.0" },
	{ ROW("another protocol", "220 mail.example\n") },
	{ ROW("a module", OPEN FILES CUT OPEN INNER), .note = "copies",
	  .said = "@RSYNCD: 27\ncopies\n--server\n--sender\n-d\n.\n"
	          "copies/\n\n",
	  .signs = "rsync-open=copies "
	           "backup-exposed@1795354624=a.zip" },
	{ ROW("a greeting before it",
	      HELLO "Bonjour\nA tous\n@RSYNCD: OK\n" FILES),
	  .note = "copies", .over = TALK_SILENCE,
	  .signs =
	      "rsync-open=copies "
	      "backup-exposed@1795351206=sauvegarde-mairie-20261002.tar.gz" },
	{ ROW("a password", HELLO "@RSYNCD: AUTHREQD KKNCK8yhOmTJPoLDbQLWWA\n"),
	  .note = "comptes", .not_said = "--server" },
	{ ROW("closed", HELLO "@ERROR: access denied\n"), .note = "comptes" },
	{ ROW("write only", OPEN SEED), .note = "wo" },
	{ ROW("only words", OPEN SEED "\x05\x00\x00\x08wrong"), .note = "wo" },
	{ ROW("no frame", OPEN SEED "@ERROR: x\n"), .note = "wo" },
	{ ROW("cut", OPEN SEED "\x5f\x00\x00\x07\x19\x01.\x00\x10"),
	  .note = "wo" },
};

static void test_dialogues(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(dialogues) / sizeof(*dialogues); i++) {
		struct exchange d = dialogues[i];

		/* The row that has two turns ends the first by itself. */
		exchange_step(&d, "rsync", 873, "rsync", 1000000, NULL);
		if (!strstr(d.what, "a module"))
			exchange_step(&d, "rsync", 873, "rsync", 1, NULL);
	}
}

/* A second connection for a folder comes only from the first one. */
static void test_folder(void **state)
{
	static const char heard[] = OPEN FILES;
	struct spoken s;

	(void)state;
	spoken_init(&s, TALK_THOROUGH);
	s.plan.baseline = builtin_baseline();
	spoken_feed(&s, "rsync", 873, "copies", heard, sizeof(heard) - 1, 3,
	            TALK_CLOSED);
	assert_int_equal(s.connections, 2);
	assert_non_null(strstr(buf_text(&s.said), "@RSYNCD: 27\n"));
	spoken_clear(&s);
}

static const struct {
	const char *what;
	const char *bytes;
	size_t len;
	size_t entries;
	bool over;
} lists[] = {
#define LIST(what_, bytes_, entries_, over_)                       \
	{                                                          \
		what_, bytes_, sizeof(bytes_) - 1, entries_, over_ \
	}
	LIST("whole", FILES, 4, true),
	LIST("in two frames",
	     SEED "\x05\x00\x00\x07\x19\x01.\x00\x10"
	          "\x03\x00\x00\x08"
	          "abc"
	          "\x0a\x00\x00\x07\x00\x00\xa6\xe2\x02\x6b\xed\x41\x00\x00",
	     1, false),
	LIST("the rest of a name",
	     SEED "\x20\x00\x00\x07"
	          "\x18\x05"
	          "a.zip\x02\x00\x00\x00\x00\x00\x01\x6b\xa4\x81\x00\x00"
	          "\xba\x02\x03"
	          "bak\x02\x00\x00\x00\x00\x00\x00\x00",
	     2, true),
	LIST("a large file",
	     SEED "\x1a\x00\x00\x07"
	          "\x58\x01\x00\x00\x00"
	          "a\xff\xff\xff\xff\x00\x00\x00\x00\x01\x00"
	          "\x00\x00\x00\x00\x01\x6b\xa4\x81",
	     0, false),
	LIST("a name like none before", SEED "\x10\x00\x00\x07\x20\x05\x01x", 0,
	     true),
	LIST("a name too long", SEED "\x10\x00\x00\x07\x40\xff\xff\xff\xff", 0,
	     true),
	LIST("an empty frame", SEED "\x00\x00\x00\x07", 0, false),
};

static void test_lists(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		for (size_t step = 1; step < 200; step += 50) {
			struct backup_listing out;
			struct rsync_list l;
			bool more = true;

			backup_listing_init(&out, builtin_baseline(),
			                    INT64_C(1795348800), true);
			rsync_list_init(&l, &out);
			for (size_t at = 0; at < lists[i].len; at += step)
				more = rsync_list_take(
				    &l, (const uint8_t *)lists[i].bytes + at,
				    lists[i].len - at < step ? lists[i].len - at
							     : step);
			if (l.entries != lists[i].entries ||
			    more == lists[i].over)
				fail_msg("%s, by %zu: %zu entries, %d",
				         lists[i].what, step, l.entries, more);
		}
}

/* More than one entry can need ends it. */
static void test_endless_entry(void **state)
{
	static uint8_t bytes[4000] = "seed\xf0\xff\x00\x07\x40\x00\x04";
	struct backup_listing out;
	struct rsync_list l;

	(void)state;
	backup_listing_init(&out, builtin_baseline(), 0, false);
	rsync_list_init(&l, &out);
	memset(bytes + 13, 'x', sizeof(bytes) - 13);
	rsync_list_take(&l, bytes, sizeof(bytes));
	assert_true(l.entries <= 4);
	assert_true(l.waiting < sizeof(l.waits));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dialogues),
		cmocka_unit_test(test_folder),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_endless_entry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
