/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/probed.h"

extern const struct probe probe_ssh;

/* A server of Debian with one process and one port, seen by root. */
#define SERVER                                                    \
	{ .path = "/usr/sbin/sshd" },                             \
	    { .path = "/proc/1/comm", .text = "systemd\n" },      \
	    { .path = "/proc/412/comm", .text = "sshd\n" },       \
	{                                                         \
		.path = "/proc/net/tcp",                          \
		.text = "  sl  local_address rem_address   st\n"  \
			"   0: 00000000:0016 00000000:0000 0A "   \
			"00000000:00000000 00:00000000 00000000 " \
			"    0        0 17321 1 0 100 0 0 10 0\n" \
	}

static const struct planted debian[] = {
	SERVER,
	{ .path = "/etc/ssh/sshd_config",
	  .text = "Include /etc/ssh/sshd_config.d/*.conf\n"
	          "KbdInteractiveAuthentication no\nUsePAM yes\n"
	          "X11Forwarding yes\n" },
	{ .path = "/etc/ssh/sshd_config.d/mairie.conf",
	  .text = "PasswordAuthentication no\nPermitRootLogin no\n" },
};

static void a_server(void **state)
{
	static const struct planted open = {
		.path = "/etc/ssh/sshd_config.d/00-open.conf",
		.text = "PasswordAuthentication yes\n"
			"PermitEmptyPasswords yes\n"
	};
	struct probed p;

	(void)state;
	probed_plant(&p, debian, PROBED_COUNT(debian));
	probed_read(&p, &probe_ssh);
	assert_int_equal(p.facts.ssh_running.fact.state, FACT_KNOWN);
	assert_true(p.facts.ssh_running.value);
	assert_int_equal(p.facts.ssh_password.fact.state, FACT_KNOWN);
	assert_false(p.facts.ssh_password.value);
	assert_string_equal(p.facts.ssh_root.value, "no");
	assert_int_equal(p.facts.ssh_port.value, 22);
	planted_add(p.root, &open);
	probed_read(&p, &probe_ssh);
	assert_true(p.facts.ssh_password.value);
	assert_true(p.facts.ssh_empty.value);
	probed_free(&p);
}

static void options_of_the_command_line_come_first(void **state)
{
	static const struct {
		const char *text;
		enum fact_state known;
		bool password;
		int64_t port;
	} cases[] = {
		{ "SSHD_OPTS=\n", FACT_KNOWN, false, 22 },
		{ "SSHD_OPTS=\"-o PasswordAuthentication=yes -p 2222\"\n",
		  FACT_KNOWN, true, 2222 },
		{ "SSHD_OPTS='-oPasswordAuthentication=yes -D -u0'\n",
		  FACT_KNOWN, true, 22 },
		{ "SSHD_OPTS=-f /etc/other\n", FACT_FAILED, false, 22 },
		{ "SSHD_OPTS=-o\n", FACT_FAILED, false, 22 },
		{ "# nothing\nOTHER=1\n", FACT_KNOWN, false, 22 },
	};
	struct probed p;

	(void)state;
	probed_plant(&p, debian, PROBED_COUNT(debian));
	for (size_t i = 0; i < PROBED_COUNT(cases); i++) {
		struct planted options = { .path = "/etc/default/ssh" };

		options.text = cases[i].text;
		planted_add(p.root, &options);
		probed_read(&p, &probe_ssh);
		if (p.facts.ssh_password.fact.state != cases[i].known)
			fail_msg("%s: %s", cases[i].text,
			         p.facts.ssh_password.fact.why);
		if (cases[i].known != FACT_KNOWN)
			continue;
		assert_int_equal(p.facts.ssh_password.value, cases[i].password);
		assert_int_equal(p.facts.ssh_port.value, cases[i].port);
	}
	probed_free(&p);
}

static void no_server(void **state)
{
	static const struct planted bare[] = {
		{ .path = "/proc/1/comm", .text = "systemd\n" },
		{ .path = "/proc/net/tcp", .text = "  sl  local_address\n" },
		{ .path = "/etc/ssh/sshd_config", .text = "Port 22\n" },
	};
	static const struct planted dropbear = { .path = "/proc/9/comm",
		                                 .text = "dropbear\n" };
	struct probed p;

	(void)state;
	probed_plant(&p, bare, PROBED_COUNT(bare));
	probed_read(&p, &probe_ssh);
	assert_int_equal(p.facts.ssh_running.fact.state, FACT_KNOWN);
	assert_false(p.facts.ssh_running.value);
	assert_int_equal(p.facts.ssh_password.fact.state, FACT_ABSENT);
	assert_int_equal(p.facts.ssh_root.fact.state, FACT_ABSENT);
	planted_add(p.root, &dropbear);
	probed_read(&p, &probe_ssh);
	assert_true(p.facts.ssh_running.value);
	assert_int_equal(p.facts.ssh_password.fact.state, FACT_FAILED);
	probed_free(&p);
}

