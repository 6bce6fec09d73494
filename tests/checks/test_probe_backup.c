/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/probe.h"
#include "core/date.h"
#include "tests/checks/planted.h"

#include <sys/wait.h>

extern const struct probe probe_backup;

#define NOW       INT64_C(1795334400) /* 2026-11-22T08:00:00Z */
#define AGO(days) (NOW - (days)*DATE_DAY)

#define HEX16    "0123456789abcdef"
#define ID       HEX16 HEX16 HEX16 HEX16
#define OTHER_ID "f" HEX16 HEX16 HEX16 "0123456789abcde"

/*
 * A town hall's computer: the system on sda (LVM over a partition), a second
 * disk sdb on /srv, a USB disk sdc on /media/accueil/USB, a NAS on /mnt/nas,
 * and in fstab a USB disk that is not plugged in.
 */
static const struct planted base[] = {
	{ .path = "/etc/debian_version", .text = "12.8\n" },
	{ .path = "/etc/passwd",
	  .text = "root:x:0:0:root:/root:/bin/bash\n"
	          "accueil:x:1000:1000::/home/accueil:/bin/bash\n" },
	{ .path = "/home/accueil/" },
	{ .path = "/root/" },
	{ .path = "/usr/sbin/cron", .text = "#" },
	{ .path = "/etc/crontab",
	  .text = "SHELL=/bin/sh\n# m h dom mon dow user command\n"
	          "17 * * * * root cd / && run-parts --report "
	          "/etc/cron.hourly\n" },
	{ .path = "/proc/self/mountinfo",
	  .text =
	      "22 27 0:21 / /proc rw - proc proc rw\n"
	      "27 1 253:0 / / rw,relatime - ext4 /dev/mapper/vg-root rw\n"
	      "30 27 8:17 / /srv rw - ext4 /dev/sdb1 rw\n"
	      "31 27 8:33 / /media/accueil/USB\\040DISK rw - vfat /dev/sdc1 rw\n"
	      "32 27 0:45 / /mnt/nas rw - cifs //nas/sauvegardes rw\n"
	      "33 27 0:46 / /tmp rw - tmpfs tmpfs rw\n"
	      "34 27 0:47 / /data rw shared:1 - btrfs /dev/sdd2 rw\n"
	      "35 27 0:48 / /mnt/store rw - fuse.rclone store: rw\n"
	      "36 27 7:0 / /mnt/image rw - ext4 /dev/loop0 rw\n" },
	{ .path = "/etc/fstab",
	  .text = "UUID=1111 / ext4 defaults 0 1\n"
	          "# the safe's disk\n"
	          "UUID=2222 /mnt/coffre ext4 noauto 0 0\n"
	          "UUID=3333 /mnt/dormant ext4 noauto 0 0\n"
	          "nas:/old /mnt/oldnas nfs noauto 0 0\n" },
	{ .path = "/sys/devices/pci0/ata1/block/sda/removable", .text = "0\n" },
	{ .path = "/sys/devices/pci0/ata1/block/sda/sda3/partition",
	  .text = "3\n" },
	{ .path = "/sys/devices/virtual/block/dm-0/slaves/sda3",
	  .link = "../../../../pci0/ata1/block/sda/sda3" },
	{ .path = "/sys/devices/pci0/ata2/block/sdb/removable", .text = "0\n" },
	{ .path = "/sys/devices/pci0/ata2/block/sdb/sdb1/partition",
	  .text = "1\n" },
	{ .path = "/sys/devices/pci0/usb1/1-1/block/sdc/removable",
	  .text = "0\n" },
	{ .path = "/sys/devices/pci0/usb1/1-1/block/sdc/sdc1/partition",
	  .text = "1\n" },
	{ .path = "/sys/devices/pci0/ata3/block/sdd/removable", .text = "0\n" },
	{ .path = "/sys/devices/pci0/ata3/block/sdd/sdd2/partition",
	  .text = "2\n" },
	{ .path = "/sys/devices/virtual/block/loop0/loop/backing_file",
	  .text = "/home/image.ext4\n" },
	{ .path = "/sys/dev/block/253:0",
	  .link = "../../devices/virtual/block/dm-0" },
	{ .path = "/sys/dev/block/8:17",
	  .link = "../../devices/pci0/ata2/block/sdb/sdb1" },
	{ .path = "/sys/dev/block/8:33",
	  .link = "../../devices/pci0/usb1/1-1/block/sdc/sdc1" },
	{ .path = "/sys/dev/block/7:0",
	  .link = "../../devices/virtual/block/loop0" },
	{ .path = "/sys/class/block/sda",
	  .link = "../../devices/pci0/ata1/block/sda" },
	{ .path = "/sys/class/block/sdb",
	  .link = "../../devices/pci0/ata2/block/sdb" },
	{ .path = "/sys/class/block/sdc",
	  .link = "../../devices/pci0/usb1/1-1/block/sdc" },
	{ .path = "/sys/class/block/sdd",
	  .link = "../../devices/pci0/ata3/block/sdd" },
	{ .path = "/sys/class/block/sdd2",
	  .link = "../../devices/pci0/ata3/block/sdd/sdd2" },
	{ .path = "/sys/class/block/loop0",
	  .link = "../../devices/virtual/block/loop0" },
	{ .path = "/dev/sdd2", .text = "" },
	{ .path = "/dev/disk/by-uuid/3333", .link = "../../sdd2" },
	{ .path = "/srv/" },
	{ .path = "/data/" },
	{ .path = "/mnt/nas/" },
	{ .path = "/mnt/store/" },
	{ .path = "/mnt/image/" },
	{ .path = "/media/accueil/USB DISK/" },
	{ .path = "/mnt/coffre/" },
	{ .path = "/mnt/dormant/" },
};

