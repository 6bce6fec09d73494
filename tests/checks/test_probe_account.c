/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/run.h"
#include "tests/checks/planted_database.h"
#include "tests/checks/probed.h"

extern const struct probe probe_account;

/* A laptop of Ubuntu, seen by root. */
static const struct planted laptop[] = {
	{ .path = "/etc/passwd",
	  .text = "root:x:0:0:root:/root:/bin/bash\n"
	          "daemon:x:1:1::/usr/sbin:/usr/sbin/nologin\n"
	          "sync:x:4:65534:sync:/bin:/bin/sync\n"
	          "toor:x:0:0::/root:/bin/sh\n"
	          "accueil:x:1000:1000:Accueil:/home/accueil:/bin/bash\n"
	          "maire:x:1001:1001:Maire:/home/maire:/bin/bash\n"
	          "stage:x:1002:1002::/home/stage:/bin/bash\n"
	          "ancien:x:1003:1003::/home/ancien:/bin/bash\n"
	          "scan::115:120::/srv/scan:/bin/sh\n"
	          "cle:x:1004:1004::/home/cle:/bin/bash\n"
	          "ferme:x:1005:1005::/home/ferme:/usr/sbin/nologin\n"
	          "nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin\n" },
	{ .path = "/etc/shadow",
	  .text = "root:!:19700:0:99999:7:::\n"
	          "daemon:*:19700:0:99999:7:::\n"
	          "toor:$6$a$b:19700:0:99999:7:::\n"
	          "accueil:$y$j9T$abc:19700:0:99999:7:::\n"
	          "maire::19700:0:99999:7:::\n"
	          "stage:$6$a$b:19700:0:99999:7::20000:\n"
	          "ancien:!$6$a$b:19700:0:99999:7:::\n"
	          "cle:!:19700:0:99999:7:::\n",
	  .mode = 0600 },
	{ .path = "/etc/group",
	  .text = "root:x:0:\nadm:x:4:accueil\nsudo:x:27:accueil,cle\n"
	          "docker:x:130:maire\n" },
	{ .path = "/etc/sudoers",
	  .text = "Defaults env_reset\nroot ALL=(ALL:ALL) ALL\n"
	          "%admin ALL=(ALL) ALL\n%sudo ALL=(ALL:ALL) ALL\n"
	          "@includedir /etc/sudoers.d\n",
	  .mode = 0440 },
	{ .path = "/etc/sudoers.d/stage",
	  .text = "stage ALL=(ALL) NOPASSWD: ALL\n",
	  .mode = 0440 },
	{ .path = "/usr/bin/sudo" },
	{ .path = "/home/cle/.ssh/authorized_keys", .text = "ssh-ed25519 A\n" },
};

static const struct account *find(const struct probed *p, const char *name)
{
	const struct account *row = p->facts.account_list.row;

	for (size_t i = 0; i < p->facts.account_list.count; i++)
		if (strcmp(row[i].name, name) == 0)
			return &row[i];
	return NULL;
}

static bool looks(const struct probed *p, const char *name,
                  const char *password, enum tri enabled, enum tri admin)
{
	const struct account *a = find(p, name);

	if (!a || !a->password != !password ||
	    (password && strcmp(a->password, password) != 0) ||
	    a->enabled != enabled || a->admin != admin) {
		fprintf(stderr, "%s: %s, enabled %d, admin %d\n", name,
		        a && a->password ? a->password : "-",
		        a ? (int)a->enabled : -1, a ? (int)a->admin : -1);
		return false;
	}
	return true;
}

