/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/smb_conf.h"
#include "core/run.h"
#include "core/text.h"
#include "tests/checks/sourced.h"

static void parse(struct smb_conf *conf, const char *text)
{
	struct source from = sourced_from();
	struct err e;

	assert_true(
	    smb_conf_parse(conf, text, strlen(text), &from, sourced_arena, &e));
}

static const struct smb_share *share(const struct smb_conf *conf,
                                     const char *name)
{
	const struct smb_share *row = conf->shares.data;

	for (size_t i = 0; i < conf->shares.count; i++)
		if (strcmp(row[i].name, name) == 0)
			return &row[i];
	return NULL;
}

/* One share of a configuration and what it comes to. */
static const struct {
	const char *text;
	const char *name;
	bool guest_ok;
	bool read_only;
	bool available;
} cases[] = {
	{ "[a]\npath=/a", "a", false, true, true },
	{ "[a]\nguest ok = yes", "a", true, true, true },
	{ "[a]\nGUESTOK=Yes", "a", true, true, true },
	{ "[a]\n g u e s t o k = 1", "a", true, true, true },
	{ "[a]\npublic = true\nwritable = yes", "a", true, false, true },
	{ "[a]\npublic = yes\nguest ok = no", "a", false, true, true },
	{ "[a]\nwrite ok = yes", "a", false, false, true },
	{ "[a]\nwriteable = no", "a", false, true, true },
	{ "[a]\nread only = no\n# read only = yes", "a", false, false, true },
	{ "[a]\n; guest ok = yes", "a", false, true, true },
	{ "[a]\navailable = no", "a", false, true, false },
	{ "[global]\nguest ok = yes\n[a]", "a", true, true, true },
	{ "guest ok = yes\n[a]", "a", true, true, true },
	{ "[a]\n[global]\nguest ok = yes", "a", false, true, true },
	{ "[a]\nguest ok = yes\n[b]\n[A]\nread only = no", "a", true, false,
	  true },
	{ "[a]\nguest ok = yes\nread only = no\n[b]\ncopy = a\nread only = yes",
	  "b", true, true, true },
	{ "[a]\nguest ok = yes\n[b]\nguest ok = no\ncopy = a", "b", false, true,
	  true },
	{ "[a]\nguest \\\nok = \\ \nyes\n", "a", true, true, true },
	{ "[a]\n# comment \\\nguest ok = yes\n", "a", true, true, true },
	{ "[a]\r\nguest ok = yes\r\n", "a", true, true, true },
};

static void shares_come_to(void **state)
{
	struct smb_conf conf;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct smb_share *s;

		parse(&conf, cases[i].text);
		s = share(&conf, cases[i].name);
		if (!s || s->guest_ok != cases[i].guest_ok ||
		    s->read_only != cases[i].read_only ||
		    s->available != cases[i].available)
			fail_msg("case %zu: %s", i, cases[i].text);
	}
}

/* What Samba would not start with is passed over. */
static void nonsense_changes_nothing(void **state)
{
	struct smb_conf conf;

	(void)state;
	parse(
	    &conf,
	    "[a]\nguest ok = yes\nguest ok = no ; not a comment\ncopy = none\n"
	    "copy = a\n[b\nread only = no\n= x\nnothing\n");
	assert_true(share(&conf, "a")->guest_ok);
	assert_false(share(&conf, "a")->read_only);
	assert_int_equal(conf.shares.count, 1);
}

static void global_values(void **state)
{
	struct smb_conf conf;

	(void)state;
	parse(&conf, "");
	assert_null(conf.min_protocol);
	assert_string_equal(conf.guest_account, "nobody");
	assert_int_equal(conf.usershare_max, -1);
	assert_false(conf.registry);
	parse(&conf, "[Global]\nmin protocol = NT1\nmap to guest = Bad User\n"
	             "restrict anonymous = 2\nusershare max shares = 5\n"
	             "usershare allow guests = yes\nusershare path = \"/u\"\n"
	             "guest account = visiteur\n[a]\nmin protocol = SMB3\n");
	assert_string_equal(conf.min_protocol, "NT1");
	assert_string_equal(conf.map_to_guest, "Bad User");
	assert_int_equal(conf.restrict_anonymous, 2);
	assert_int_equal(conf.usershare_max, 5);
	assert_true(conf.usershare_guests);
	assert_string_equal(conf.usershare_path, "/u");
	assert_string_equal(conf.guest_account, "visiteur");
	parse(&conf, "server min protocol = default\n");
	assert_null(conf.min_protocol);
}

static void what_cannot_be_known_is_said(void **state)
{
	struct smb_conf conf;

	(void)state;
	parse(&conf, "config backend = registry");
	assert_true(conf.registry);
	parse(&conf, "config backend = file");
	assert_false(conf.registry);
	parse(&conf, "include = registry");
	assert_true(conf.registry);
	parse(&conf, "registry shares = yes");
	assert_true(conf.registry);
	parse(&conf, "include = /etc/samba/smb.conf.%m");
	assert_string_equal(conf.varies, "/etc/samba/smb.conf.%m");
	parse(&conf, "include = /nowhere");
	assert_null(conf.varies);
	assert_null(conf.denied);
	assert_null(conf.cut);
}

