/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/source.h"
#include "checks/probe/sshd_config.h"
#include "core/run.h"
#include "core/text.h"
#include "tests/checks/sourced.h"

static void parse(struct sshd_config *conf, const char *text)
{
	struct source from = sourced_from();
	struct err e;

	assert_true(sshd_config_parse(conf, text, strlen(text), &from,
	                              sourced_arena, &e));
}

/* What sshd itself can tell of: no Match but "all". */
static const struct {
	const char *text;
	bool password;
	bool empty;
	const char *root;
	int64_t port;
	bool loopback;
} cases[] = {
	{ "", true, false, "prohibit-password", 22, false },
	{ "PasswordAuthentication no", false, false, "prohibit-password", 22,
	  false },
	{ "passwordauthentication=no\nPASSWORDAUTHENTICATION yes", false, false,
	  "prohibit-password", 22, false },
	{ "PasswordAuthentication yes\nPasswordAuthentication no", true, false,
	  "prohibit-password", 22, false },
	{ "PasswordAuthentication no\nUsePAM yes", true, false,
	  "prohibit-password", 22, false },
	{ "PasswordAuthentication no\nUsePAM yes\n"
	  "KbdInteractiveAuthentication no",
	  false, false, "prohibit-password", 22, false },
	{ "PasswordAuthentication no\nUsePAM yes\n"
	  "ChallengeResponseAuthentication no",
	  false, false, "prohibit-password", 22, false },
	{ "PasswordAuthentication \"no\" # really", false, false,
	  "prohibit-password", 22, false },
	{ "# PasswordAuthentication no\n\n\t PermitRootLogin  yes", true, false,
	  "yes", 22, false },
	{ "PermitRootLogin without-password", true, false, "prohibit-password",
	  22, false },
	{ "PermitRootLogin=no\r\nPort 2222\r\nPort 22", true, false, "no", 2222,
	  false },
	{ "PermitRootLogin forced-commands-only", true, false,
	  "forced-commands-only", 22, false },
	{ "PermitEmptyPasswords yes", true, true, "prohibit-password", 22,
	  false },
	{ "PermitEmptyPasswords yes\nPasswordAuthentication no", false, false,
	  "prohibit-password", 22, false },
	{ "ListenAddress 127.0.0.1:2200\nListenAddress [::1]:2200", true, false,
	  "prohibit-password", 2200, true },
	{ "Port = 2022\nListenAddress ::1\nListenAddress 192.0.2.1", true,
	  false, "prohibit-password", 2022, false },
	{ "AuthenticationMethods publickey", false, false, "prohibit-password",
	  22, false },
	{ "AuthenticationMethods publickey,password", false, false,
	  "prohibit-password", 22, false },
	{ "AuthenticationMethods publickey password", true, false,
	  "prohibit-password", 22, false },
	{ "AuthenticationMethods any", true, false, "prohibit-password", 22,
	  false },
	{ "PasswordAuthentication yes\nMatch all\nPasswordAuthentication no",
	  false, false, "prohibit-password", 22, false },
	{ "PasswordAuthentication no\nMatch all\nPasswordAuthentication yes\n"
	  "PasswordAuthentication no",
	  true, false, "prohibit-password", 22, false },
	{ "PermitRootLogin yes\nMatch user nobody-here\nPermitRootLogin no\n"
	  "Match all\nPasswordAuthentication no",
	  false, false, "yes", 22, false },
};

static void configurations_come_to(void **state)
{
	struct sshd_config conf;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		parse(&conf, cases[i].text);
		if (conf.password != cases[i].password ||
		    conf.empty != cases[i].empty ||
		    strcmp(conf.root, cases[i].root) != 0 ||
		    conf.port != cases[i].port ||
		    conf.loopback != cases[i].loopback)
			fail_msg("case %zu: %s: %d %d %s %d %d", i,
			         cases[i].text, conf.password, conf.empty,
			         conf.root, (int)conf.port, conf.loopback);
		assert_null(conf.denied);
		assert_null(conf.cut);
	}
}

static void a_match_that_opens_counts(void **state)
{
	static const struct {
		const char *text;
		bool password;
		const char *root;
	} blocks[] = {
		{ "PasswordAuthentication no\nMatch Group scan\n"
		  "PasswordAuthentication yes",
		  true, "prohibit-password" },
		{ "PasswordAuthentication no\nMatch LocalPort 22\n"
		  "PermitRootLogin yes",
		  false, "yes" },
		{ "PermitRootLogin no\nMatch User agent\nPermitRootLogin yes",
		  true, "no" },
		{ "PermitRootLogin no\nMatch User=ro*\nPermitRootLogin yes",
		  true, "yes" },
		{ "PermitRootLogin no\nMatch Address 127.0.0.1,::1 User root\n"
		  "PermitRootLogin yes",
		  true, "no" },
		{ "PasswordAuthentication no\nMatch all\n"
		  "PasswordAuthentication no\nMatch Group scan\n"
		  "PasswordAuthentication yes",
		  false, "prohibit-password" },
		{ "Match\nPasswordAuthentication no", true,
		  "prohibit-password" },
	};
	struct sshd_config conf;

	(void)state;
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		parse(&conf, blocks[i].text);
		if (conf.password != blocks[i].password ||
		    strcmp(conf.root, blocks[i].root) != 0)
			fail_msg("case %zu: %s: %d %s", i, blocks[i].text,
			         conf.password, conf.root);
	}
}