static void a_laptop(void **state)
{
	struct probed p;

	(void)state;
	probed_plant(&p, laptop, PROBED_COUNT(laptop));
	probed_read(&p, &probe_account);
	assert_int_equal(p.facts.account_list.fact.state, FACT_KNOWN);
	assert_int_equal(p.facts.account_list.count, 8);
	assert_true(looks(&p, "root", "locked", TRI_NO, TRI_YES));
	assert_true(looks(&p, "toor", "set", TRI_YES, TRI_YES));
	assert_true(looks(&p, "accueil", "set", TRI_YES, TRI_YES));
	assert_true(looks(&p, "maire", "empty", TRI_YES, TRI_NO));
	assert_true(looks(&p, "stage", "set", TRI_NO, TRI_YES));
	assert_true(looks(&p, "ancien", "locked", TRI_NO, TRI_NO));
	assert_true(looks(&p, "scan", "empty", TRI_YES, TRI_NO));
	assert_true(looks(&p, "cle", "locked", TRI_YES, TRI_YES));
	assert_null(find(&p, "ferme"));
	assert_null(find(&p, "daemon"));
	assert_int_equal(find(&p, "accueil")->current, TRI_YES);
	assert_int_equal(find(&p, "accueil")->human, TRI_YES);
	assert_int_equal(find(&p, "scan")->human, TRI_NO);
	assert_true(p.facts.account_current_admin.value);
	assert_int_equal(p.facts.account_autologin.fact.state, FACT_KNOWN);
	assert_false(p.facts.account_autologin.value);
	p.context.user = 1001;
	probed_read(&p, &probe_account);
	assert_int_equal(p.facts.account_current_admin.fact.state, FACT_KNOWN);
	assert_false(p.facts.account_current_admin.value);
	p.context.user = 0;
	probed_read(&p, &probe_account);
	assert_true(p.facts.account_current_admin.value);
	p.context.user = 4242;
	probed_read(&p, &probe_account);
	assert_int_equal(p.facts.account_current_admin.fact.state, FACT_FAILED);
	probed_free(&p);
}

static void other_ways_to_power(void **state)
{
	static const struct planted docker = { .path = "/usr/bin/dockerd" };
	struct probed p;

	(void)state;
	probed_plant(&p, laptop, PROBED_COUNT(laptop));
	planted_add(p.root, &docker);
	p.context.user = 1001;
	probed_read(&p, &probe_account);
	assert_true(p.facts.account_current_admin.value);
	probed_free(&p);
}

static void check_plain(struct probed *p)
{
	probed_read(p, &probe_account);
	PROBED_CHECK(p->facts.account_list.fact.state == FACT_KNOWN);
	PROBED_CHECK(looks(p, "accueil", NULL, TRI_YES, TRI_YES));
	PROBED_CHECK(looks(p, "maire", NULL, TRI_UNKNOWN, TRI_UNKNOWN));
	PROBED_CHECK(looks(p, "scan", "empty", TRI_YES, TRI_UNKNOWN));
	PROBED_CHECK(p->facts.account_current_admin.value);
	p->context.user = 1001;
	probed_read(p, &probe_account);
	PROBED_CHECK(p->facts.account_current_admin.fact.state == FACT_DENIED);
	PROBED_CHECK(p->facts.account_current_admin.fact.why != NULL);
}

static void a_plain_user_sees_less(void **state)
{
	struct probed p;

	(void)state;
	probed_plant(&p, laptop, PROBED_COUNT(laptop));
	probed_as_nobody(&p, check_plain);
	probed_free(&p);
}

