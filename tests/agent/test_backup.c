/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/agent/program.h"

#include "checks/facts_json.h"
#include "core/clock.h"
#include "core/date.h"
#include "core/json.h"
#include "tests/checks/planted.h"

extern const struct probe probe_backup;

/*
 * Copies made by the tools themselves, on a planted computer whose second
 * disk is /srv: the date turns with the copy, and so does the verdict.
 */
static const struct planted computer[] = {
	{ .path = "/etc/passwd", .text = "root:x:0:0:root:/root:/bin/bash\n" },
	{ .path = "/home/accueil/lettre.txt", .text = "Bonjour\n" },
	{ .path = "/root/" },
	{ .path = "/srv/" },
	{ .path = "/var/log/" },
	{ .path = "/usr/sbin/cron" },
	{ .path = "/proc/self/mountinfo",
	  .text = "27 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
	          "30 27 8:17 / /srv rw - ext4 /dev/sdb1 rw\n" },
	{ .path = "/sys/devices/ata1/block/sda/sda1/partition", .text = "1" },
	{ .path = "/sys/devices/ata2/block/sdb/sdb1/partition", .text = "1" },
	{ .path = "/sys/dev/block/8:1",
	  .link = "../../devices/ata1/block/sda/sda1" },
	{ .path = "/sys/dev/block/8:17",
	  .link = "../../devices/ata2/block/sdb/sdb1" },
	{ .path = "/sys/class/block/sdb",
	  .link = "../../devices/ata2/block/sdb" },
};

static char root[64];
static struct arena *arena;
static struct facts facts;

static int set_up(void **state)
{
	(void)state;
	planted_new(root);
	for (size_t i = 0; i < sizeof(computer) / sizeof(computer[0]); i++)
		planted_add(root, &computer[i]);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	planted_free(root);
	arena_free(arena);
	arena = NULL;
	return 0;
}

static void plant(const char *path, const char *text)
{
	struct planted p = { .path = path, .text = text };

	planted_add(root, &p);
}

/* Run a line of shell where $R is the computer's root; its exit status. */
static int shell(const char *line)
{
	char command[4000];
	int status;

	snprintf(
	    command, sizeof(command),
	    "R=%s; export HOME=$R/tool RESTIC_PASSWORD=x LC_ALL=C "
	    "BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes "
	    "BORG_RELOCATED_REPO_ACCESS_IS_OK=yes; exec >/dev/null 2>&1; %s",
	    root, line);
	status = system(command);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void need(const char *tool)
{
	char line[100];

	snprintf(line, sizeof(line), "command -v %s", tool);
	if (shell(line) != 0)
		skip();
}

static const struct backup *only_row(void)
{
	struct probe_context c = { .root = root, .now = clock_now() };

	memset(&facts, 0, sizeof(facts));
	arena_free(arena);
	arena = arena_new(8u << 20);
	assert_non_null(arena);
	probe_backup.read(&c, &facts, arena);
	assert_int_equal(facts.backup_list.fact.state, FACT_KNOWN);
	assert_int_equal(facts.backup_list.count, 1);
	return &facts.backup_list.row[0];
}

static bool is_now(int64_t time)
{
	return time >= clock_now() - 60 && time <= clock_now() + 1;
}

/* What the program says of the facts that were read last. */
static void expect_verdict(const char *verdict)
{
	struct program *p = program_new();
	cJSON *file = cJSON_CreateObject();
	cJSON *tool = cJSON_AddObjectToObject(file, "tool");
	const cJSON *finding;
	struct buf text;
	struct err e;
	cJSON *document;
	char day[DATE_TEXT];
	bool found = false;

	date_format(day, clock_now());
	cJSON_AddNumberToObject(file, "format", 1);
	cJSON_AddStringToObject(file, "made_at", day);
	cJSON_AddStringToObject(tool, "name", "garde");
	cJSON_AddStringToObject(tool, "version", "0.1.0");
	cJSON_AddItemToObject(file, "facts", facts_to_json(&facts));
	buf_init(&text, 1u << 20);
	assert_true(json_print(&text, file));
	program_write(p, "facts.json", text.data, text.len);
	program_run(p, "judge %/facts.json");
	document = json_parse(p->out, strlen(p->out), &e);
	assert_non_null(document);
	cJSON_ArrayForEach (finding,
	                    cJSON_GetObjectItem(document, "findings")) {
		const char *id =
		    cJSON_GetStringValue(cJSON_GetObjectItem(finding, "id"));

		if (strcmp(id, "backup-recent") != 0)
			continue;
		found = true;
		assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(
					finding, "verdict")),
		                    verdict);
	}
	assert_true(found);
	cJSON_Delete(document);
	cJSON_Delete(file);
	buf_clear(&text);
	program_free(p);
}