static struct arena *arena;
static struct facts facts;
static char root[64];

static void plant(const struct planted *p, size_t count)
{
	for (size_t i = 0; i < count; i++)
		planted_add(root, &p[i]);
}

static void probe_now(void)
{
	struct probe_context c = { .root = root, .now = NOW, .user = 1000 };

	memset(&facts, 0, sizeof(facts));
	arena_free(arena);
	arena = arena_new(8u << 20);
	assert_non_null(arena);
	probe_backup.read(&c, &facts, arena);
}

static int set_up(void **state)
{
	(void)state;
	planted_new(root);
	plant(base, sizeof(base) / sizeof(base[0]));
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

static const char *tri_text(enum tri t)
{
	return t == TRI_YES ? "yes" : t == TRI_NO ? "no" : "unknown";
}

/* One row on a line, as the cases below write it. */
static void row_text(const struct backup *b, char *out, size_t size)
{
	char when[40];

	if (b->last_success == CELL_UNKNOWN)
		snprintf(when, sizeof(when), "unknown");
	else if (b->last_success == 0)
		snprintf(when, sizeof(when), "never");
	else if ((NOW - b->last_success) % DATE_DAY == 0)
		snprintf(when, sizeof(when), "%dd",
		         (int)((NOW - b->last_success) / DATE_DAY));
	else
		date_format(when, b->last_success);
	snprintf(out, size, "%s|%s|%s|%s|%s|plugged %s|scheduled %s|%s|%s",
	         b->tool, b->kind, b->what ? b->what : "?",
	         b->target ? b->target : "?", b->place ? b->place : "?",
	         tri_text(b->plugged), tri_text(b->scheduled), when,
	         b->where ? b->where : "?");
}

/* Exactly these rows, in this order; NULL-ended. */
static void expect_rows(const char *name, const char *const *rows)
{
	char all[8000] = "";
	char one[2000];
	bool same = true;
	size_t n = 0;

	for (; rows[n]; n++)
		if (n >= facts.backup_list.count)
			same = false;
	for (size_t i = 0; i < facts.backup_list.count; i++) {
		row_text(&facts.backup_list.row[i], one, sizeof(one));
		same = same && i < n && strcmp(one, rows[i]) == 0;
		if (strlen(all) + strlen(one) + 2 < sizeof(all)) {
			strcat(all, "\n");
			strcat(all, one);
		}
	}
	if (!same)
		fail_msg("%s: got%s", name, all);
}

#define FILES 12
#define ROWS  4

/* What is added to the computer, and the rows it must give. */
struct machine {
	const char *name;
	struct planted file[FILES];
	const char *row[ROWS + 1];
};

static void check(const struct machine *m, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		set_up(NULL);
		for (size_t j = 0; j < FILES && m[i].file[j].path; j++)
			planted_add(root, &m[i].file[j]);
		probe_now();
		assert_int_equal(facts.backup_list.fact.state, FACT_KNOWN);
		expect_rows(m[i].name, m[i].row);
		tear_down(NULL);
	}
}

