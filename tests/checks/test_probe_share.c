/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/probed.h"

extern const struct probe probe_share;

#define LISTEN(n, port)                                 \
	"   " n ": 00000000:" port " 00000000:0000 0A " \
	"00000000:00000000 00:00000000 00000000 "       \
	"    0        0 17321 1 0 100 0 0 10 0\n"

/* A server of Debian that shares with Samba and with NFS. */
static const struct planted server[] = {
	{ .path = "/usr/sbin/smbd" },
	{ .path = "/usr/sbin/rpc.nfsd" },
	{ .path = "/proc/1/comm", .text = "systemd\n" },
	{ .path = "/proc/612/comm", .text = "smbd\n" },
	{ .path = "/proc/net/tcp",
	  .text = "  sl  local_address rem_address   st\n" LISTEN("0", "01BD")
	      LISTEN("1", "0801") },
	{ .path = "/var/lib/dpkg/status",
	  .text = "Package: samba-common\nStatus: install ok installed\n"
	          "Version: 2:4.9.5\n\n"
	          "Package: samba\nStatus: install ok installed\n"
	          "Version: 2:4.17.12+dfsg-0+deb12u1\n\n" },
	{ .path = "/etc/samba/smb.conf",
	  .text = "[global]\nworkgroup = MAIRIE\nmap to guest = bad user\n"
	          "usershare allow guests = yes\n"
	          "include = /etc/samba/smb.conf.%m\n"
	          "[homes]\nbrowseable = no\n"
	          "[printers]\npath = /var/spool/samba\nprintable = yes\n"
	          "guest ok = yes\n"
	          "[print$]\npath = /var/lib/samba/printers\n"
	          "[commun]\npath = /srv/commun\npublic = yes\n"
	          "writable = yes\n"
	          "[paie]\npath = /srv/paie\nvalid users = @paie\n"
	          "guest ok = yes\nwrite list = sylvie\n"
	          "[vieux]\npath = /srv/vieux\navailable = no\n"
	          "[sans]\ncomment = no path\n" },
	{ .path = "/var/lib/samba/usershares/public",
	  .text = "#VERSION 2\npath=/home/accueil/Public\ncomment=\n"
	          "usershare_acl=S-1-1-0:F\nguest_ok=y\n" },
	{ .path = "/var/lib/samba/usershares/junk", .text = "junk" },
	{ .path = "/etc/exports",
	  .text = "/srv/photos *(rw,no_root_squash)\n"
	          "/srv/plans 192.168.1.0/24(ro)\n" },
	{ .path = "/etc/exports.d/more.exports", .text = "/srv/more pc(rw)\n" },
};

static const struct share *find(const struct probed *p, const char *name)
{
	const struct share *row = p->facts.share_list.row;

	for (size_t i = 0; i < p->facts.share_list.count; i++)
		if (strcmp(row[i].name, name) == 0)
			return &row[i];
	return NULL;
}

static void expect(const struct probed *p, const char *name, enum tri guest,
                   enum tri writable, const char *clients)
{
	const struct share *s = find(p, name);

	if (!s)
		fail_msg("no share %s", name);
	if (s->guest != guest || s->writable != writable ||
	    strcmp(s->clients, clients) != 0)
		fail_msg("%s: guest %d, writable %d, clients %s", name,
		         (int)s->guest, (int)s->writable, s->clients);
}

static void a_server(void **state)
{
	struct probed p;

	(void)state;
	probed_plant(&p, server, PROBED_COUNT(server));
	probed_read(&p, &probe_share);
	assert_int_equal(p.facts.share_list.fact.state, FACT_KNOWN);
	assert_int_equal(p.facts.share_list.count, 8);
	expect(&p, "homes", TRI_NO, TRI_NO, "*");
	expect(&p, "print$", TRI_NO, TRI_NO, "*");
	expect(&p, "commun", TRI_YES, TRI_YES, "*");
	expect(&p, "paie", TRI_NO, TRI_YES, "@paie");
	expect(&p, "public", TRI_YES, TRI_YES, "*");
	expect(&p, "/srv/photos", TRI_YES, TRI_YES, "*");
	expect(&p, "/srv/plans", TRI_NO, TRI_NO, "192.168.1.0/24");
	expect(&p, "/srv/more", TRI_NO, TRI_YES, "pc");
	assert_int_equal(find(&p, "/srv/photos")->root_squash, TRI_NO);
	assert_string_equal(find(&p, "commun")->protocol, "smb");
	assert_true(p.facts.share_smb_running.value);
	assert_int_equal(p.facts.share_smb1.fact.state, FACT_KNOWN);
	assert_false(p.facts.share_smb1.value);
	assert_true(p.facts.share_anonymous.value);
	assert_int_equal(p.facts.share_hidden.fact.state, FACT_UNSUPPORTED);
	probed_free(&p);
}

