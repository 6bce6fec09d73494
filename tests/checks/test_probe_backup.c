/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/backup_schedule.h"
#include "tests/checks/backed.h"

#include <sys/wait.h>

static void a_bare_machine_has_none(void **state)
{
	static const char *const none[] = { NULL };

	(void)state;
	probe_now();
	assert_int_equal(facts.backup_list.fact.state, FACT_KNOWN);
	expect_rows("bare", none);
}

/* Mounts and timers changed by hand, as systemd reads them. */
static void follows_systemd(void **state)
{
	static const struct machine machines[] = {
		{ "a mount unit whose disk is away",
		  { { .path = "/etc/systemd/system/mnt-usb.mount",
		      .text = "[Mount]\nWhat=UUID=7777\nWhere=/backup\n"
		              "Type=ext4\nOptions=nofail\n" },
		    { .path = "/backup/" },
		    { .path = "/etc/restic/env",
		      .text = "RESTIC_REPOSITORY=/backup/r\n" } },
		  { "restic|backup|?|/backup/r|removable|plugged no|"
		    "scheduled no|unknown|/etc/restic/env" } },
		{ "a drop-in changes the command, the user and the folder",
		  { { .path = "/etc/systemd/system/s.service",
		      .text = "[Service]\nExecStart=/bin/true\n" },
		    { .path = "/etc/systemd/system/s.service.d/own.conf",
		      .text = "[Service]\nUser=accueil\n"
		              "ExecStart=\nExecStart=-/usr/bin/env A=b "
		              "restic backup -r /srv/r %h/100%%\n" },
		    { .path = "/etc/systemd/system/s.timer",
		      .text = "[Timer]\n" },
		    { .path = "/usr/lib/systemd/system/basic.target.wants/"
		              "s.timer",
		      .link = "/etc/systemd/system/s.timer" },
		    { .path = "/srv/r/snapshots/" ID,
		      .text = "x",
		      .mtime = AGO(1) } },
		  { "restic|backup|/home/accueil/100%|/srv/r|other-disk|"
		    "plugged yes|scheduled yes|1d|s.timer" } },
	};

	(void)state;
	CHECK(machines);
}

/* Where a folder is, as a configuration of restic names it. */
static void knows_every_place(void **state)
{
	static const struct {
		const char *path;
		const char *place;
		enum tri plugged;
	} cases[] = {
		{ "/home/r", "same-disk", TRI_YES },
		{ "/srv/r", "other-disk", TRI_YES },
		{ "/data/r", "other-disk", TRI_YES },
		{ "/media/accueil/USB DISK/r", "removable", TRI_YES },
		{ "/media/accueil/OTHER/r", "removable", TRI_NO },
		{ "/run/media/accueil/X/r", "removable", TRI_NO },
		{ "/mnt/coffre/r", "removable", TRI_NO },
		{ "/mnt/dormant/r", "other-disk", TRI_YES },
		{ "/mnt/oldnas/r", "network", TRI_NO },
		{ "/mnt/nas/r", "network", TRI_YES },
		{ "/mnt/store/r", "cloud", TRI_YES },
		{ "/mnt/image/r", "same-disk", TRI_YES },
		{ "/tmp/r", "same-disk", TRI_YES },
		{ "/link/r", "other-disk", TRI_YES },
		{ "/gone/r", "same-disk", TRI_NO },
		{ "sftp:u@nas:/r", "network", TRI_UNKNOWN },
		{ "s3:s3.amazonaws.com/b", "cloud", TRI_UNKNOWN },
		{ "relative", NULL, TRI_UNKNOWN },
	};
	static const struct planted more[] = {
		{ .path = "/home/r/snapshots/" },
		{ .path = "/srv/r/snapshots/" },
		{ .path = "/data/r/snapshots/" },
		{ .path = "/media/accueil/USB DISK/r/snapshots/" },
		{ .path = "/mnt/nas/r/snapshots/" },
		{ .path = "/mnt/store/r/snapshots/" },
		{ .path = "/mnt/image/r/snapshots/" },
		{ .path = "/tmp/r/snapshots/" },
		{ .path = "/link", .link = "/srv" },
	};

	(void)state;
	plant(more, sizeof(more) / sizeof(more[0]));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct backup *b = facts.backup_list.row;
		char text[200];
		struct planted env = { .path = "/etc/restic/env",
			               .text = text };

		snprintf(text, sizeof(text), "RESTIC_REPOSITORY='%s'\n",
		         cases[i].path);
		planted_add(root, &env);
		probe_now();
		b = facts.backup_list.row;
		assert_int_equal(facts.backup_list.count, 1);
		if (!cases[i].place != !b->place ||
		    (b->place && strcmp(b->place, cases[i].place) != 0) ||
		    b->plugged != cases[i].plugged)
			fail_msg("%s: %s, plugged %s", cases[i].path,
			         b->place ? b->place : "?",
			         tri_text(b->plugged));
	}
}

