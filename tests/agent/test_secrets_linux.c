/* SPDX-License-Identifier: Apache-2.0 */
#include "program.h"

#include "core/json.h"
#include "tests/checks/planted.h"

/*
 * A password is planted wherever a machine may keep one; nothing that the
 * program writes may hold it.
 */
#define CANARY "S3cr3tCanary"

/* Everything of accueil's and of the machine's that may hold a secret. */
static const struct planted machine[] = {
	{ .path = "/etc/passwd",
	  .text = "root:x:0:0:root:/root:/bin/bash\n"
	          "accueil:x:1000:1000:Alice," CANARY
	          ":/home/accueil:/bin/bash\n" },
	{ .path = "/etc/shadow",
	  .text = "root:$6$" CANARY ":19000:0:99999:7:::\n"
	          "accueil:$6$x$" CANARY ":19000:0:99999:7:::\n" },
	{ .path = "/etc/hostname", .text = CANARY "\n" },
	{ .path = "/etc/machine-id", .text = CANARY "\n" },
	{ .path = "/usr/sbin/cron" },
	{ .path = "/srv/rs/daily.0/x" },
	{ .path = "/proc/self/mountinfo",
	  .text = "27 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
	          "30 27 0:50 / /mnt/dav rw - fuse.davfs https://u:" CANARY
	          "@cloud.example.com/dav rw\n"
	          "31 27 0:51 / /mnt/nas rw - cifs //u:" CANARY
	          "@nas/share rw,password=" CANARY "\n" },
	{ .path = "/etc/fstab",
	  .text = "//nas/share /mnt/nas cifs username=u,password=" CANARY
	          " 0 0\n" },
	{ .path = "/etc/restic/env",
	  .text = "export RESTIC_REPOSITORY=\"rest:https://u:" CANARY
	          "@h30/r\"\nexport RESTIC_PASSWORD=" CANARY "\n" },
	{ .path = "/etc/restic/password", .text = CANARY "\n" },
	{ .path = "/etc/restic/c.env",
	  .text = "RESTIC_REPOSITORY_FILE=/etc/restic/password\n" },
	{ .path = "/etc/borgmatic/config.yaml",
	  .text = "repositories:\n  - path: ssh://u:" CANARY
	          "@h31/./r\n    label: " CANARY
	          "\nsource_directories:\n  - /home\n"
	          "encryption_passphrase: \"" CANARY "\"\n"
	          "ssh_command: sshpass -p " CANARY " ssh\n"
	          "postgresql_databases:\n  - name: x\n    password: " CANARY
	          "\n" },
	{ .path = "/etc/rsnapshot.conf",
	  .text = "snapshot_root\t/srv/rs/\nretain\tdaily\t7\n"
	          "backup\trsync://u:" CANARY "@h38/m/\tx/\n"
	          "backup\t/home\tl/\nssh_args\t-i " CANARY "\n" },
	{ .path = "/home/accueil/.autorestic.yml",
	  .text = "backends:\n  a:\n    type: rest\n    path: http://u:" CANARY
	          "@h33/r\n    key: " CANARY "\n" },
	{ .path = "/home/accueil/.config/resticprofile/profiles.yaml",
	  .text = "default:\n  repository: \"rest:http://u:" CANARY
	          "@h32/r\"\n  password-file: " CANARY "\n" },
	{ .path = "/home/accueil/.config/rclone/rclone.conf",
	  .text = "[r]\ntype = sftp\nhost = h34\npass = " CANARY
	          "\n[r2]\ntype = webdav\nurl = https://u:" CANARY
	          "@h/x\npass = " CANARY "\n" },
	{ .path = "/home/accueil/.config/kopia/repository.config",
	  .text =
	      "{\"storage\":{\"type\":\"s3\",\"config\":{\"bucket\":\"b\","
	      "\"secretAccessKey\":\"" CANARY "\"}},\"apiServer\":{\"url\":"
	      "\"https://u:" CANARY "@h35\"},\"password\":\"" CANARY "\"}" },
	{ .path = "/home/accueil/.config/Nextcloud/nextcloud.cfg",
	  .text = "[Accounts]\n0\\url=https://u:" CANARY
	          "@h36/nc\n0\\dav_user=" CANARY
	          "\n0\\Folders\\1\\localPath=/home/accueil/NC\n" },
	{ .path = "/home/accueil/.config/backintime/config",
	  .text = "profile1.snapshots.mode=ssh\nprofile1.snapshots.ssh.host="
	          "u:" CANARY "@h37\nprofile1.snapshots.ssh.path=x\n"
	          "profile1.snapshots.include.1.value=/home\n" },
	{ .path = "/etc/systemd/system/b.service",
	  .text = "[Service]\nEnvironment=RESTIC_PASSWORD=" CANARY
	          " RESTIC_REPOSITORY=rest:https://u:" CANARY
	          "@h40/r\nExecStart=/usr/bin/restic backup /home --tag " CANARY
	          "\n" },
	{ .path = "/etc/systemd/system/b.timer",
	  .text = "[Timer]\nOnCalendar=daily\n" },
	{ .path = "/etc/systemd/system/timers.target.wants/b.timer",
	  .link = "../b.timer" },
	{ .path = "/usr/sbin/smbd" },
	{ .path = "/etc/samba/smb.conf",
	  .text =
	      "[global]\nnetbios name = " CANARY "\nldap admin dn = cn=" CANARY
	      "\nmap to guest = bad user\n[x]\npath=/srv\nguest ok=yes\n"
	      "comment=" CANARY "\n" },
	{ .path = "/etc/apt/sources.list",
	  .text = "deb https://u:" CANARY "@repo/debian bookworm main\n" },
	{ .path = "/etc/apt/apt.conf.d/x",
	  .text = "Acquire::http::Proxy \"http://u:" CANARY "@proxy:3128\";\n"
	          "Unattended-Upgrade::Mail \"" CANARY "@x.fr\";\n" },
	{ .path = "/etc/anydesk/system.conf",
	  .text = "ad.anynet.pwd_hash=" CANARY "\nad.anynet.id=" CANARY "\n" },
	{ .path = "/root/.config/rustdesk/RustDesk.toml",
	  .text = "password = '" CANARY "'\nid='" CANARY "'\n" },
	{ .path = "/etc/xrdp/xrdp.ini",
	  .text = "[Xvnc]\nport=3389\npassword=" CANARY "\n" },
	{ .path = "/usr/bin/x11vnc" },
	{ .path = "/etc/systemd/system/x11vnc.service",
	  .text = "[Service]\nExecStart=/usr/bin/x11vnc -passwd " CANARY
	          " -forever\n" },
	{ .path = "/home/accueil/.config/chrome-remote-desktop/host#1.json",
	  .text = "{\"xmpp_login\":\"" CANARY
	          "@x.fr\",\"private_key\":\"" CANARY "\"}" },
	{ .path = "/proc/123/comm", .text = "x11vnc\n" },
	{ .path = "/proc/123/environ", .text = "P=" CANARY },
	{ .path =
	      "/etc/NetworkManager/system-connections/" CANARY ".nmconnection",
	  .text = "[connection]\nid=" CANARY "\ntype=wifi\n[wifi]\nssid=" CANARY
	          "\n[wifi-security]\nkey-mgmt=wpa-psk\npsk=" CANARY "\n" },
	{ .path = "/etc/smartd.conf",
	  .text = "DEVICESCAN -m " CANARY "@x.fr -M exec /x\n" },
	{ .path = "/etc/exports", .text = "/srv *(rw) # " CANARY "\n" },
	{ .path = "/home/accueil/.ssh/authorized_keys",
	  .text = "ssh-ed25519 AAAA " CANARY "\n" },
	{ .path = "/etc/sudoers",
	  .text = "accueil ALL=(ALL) NOPASSWD: ALL # " CANARY "\n" },
};