/* The same server with another smb.conf. */
static void with_conf(struct probed *p, const char *text)
{
	struct planted conf = { .path = "/etc/samba/smb.conf" };

	conf.text = text;
	planted_add(p->root, &conf);
	probed_read(p, &probe_share);
}

static void old_protocols(void **state)
{
	static const struct {
		const char *text;
		enum fact_state known;
		bool old;
	} cases[] = {
		{ "server min protocol = NT1\n", FACT_KNOWN, true },
		{ "min protocol = SMB2\n", FACT_KNOWN, false },
		{ "min protocol = LANMAN1\n", FACT_KNOWN, true },
		{ "min protocol = SMB0\n", FACT_FAILED, false },
		{ "min protocol = default\n", FACT_KNOWN, false },
	};
	static const struct planted old = {
		.path = "/var/lib/dpkg/status",
		.text = "Package: samba\nStatus: install ok installed\n"
			"Version: 2:4.9.5+dfsg-5+deb10u5\n\n"
	};
	struct probed p;
	char place[200];

	(void)state;
	probed_plant(&p, server, PROBED_COUNT(server));
	for (size_t i = 0; i < PROBED_COUNT(cases); i++) {
		with_conf(&p, cases[i].text);
		if (p.facts.share_smb1.fact.state != cases[i].known ||
		    p.facts.share_smb1.value != cases[i].old)
			fail_msg("%s", cases[i].text);
	}
	planted_add(p.root, &old);
	with_conf(&p, "");
	assert_true(p.facts.share_smb1.value);
	snprintf(place, sizeof(place), "%s/var/lib/dpkg/status", p.root);
	assert_int_equal(remove(place), 0);
	with_conf(&p, "");
	assert_int_equal(p.facts.share_smb1.fact.state, FACT_FAILED);
	probed_free(&p);
}

static void what_cannot_be_known_is_said(void **state)
{
	static const struct planted client = { .path =
		                                   "/etc/samba/smb.conf.pc1",
		                               .text = "[c]\npath=/c\n" };
	struct probed p;

	(void)state;
	probed_plant(&p, server, PROBED_COUNT(server));
	with_conf(&p, "[a]\npath=/a\n[global]\ninclude = registry\n");
	assert_int_equal(p.facts.share_list.fact.state, FACT_FAILED);
	assert_non_null(find(&p, "a"));
	assert_int_equal(p.facts.share_smb1.fact.state, FACT_FAILED);
	assert_int_equal(p.facts.share_anonymous.fact.state, FACT_FAILED);
	with_conf(&p, "include = /etc/samba/smb.conf.%m\n[a]\npath=/a\n");
	assert_int_equal(p.facts.share_list.fact.state, FACT_KNOWN);
	planted_add(p.root, &client);
	with_conf(&p, "include = /etc/samba/smb.conf.%m\n[a]\npath=/a\n");
	assert_int_equal(p.facts.share_list.fact.state, FACT_FAILED);
	with_conf(&p, "include = /etc/samba/smb.conf\n");
	assert_int_equal(p.facts.share_list.fact.state, FACT_FAILED);
	with_conf(&p, "restrict anonymous = 2\n");
	assert_false(p.facts.share_anonymous.value);
	with_conf(&p, "usershare max shares = 0\n");
	assert_null(find(&p, "public"));
	with_conf(&p, "usershare max shares = 9\n");
	expect(&p, "public", TRI_NO, TRI_YES, "*");
	probed_free(&p);
}

static void guests(void **state)
{
	struct probed p;

	(void)state;
	probed_plant(&p, server, PROBED_COUNT(server));
	with_conf(&p, "[a]\npath=/a\nguest ok=yes\nvalid users=nobody b\n"
	              "[b]\npath=/b\nguest ok=yes\ninvalid users=nobody\n"
	              "[c]\npath=/c\nguest ok=yes\nwrite list=sylvie\n"
	              "[d]\npath=/d\nguest ok=yes\nwrite list=nobody\n"
	              "[e]\npath=/e\nguest ok=yes\nhosts allow=192.168.1.\n");
	expect(&p, "a", TRI_YES, TRI_NO, "*");
	expect(&p, "b", TRI_NO, TRI_NO, "*");
	expect(&p, "c", TRI_YES, TRI_NO, "*");
	expect(&p, "d", TRI_YES, TRI_YES, "*");
	expect(&p, "e", TRI_YES, TRI_NO, "192.168.1.");
	probed_free(&p);
}

