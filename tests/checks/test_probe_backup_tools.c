/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/backed.h"

static const struct machine borg[] = {
	{ "a repository of borgmatic, with a timer",
	  { { .path = "/etc/borgmatic/config.yaml",
	      .text = "source_directories:\n"
	              "    - /home\n"
	              "    - /etc # settings\n"
	              "repositories:\n"
	              "    - path: /srv/borg\n"
	              "      label: local\n"
	              "keep_daily: 7\n" },
	    { .path = "/usr/lib/systemd/system/borgmatic.timer",
	      .text = "[Timer]\nOnCalendar=daily\n" },
	    { .path = "/usr/lib/systemd/system/borgmatic.service",
	      .text = "[Service]\nExecStart=systemd-inhibit "
	              "--who=\"borgmatic\" /usr/bin/borgmatic "
	              "--verbosity -1\n" },
	    { .path = "/etc/systemd/system/timers.target.wants/"
	              "borgmatic.timer",
	      .link = "/usr/lib/systemd/system/borgmatic.timer" },
	    { .path = "/srv/borg/config",
	      .text = "[repository]\nversion = 1\n" },
	    { .path = "/srv/borg/index.9", .mtime = AGO(30) },
	    { .path = "/srv/borg/index.10", .mtime = AGO(2) },
	    { .path = "/srv/borg/data/0/99", .mtime = AGO(1) } },
	  { "borg|backup|/home, /etc|/srv/borg|other-disk|plugged yes|"
	    "scheduled yes|2d|/etc/borgmatic/config.yaml" } },
	{ "the older form, made once and never run",
	  { { .path = "/home/accueil/.config/borgmatic/config.yaml",
	      .text = "location:\n"
	              "    source_directories: [/home/accueil, "
	              "'/srv']\n"
	              "    repositories:\n"
	              "        - ssh://bob@nas.local:22/./mairie\n"
	              "        - /var/borg\n"
	              "storage:\n"
	              "    encryption_passphrase: secret\n" },
	    { .path = "/var/borg/index.1", .mtime = AGO(90) } },
	  { "borg|backup|/home/accueil, /srv|"
	    "ssh://nas.local:22/./mairie|network|plugged unknown|"
	    "scheduled no|unknown|"
	    "/home/accueil/.config/borgmatic/config.yaml",
	    "borg|backup|/home/accueil, /srv|/var/borg|same-disk|"
	    "plugged yes|scheduled no|never|"
	    "/home/accueil/.config/borgmatic/config.yaml" } },
	{ "what borg itself remembers of a disk in the safe",
	  { { .path = "/home/accueil/.config/borg/security/" ID "/location",
	      .text = "/mnt/coffre/borg" },
	    { .path = "/home/accueil/.config/borg/security/" ID
	              "/manifest-timestamp",
	      .text = "2026-11-19T08:00:00" },
	    { .path = "/home/accueil/.cache/borg/" ID "/files",
	      .text = "x",
	      .mtime = AGO(1) } },
	  { "borg|backup|?|/mnt/coffre/borg|removable|plugged no|"
	    "scheduled no|3d|/home/accueil/.config/borg/security/" ID
	    "/location" } },
	{ "pruned yesterday, but last copied long ago",
	  { { .path = "/root/.config/borg/security/" ID "/location",
	      .text = "ssh://x@y.repo.borgbase.com/./repo" },
	    { .path = "/root/.config/borg/security/" ID "/manifest-timestamp",
	      .text = "2026-11-21T08:00:00.000001" },
	    { .path = "/root/.cache/borg/" ID "/files",
	      .text = "x",
	      .mtime = AGO(40) },
	    { .path = "/etc/cron.d/borg",
	      .text = "0 3 * * * root borg prune -d 7 x@y:repo\n" } },
	  { "borg|backup|?|ssh://y.repo.borgbase.com/./repo|cloud|"
	    "plugged unknown|scheduled unknown|40d|"
	    "/root/.config/borg/security/" ID "/location" } },
	{ "compacted every night, but no copy was made for long",
	  { { .path = "/etc/cron.d/borg",
	      .text = "0 3 * * * root borg create "
	              "'/media/accueil/USB DISK/b::{now}' /home; "
	              "borg compact '/media/accueil/USB DISK/b'\n" },
	    { .path = "/media/accueil/USB DISK/b/index.19", .mtime = AGO(0) },
	    { .path = "/root/.config/borg/security/" ID "/location",
	      .text = "/media/accueil/USB DISK/b" },
	    { .path = "/root/.config/borg/security/" ID "/manifest-timestamp",
	      .text = "2026-10-13T08:00:00.000001" },
	    { .path = "/root/.cache/borg/" ID "/files",
	      .text = "x",
	      .mtime = AGO(40) } },
	  { "borg|backup|/home|/media/accueil/USB DISK/b|removable|"
	    "plugged yes|scheduled yes|40d|/etc/cron.d/borg" } },
	{ "a script in cron, the address in a variable",
	  { { .path = "/var/spool/cron/crontabs/root",
	      .text = "PATH=/usr/bin\n@daily sudo -n "
	              "/opt/sauve.sh >> /var/log/sauve.log 2>&1\n" },
	    { .path = "/opt/sauve.sh",
	      .text = "#!/bin/bash\nset -e\n. /opt/sauve.conf\n"
	              "export BORG_REPO=\"$DISQUE/borg\"\n"
	              "if mountpoint -q $DISQUE; then\n"
	              "  nice -n 19 borg create --stats -C zstd \\\n"
	              "    --exclude '*.tmp' ::{hostname}-$(date +%F) "
	              "\\\n    /home \"${EXTRA}\" && echo ok\nfi\n" },
	    { .path = "/opt/sauve.conf",
	      .text = "DISQUE='/media/accueil/USB DISK'\n"
	              "EXTRA=/etc\n" },
	    { .path = "/media/accueil/USB DISK/borg/index.7",
	      .mtime = AGO(0) } },
	  { "borg|backup|/home, /etc|/media/accueil/USB DISK/borg|"
	    "removable|plugged yes|scheduled yes|0d|"
	    "/var/spool/cron/crontabs/root" } },
	{ "the repository is gone from its disk",
	  { { .path = "/root/.config/borg/security/" ID "/location",
	      .text = "/srv/gone" },
	    { .path = "/root/.config/borg/security/" ID "/manifest-timestamp",
	      .text = "2026-11-21T08:00:00.000001" } },
	  { "borg|backup|?|/srv/gone|other-disk|plugged no|"
	    "scheduled no|never|/root/.config/borg/security/" ID
	    "/location" } },
};