/* Commands as people write them, each with its secret. */
static const char *const commands[] = {
	"rsync -a /home rsync://u:" CANARY "@h1/m",
	"rsync -a rsync://u:" CANARY "@h2/m /srv/x",
	"rsync -a --some-password " CANARY " /home h3:/x",
	"rsync -a /home //u:" CANARY "@nas/share",
	"rsync -a \"--rsh=sshpass -p " CANARY " ssh\" /home u@h4:/x",
	"sshpass -p " CANARY " rsync -a /home u@h5:/x",
	"rclone sync /home r: --sftp-pass " CANARY,
	"rclone --s3-secret-access-key " CANARY " copy /home :s3:bucket",
	"rclone copy /home r2:x --header \"Authorization: " CANARY "\"",
	"rclone copy /home \":sftp,host=h,pass=" CANARY ":x\"",
	"rclone copy /home https://u:" CANARY "@h/x",
	"rclone copy /home " CANARY,
	"RESTIC_PASSWORD=" CANARY " restic -r rest:https://u:" CANARY
	"@h7/ backup /home",
	"restic -r sftp:u@h8:/x --password-command \"echo " CANARY
	"\" backup /home",
	"restic -r sftp:u@h9:/x backup /home --insecure-key " CANARY,
	"restic -o s3.secret=" CANARY " -r s3:https://k:" CANARY
	"@s3.x.fr/b backup /home",
	"BORG_PASSPHRASE=" CANARY " borg create ssh://u:" CANARY
	"@h10/./r::a /home",
	"borg create --encryption-passphrase " CANARY " h11:r::a /home",
	"PASSPHRASE=" CANARY " duplicity /home ftp://u:" CANARY "@h12/x",
	"duplicity --ftp-password " CANARY " /home ftp://u@h13/x",
	"duplicity /home \"s3://k:" CANARY "@h14/b?secret=" CANARY "\"",
	"tar czf /srv/b.tgz --password=" CANARY " /home",
	"tar cz /home | openssl enc -pass pass:" CANARY " > /srv/y.tgz",
	"proxmox-backup-client backup root.pxar:/ --repository u@pbs!t:" CANARY
	"@h15:store",
	"scp -r -o \"ProxyCommand=x " CANARY "\" /home u@h17:/x",
	"scp -r --token " CANARY " /home u@h18:/x",
	"cp -a --x-pass " CANARY " /home /srv/cp",
	"rdiff-backup --remote-schema \"sshpass -p " CANARY
	" ssh\" /home u@h19::/x",
	"mysqldump -uroot -p" CANARY " --all-databases > /srv/db.sql",
	"rsync -a /home 'u:" CANARY ":x@h23:/x'",
};