static void none_installed(void **state)
{
	static const struct planted bare[] = {
		{ .path = "/proc/1/comm", .text = "systemd\n" },
		{ .path = "/proc/net/tcp", .text = "  sl  local_address\n" },
		/* left by samba-common */
		{ .path = "/etc/samba/smb.conf",
		  .text = "[a]\npath=/a\nguest ok=yes\n" },
		{ .path = "/etc/exports", .text = "/srv *(rw)\n" },
	};
	static const struct planted stopped = { .path = "/usr/sbin/smbd" };
	static const struct planted enabled = {
		.path = "/etc/systemd/system/multi-user.target.wants/"
			"smbd.service",
		.text = "[Service]\n"
	};
	struct probed p;

	(void)state;
	probed_plant(&p, bare, PROBED_COUNT(bare));
	probed_read(&p, &probe_share);
	assert_int_equal(p.facts.share_list.fact.state, FACT_ABSENT);
	assert_int_equal(p.facts.share_list.count, 0);
	assert_int_equal(p.facts.share_smb_running.fact.state, FACT_KNOWN);
	assert_false(p.facts.share_smb_running.value);
	assert_int_equal(p.facts.share_smb1.fact.state, FACT_ABSENT);
	planted_add(p.root, &stopped);
	probed_read(&p, &probe_share);
	assert_int_equal(p.facts.share_list.fact.state, FACT_KNOWN);
	assert_int_equal(p.facts.share_list.count, 0);
	planted_add(p.root, &enabled);
	probed_read(&p, &probe_share);
	assert_int_equal(p.facts.share_list.count, 1);
	assert_false(p.facts.share_smb_running.value);
	probed_free(&p);
}

static void check_denied(struct probed *p)
{
	probed_read(p, &probe_share);
	PROBED_CHECK(p->facts.share_list.fact.state == FACT_DENIED);
	PROBED_CHECK(p->facts.share_list.fact.why != NULL);
	PROBED_CHECK(p->facts.share_smb_running.value);
}

static void check_denied_all(struct probed *p)
{
	check_denied(p);
	PROBED_CHECK(p->facts.share_list.count == 0);
	PROBED_CHECK(p->facts.share_smb1.fact.state == FACT_DENIED);
	PROBED_CHECK(p->facts.share_anonymous.fact.state == FACT_DENIED);
}

static void close_path(struct probed *p, const char *path)
{
	char place[200];

	snprintf(place, sizeof(place), "%s%s", p->root, path);
	assert_int_equal(chmod(place, 0), 0);
}

static void closed_files_are_denied(void **state)
{
	struct probed p;

	(void)state;
	probed_plant(&p, server, PROBED_COUNT(server));
	close_path(&p, "/var/lib/samba/usershares");
	probed_as_nobody(&p, check_denied);
	close_path(&p, "/etc/samba/smb.conf");
	close_path(&p, "/etc/exports");
	close_path(&p, "/etc/exports.d");
	probed_as_nobody(&p, check_denied_all);
	probed_free(&p);
}

static void nothing_at_all(void **state)
{
	static const struct planted blind = { .path = "/usr/sbin/smbd" };
	struct probed p;

	(void)state;
	probed_plant(&p, NULL, 0);
	probed_read(&p, &probe_share);
	assert_int_equal(p.facts.share_list.fact.state, FACT_ABSENT);
	planted_add(p.root, &blind);
	probed_read(&p, &probe_share);
	assert_int_equal(p.facts.share_smb_running.fact.state, FACT_FAILED);
	assert_int_equal(p.facts.share_list.fact.state, FACT_ABSENT);
	assert_non_null(p.facts.share_list.fact.why);
	probed_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_server),
		cmocka_unit_test(old_protocols),
		cmocka_unit_test(what_cannot_be_known_is_said),
		cmocka_unit_test(guests),
		cmocka_unit_test(none_installed),
		cmocka_unit_test(closed_files_are_denied),
		cmocka_unit_test(nothing_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