static void finds_borg(void **state)
{
	(void)state;
	CHECK(borg);
}

static const struct machine restic[] = {
	{ "a user's timer, the repository in a file of variables",
	  { { .path = "/home/accueil/.config/systemd/user/"
	              "restic@docs.service",
	      .text = "[Service]\nType=oneshot\n"
	              "EnvironmentFile=%h/.restic.env\n"
	              "ExecStart=/usr/bin/restic backup \\\n"
	              "  --tag %i %h/Documents\n" },
	    { .path = "/home/accueil/.config/systemd/user/"
	              "restic@.timer",
	      .text = "[Timer]\nUnit=restic@%i.service\n" },
	    { .path = "/home/accueil/.config/systemd/user/"
	              "timers.target.wants/restic@docs.timer",
	      .link = "../restic@.timer" },
	    { .path = "/home/accueil/.restic.env",
	      .text = "RESTIC_REPOSITORY=/mnt/nas/restic\n"
	              "RESTIC_PASSWORD=secret\n" },
	    { .path = "/mnt/nas/restic/snapshots/" ID,
	      .text = "x",
	      .mtime = AGO(1) } },
	  { "restic|backup|/home/accueil/Documents|/mnt/nas/restic|"
	    "network|plugged yes|scheduled yes|1d|"
	    "restic@docs.timer" } },
	{ "the cloud, by cron; the cache knows the date",
	  { { .path = "/etc/cron.d/restic",
	      .text = "RESTIC_PASSWORD_FILE=/root/p\n"
	              "0 2 * * * root restic -r "
	              "b2:mairie:/pc backup /home /etc "
	              "--exclude-file=/etc/x\n" },
	    { .path = "/root/.cache/restic/" ID "/snapshots/01/" ID,
	      .text = "x",
	      .mtime = AGO(12) },
	    { .path = "/root/.cache/restic/" ID "/snapshots/ff/" OTHER_ID,
	      .text = "x",
	      .mtime = AGO(4) } },
	  { "restic|backup|/home, /etc|b2:mairie:/pc|cloud|"
	    "plugged unknown|scheduled yes|4d|"
	    "/etc/cron.d/restic" } },
	{ "a cache made anew says nothing of the date",
	  { { .path = "/root/.cache/restic/" ID "/snapshots/01/" ID,
	      .text = "x",
	      .mtime = AGO(1) },
	    { .path = "/root/.cache/restic/" ID "/snapshots/ff/" OTHER_ID,
	      .text = "x",
	      .mtime = AGO(1) + 5 } },
	  { "restic|backup|?|?|?|plugged unknown|scheduled unknown|"
	    "unknown|/root/.cache/restic/" ID } },
	{ "a password in the address; a copy that did not end",
	  { { .path = "/etc/restic/mairie.env",
	      .text = "export RESTIC_REPOSITORY='rest:https://"
	              "bob:se@cr/et@save.example.org:8000/x?k=v'\n" },
	    { .path = "/etc/restic/usb.env",
	      .text = "RESTIC_REPOSITORY=/media/accueil/KEY/r" },
	    { .path = "/etc/restic/here.env",
	      .text = "RESTIC_REPOSITORY=/home/restic" },
	    { .path = "/home/restic/snapshots/" ID "-tmp-123",
	      .text = "x",
	      .mtime = AGO(1) },
	    { .path = "/home/restic/locks/" ID,
	      .text = "x",
	      .mtime = AGO(1) } },
	  { "restic|backup|?|/home/restic|same-disk|plugged yes|"
	    "scheduled no|never|/etc/restic/here.env",
	    "restic|backup|?|rest:https://save.example.org:8000/x|"
	    "cloud|plugged unknown|scheduled no|unknown|"
	    "/etc/restic/mairie.env",
	    "restic|backup|?|/media/accueil/KEY/r|removable|"
	    "plugged no|scheduled no|unknown|"
	    "/etc/restic/usb.env" } },
	{ "autorestic and resticprofile",
	  { { .path = "/home/accueil/.autorestic.yml",
	      .text = "version: 2\nbackends:\n  nas:\n"
	              "    type: sftp\n    path: 'u@nas:/r'\n"
	              "  disk:\n    type: local\n    path: /srv/r\n" },
	    { .path = "/srv/r/snapshots/" ID, .text = "x", .mtime = AGO(8) },
	    { .path = "/etc/resticprofile/profiles.toml",
	      .text = "[default]\nrepository = \"local:/data/r\"\n" },
	    { .path = "/data/r/snapshots/" ID, .text = "x", .mtime = AGO(9) } },
	  { "restic|backup|?|/data/r|other-disk|plugged yes|"
	    "scheduled no|9d|/etc/resticprofile/profiles.toml",
	    "restic|backup|?|sftp:u@nas:/r|network|"
	    "plugged unknown|scheduled no|unknown|"
	    "/home/accueil/.autorestic.yml",
	    "restic|backup|?|/srv/r|other-disk|plugged yes|"
	    "scheduled no|8d|/home/accueil/.autorestic.yml" } },
};

