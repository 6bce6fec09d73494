/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/backed.h"

static const struct machine copiers[] = {
	{ "rsync to the NAS by a timer, its log well",
	  { { .path = "/etc/systemd/system/copie.timer",
	      .text = "[Timer]\nOnCalendar=daily\nPersistent=yes\n" },
	    { .path = "/etc/systemd/system/copie.service",
	      .text = "[Service]\nEnvironment=\"SRC=/home/accueil\" "
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
	{ "a timer began it this night; nobody knows how it ended",
	  { { .path = "/etc/systemd/system/copie.timer",
	      .text = "[Timer]\nOnCalendar=daily\n" },
	    { .path = "/etc/systemd/system/copie.service",
	      .text = "[Service]\nExecStart=rsync -a /home/ "
	              "nas:/pc/\nExecStart=rsync -a /home/ "
	              "/mnt/store/pc/\n" },
	    { .path = "/etc/systemd/system/timers.target.wants/"
	              "copie.timer",
	      .link = "../copie.timer" },
	    { .path = "/mnt/store/pc/a", .mtime = AGO(60) },
	    { .path = "/mnt/store/pc/", .mtime = AGO(50) },
	    { .path = "/var/lib/systemd/timers/stamp-copie.timer",
	      .mtime = AGO(1) } },
	  { "rsync|backup|/home/|nas:/pc/|network|"
	    "plugged unknown|scheduled yes|unknown|copie.timer",
	    "rsync|backup|/home/|/mnt/store/pc|cloud|plugged yes|"
	    "scheduled yes|unknown|copie.timer" } },
	{ "scp by cron; its log ends badly",
	  { { .path = "/etc/cron.d/scp",
	      .text = "0 1 * * * root scp -qr /home nas:/pc "
	              ">> /var/log/scp.log 2>&1\n" },
	    { .path = "/var/log/scp.log",
	      .text = "ssh: connect to host nas port 22: Aucun "
	              "chemin\nscp: Connection closed\n",
	      .mtime = AGO(1) } },
	  { "scp|backup|/home|nas:/pc|network|plugged unknown|"
	    "scheduled yes|unknown|/etc/cron.d/scp" } },
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
	      .text = "0123456789012345678901234567890123456789012345678"
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
	      .text = "0 1 * * * root rsync -a /home/ "
	              "/mnt/coffre/pc > /var/log/sauve.log\n"
	              "0 2 * * * root rsync -a /home/ "
	              "/mnt/dormant/pc\n"
	              "0 3 * * * root rsync -a /home/ /mnt/oldnas/pc\n" },
	    { .path = "/mnt/coffre/pc/new", .mtime = AGO(1) },
	    { .path = "/var/log/sauve.log", .text = "x", .mtime = AGO(1) } },
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
	    { .path = "/usr/lib/systemd/system/x.timer", .text = "[Timer]\n" },
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
	      .text = "rsync error: some files could not be "
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
	    { .path = "/etc/systemd/system/m.timer", .link = "/dev/null" },
	    { .path = "/usr/lib/systemd/system/m.timer", .text = "[Timer]\n" },
	    { .path = "/usr/lib/systemd/system/m.service",
	      .text = "[Service]\nExecStart=restic backup -r /x /y\n" },
	    { .path = "/srv/h.tgz",
	      .text = "0123456789012345678901234567890123456789012345678"
	              "901234567890123456789",
	      .mtime = AGO(1) } },
	  { "tar|backup|/home|/srv|other-disk|plugged yes|"
	    "scheduled yes|1d|/etc/cron.d/z",
	    "scp|backup|/srv/h.tgz|nas:/b/|network|plugged unknown|"
	    "scheduled yes|unknown|/etc/cron.d/z" } },
};

static void finds_copiers(void **state)
{
	(void)state;
	CHECK(copiers);
}

static const struct machine snapshots[] = {
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

static void finds_snapshots(void **state)
{
	(void)state;
	CHECK(snapshots);
}

static const struct machine windowed[] = {
	{ "Back In Time on the USB disk and on a server",
	  { { .path = "/home/accueil/.config/backintime/config",
	      .text = "config.version=6\n"
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
	    { .path = "/home/accueil/.config/borg/security/" ID "/location",
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
	      .text = "[Accounts]\n0\\url=https://u:p@cloud.example.fr\n"
	              "0\\Folders\\1\\localPath=/home/accueil/NC/\n" },
	    { .path = "/home/accueil/NC/.sync_12ab.db", .mtime = AGO(5) },
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

static void finds_windowed_programs(void **state)
{
	(void)state;
	CHECK(windowed);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_copiers),
		cmocka_unit_test(finds_snapshots),
		cmocka_unit_test(finds_windowed_programs),
		cmocka_unit_test_setup_teardown(finds_bacula, set_up,
		                                tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