static void restic_turns(void **state)
{
	const struct backup *b;

	(void)state;
	need("restic");
	plant("/etc/cron.d/sauvegarde",
	      "0 2 * * * root restic -r /srv/restic backup /home\n");
	assert_int_equal(shell("restic init -r $R/srv/restic"), 0);
	b = only_row();
	assert_string_equal(b->tool, "restic");
	assert_string_equal(b->place, "other-disk");
	assert_int_equal(b->scheduled, TRI_YES);
	assert_int_equal(b->last_success, 0);
	expect_verdict("fail");
	assert_int_equal(shell("restic -r $R/srv/restic backup $R/home"), 0);
	assert_true(is_now(only_row()->last_success));
	expect_verdict("pass");
	/* Ten days go by; a run that fails does not count, a good one does. */
	assert_int_equal(
	    shell("touch -d '10 days ago' $R/srv/restic/snapshots/*"), 0);
	assert_int_not_equal(
	    shell("restic -r $R/srv/restic backup $R/no/such/folder"), 0);
	assert_true(only_row()->last_success < clock_now() - 9 * DATE_DAY);
	expect_verdict("partial");
	shell("mkfifo $R/pipe; sleep 30 >$R/pipe & timeout -s KILL 2 restic "
	      "-r $R/srv/restic backup --stdin <$R/pipe; kill $!");
	assert_true(only_row()->last_success < clock_now() - 9 * DATE_DAY);
	assert_int_equal(shell("restic -r $R/srv/restic backup $R/home"), 0);
	assert_true(is_now(only_row()->last_success));
	expect_verdict("pass");
}

static void borg_turns(void **state)
{
	const struct backup *b;

	(void)state;
	need("borg");
	plant("/etc/borgmatic/config.yaml",
	      "source_directories:\n  - /home\nrepositories:\n"
	      "  - path: /srv/borg\n");
	plant("/etc/cron.d/borgmatic", "0 2 * * * root borgmatic\n");
	assert_int_equal(shell("borg init -e none $R/srv/borg"), 0);
	b = only_row();
	assert_string_equal(b->tool, "borg");
	assert_int_equal(b->last_success, 0);
	expect_verdict("fail");
	assert_int_equal(shell("borg create $R/srv/borg::a $R/home"), 0);
	assert_true(is_now(only_row()->last_success));
	expect_verdict("pass");
	/* Forty days go by; a run that is killed leaves data, no copy. */
	assert_int_equal(shell("touch -d '40 days ago' $R/srv/borg/*"), 0);
	shell("mkfifo $R/pipe; sleep 30 >$R/pipe & timeout -s KILL 2 borg "
	      "create $R/srv/borg::b - <$R/pipe; kill $!");
	assert_true(only_row()->last_success < clock_now() - 39 * DATE_DAY);
	expect_verdict("fail");
	assert_int_equal(shell("borg break-lock $R/srv/borg && "
	                       "borg create $R/srv/borg::c $R/home"),
	                 0);
	assert_true(is_now(only_row()->last_success));
	expect_verdict("pass");
}