static void finds_restic(void **state)
{
	(void)state;
	CHECK(restic);
}

static const struct machine rsnapshot[] = {
	{ "on a second disk, by cron",
	  { { .path = "/etc/rsnapshot.conf",
	      .text = "config_version\t1.2\n"
	              "snapshot_root\t/srv/snap/\n"
	              "#retain\thourly\t3\n"
	              "retain\tdaily\t7\nretain\tweekly\t4\n"
	              "backup\t/home/\tlocalhost/\n"
	              "backup\t/etc/\tlocalhost/\n" },
	    { .path = "/etc/cron.d/rsnapshot",
	      .text = "30 3 * * * root /usr/bin/rsnapshot daily\n" },
	    { .path = "/srv/snap/daily.0/", .mtime = AGO(1) },
	    { .path = "/srv/snap/daily.1/", .mtime = AGO(2) } },
	  { "rsnapshot|backup|/home/, /etc/|/srv/snap|other-disk|"
	    "plugged yes|scheduled yes|1d|/etc/rsnapshot.conf" } },
	{ "the log says that the last runs failed",
	  { { .path = "/etc/rsnapshot.conf",
	      .text = "snapshot_root\t/srv/snap\n"
	              "logfile\t/var/log/rsnapshot.log\n"
	              "retain\tdaily\t7\n" },
	    { .path = "/srv/snap/daily.0/", .mtime = AGO(1) },
	    { .path = "/var/log/rsnapshot.log",
	      .text = "[2026-11-02T08:00:00] /usr/bin/rsnapshot daily: "
	              "completed successfully\n"
	              "[2026-11-21T08:00:00] /usr/bin/rsnapshot daily: "
	              "ERROR: /usr/bin/rsnapshot daily: completed, but "
	              "with some errors\n" } },
	  { "rsnapshot|backup|?|/srv/snap|other-disk|plugged yes|"
	    "scheduled no|20d|/etc/rsnapshot.conf" } },
	{ "the example of the package",
	  { { .path = "/etc/rsnapshot.conf",
	      .text = "snapshot_root\t/var/cache/rsnapshot/\n"
	              "retain\talpha\t6\nbackup\t/home/\tlocalhost/\n" },
	    { .path = "/var/cache/rsnapshot/" },
	    { .path = "/etc/cron.d/rsnapshot",
	      .text = "# 0 */4 * * * root rsnapshot alpha\n" } },
	  { NULL } },
	{ "a configuration of one's own, never run, on the NAS",
	  { { .path = "/etc/cron.daily/copie",
	      .text = "#!/bin/sh\nrsnapshot -c /opt/rs.conf daily\n",
	      .mode = 0755 },
	    { .path = "/opt/rs.conf",
	      .text = "snapshot_root /mnt/nas/snap\n"
	              "interval daily 7\nbackup /home/ x/\n" } },
	  { "rsnapshot|backup|/home/|/mnt/nas/snap|network|"
	    "plugged yes|scheduled yes|never|/opt/rs.conf" } },
};