#define CHECK(machines) check(machines, sizeof(machines) / sizeof(machines[0]))

static void a_bare_machine_has_none(void **state)
{
	static const char *const none[] = { NULL };

	(void)state;
	probe_now();
	assert_int_equal(facts.backup_list.fact.state, FACT_KNOWN);
	expect_rows("bare", none);
}

static void finds_borg(void **state)
{
	static const struct machine machines[] = {
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
		  { { .path =
		          "/home/accueil/.config/borg/security/" ID "/location",
		      .text = "/mnt/coffre/borg" },
		    { .path = "/home/accueil/.config/borg/security/" ID
		              "/manifest-timestamp",
		      .text = "2026-11-19T08:00:00.602201" },
		    { .path = "/home/accueil/.cache/borg/" ID "/files",
		      .text = "x",
		      .mtime = AGO(3) } },
		  { "borg|backup|?|/mnt/coffre/borg|removable|plugged no|"
		    "scheduled no|3d|/home/accueil/.config/borg/security/" ID
		    "/location" } },
		{ "pruned yesterday, but last copied long ago",
		  { { .path = "/root/.config/borg/security/" ID "/location",
		      .text = "ssh://x@y.repo.borgbase.com/./repo" },
		    { .path = "/root/.config/borg/security/" ID
		              "/manifest-timestamp",
		      .text = "2026-11-21T08:00:00.000001" },
		    { .path = "/root/.cache/borg/" ID "/files",
		      .text = "x",
		      .mtime = AGO(40) },
		    { .path = "/etc/cron.d/borg",
		      .text = "0 3 * * * root borg prune -d 7 x@y:repo\n" } },
		  { "borg|backup|?|ssh://y.repo.borgbase.com/./repo|cloud|"
		    "plugged unknown|scheduled unknown|40d|"
		    "/root/.config/borg/security/" ID "/location" } },
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
		    { .path = "/root/.config/borg/security/" ID
		              "/manifest-timestamp",
		      .text = "2026-11-21T08:00:00.000001" } },
		  { "borg|backup|?|/srv/gone|other-disk|plugged no|"
		    "scheduled no|never|/root/.config/borg/security/" ID
		    "/location" } },
	};

	(void)state;
	CHECK(machines);
}

static void finds_restic(void **state)
{
	static const struct machine machines[] = {
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
		    { .path =
		          "/root/.cache/restic/" ID "/snapshots/ff/" OTHER_ID,
		      .text = "x",
		      .mtime = AGO(4) } },
		  { "restic|backup|/home, /etc|b2:mairie:/pc|cloud|"
		    "plugged unknown|scheduled yes|4d|"
		    "/etc/cron.d/restic" } },
		{ "a cache made anew says nothing of the date",
		  { { .path = "/root/.cache/restic/" ID "/snapshots/01/" ID,
		      .text = "x",
		      .mtime = AGO(1) },
		    { .path =
		          "/root/.cache/restic/" ID "/snapshots/ff/" OTHER_ID,
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
		    { .path = "/srv/r/snapshots/" ID,
		      .text = "x",
		      .mtime = AGO(8) },
		    { .path = "/etc/resticprofile/profiles.toml",
		      .text = "[default]\nrepository = \"local:/data/r\"\n" },
		    { .path = "/data/r/snapshots/" ID,
		      .text = "x",
		      .mtime = AGO(9) } },
		  { "restic|backup|?|/data/r|other-disk|plugged yes|"
		    "scheduled no|9d|/etc/resticprofile/profiles.toml",
		    "restic|backup|?|sftp:u@nas:/r|network|"
		    "plugged unknown|scheduled no|unknown|"
		    "/home/accueil/.autorestic.yml",
		    "restic|backup|?|/srv/r|other-disk|plugged yes|"
		    "scheduled no|8d|/home/accueil/.autorestic.yml" } },
	};

	(void)state;
	CHECK(machines);
}