static void includes_are_read_at_their_place(void **state)
{
	static const struct planted more = {
		.path = "/etc/samba/more.conf",
		.text = "guest ok = yes\n[b]\nread only = no\n"
	};
	static const struct planted loop = {
		.path = "/etc/samba/loop.conf",
		.text = "include = /etc/samba/loop.conf\n[c]\n"
	};
	struct smb_conf conf;

	(void)state;
	planted_add(sourced_root, &more);
	planted_add(sourced_root, &loop);
	parse(&conf, "[a]\ninclude = /etc/samba/more.conf\npath = /b\n");
	assert_true(share(&conf, "a")->guest_ok);
	assert_false(share(&conf, "b")->read_only);
	assert_false(share(&conf, "b")->guest_ok);
	parse(&conf, "include = /etc/samba/loop.conf\n[d]\nguest ok = yes");
	assert_non_null(conf.cut);
	assert_non_null(share(&conf, "c"));
	assert_true(share(&conf, "d")->guest_ok);
}

static void protocols(void **state)
{
	static const struct {
		const char *name;
		bool known;
		bool old;
	} names[] = {
		{ "NT1", true, true },      { "lanman1", true, true },
		{ "CORE", true, true },     { "SMB2", true, false },
		{ "SMB2_02", true, false }, { "SMB3", true, false },
		{ "SMB3_11", true, false }, { "SMB9", false, false },
		{ "", false, false },
	};
	struct err e;
	bool old;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_int_equal(smb_conf_smb1(names[i].name, &old, &e),
		                 names[i].known);
		assert_int_equal(old, names[i].old);
	}
}

static void lists_of_users(void **state)
{
	(void)state;
	assert_true(smb_conf_lists("nobody", "nobody"));
	assert_true(smb_conf_lists("a, \"nobody\" b", "nobody"));
	assert_true(smb_conf_lists("@staff,nobody", "nobody"));
	assert_false(smb_conf_lists("nobody2 @nobody", "nobody"));
	assert_false(smb_conf_lists(NULL, "nobody"));
	assert_false(smb_conf_lists("a,,b", ""));
}

static bool usershare(struct smb_usershare *out, const char *text)
{
	return smb_conf_usershare(out, arena_strdup(sourced_arena, text),
	                          sourced_arena);
}

static void usershares(void **state)
{
	struct smb_usershare u;

	(void)state;
	assert_true(usershare(&u, "#VERSION 2\npath=/home/a/Public\ncomment=\n"
	                          "usershare_acl=S-1-1-0:F\nguest_ok=y\n"));
	assert_string_equal(u.path, "/home/a/Public");
	assert_true(u.guest_ok);
	assert_true(u.everyone_writes);
	assert_true(usershare(&u, "#VERSION 2\npath=/x\n"
	                          "usershare_acl=S-1-5-21-1:F,S-1-1-0:R\n"
	                          "guest_ok=n\n"));
	assert_false(u.guest_ok);
	assert_false(u.everyone_writes);
	assert_true(u.everyone_reads);
	assert_false(usershare(&u, "path=/x\n"));
	assert_false(usershare(&u, "#VERSION 2\n"));
	assert_false(usershare(&u, ""));
}

/* "yes" or "no" as Samba itself reads the parameter of a section. */
static bool ask_samba(const char *file, const char *section, const char *name)
{
	char where[100];
	char what[100];
	const char *argv[] = { "testparm", "-s", where, what, file, NULL };
	struct buf out;
	struct err e;
	int status;
	bool yes;

	snprintf(where, sizeof(where), "--section-name=%s", section);
	snprintf(what, sizeof(what), "--parameter-name=%s", name);
	buf_init(&out, 1u << 16);
	if (!run_command(argv, 10000, &out, &status, &e))
		fail_msg("testparm: %s", e.text);
	yes = text_begins(buf_text(&out), "Yes");
	if (!yes && !text_begins(buf_text(&out), "No"))
		fail_msg("testparm says of [%s] %s: \"%s\", status %d in %s",
		         section, name, buf_text(&out), status, file);
	buf_clear(&out);
	return yes;
}

static void samba_reads_the_same(void **state)
{
	char place[200];
	struct err e;

	(void)state;
	if (!file_exists("/usr/bin/testparm"))
		skip();
	snprintf(place, sizeof(place), "%s/smb.conf", sourced_root);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(file_write(place, cases[i].text,
		                       strlen(cases[i].text), &e));
		if (ask_samba(place, cases[i].name, "guest ok") !=
		        cases[i].guest_ok ||
		    ask_samba(place, cases[i].name, "read only") !=
		        cases[i].read_only)
			fail_msg("case %zu: %s", i, cases[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_come_to),
		cmocka_unit_test(nonsense_changes_nothing),
		cmocka_unit_test(global_values),
		cmocka_unit_test(what_cannot_be_known_is_said),
		cmocka_unit_test(includes_are_read_at_their_place),
		cmocka_unit_test(protocols),
		cmocka_unit_test(lists_of_users),
		cmocka_unit_test(usershares),
		cmocka_unit_test(samba_reads_the_same),
	};

	return cmocka_run_group_tests(tests, sourced_set_up, sourced_tear_down);
}