/* What borg keeps in a home is enough when the repository is elsewhere. */
static void borg_remembers(void **state)
{
	static const char rename[] =
	    "for f in $R/root/.config/borg/security/*/location; do "
	    "printf ssh://nas/./far >$f; done";
	char line[1000];
	const struct backup *b;

	(void)state;
	need("borg");
	snprintf(line, sizeof(line),
	         "export HOME=$R/root; borg init -e none $R/far && { %s; }",
	         rename);
	assert_int_equal(shell(line), 0);
	b = only_row();
	assert_string_equal(b->target, "ssh://nas/./far");
	assert_string_equal(b->place, "network");
	assert_int_equal(b->last_success, 0);
	snprintf(
	    line, sizeof(line),
	    "export HOME=$R/root; sleep 3; borg create $R/far::a $R/home && { %s; }",
	    rename);
	assert_int_equal(shell(line), 0);
	assert_true(is_now(only_row()->last_success));
}

static void rsnapshot_turns(void **state)
{
	static const char settings[] =
	    "config_version\t1.2\\ncmd_cp\t/bin/cp\\ncmd_rsync\t/usr/bin/rsync\\n"
	    "retain\tdaily\t3\\nlockfile\t$R/rs.pid\\n";
	char line[1000];

	(void)state;
	need("rsnapshot");
	plant("/etc/rsnapshot.conf",
	      "snapshot_root\t/srv/snap/\nretain\tdaily\t3\n"
	      "logfile\t/var/log/rs.log\nbackup\t/home/\tpc/\n");
	plant("/etc/cron.d/rsnapshot", "1 1 * * * root rsnapshot daily\n");
	snprintf(
	    line, sizeof(line),
	    "mkdir -p $R/srv/snap; printf \"%ssnapshot_root\t$R/srv/snap/\\n"
	    "logfile\t$R/var/log/rs.log\\nbackup\t$R/home/\tpc/\\n\" "
	    ">$R/rs.conf; rsnapshot -c $R/rs.conf daily",
	    settings);
	assert_int_equal(shell("mkdir $R/srv/snap"), 0);
	assert_int_equal(only_row()->last_success, 0);
	expect_verdict("fail");
	assert_int_equal(shell(line), 0);
	assert_true(is_now(only_row()->last_success));
	expect_verdict("pass");
	/* rsync fails, and rsnapshot dates the older copy anew all the same. */
	assert_int_equal(
	    shell("printf '#!/bin/sh\\nexit 12\\n' >$R/bad; chmod +x $R/bad; "
	          "sed -i \"s,/usr/bin/rsync,$R/bad,\" $R/rs.conf; "
	          "sed -i 's,^.2026[^]]*,[2026-01-01T00:00:00,' "
	          "$R/var/log/rs.log; rsnapshot -c $R/rs.conf daily"),
	    1);
	assert_int_equal(only_row()->last_success, INT64_C(1767225600));
	expect_verdict("fail");
}

static void rsync_turns(void **state)
{
	(void)state;
	need("rsync");
	plant("/etc/cron.d/copie",
	      "1 1 * * * root rsync -a --log-file=/var/log/copie.log /home/ "
	      "/srv/copie/\n");
	assert_int_equal(only_row()->last_success, 0);
	expect_verdict("fail");
	assert_int_equal(shell("rsync -a --log-file=$R/var/log/copie.log "
	                       "$R/home/ $R/srv/copie/"),
	                 0);
	assert_true(is_now(only_row()->last_success));
	expect_verdict("pass");
	/* Old files, and a log of today that says it failed. */
	assert_int_equal(shell("touch -d '50 days ago' $R/srv/copie/* "
	                       "$R/srv/copie"),
	                 0);
	assert_int_not_equal(shell("rsync -a --log-file=$R/var/log/copie.log "
	                           "$R/none/ $R/srv/copie/"),
	                     0);
	assert_true(only_row()->last_success < clock_now() - 49 * DATE_DAY);
	expect_verdict("fail");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(restic_turns, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(borg_turns, set_up, tear_down),
		cmocka_unit_test_setup_teardown(borg_remembers, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(rsnapshot_turns, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(rsync_turns, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