static void finds_rsnapshot(void **state)
{
	(void)state;
	CHECK(rsnapshot);
}

static const struct machine duplicity[] = {
	{ "to a server, the cache found by the MD5 of the URL",
	  { { .path = "/var/spool/cron/crontabs/accueil",
	      .text = "5 1 * * * PASSPHRASE=x duplicity incr "
	              "--full-if-older-than 1M ~/Documents "
	              "sftp://u:pw@nas/duply\n" },
	    { .path = "/home/accueil/.cache/duplicity/"
	              "636bca3e661883fe3a56f449c0bf8ed8/"
	              "duplicity-full.20261001T080000Z.manifest" },
	    { .path = "/home/accueil/.cache/duplicity/"
	              "636bca3e661883fe3a56f449c0bf8ed8/duplicity-inc."
	              "20261001T080000Z.to.20261117T080000Z.manifest" },
	    { .path = "/home/accueil/.cache/duplicity/"
	              "636bca3e661883fe3a56f449c0bf8ed8/duplicity-inc."
	              "20261117T080000Z.to.20261121T080000Z.manifest."
	              "part" } },
	  { "duplicity|backup|/home/accueil/Documents|sftp://nas/duply|network|"
	    "plugged unknown|scheduled yes|5d|"
	    "/var/spool/cron/crontabs/accueil" } },
	{ "to a folder, whose own files tell",
	  { { .path = "/etc/cron.weekly/dup",
	      .text = "#!/bin/sh\nduplicity --no-encryption /home "
	              "file:///srv/dup\n",
	      .mode = 0755 },
	    { .path = "/srv/dup/"
	              "duplicity-full.20261115T080000Z.manifest.gpg" },
	    { .path = "/srv/dup/"
	              "duplicity-full.20261120T080000Z.vol1.difftar" } },
	  { "duplicity|backup|/home|/srv/dup|other-disk|plugged yes|"
	    "scheduled yes|7d|/etc/cron.weekly/dup" } },
	{ "by hand, with only a cache",
	  { { .path = "/home/accueil/.cache/duplicity/mairie/"
	              "duplicity-full.20260901T080000Z.manifest" },
	    { .path = "/home/accueil/.cache/duplicity/empty/x" } },
	  { "duplicity|backup|?|?|?|plugged unknown|"
	    "scheduled unknown|82d|"
	    "/home/accueil/.cache/duplicity/mairie" } },
	{ "other commands are no copies",
	  { { .path = "/etc/cron.d/dup",
	      .text = "1 1 * * * root duplicity cleanup --force "
	              "sftp://nas/x\n"
	              "1 1 * * * root duplicity restore sftp://nas/x "
	              "/tmp/x\n" } },
	  { NULL } },
};