/* A second disk is another disk, unless what is copied lies there. */
static void compares_with_what_is_copied(void **state)
{
	static const struct planted job = {
		.path = "/etc/cron.d/r",
		.text = "1 1 * * * root restic -r /srv/r backup /srv/data\n"
			"1 1 * * * root restic -r /home/r backup /srv/data\n"
	};
	static const char *const rows[] = {
		"restic|backup|/srv/data|/srv/r|same-disk|plugged no|"
		"scheduled yes|never|/etc/cron.d/r",
		"restic|backup|/srv/data|/home/r|other-disk|plugged no|"
		"scheduled yes|never|/etc/cron.d/r",
		NULL
	};

	(void)state;
	planted_add(root, &job);
	probe_now();
	expect_rows("second disk", rows);
}

/* Without cron nothing in crontabs runs. */
static void needs_a_cron(void **state)
{
	static const struct planted job = {
		.path = "/etc/cron.d/r",
		.text = "1 1 * * * root restic -r /srv/r backup /home\n"
	};
	char place[100];

	(void)state;
	planted_add(root, &job);
	snprintf(place, sizeof(place), "%s/usr/sbin/cron", root);
	assert_int_equal(unlink(place), 0);
	probe_now();
	assert_int_equal(facts.backup_list.count, 1);
	assert_int_equal(facts.backup_list.row[0].scheduled, TRI_NO);
}

static void believes_no_date_of_the_future(void **state)
{
	static const struct planted more[] = {
		{ .path = "/etc/restic/env",
		  .text = "RESTIC_REPOSITORY=/srv/r\n" },
		{ .path = "/srv/r/snapshots/" ID,
		  .text = "x",
		  .mtime = AGO(-400) },
	};

	(void)state;
	plant(more, sizeof(more) / sizeof(more[0]));
	probe_now();
	assert_int_equal(facts.backup_list.count, 1);
	assert_int_equal(facts.backup_list.row[0].last_success, CELL_UNKNOWN);
}

/* What the daily account sees; its exit status is the line that failed. */
static int as_daily_account(void)
{
	const struct backup *b;

	if (geteuid() == 0 && (setgid(1000) != 0 || setuid(1000) != 0))
		return __LINE__;
	probe_now();
	b = facts.backup_list.row;
	if (facts.backup_list.fact.state != FACT_DENIED)
		return __LINE__;
	if (!facts.backup_list.fact.why ||
	    strcmp(facts.backup_list.fact.why,
	           "closed to this account: /root, /var/spool/cron/crontabs, "
	           "/srv/closed") != 0) {
		fprintf(stderr, "%s\n", facts.backup_list.fact.why);
		return __LINE__;
	}
	/* What could be read is there; nothing is said of the rest. */
	if (facts.backup_list.count != 2 || b[0].scheduled != TRI_UNKNOWN ||
	    b[0].last_success != AGO(2) || b[1].last_success != CELL_UNKNOWN ||
	    b[1].plugged != TRI_YES)
		return __LINE__;
	return 0;
}