static const struct {
	struct planted file[3];
	enum fact_state known;
	bool on;
} sessions[] = {
	{ { { .path = "/usr/sbin/gdm3" },
	    { .path = "/etc/gdm3/custom.conf",
	      .text = "[daemon]\nAutomaticLoginEnable=true\n"
	              "AutomaticLogin=accueil\n" } },
	  FACT_KNOWN,
	  true },
	{ { { .path = "/usr/sbin/gdm3" },
	    { .path = "/etc/gdm3/daemon.conf",
	      .text = "[daemon]\n#  AutomaticLoginEnable=true\n"
	              "AutomaticLogin=accueil\n" } },
	  FACT_KNOWN,
	  false },
	{ { { .path = "/usr/sbin/gdm3" },
	    { .path = "/etc/gdm3/daemon.conf",
	      .text = "[daemon]\nTimedLoginEnable = true\n"
	              "TimedLogin = accueil\n" } },
	  FACT_KNOWN,
	  true },
	{ { { .path = "/etc/gdm3/custom.conf",
	      .text = "[daemon]\nAutomaticLoginEnable=true\n"
	              "AutomaticLogin=accueil\n" } },
	  FACT_KNOWN,
	  false },
	{ { { .path = "/usr/sbin/lightdm" },
	    { .path = "/etc/lightdm/lightdm.conf.d/10-auto.conf",
	      .text = "[Seat:*]\nautologin-user=accueil\n" } },
	  FACT_KNOWN,
	  true },
	{ { { .path = "/usr/sbin/lightdm" },
	    { .path = "/etc/lightdm/lightdm.conf.d/10-auto.conf",
	      .text = "[Seat:*]\nautologin-user=accueil\n" },
	    { .path = "/etc/lightdm/lightdm.conf",
	      .text = "[SeatDefaults]\nautologin-user=\n" } },
	  FACT_KNOWN,
	  false },
	{ { { .path = "/usr/sbin/lightdm" },
	    { .path = "/etc/lightdm/lightdm.conf",
	      .text = "[Seat:*]\nautologin-user=accueil\n" },
	    { .path = "/etc/X11/default-display-manager",
	      .text = "/usr/sbin/gdm3\n" } },
	  FACT_KNOWN,
	  false },
	{ { { .path = "/usr/bin/sddm" },
	    { .path = "/etc/sddm.conf.d/kde.conf",
	      .text = "[Autologin]\nRelogin=false\nUser=accueil\n" },
	    { .path = "/etc/systemd/system/display-manager.service",
	      .link = "/lib/systemd/system/sddm.service" } },
	  FACT_KNOWN,
	  true },
	{ { { .path = "/etc/systemd/system/getty@tty1.service.d/"
	              "autologin.conf",
	      .text = "[Service]\nExecStart=\nExecStart=-/sbin/agetty "
	              "--autologin accueil --noclear %I\n" } },
	  FACT_KNOWN,
	  true },
	{ { { .path = "/etc/systemd/system/getty@tty1.service.d/"
	              "other.conf",
	      .text = "[Service]\nExecStart=-/sbin/agetty %I\n" } },
	  FACT_KNOWN,
	  false },
	{ { { .path = "/usr/sbin/lightdm" },
	    { .path = "/etc/lightdm/lightdm.conf",
	      .link = "/etc/lightdm/lightdm.conf" } },
	  FACT_FAILED,
	  false },
};

/* How a screen or a console opens by itself, or does not. */
static void sessions_that_open_by_themselves(void **state)
{
	(void)state;
	for (size_t i = 0; i < PROBED_COUNT(sessions); i++) {
		struct probed p;

		probed_plant(&p, laptop, PROBED_COUNT(laptop));
		for (size_t j = 0; j < 3 && sessions[i].file[j].path; j++)
			planted_add(p.root, &sessions[i].file[j]);
		probed_read(&p, &probe_account);
		if (p.facts.account_autologin.fact.state != sessions[i].known ||
		    p.facts.account_autologin.value != sessions[i].on)
			fail_msg("case %zu: state %d, %d", i,
			         (int)p.facts.account_autologin.fact.state,
			         p.facts.account_autologin.value);
		probed_free(&p);
	}
}

static void put32(unsigned char *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(v >> 8 * i);
}

static void write_log(const struct probed *p, const char *path,
                      const unsigned char *data, size_t len)
{
	char place[4096];
	struct err e;

	planted_place(p->root, path, place);
	assert_true(file_write(place, data, len, &e));
}

static int64_t last(struct probed *p, const char *name)
{
	probed_read(p, &probe_account);
	return find(p, name)->last_login;
}

static void last_sessions(void **state)
{
	static unsigned char lastlog[292 * 1002];
	static unsigned char wtmp[384 * 3];
	static const struct planted screen = { .path =
		                                   "/usr/share/xsessions/" };
	struct probed p;

	(void)state;
	probed_plant(&p, laptop, PROBED_COUNT(laptop));
	assert_int_equal(last(&p, "maire"), CELL_UNKNOWN);
	put32(lastlog + 292 * 1000, 1700000000);
	write_log(&p, "/var/log/lastlog", lastlog, sizeof(lastlog));
	assert_int_equal(last(&p, "accueil"), 1700000000);
	assert_int_equal(last(&p, "maire"), 0);
	assert_int_equal(last(&p, "stage"), 0); /* behind the end */
	wtmp[0] = 7;
	strcpy((char *)wtmp + 44, "maire");
	put32(wtmp + 340, 1710000000);
	wtmp[384] = 8; /* the end of a session */
	strcpy((char *)wtmp + 384 + 44, "maire");
	put32(wtmp + 384 + 340, 1720000000);
	wtmp[768] = 7;
	strcpy((char *)wtmp + 768 + 44, "accueil");
	put32(wtmp + 768 + 340, 1690000000);
	write_log(&p, "/var/log/wtmp", wtmp, sizeof(wtmp) - 10);
	assert_int_equal(last(&p, "maire"), 1710000000);
	assert_int_equal(last(&p, "accueil"), 1700000000);
	/* where a screen opens sessions, silence is no "never" */
	planted_add(p.root, &screen);
	assert_int_equal(last(&p, "stage"), CELL_UNKNOWN);
	probed_free(&p);
}