static void stopped_or_on_demand(void **state)
{
	static const struct planted stopped[] = {
		{ .path = "/usr/sbin/sshd" },
		{ .path = "/proc/1/comm", .text = "systemd\n" },
		{ .path = "/proc/net/tcp", .text = "  sl  local_address\n" },
		{ .path = "/run/systemd/system/" },
	};
	static const struct planted socket = {
		.path = "/etc/systemd/system/sockets.target.wants/ssh.socket",
		.text = "[Socket]\nListenStream=22\n"
	};
	struct probed p;

	(void)state;
	probed_plant(&p, stopped, PROBED_COUNT(stopped));
	probed_read(&p, &probe_ssh);
	assert_int_equal(p.facts.ssh_running.fact.state, FACT_KNOWN);
	assert_false(p.facts.ssh_running.value);
	assert_true(p.facts.ssh_password.value);
	planted_add(p.root, &socket);
	probed_read(&p, &probe_ssh);
	assert_true(p.facts.ssh_running.value);
	probed_free(&p);
}

static void only_for_itself(void **state)
{
	static const struct planted conf = { .path = "/etc/ssh/sshd_config",
		                             .text =
		                                 "ListenAddress 127.0.0.1\n" };
	struct probed p;

	(void)state;
	probed_plant(&p, debian, PROBED_COUNT(debian));
	planted_add(p.root, &conf);
	probed_read(&p, &probe_ssh);
	assert_int_equal(p.facts.ssh_running.fact.state, FACT_KNOWN);
	assert_false(p.facts.ssh_running.value);
	probed_free(&p);
}

static void check_denied(struct probed *p)
{
	probed_read(p, &probe_ssh);
	PROBED_CHECK(p->facts.ssh_running.fact.state == FACT_KNOWN);
	PROBED_CHECK(p->facts.ssh_running.value);
	PROBED_CHECK(p->facts.ssh_password.fact.state == FACT_DENIED);
	PROBED_CHECK(p->facts.ssh_root.fact.state == FACT_DENIED);
	PROBED_CHECK(p->facts.ssh_empty.fact.why != NULL);
}

static void closed_configurations_are_denied(void **state)
{
	struct probed p;
	char place[200];

	(void)state;
	probed_plant(&p, debian, PROBED_COUNT(debian));
	snprintf(place, sizeof(place), "%s/etc/ssh/sshd_config", p.root);
	assert_int_equal(chmod(place, 0), 0);
	probed_as_nobody(&p, check_denied);
	assert_int_equal(chmod(place, 0644), 0);
	snprintf(place, sizeof(place), "%s/etc/ssh/sshd_config.d", p.root);
	assert_int_equal(chmod(place, 0), 0);
	probed_as_nobody(&p, check_denied);
	assert_int_equal(chmod(place, 0755), 0);
	probed_free(&p);
}

static void hostile_and_empty(void **state)
{
	static const struct planted loops[] = {
		SERVER,
		{ .path = "/etc/ssh/sshd_config",
		  .text = "Include sshd_config\n" },
		{ .path = "/etc/default/ssh", .link = "/etc/default/ssh" },
	};
	struct probed p;

	(void)state;
	probed_plant(&p, loops, PROBED_COUNT(loops));
	probed_read(&p, &probe_ssh);
	assert_int_equal(p.facts.ssh_password.fact.state, FACT_FAILED);
	assert_non_null(p.facts.ssh_password.fact.why);
	probed_free(&p);
	probed_plant(&p, NULL, 0);
	probed_read(&p, &probe_ssh);
	assert_int_equal(p.facts.ssh_password.fact.state, FACT_ABSENT);
	probed_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_server),
		cmocka_unit_test(options_of_the_command_line_come_first),
		cmocka_unit_test(no_server),
		cmocka_unit_test(stopped_or_on_demand),
		cmocka_unit_test(only_for_itself),
		cmocka_unit_test(closed_configurations_are_denied),
		cmocka_unit_test(hostile_and_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