static void says_what_is_closed(void **state)
{
	static const struct planted more[] = {
		{ .path = "/root/.config/borg/security/" ID "/location",
		  .text = "/srv/x" },
		{ .path = "/var/spool/cron/crontabs/root", .text = "" },
		{ .path = "/home/accueil/.restic.env",
		  .text = "RESTIC_REPOSITORY=/srv/open\n" },
		{ .path = "/home/accueil/.restic.other",
		  .text = "RESTIC_REPOSITORY=/srv/closed\n" },
		{ .path = "/srv/open/snapshots/" ID,
		  .text = "x",
		  .mtime = AGO(2) },
		{ .path = "/srv/closed/snapshots/" ID, .text = "x" },
	};
	static const char *const closed[] = { "/root", "/srv/closed",
		                              "/var/spool/cron/crontabs" };
	char place[100];
	int status = 0;
	pid_t child;

	(void)state;
	plant(more, sizeof(more) / sizeof(more[0]));
	for (size_t i = 0; i < sizeof(closed) / sizeof(closed[0]); i++) {
		snprintf(place, sizeof(place), "%s%s", root, closed[i]);
		assert_int_equal(chmod(place, geteuid() ? 0 : 0700), 0);
	}
	child = fork();
	if (child == 0)
		_exit(as_daily_account());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* Nothing here may crash, hang, leave the root or show a secret. */
static const struct planted hostile[] = {
	{ .path = "/etc/cron.d/loop", .link = "loop" },
	{ .path = "/etc/cron.d/self",
	  .text = "* * * * * root /opt/self\n"
	          "* * * * * root\n* * * * * \n@daily\n*\n"
	          "* * * * * nobody restic\n"
	          "* * * * * root restic -r\n"
	          "* * * * * root restic backup -r\n"
	          "* * * * * root borg create\n"
	          "* * * * * root borg create ::\n"
	          "* * * * * root rsync -a\n"
	          "* * * * * root tar\n* * * * * root tar c\n"
	          "* * * * * root tar -c -f\n"
	          "* * * * * root cp -a\n* * * * * root rclone sync\n"
	          "* * * * * root duplicity\n"
	          "* * * * * root flock\n* * * * * root sudo -u\n"
	          "* * * * * root timeout 5\n* * * * * root sh -c\n"
	          "* * * * * root rsnapshot -c\n" },
	{ .path = "/opt/self",
	  .text = "#!/bin/sh\n/opt/self\n. /opt/self\nsh /opt/self\n"
	          "${ $( `\n\"${x:-\n<<\n" },
	{ .path = "/etc/borgmatic/config.yaml",
	  .text = "repositories:\n  - path:\n  -\n- \n:\n[\nrepositories: "
	          "[,,]\nsource_directories:\n  - [\n" },
	{ .path = "/etc/rsnapshot.conf",
	  .text = "include_conf /etc/rsnapshot.conf\nsnapshot_root x\n"
	          "snapshot_root\nretain\n" },
	{ .path = "/etc/timeshift/timeshift.json",
	  .text = "{\"backup_device_uuid\":\"../../../etc\"}" },
	{ .path = "/home/accueil/.config/kopia/repository.config",
	  .text = "[[[[[[" },
	{ .path = "/home/accueil/.config/dconf/user",
	  .text = "GVariant\0\0\0\0" },
	{ .path = "/home/accueil/.config/borg/security/" ID "/location",
	  .text = "\n" },
	{ .path = "/root/.config/backintime/config",
	  .text = "profile1.snapshots.path=\nprofile1.snapshots.mode=ssh\n" },
	{ .path = "/etc/systemd/system/a.timer",
	  .text = "[Timer]\nUnit=../../../etc/passwd\n" },
	{ .path = "/etc/systemd/system/b.service",
	  .text = "ExecStart=x\n[Service\nExecStart=\\\n\\\n" },
	{ .path = "/etc/systemd/system/b.timer", .text = "\\" },
	{ .path = "/etc/systemd/system/timers.target.wants/c.timer",
	  .link = "/proc/self/mem" },
};

static void survives_hostile_files(void **state)
{
	char *huge = malloc(900000);
	struct planted long_line = { .path = "/etc/cron.d/huge" };

	(void)state;
	plant(hostile, sizeof(hostile) / sizeof(hostile[0]));
	assert_non_null(huge);
	memset(huge, 'a', 900000);
	memcpy(huge, "* * * * * root rsync -a ", 24);
	for (size_t i = 5000; i < 890000; i += 100)
		huge[i] = i % 1000 ? ' ' : '/';
	huge[899999] = '\0';
	long_line.text = huge;
	planted_add(root, &long_line);
	free(huge);
	probe_now();
	assert_int_equal(facts.backup_list.fact.state, FACT_KNOWN);
	for (size_t i = 0; i < facts.backup_list.count; i++) {
		const struct backup *b = &facts.backup_list.row[i];

		assert_true(!b->target || strlen(b->target) < 700);
		assert_true(!b->what || strlen(b->what) < 700);
		assert_true(b->last_success <= 0);
	}
}

/* More than can be held: what is missing may be the copy that counts. */
static void never_says_none_when_full(void **state)
{
	enum { SIZE = 1000000 };
	char *big = malloc(SIZE + 1);
	char path[80];
	struct planted p = { .path = path, .text = big };

	(void)state;
	assert_non_null(big);
	memset(big, 'A', SIZE);
	big[SIZE] = '\0';
	for (int i = 0; i < 30; i++) {
		snprintf(path, sizeof(path), "/root/.config/restic/%d", i);
		planted_add(root, &p);
	}
	free(big);
	probe_now();
	assert_int_equal(facts.backup_list.fact.state, FACT_FAILED);
	assert_non_null(strstr(facts.backup_list.fact.why, "hold"));
}

static void a_service_that_ended(void **state)
{
	static const struct {
		const char *shown;
		enum tri answer;
	} cases[] = {
		{ "", TRI_UNKNOWN },
		{ "Result=success\nExecMainExitTimestampMonotonic=0\n"
		  "ExecMainStatus=0\nActiveState=inactive\n",
		  TRI_UNKNOWN },
		{ "Result=success\nExecMainExitTimestampMonotonic=77\n"
		  "ExecMainStatus=0\nActiveState=inactive\n",
		  TRI_YES },
		{ "Result=success\nExecMainExitTimestampMonotonic=77\n"
		  "ExecMainStatus=0\nActiveState=activating\n",
		  TRI_UNKNOWN },
		{ "Result=success\nExecMainExitTimestampMonotonic=77\n"
		  "ExecMainStatus=23\nActiveState=inactive\n",
		  TRI_NO },
		{ "Result=exit-code\nExecMainExitTimestampMonotonic=77\n"
		  "ExecMainStatus=23\nActiveState=failed\n",
		  TRI_NO },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (backup_timer_ended(cases[i].shown) != cases[i].answer)
			fail_msg("case %zu", i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_bare_machine_has_none, set_up,
		                                tear_down),
		cmocka_unit_test(follows_systemd),
		cmocka_unit_test(a_service_that_ended),
		cmocka_unit_test_setup_teardown(knows_every_place, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(compares_with_what_is_copied,
		                                set_up, tear_down),
		cmocka_unit_test_setup_teardown(needs_a_cron, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(believes_no_date_of_the_future,
		                                set_up, tear_down),
		cmocka_unit_test_setup_teardown(says_what_is_closed, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(survives_hostile_files, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(never_says_none_when_full,
		                                set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