static const struct planted included[] = {
	{ .path = "/etc/ssh/sshd_config.d/10-first.conf",
	  .text = "PasswordAuthentication no\nMatch User a\n"
	          "PermitRootLogin yes\n" },
	{ .path = "/etc/ssh/sshd_config.d/20-second.conf",
	  .text = "PasswordAuthentication yes\nPort 2222\n" },
	{ .path = "/etc/ssh/sshd_config.d/30-not-read",
	  .text = "PermitRootLogin yes\n" },
	{ .path = "/etc/ssh/loop", .text = "Include loop\nPort 99\n" },
	{ .path = "/etc/ssh/block",
	  .text = "Match Host h\nPermitRootLogin yes\n" },
	{ .path = "/etc/ssh/methods", .text = "AuthenticationMethods any\n" },
};

static void includes_are_read_at_their_place(void **state)
{
	struct sshd_config conf;

	(void)state;
	for (size_t i = 0; i < sizeof(included) / sizeof(included[0]); i++)
		planted_add(sourced_root, &included[i]);
	parse(&conf, "Include /etc/ssh/sshd_config.d/*.conf\n"
	             "PasswordAuthentication yes\nPort 22\n");
	assert_false(conf.password);
	assert_int_equal(conf.port, 2222);
	assert_string_equal(conf.root, "prohibit-password");
	parse(&conf, "PasswordAuthentication yes\n"
	             "Include sshd_config.d/*.conf\n");
	assert_true(conf.password);
	parse(&conf, "Include nowhere none/*\nPermitRootLogin no\n");
	assert_string_equal(conf.root, "no");
	parse(&conf, "PasswordAuthentication no\nMatch Group g\n"
	             "Include block methods\nPasswordAuthentication yes\n");
	assert_true(conf.password);
	assert_string_equal(conf.root, "yes");
	parse(&conf, "Include loop\n");
	assert_non_null(conf.cut);
	assert_int_equal(conf.port, 99);
}

/* The line of sshd's own account of a configuration. */
static bool sshd_says(const struct buf *out, const char *line)
{
	char whole[200];

	snprintf(whole, sizeof(whole), "\n%s\n", line);
	return text_has(buf_text(out), whole);
}

static void check_against(const char *sshd, const char *file, const char *key,
                          size_t i)
{
	const char *argv[] = { sshd, "-T", "-f", file, "-h", key, NULL };
	const char *with = strcmp(cases[i].root, "prohibit-password") == 0
	                       ? "without-password"
	                       : cases[i].root;
	char line[100];
	struct buf out;
	struct err e;
	int status;

	buf_init(&out, 1u << 16);
	buf_char(&out, '\n');
	assert_true(run_command(argv, 10000, &out, &status, &e));
	if (status != 0)
		fail_msg("sshd refuses %s", cases[i].text);
	snprintf(line, sizeof(line), "permitrootlogin %s", with);
	if (!sshd_says(&out, line))
		fail_msg("root: %s", cases[i].text);
	snprintf(line, sizeof(line), "port %d", (int)cases[i].port);
	if (cases[i].port < 2100 && !sshd_says(&out, line))
		fail_msg("port: %s", cases[i].text);
	/* By sshd's own values, a password is or is not enough */
	if ((sshd_says(&out, "passwordauthentication yes") ||
	     (sshd_says(&out, "kbdinteractiveauthentication yes") &&
	      sshd_says(&out, "usepam yes"))) != cases[i].password &&
	    !strstr(cases[i].text, "AuthenticationMethods"))
		fail_msg("password: %s", cases[i].text);
	buf_clear(&out);
}

static void sshd_reads_the_same(void **state)
{
	const char *sshd = getenv("SSHD");
	const char *keygen[] = { "ssh-keygen", "-q", "-t", "ed25519", "-N",
		                 "",           "-f", NULL, NULL };
	char file[200];
	char key[200];
	struct buf out;
	struct err e;
	int status;

	(void)state;
	if (!sshd)
		sshd = "/usr/sbin/sshd";
	snprintf(file, sizeof(file), "%s/sshd_config", sourced_root);
	snprintf(key, sizeof(key), "%s/key", sourced_root);
	keygen[7] = key;
	buf_init(&out, 1u << 16);
	if (!file_exists(sshd) ||
	    !run_command(keygen, 10000, &out, &status, &e) || status != 0)
		skip();
	buf_clear(&out);
	assert_true(file_write(file, "", 0, &e));
	/* Without its account or its folder in /run it starts with nothing */
	if (!run_command(
		(const char *[]){ sshd, "-T", "-f", file, "-h", key, NULL },
		10000, &out, &status, &e) ||
	    status != 0)
		skip();
	buf_clear(&out);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(
		    file_write(file, cases[i].text, strlen(cases[i].text), &e));
		check_against(sshd, file, key, i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(configurations_come_to),
		cmocka_unit_test(a_match_that_opens_counts),
		cmocka_unit_test(includes_are_read_at_their_place),
		cmocka_unit_test(sshd_reads_the_same),
	};

	return cmocka_run_group_tests(tests, sourced_set_up, sourced_tear_down);
}