static void finds_duplicity(void **state)
{
	(void)state;
	CHECK(duplicity);
}

/* The settings of a user as dconf compiles them. */
static void finds_deja_dup(void **state)
{
	static const char *const away[] = {
		"deja-dup|backup|/home/accueil, /srv/Documents|"
		"Cle USB/mairie|removable|plugged no|scheduled yes|"
		"2026-11-20T08:15:30Z|/home/accueil/.config/dconf/user",
		NULL
	};
	static const struct planted stick[] = {
		{ .path = "/dev/sdc1" },
		{ .path = "/dev/disk/by-uuid/1234-ABCD", .link = "../../sdc1" },
		{ .path = "/sys/class/block/sdc1",
		  .link = "../../devices/pci0/usb1/1-1/block/sdc/sdc1" },
	};
	char place[4096];
	struct buf file;
	struct err e;

	(void)state;
	buf_init(&file, 1u << 20);
	assert_true(
	    file_read(TESTS_DIR "/fuzz/corpus/gvdb/dconf-user", &file, &e));
	planted_place(root, "/home/accueil/.config/dconf/user", place);
	assert_true(file_write(place, file.data, file.len, &e));
	probe_now();
	expect_rows("the disk in the safe", away);
	plant(stick, sizeof(stick) / sizeof(stick[0]));
	probe_now();
	assert_int_equal(facts.backup_list.count, 1);
	assert_int_equal(facts.backup_list.row[0].plugged, TRI_YES);
	assert_string_equal(facts.backup_list.row[0].place, "removable");
	assert_true(file_write(place, file.data, file.len / 2, &e));
	probe_now();
	assert_true(facts.backup_list.count <= 1);
	buf_clear(&file);
}

/* Every kind of place that Déjà Dup offers. */
static void finds_deja_dup_elsewhere(void **state)
{
	static const struct {
		const char *file;
		const char *row; /* NULL: none */
	} cases[] = {
		{ "dconf-local",
		  "deja-dup|backup|/home/accueil/Documents|"
		  "/home/accueil/Copies|same-disk|plugged yes|scheduled no|"
		  "2026-11-20T08:15:30Z|/home/accueil/.config/dconf/user" },
		{ "dconf-remote",
		  "deja-dup|backup|/home/accueil|sftp://nas.lan/pc|network|"
		  "plugged unknown|scheduled yes|never|"
		  "/home/accueil/.config/dconf/user" },
		{ "dconf-cloud", "deja-dup|backup|/home/accueil|google|cloud|"
		                 "plugged unknown|scheduled no|21d|"
		                 "/home/accueil/.config/dconf/user" },
		{ "dconf-idle", NULL },
	};
	static const struct planted copies = { .path =
		                                   "/home/accueil/Copies/" };

	(void)state;
	planted_add(root, &copies);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *rows[] = { cases[i].row, NULL };
		char place[4096];
		char source[300];
		struct buf file;
		struct err e;

		buf_init(&file, 1u << 20);
		snprintf(source, sizeof(source), "%s/fuzz/corpus/gvdb/%s",
		         TESTS_DIR, cases[i].file);
		assert_true(file_read(source, &file, &e));
		planted_place(root, "/home/accueil/.config/dconf/user", place);
		assert_true(file_write(place, file.data, file.len, &e));
		probe_now();
		expect_rows(cases[i].file, rows);
		buf_clear(&file);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_borg),
		cmocka_unit_test(finds_restic),
		cmocka_unit_test(finds_rsnapshot),
		cmocka_unit_test(finds_duplicity),
		cmocka_unit_test_setup_teardown(finds_deja_dup, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(finds_deja_dup_elsewhere,
		                                set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