static void finds_rsnapshot(void **state)
{
	static const struct machine machines[] = {
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
		      .text =
		          "snapshot_root\t/var/cache/rsnapshot/\n"
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

	(void)state;
	CHECK(machines);
}

static void finds_duplicity(void **state)
{
	static const struct machine machines[] = {
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
		    { .path =
		          "/srv/dup/"
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

	(void)state;
	CHECK(machines);
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

/* Bacula's own list of its last jobs. */
static void finds_bacula(void **state)
{
	static const struct planted settings = {
		.path = "/etc/bacula/bacula-fd.conf"
	};
	static const char *const rows[] = {
		"bacula|backup|?|?|network|plugged unknown|scheduled unknown|"
		"2d|/etc/bacula/bacula-fd.conf",
		NULL
	};
	char place[4096];
	struct buf file;
	struct err e;

	(void)state;
	planted_add(root, &settings);
	buf_init(&file, 1u << 20);
	assert_true(
	    file_read(TESTS_DIR "/fuzz/corpus/backup/bacula", &file, &e));
	planted_place(root, "/var/lib/bacula/bacula-fd.9102.state", place);
	assert_true(file_write(place, file.data, file.len, &e));
	probe_now();
	expect_rows("bacula", rows);
	buf_clear(&file);
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

static void finds_copiers(void **state)
{
	static const struct machine machines[] = {
		{ "rsync to the NAS by a timer, its log well",
		  { { .path = "/etc/systemd/system/copie.timer",
		      .text = "[Timer]\nOnCalendar=daily\nPersistent=yes\n" },
		    { .path = "/etc/systemd/system/copie.service",
		      .text =
		          "[Service]\nEnvironment=\"SRC=/home/accueil\" "
		          "DST=/mnt/nas/pc\n"
		          "ExecStart=/usr/bin/rsync -a --delete -e ssh "
		          "${SRC}/ ${DST}/ --log-file=/var/log/copie.log\n" },
		    { .path = "/etc/systemd/system/timers.target.wants/"
		              "copie.timer",
		      .link = "../copie.timer" },
		    { .path = "/mnt/nas/pc/a", .mtime = AGO(60) },
		    { .path = "/mnt/nas/pc/", .mtime = AGO(50) },
		    { .path = "/var/log/copie.log",
		      .text = "sent 5 bytes\n",
		      .mtime = AGO(3) },
		    { .path = "/var/lib/systemd/timers/stamp-copie.timer",
		      .mtime = AGO(4) } },
		  { "rsync|backup|/home/accueil/|/mnt/nas/pc|network|"
		    "plugged yes|scheduled yes|3d|copie.timer" } },
		{ "the log complains, the timer is off",
		  { { .path = "/etc/systemd/system/copie.timer",
		      .text = "[Timer]\nOnCalendar=daily\n" },
		    { .path = "/etc/systemd/system/copie.service",
		      .text = "[Service]\nExecStart=/bin/sh -c 'rsync -a "
		              "/home/ bob@192.168.1.5::sauve >> "
		              "/var/log/copie.log 2>&1'\n" },
		    { .path = "/var/log/copie.log",
		      .text = "rsync error: some files/attrs were not "
		              "transferred (code 23)\n",
		      .mtime = AGO(1) } },
		  { "rsync|backup|/home/|bob@192.168.1.5::sauve|network|"
		    "plugged unknown|scheduled no|unknown|copie.timer" } },
		{ "tar every night, dated names, the USB disk",
		  { { .path = "/etc/cron.daily/sauvegarde",
		      .text = "#!/bin/sh\nDEST=\"/media/accueil/USB DISK\"\n"
		              "JOUR=`date +%F`\n"
		              "tar czf \"$DEST/mairie-$JOUR.tgz\" -C / home "
		              "etc\nfind \"$DEST\" -mtime +30 -delete\n",
		      .mode = 0755 },
		    { .path = "/media/accueil/USB DISK/mairie-2026-11-20.tgz",
		      .text =
		          "0123456789012345678901234567890123456789012345678"
		          "901234567890123456789",
		      .mtime = AGO(2) },
		    { .path = "/media/accueil/USB DISK/mairie-2026-11-21.tgz",
		      .text = "truncated",
		      .mtime = AGO(1) },
		    { .path = "/media/accueil/USB DISK/other.txt" } },
		  { "tar|backup|/home, /etc|/media/accueil/USB DISK|"
		    "removable|plugged yes|scheduled yes|2d|"
		    "/etc/cron.daily/sauvegarde" } },
		{ "run-parts passes over a name with a dot, and no one may "
		  "run it",
		  { { .path = "/etc/cron.daily/sauve.sh",
		      .text = "#!/bin/sh\ncp -a /home/accueil /srv/copie/\n",
		      .mode = 0755 },
		    { .path = "/etc/cron.weekly/sauve",
		      .text = "#!/bin/sh\ncp -r /etc /srv/etc\n" },
		    { .path = "/srv/copie/accueil/x" },
		    { .path = "/srv/copie/accueil/", .mtime = AGO(10) },
		    { .path = "/srv/copie/", .mtime = AGO(11) },
		    { .path = "/srv/etc/" } },
		  { "cp|backup|/home/accueil|/srv/copie|other-disk|"
		    "plugged yes|scheduled no|10d|/etc/cron.daily/sauve.sh",
		    "cp|backup|/etc|/srv/etc|other-disk|plugged yes|"
		    "scheduled no|never|/etc/cron.weekly/sauve" } },
		{ "a disk that should be mounted is not: nothing counts",
		  { { .path = "/etc/cron.d/sauve",
		      .text =
		          "0 1 * * * root rsync -a /home/ "
		          "/mnt/coffre/pc > /var/log/sauve.log\n"
		          "0 2 * * * root rsync -a /home/ "
		          "/mnt/dormant/pc\n"
		          "0 3 * * * root rsync -a /home/ /mnt/oldnas/pc\n" },
		    { .path = "/mnt/coffre/pc/new", .mtime = AGO(1) },
		    { .path = "/var/log/sauve.log",
		      .text = "x",
		      .mtime = AGO(1) } },
		  { "rsync|backup|/home/|/mnt/coffre/pc|removable|"
		    "plugged no|scheduled yes|unknown|/etc/cron.d/sauve",
		    "rsync|backup|/home/|/mnt/dormant/pc|other-disk|"
		    "plugged yes|scheduled yes|unknown|/etc/cron.d/sauve",
		    "rsync|backup|/home/|/mnt/oldnas/pc|network|plugged no|"
		    "scheduled yes|unknown|/etc/cron.d/sauve" } },
		{ "rclone to the cloud, to a server, and back",
		  { { .path = "/home/accueil/.config/rclone/rclone.conf",
		      .text = "[drive]\ntype = drive\ntoken = secret\n"
		              "[nas]\ntype = sftp\nhost = nas\n" },
		    { .path = "/var/spool/cron/crontabs/accueil",
		      .text = "@daily rclone sync /home/accueil/Documents "
		              "drive:mairie --log-file /var/log/r.log\n"
		              "@daily rclone copy /srv/x nas:x\n"
		              "@daily rclone copy drive:y /srv/y\n"
		              "@daily rclone sync /etc "
		              ":s3,secret_access_key=K,env_auth:b\n" },
		    { .path = "/var/log/r.log", .text = "x", .mtime = AGO(6) },
		    { .path = "/srv/x/" } },
		  { "rclone|backup|/home/accueil/Documents|"
		    "rclone:drive:mairie|cloud|plugged unknown|scheduled yes|"
		    "6d|/var/spool/cron/crontabs/accueil",
		    "rclone|backup|/srv/x|rclone:nas:x|network|"
		    "plugged unknown|scheduled yes|unknown|"
		    "/var/spool/cron/crontabs/accueil",
		    "rclone|backup|/etc|rclone::s3|cloud|plugged unknown|"
		    "scheduled yes|unknown|/var/spool/cron/crontabs/accueil" } },
		{ "what packages do with their own files",
		  { { .path = "/etc/cron.daily/dpkg",
		      .text = "#!/bin/sh\ncp -a /var/lib/dpkg /var/backups\n",
		      .mode = 0755 },
		    { .path = "/usr/lib/systemd/system/x.timer",
		      .text = "[Timer]\n" },
		    { .path = "/usr/lib/systemd/system/x.service",
		      .text = "[Service]\nExecStart=/bin/tar -cf /var/x.tar "
		              "/etc\n" },
		    { .path = "/etc/cron.d/y",
		      .text = "1 1 * * * root tar xzf /srv/x.tgz\n"
		              "1 1 * * * root tar czf /dev/null /etc\n"
		              "1 1 * * * root cp /etc/a /etc/b\n"
		              "1 1 * * * root rsync --version\n" } },
		  { NULL } },
		{ "the disk is in the safe, and the log proves the copy",
		  { { .path = "/etc/cron.d/sauve",
		      .text = "0 1 * * * root rsync -a /home/ "
		              "/mnt/coffre/pc >> /var/log/sauve.log\n"
		              "0 2 * * * root rsync -a /home/ "
		              "/media/accueil/BLEU/pc >> /var/log/bleu.log\n" },
		    { .path = "/var/log/sauve.log",
		      .text =
		          "rsync error: some files could not be "
		          "transferred (code 23) at main.c\n"
		          "sent 123 bytes  received 35 bytes  316 bytes/sec\n"
		          "total size is 5  speedup is 0.03\n",
		      .mtime = AGO(4) },
		    { .path = "/var/log/bleu.log",
		      .text = "sent 123 bytes  received 35 bytes\n"
		              "rsync error: some files could not be "
		              "transferred (code 23) at main.c\n",
		      .mtime = AGO(1) } },
		  { "rsync|backup|/home/|/mnt/coffre/pc|removable|"
		    "plugged no|scheduled yes|4d|/etc/cron.d/sauve",
		    "rsync|backup|/home/|/media/accueil/BLEU/pc|removable|"
		    "plugged no|scheduled yes|unknown|/etc/cron.d/sauve" } },
		{ "scp, tar to a pipe, and a masked timer",
		  { { .path = "/etc/cron.d/z",
		      .text = "1 1 * * * root tar cz /home > /srv/h.tgz && "
		              "scp -i /root/k -q /srv/h.tgz nas:/b/\n" },
		    { .path = "/etc/systemd/system/m.timer",
		      .link = "/dev/null" },
		    { .path = "/usr/lib/systemd/system/m.timer",
		      .text = "[Timer]\n" },
		    { .path = "/usr/lib/systemd/system/m.service",
		      .text = "[Service]\nExecStart=restic backup -r /x /y\n" },
		    { .path = "/srv/h.tgz",
		      .text =
		          "0123456789012345678901234567890123456789012345678"
		          "901234567890123456789",
		      .mtime = AGO(1) } },
		  { "tar|backup|/home|/srv|other-disk|plugged yes|"
		    "scheduled yes|1d|/etc/cron.d/z",
		    "scp|backup|/srv/h.tgz|nas:/b/|network|plugged unknown|"
		    "scheduled yes|unknown|/etc/cron.d/z" } },
	};

	(void)state;
	CHECK(machines);
}

static void finds_snapshots(void **state)
{
	static const struct machine machines[] = {
		{ "Timeshift on the system's disk",
		  { { .path = "/etc/timeshift/timeshift.json",
		      .text = "{\"backup_device_uuid\":\"1111\","
		              "\"btrfs_mode\":\"false\","
		              "\"schedule_daily\":\"true\"}" },
		    { .path = "/dev/dm-0" },
		    { .path = "/dev/mapper/vg-root", .link = "../dm-0" },
		    { .path = "/dev/disk/by-uuid/1111", .link = "../../dm-0" },
		    { .path = "/timeshift/snapshots/2026-11-20_09-00-00/"
		              "info.json",
		      .mtime = AGO(2) },
		    { .path = "/timeshift/snapshots/2026-11-22_09-00-00/"
		              "localhost/" } },
		  { "timeshift|snapshot|/|/timeshift|same-disk|plugged yes|"
		    "scheduled yes|2d|/etc/timeshift/timeshift.json" } },
		{ "Timeshift on a disk that is away",
		  { { .path = "/etc/timeshift/timeshift.json",
		      .text = "{\"backup_device_uuid\":\"9999\"}" } },
		  { "timeshift|snapshot|/|UUID=9999|removable|plugged no|"
		    "scheduled no|unknown|/etc/timeshift/timeshift.json" } },
		{ "Timeshift never set up, and damaged",
		  { { .path = "/etc/timeshift/timeshift.json",
		      .text = "{\"backup_device_uuid\":\"\"" } },
		  { NULL } },
		{ "snapper",
		  { { .path = "/etc/snapper/configs/root",
		      .text = "# subvolume\nSUBVOLUME=\"/\"\n"
		              "TIMELINE_CREATE=\"yes\"\n" },
		    { .path = "/.snapshots/12/info.xml", .mtime = AGO(0) } },
		  { "snapper|snapshot|/|/.snapshots|same-disk|plugged yes|"
		    "scheduled yes|0d|/etc/snapper/configs/root" } },
	};

	(void)state;
	CHECK(machines);
}

static void finds_windowed_programs(void **state)
{
	static const struct machine machines[] = {
		{ "Back In Time on the USB disk and on a server",
		  { { .path = "/home/accueil/.config/backintime/config",
		      .text =
		          "config.version=6\n"
		          "profile1.snapshots.path=/media/accueil/USB DISK\n"
		          "profile1.snapshots.path.host=pc\n"
		          "profile1.snapshots.path.user=accueil\n"
		          "profile1.snapshots.path.profile=1\n"
		          "profile1.snapshots.include.1.value=/home\n"
		          "profile1.schedule.mode=20\n"
		          "profile2.snapshots.mode=ssh\n"
		          "profile2.snapshots.ssh.host=nas\n"
		          "profile2.snapshots.ssh.path=/b\n" },
		    { .path = "/media/accueil/USB DISK/backintime/pc/accueil/1/"
		              "20261120-090000-123/info",
		      .mtime = AGO(2) },
		    { .path = "/media/accueil/USB DISK/backintime/pc/accueil/1/"
		              "last_snapshot",
		      .link = "20261120-090000-123" },
		    { .path = "/media/accueil/USB DISK/backintime/pc/accueil/1/"
		              "new_snapshot/info" } },
		  { "backintime|backup|/home|/media/accueil/USB DISK|"
		    "removable|plugged yes|scheduled yes|2d|"
		    "/home/accueil/.config/backintime/config",
		    "backintime|backup|?|nas:/b|network|plugged unknown|"
		    "scheduled no|unknown|"
		    "/home/accueil/.config/backintime/config" } },
		{ "Kopia, Duplicati, Vorta",
		  { { .path = "/home/accueil/.config/kopia/repository.config",
		      .text = "{\"storage\":{\"type\":\"filesystem\","
		              "\"config\":{\"path\":\"/data/kopia\"}}}" },
		    { .path = "/data/kopia/" },
		    { .path = "/home/accueil/.config/Duplicati/"
		              "Duplicati-server.sqlite" },
		    { .path = "/home/accueil/.local/share/Vorta/"
		              "settings.db" },
		    { .path =
		          "/home/accueil/.config/borg/security/" ID "/location",
		      .text = "/srv/vorta" },
		    { .path = "/srv/vorta/index.2" } },
		  { "borg|backup|?|/srv/vorta|other-disk|plugged yes|"
		    "scheduled unknown|unknown|"
		    "/home/accueil/.config/borg/security/" ID "/location",
		    "kopia|backup|?|/data/kopia|other-disk|plugged yes|"
		    "scheduled no|unknown|"
		    "/home/accueil/.config/kopia/repository.config",
		    "duplicati|backup|?|?|?|plugged unknown|"
		    "scheduled unknown|unknown|/home/accueil/.config/Duplicati/"
		    "Duplicati-server.sqlite" } },
		{ "Kopia elsewhere",
		  { { .path = "/root/.config/kopia/repository.config",
		      .text = "{\"storage\":{\"type\":\"s3\",\"config\":"
		              "{\"bucket\":\"mairie\","
		              "\"secretAccessKey\":\"K\"}}}" },
		    { .path = "/home/accueil/.config/kopia/repository.config",
		      .text = "{\"apiServer\":{\"url\":"
		              "\"https://nas.lan:51515\"}}" } },
		  { "kopia|backup|?|s3:mairie|cloud|plugged unknown|"
		    "scheduled no|unknown|/root/.config/kopia/repository.config",
		    "kopia|backup|?|https://nas.lan:51515|network|"
		    "plugged unknown|scheduled no|unknown|"
		    "/home/accueil/.config/kopia/repository.config" } },
		{ "agents of a server, and the cloud of a copier of machines",
		  { { .path = "/etc/veeam/veeam.ini" },
		    { .path = "/usr/lib/Acronis/" },
		    { .path = "/etc/cron.d/pbs",
		      .text = "PBS_REPOSITORY=u@pbs@192.168.1.9:store\n"
		              "0 1 * * * root proxmox-backup-client backup "
		              "root.pxar:/\n" } },
		  { "proxmox-backup|backup|/|u@pbs@192.168.1.9:store|network|"
		    "plugged unknown|scheduled yes|unknown|/etc/cron.d/pbs",
		    "veeam|backup|?|?|?|plugged unknown|scheduled unknown|"
		    "unknown|/etc/veeam/veeam.ini",
		    "acronis|backup|?|?|?|plugged unknown|scheduled unknown|"
		    "unknown|/usr/lib/Acronis" } },
		{ "clients that keep folders the same",
		  { { .path = "/home/accueil/.config/Nextcloud/nextcloud.cfg",
		      .text =
		          "[Accounts]\n0\\url=https://u:p@cloud.example.fr\n"
		          "0\\Folders\\1\\localPath=/home/accueil/NC/\n" },
		    { .path = "/home/accueil/NC/.sync_12ab.db",
		      .mtime = AGO(5) },
		    { .path = "/home/accueil/.dropbox/info.json" },
		    { .path = "/home/accueil/.config/syncthing/config.xml" } },
		  { "nextcloud|sync|/home/accueil/NC/|"
		    "https://cloud.example.fr|cloud|plugged unknown|"
		    "scheduled unknown|5d|"
		    "/home/accueil/.config/Nextcloud/nextcloud.cfg",
		    "dropbox|sync|?|?|cloud|plugged unknown|"
		    "scheduled unknown|unknown|"
		    "/home/accueil/.dropbox/info.json",
		    "syncthing|sync|?|?|network|plugged unknown|"
		    "scheduled unknown|unknown|"
		    "/home/accueil/.config/syncthing/config.xml" } },
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
static void survives_hostile_files(void **state)
{
	static const struct planted more[] = {
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
		  .text =
		      "repositories:\n  - path:\n  -\n- \n:\n[\nrepositories: "
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
		  .text =
		      "profile1.snapshots.path=\nprofile1.snapshots.mode=ssh\n" },
		{ .path = "/etc/systemd/system/a.timer",
		  .text = "[Timer]\nUnit=../../../etc/passwd\n" },
		{ .path = "/etc/systemd/system/b.service",
		  .text = "ExecStart=x\n[Service\nExecStart=\\\n\\\n" },
		{ .path = "/etc/systemd/system/b.timer", .text = "\\" },
		{ .path = "/etc/systemd/system/timers.target.wants/c.timer",
		  .link = "/proc/self/mem" },
	};
	char *huge = malloc(900000);
	struct planted long_line = { .path = "/etc/cron.d/huge" };

	(void)state;
	plant(more, sizeof(more) / sizeof(more[0]));
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_bare_machine_has_none, set_up,
		                                tear_down),
		cmocka_unit_test(finds_borg),
		cmocka_unit_test(finds_restic),
		cmocka_unit_test(finds_rsnapshot),
		cmocka_unit_test(finds_duplicity),
		cmocka_unit_test_setup_teardown(finds_deja_dup, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(finds_deja_dup_elsewhere,
		                                set_up, tear_down),
		cmocka_unit_test_setup_teardown(finds_bacula, set_up,
		                                tear_down),
		cmocka_unit_test(follows_systemd),
		cmocka_unit_test(finds_copiers),
		cmocka_unit_test(finds_snapshots),
		cmocka_unit_test(finds_windowed_programs),
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