static void newer_logs(void **state)
{
	static const struct planted damaged = { .path =
		                                    "/var/lib/wtmpdb/wtmp.db",
		                                .text = "not a database" };
	struct probed p;

	(void)state;
	probed_plant(&p, laptop, PROBED_COUNT(laptop));
	planted_add(p.root, &damaged);
	planted_database(
	    p.root, "/var/lib/lastlog/lastlog2.db",
	    "CREATE TABLE Lastlog2(Name TEXT PRIMARY KEY, Time INTEGER, "
	    "TTY TEXT, RemoteHost TEXT, PAM_Service TEXT);"
	    "INSERT INTO Lastlog2 VALUES('maire', 1715000000, '', '', "
	    "'');");
	assert_int_equal(last(&p, "maire"), 1715000000);
	probed_free(&p);
	probed_plant(&p, laptop, PROBED_COUNT(laptop));
	planted_database(
	    p.root, "/var/lib/wtmpdb/wtmp.db",
	    "CREATE TABLE wtmp(ID INTEGER PRIMARY KEY, Type INTEGER, "
	    "User TEXT NOT NULL, Login INTEGER, Logout INTEGER);"
	    "INSERT INTO wtmp VALUES(1, 3, 'maire', 1716000000000000, "
	    "NULL);");
	assert_int_equal(last(&p, "maire"), 1716000000);
	probed_free(&p);
}

static void run(const char *const *argv)
{
	struct buf out;
	struct err e;
	int status;

	buf_init(&out, 1u << 16);
	assert_true(run_command(argv, 10000, &out, &status, &e));
	if (status != 0)
		fail_msg("%s: status %d", argv[0], status);
	buf_clear(&out);
}

/* Accounts made by the system's own programs, not by us. */
static void a_real_account(void **state)
{
	static const struct planted empty[] = {
		{ .path = "/etc/passwd",
		  .text = "root:x:0:0:root:/root:/bin/bash\n" },
		{ .path = "/etc/shadow",
		  .text = "root:*:19700:0:99999:7:::\n" },
		{ .path = "/etc/group", .text = "root:x:0:\nsudo:x:27:\n" },
		{ .path = "/etc/gshadow", .text = "root:*::\nsudo:!::\n" },
		{ .path = "/etc/sudoers", .text = "%sudo ALL=(ALL:ALL) ALL\n" },
		{ .path = "/usr/bin/sudo" },
		{ .path = "/etc/login.defs",
		  .text = "UID_MIN 1000\nUID_MAX 60000\n" },
	};
	struct probed p;

	(void)state;
	if (geteuid() != 0 || !file_exists("/usr/sbin/useradd"))
		skip();
	probed_plant(&p, empty, PROBED_COUNT(empty));
	run((const char *[]){ "useradd", "--prefix", p.root, "-u", "1000", "-s",
	                      "/bin/bash", "accueil", NULL });
	probed_read(&p, &probe_account);
	assert_true(looks(&p, "accueil", "locked", TRI_YES, TRI_NO));
	assert_false(p.facts.account_current_admin.value);
	run((const char *[]){ "usermod", "--prefix", p.root, "-p", "", "-a",
	                      "-G", "sudo", "accueil", NULL });
	probed_read(&p, &probe_account);
	assert_true(looks(&p, "accueil", "empty", TRI_YES, TRI_YES));
	assert_true(p.facts.account_current_admin.value);
	probed_free(&p);
}

