/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/facts_json.h"
#include "tests/checks/backed.h"

#include <stdlib.h>

#define ENOUGH (8u << 20) /* bytes: no probe asks for more here */

/* A computer with something for most probes to read. */
static const struct planted more[] = {
	{ .path = "/etc/os-release",
	  .text = "ID=debian\nVERSION_ID=12\nPRETTY_NAME=\"Debian 12\"\n" },
	{ .path = "/etc/shadow",
	  .text = "root:*:19000:0:99999:7:::\naccueil:!:19000::::::\n" },
	{ .path = "/etc/group", .text = "root:x:0:\nsudo:x:27:accueil\n" },
	{ .path = "/etc/sudoers",
	  .text = "%sudo ALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n" },
	{ .path = "/etc/sudoers.d/one", .text = "accueil ALL=ALL\n" },
	{ .path = "/usr/sbin/sshd" },
	{ .path = "/etc/ssh/sshd_config",
	  .text = "Include /etc/ssh/sshd_config.d/*.conf\nPort 2222\n" },
	{ .path = "/etc/ssh/sshd_config.d/own.conf",
	  .text = "PasswordAuthentication no\nMatch User accueil\n"
	          "PasswordAuthentication yes\n" },
	{ .path = "/usr/sbin/smbd" },
	{ .path = "/etc/samba/smb.conf",
	  .text = "[global]\nmap to guest = bad user\n"
	          "include = /etc/samba/own.conf\n"
	          "[one]\npath = /srv/one\nguest ok = yes\n" },
	{ .path = "/etc/samba/own.conf",
	  .text = "[two]\npath = /srv/two\nread only = no\n" },
	{ .path = "/etc/exports", .text = "/srv *(rw)\n/data pc(ro)\n" },
	{ .path = "/var/lib/dpkg/status",
	  .text = "Package: clamav-daemon\nStatus: install ok installed\n"
	          "Architecture: amd64\nVersion: 1.0.7+dfsg-1\n\n"
	          "Package: libreoffice\nStatus: install ok installed\n"
	          "Architecture: amd64\nVersion: 4:7.4.7-1\n" },
	{ .path = "/var/lib/dpkg/info/clamav-daemon.list",
	  .text = "/usr/sbin/clamd\n" },
	{ .path = "/usr/sbin/gdm3" },
	{ .path = "/etc/gdm3/custom.conf",
	  .text = "[daemon]\nAutomaticLoginEnable=true\n"
	          "AutomaticLogin=accueil\n" },
	{ .path = "/etc/restic/env", .text = "RESTIC_REPOSITORY=/srv/r\n" },
	{ .path = "/srv/r/snapshots/" ID, .text = "x", .mtime = AGO(2) },
};

static struct baseline *baseline;

static cJSON *read_within(const struct probe *probe, size_t limit)
{
	struct probe_context c = {
		.root = root, .now = NOW, .user = 1000, .baseline = baseline
	};
	struct arena *a = arena_new(limit);
	cJSON *json;

	assert_non_null(a);
	memset(&facts, 0, sizeof(facts));
	probing_read(probe, &c, &facts, a);
	json = facts_to_json(&facts);
	assert_non_null(json);
	arena_free(a);
	return json;
}

static const char *state_of(const cJSON *fact)
{
	const char *state = cJSON_GetStringValue(
	    cJSON_GetObjectItemCaseSensitive(fact, "state"));

	assert_non_null(state);
	return state;
}

static size_t known_of(const cJSON *all)
{
	const cJSON *fact;
	size_t known = 0;

	cJSON_ArrayForEach (fact, all)
		known += strcmp(state_of(fact), "known") == 0;
	return known;
}

/* What is told as known is what would be told with enough memory. */
static void expect_same(const cJSON *whole, const cJSON *less, size_t limit)
{
	const cJSON *fact;

	cJSON_ArrayForEach (fact, less) {
		if (strcmp(state_of(fact), "known") != 0)
			continue;
		if (!cJSON_Compare(
			fact,
			cJSON_GetObjectItemCaseSensitive(whole, fact->string),
			true))
			fail_msg("with %zu bytes %s is another", limit,
			         fact->string);
	}
}

static void short_of_memory(void **state)
{
	size_t count, known = 0;
	const struct probe *const *list = probe_list(&count);

	(void)state;
	plant(more, sizeof(more) / sizeof(more[0]));
	for (size_t i = 0; i < count; i++) {
		cJSON *whole = read_within(list[i], ENOUGH);

		known += known_of(whole);
		for (size_t limit = 8; limit < ENOUGH; limit += limit / 8) {
			cJSON *less = read_within(list[i], limit);

			expect_same(whole, less, limit);
			cJSON_Delete(less);
		}
		cJSON_Delete(whole);
	}
	/* Else nothing was compared. */
	assert_true(known > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(short_of_memory, set_up,
		                                tear_down),
	};
	struct err e;
	int failed;

	baseline = baseline_builtin(&e);
	failed = baseline ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
	baseline_free(baseline);
	return failed;
}