static void plant(const char *root)
{
	struct buf b;
	struct planted cron = { .path = "/var/spool/cron/crontabs/root" };

	for (size_t i = 0; i < sizeof(machine) / sizeof(machine[0]); i++)
		planted_add(root, &machine[i]);
	buf_init(&b, 1u << 20);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		buf_fmt(&b, "%zu 1 * * * %s\n", i, commands[i]);
	cron.text = buf_text(&b);
	planted_add(root, &cron);
	buf_clear(&b);
}

static bool clean(void *ctx, const char *name)
{
	const struct program *p = ctx;
	char path[512];
	char *text;

	snprintf(path, sizeof(path), "r/%s", name);
	text = program_read(p, path);
	if (text && strstr(text, CANARY))
		fail_msg("%s: ...%.200s", name, strstr(text, CANARY) - 60);
	if (strstr(name, CANARY))
		fail_msg("a file is called %s", name);
	free(text);
	return true;
}

static void test_no_secret(void **state)
{
	struct program *p = program_new();
	const cJSON *rows;
	char root[64];
	char line[200];
	char *text;
	cJSON *json;
	struct err e;

	(void)state;
	if (strcmp(PROBES, "linux") != 0)
		skip();
	planted_new(root);
	plant(root);
	snprintf(line, sizeof(line),
	         "collect --root %s --user 1000 -o %%/facts.json", root);
	program_run(p, line);
	text = program_read(p, "facts.json");
	assert_non_null(text);
	if (strstr(text, CANARY))
		fail_msg("...%.200s", strstr(text, CANARY) - 60);
	/* They were read all the same, nearly every one a row. */
	json = json_parse(text, strlen(text), &e);
	rows = cJSON_GetObjectItem(cJSON_GetObjectItem(json, "facts"),
	                           "backup.list");
	rows = cJSON_GetObjectItem(rows, "value");
	assert_in_range(cJSON_GetArraySize(rows), 30, 60);
	assert_non_null(strstr(text, "\"anydesk\""));
	assert_non_null(strstr(text, "u@h5:/x"));
	cJSON_Delete(json);
	free(text);
	snprintf(line, sizeof(line),
	         "scan --no-questions --root %s --user 1000 --out %%/r", root);
	program_run(p, line);
	assert_null(strstr(p->out, CANARY));
	assert_null(strstr(p->err, CANARY));
	assert_true(file_list(program_path(p, "r"), clean, p, &e));
	assert_true(file_exists(program_path(p, "r/commune.json")));
	planted_free(root);
	program_free(p);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_secret),
	};

	return cmocka_run_group_tests_name("secrets", tests, NULL, NULL);
}