static void nothing_at_all(void **state)
{
	struct probed p;

	(void)state;
	probed_plant(&p, NULL, 0);
	probed_read(&p, &probe_account);
	assert_int_equal(p.facts.account_list.fact.state, FACT_FAILED);
	assert_int_equal(p.facts.account_current_admin.fact.state, FACT_FAILED);
	assert_int_equal(p.facts.account_autologin.fact.state, FACT_KNOWN);
	probed_free(&p);
}

/* The switch of Ubuntu's settings; a screen that does not know it asks. */
static void a_screen_that_does_not_ask(void **state)
{
	static const struct planted machine[] = {
		{ .path = "/etc/passwd",
		  .text = "root:x:0:0::/root:/bin/bash\n"
		          "accueil:x:1000:1000::/home/accueil:/bin/bash\n"
		          "maire:x:1001:1001::/home/maire:/bin/bash\n" },
		{ .path = "/etc/shadow",
		  .text = "root:*:1::::::\naccueil:$y$a:1::::::\n"
		          "maire:$y$b:1::::::\n" },
		{ .path = "/etc/group",
		  .text = "nopasswdlogin:x:120:accueil\nmaire:x:1001:\n" },
	};
	static const struct planted asks = {
		.path = "/etc/pam.d/lightdm",
		.text = "# auth sufficient pam_succeed_if.so user ingroup "
			"nopasswdlogin\n@include common-auth\n"
	};
	static const struct planted opens = {
		.path = "/etc/pam.d/gdm-password",
		.text = "#%PAM-1.0\nauth\tsufficient\tpam_succeed_if.so user "
			"ingroup nopasswdlogin\n@include common-auth\n"
	};
	struct probed p;

	(void)state;
	probed_plant(&p, machine, PROBED_COUNT(machine));
	planted_add(p.root, &asks);
	probed_read(&p, &probe_account);
	assert_string_equal(find(&p, "accueil")->password, "set");
	probed_free(&p);
	probed_plant(&p, machine, PROBED_COUNT(machine));
	planted_add(p.root, &opens);
	probed_read(&p, &probe_account);
	assert_string_equal(find(&p, "accueil")->password, "unasked");
	assert_string_equal(find(&p, "maire")->password, "set");
	assert_string_equal(find(&p, "root")->password, "locked");
	probed_free(&p);
}

/* userdel leaves the home; a directory of the network has no line here. */
static void a_home_that_nobody_has(void **state)
{
	static const struct planted machine[] = {
		{ .path = "/etc/passwd",
		  .text = "root:x:0:0::/root:/bin/bash\n" },
		{ .path = "/etc/shadow", .text = "root:*:1::::::\n" },
		{ .path = "/home/parti/" },
	};
	static const struct {
		struct planted file;
		bool account;
	} cases[] = {
		{ { .path = "/etc/nsswitch.conf",
		    .text = "# passwd: sss\npasswd:\tfiles systemd # ldap\n"
		            "group: files sss\n" },
		  false },
		{ { .path = "/etc/nsswitch.conf",
		    .text = "passwd: files [!UNAVAIL=return] sss\n" },
		  true },
		{ { .path = "/etc/nsswitch.conf", .text = "group: files\n" },
		  true },
	};

	(void)state;
	if (geteuid() != 0)
		skip();
	for (size_t i = 0; i < PROBED_COUNT(cases); i++) {
		struct probed p;
		char home[4096];

		probed_plant(&p, machine, PROBED_COUNT(machine));
		snprintf(home, sizeof(home), "%s/home/parti", p.root);
		assert_int_equal(chown(home, 1500, 1500), 0);
		planted_add(p.root, &cases[i].file);
		probed_read(&p, &probe_account);
		if ((find(&p, "parti") != NULL) != cases[i].account)
			fail_msg("case %zu", i);
		probed_free(&p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_laptop),
		cmocka_unit_test(a_screen_that_does_not_ask),
		cmocka_unit_test(a_home_that_nobody_has),
		cmocka_unit_test(other_ways_to_power),
		cmocka_unit_test(a_plain_user_sees_less),
		cmocka_unit_test(sessions_that_open_by_themselves),
		cmocka_unit_test(last_sessions),
		cmocka_unit_test(newer_logs),
		cmocka_unit_test(a_real_account),
		cmocka_unit_test(nothing_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
