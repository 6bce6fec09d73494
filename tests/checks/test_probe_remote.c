/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/baseline.h"
#include "tests/checks/probed.h"

extern const struct probe probe_remote;

#define HOME "/home/accueil"

static struct baseline *baseline;

static int set_up(void **state)
{
	struct err e;

	(void)state;
	baseline = baseline_builtin(&e);
	return baseline == NULL;
}

static int tear_down(void **state)
{
	(void)state;
	baseline_free(baseline);
	return 0;
}

static const struct planted machine[] = {
	{ .path = "/etc/passwd",
	  .text = "accueil:x:1000:1000::" HOME ":/bin/bash\n" },
	{ .path = "/proc/1/comm", .text = "systemd\n" },
	{ .path = "/proc/net/tcp", .text = "  sl  local_address\n" },
	{ .path = "/sys/fs/cgroup/system.slice/cron.service/" },
	{ .path = "/var/lib/dpkg/info/adduser.list", .text = "/.\n/usr\n" },
};

static void plant(struct probed *p, const struct planted *file, size_t count)
{
	probed_plant(p, machine, PROBED_COUNT(machine));
	p->context.baseline = baseline;
	for (size_t i = 0; i < count && file[i].path; i++)
		planted_add(p->root, &file[i]);
	probed_read(p, &probe_remote);
}

static const struct {
	struct planted file[4];
	const char *product; /* NULL: none is found */
	enum tri running;
	enum tri unattended;
	const char *where;
} tools[] = {
	{ { { 0 } }, NULL, TRI_NO, TRI_NO, NULL },
	{ { { .path = "/var/lib/dpkg/info/x11vnc.list",
	      .text = "/.\n/usr\n/usr/bin\n/usr/bin/x11vnc\n" } },
	  "x11vnc",
	  TRI_NO,
	  TRI_UNKNOWN,
	  "package x11vnc" },
	/* removed, its configuration left */
	{ { { .path = "/var/lib/dpkg/info/anydesk.list",
	      .text = "/.\n/etc\n/etc/anydesk\n" } },
	  NULL,
	  TRI_NO,
	  TRI_NO,
	  NULL },
	{ { { .path = "/proc/77/comm", .text = "x11vnc\n" } },
	  "x11vnc",
	  TRI_YES,
	  TRI_YES,
	  "process x11vnc" },
	{ { { .path = "/var/lib/dpkg/info/anydesk.list",
	      .text = "/usr/bin/anydesk\n" },
	    { .path = "/etc/anydesk/system.conf",
	      .text = "ad.anynet.id=1\nad.anynet.pwd_hash=abc\n"
	              "ad.anynet.pwd_salt=def\n" },
	    { .path = "/proc/9/comm", .text = "anydesk\n" } },
	  "anydesk",
	  TRI_YES,
	  TRI_YES,
	  "package anydesk" },
	{ { { .path = "/etc/anydesk/system.conf",
	      .text = "ad.anynet.id=1\nad.anynet.pwd_hash=\n" },
	    { .path = "/proc/9/comm", .text = "anydesk\n" } },
	  "anydesk",
	  TRI_YES,
	  TRI_NO,
	  "/etc/anydesk/system.conf" },
	{ { { .path = "/etc/teamviewer/global.conf",
	      .text = "TeamViewer Global Settings\n"
	              "[int32] Always_Online = 1\n"
	              "[bin  ] PermanentPassword = \"01 02\"\n" } },
	  "teamviewer",
	  TRI_NO,
	  TRI_YES,
	  "/etc/teamviewer/global.conf" },
	{ { { .path = "/etc/teamviewer/global.conf",
	      .text = "[int32] Always_Online = 1\n" } },
	  "teamviewer",
	  TRI_NO,
	  TRI_NO,
	  "/etc/teamviewer/global.conf" },
	{ { { .path = "/usr/bin/rustdesk" },
	    { .path = "/root/.config/rustdesk/RustDesk.toml",
	      .text = "enc_id = 'x'\npassword = '00abc'\n" } },
	  "rustdesk",
	  TRI_NO,
	  TRI_YES,
	  "/usr/bin/rustdesk" },
	{ { { .path = "/usr/bin/rustdesk" },
	    { .path = "/root/.config/rustdesk/RustDesk.toml",
	      .text = "enc_id = 'x'\npassword = ''\n" } },
	  "rustdesk",
	  TRI_NO,
	  TRI_NO,
	  "/usr/bin/rustdesk" },
	{ { { .path = "/etc/systemd/system/meshagent.service",
	      .text = "[Unit]\n" },
	    { .path = "/etc/systemd/system/multi-user.target.wants/"
	              "meshagent.service",
	      .link = "../meshagent.service" } },
	  "meshagent",
	  TRI_NO,
	  TRI_YES,
	  "unit meshagent" },
	{ { { .path = "/etc/systemd/system/"
	              "connectwisecontrol-ab12.service",
	      .text = "[Unit]\n" },
	    { .path = "/sys/fs/cgroup/system.slice/"
	              "connectwisecontrol-ab12.service/" } },
	  "screenconnect",
	  TRI_YES,
	  TRI_YES,
	  "unit connectwisecontrol-*" },
	{ { { .path = "/usr/bin/krfb" },
	    { .path = HOME "/.config/krfbrc",
	      .text = "[Security]\nallowUnattendedAccess=true\n" } },
	  "krfb",
	  TRI_NO,
	  TRI_YES,
	  "/usr/bin/krfb" },
	{ { { .path = "/proc/9/comm", .text = "vino-server\n" } },
	  "vino",
	  TRI_YES,
	  TRI_NO,
	  "process vino-server" },
	{ { { .path = "/var/lib/dpkg/status",
	      .text = "Package: nomachine-enterprise-x\n"
	              "Status: install ok installed\n"
	              "Version: 1\n\n" } },
	  "nomachine",
	  TRI_NO,
	  TRI_UNKNOWN,
	  "package nomachine-enterprise-*" },
	{ { { .path = "/opt/google/chrome-remote-desktop/"
	              "chrome-remote-desktop" },
	    { .path = HOME "/.config/chrome-remote-desktop/"
	                   "host#1.json",
	      .text = "{}" } },
	  "chrome-remote-desktop",
	  TRI_NO,
	  TRI_YES,
	  "/opt/google/chrome-remote-desktop/chrome-remote-desktop" },
};

/* One product and what shows it. */
static void tools_come_to(void **state)
{
	(void)state;
	for (size_t i = 0; i < PROBED_COUNT(tools); i++) {
		const struct remote_tool *row;
		struct probed p;

		plant(&p, tools[i].file, 4);
		assert_int_equal(p.facts.remote_tools.fact.state, FACT_KNOWN);
		if (p.facts.remote_tools.count != (tools[i].product != NULL))
			fail_msg("case %zu: %zu tools", i,
			         p.facts.remote_tools.count);
		row = p.facts.remote_tools.row;
		if (tools[i].product &&
		    (strcmp(row->product, tools[i].product) != 0 ||
		     row->running != tools[i].running ||
		     row->unattended != tools[i].unattended ||
		     strcmp(row->where, tools[i].where) != 0))
			fail_msg("case %zu: %s, running %d, unattended %d, %s",
			         i, row->product, (int)row->running,
			         (int)row->unattended, row->where);
		probed_free(&p);
	}
}

#define LISTEN_RDP                                                \
	"  sl  local_address\n"                                   \
	"   0: 00000000:0D3D 00000000:0000 0A 00000000:00000000 " \
	"00:00000000 00000000     0        0 1 1 0 100 0 0 10 0\n"

static void desktops_come_to(void **state)
{
	static const struct {
		struct planted file[3];
		bool on;
		enum fact_state nla_known;
		bool nla;
	} cases[] = {
		{ { { 0 } }, false, FACT_ABSENT, false },
		{ { { .path = "/usr/sbin/xrdp" } }, false, FACT_ABSENT, false },
		{ { { .path = "/usr/sbin/xrdp" },
		    { .path = "/proc/8/comm", .text = "xrdp\n" },
		    { .path = "/proc/net/tcp", .text = LISTEN_RDP } },
		  true,
		  FACT_KNOWN,
		  false },
		{ { { .path = "/proc/net/tcp", .text = LISTEN_RDP } },
		  true,
		  FACT_FAILED,
		  false },
		{ { { .path = "/usr/libexec/gnome-remote-desktop-daemon" } },
		  false,
		  FACT_ABSENT,
		  false },
	};

	(void)state;
	for (size_t i = 0; i < PROBED_COUNT(cases); i++) {
		struct probed p;

		plant(&p, cases[i].file, 3);
		if (p.facts.remote_desktop.fact.state != FACT_KNOWN ||
		    p.facts.remote_desktop.value != cases[i].on ||
		    p.facts.remote_desktop_nla.fact.state !=
		        cases[i].nla_known ||
		    p.facts.remote_desktop_nla.value != cases[i].nla)
			fail_msg("case %zu", i);
		probed_free(&p);
	}
}

static void gnome_shares_its_screen(void **state)
{
	static const struct planted daemon = {
		.path = "/usr/libexec/gnome-remote-desktop-daemon"
	};
	char to[4096];
	struct probed p;
	struct buf data;
	struct err e;

	(void)state;
	plant(&p, &daemon, 1);
	buf_init(&data, 1u << 16);
	assert_true(file_read(TESTS_DIR "/checks/dconf/never", &data, &e));
	planted_place(p.root, HOME "/.config/dconf/user", to);
	assert_true(file_write(to, data.data, data.len, &e));
	buf_clear(&data);
	probed_read(&p, &probe_remote);
	assert_true(p.facts.remote_desktop.value);
	assert_true(p.facts.remote_desktop_nla.value);
	probed_free(&p);
}

static void check_denied(struct probed *p)
{
	const struct remote_tool *row;

	probed_read(p, &probe_remote);
	row = p->facts.remote_tools.row;
	PROBED_CHECK(p->facts.remote_tools.count == 1);
	PROBED_CHECK(row->unattended == TRI_UNKNOWN);
	PROBED_CHECK(row->running == TRI_YES);
}

static void closed_settings_leave_it_open(void **state)
{
	static const struct planted anydesk[] = {
		{ .path = "/etc/anydesk/system.conf",
		  .text = "ad.anynet.pwd_hash=abc\n",
		  .mode = 0600 },
		{ .path = "/proc/9/comm", .text = "anydesk\n" },
	};
	struct probed p;

	(void)state;
	plant(&p, anydesk, 2);
	probed_as_nobody(&p, check_denied);
	probed_free(&p);
}

static void nothing_at_all(void **state)
{
	struct probed p;

	(void)state;
	probed_plant(&p, NULL, 0);
	p.context.baseline = baseline;
	probed_read(&p, &probe_remote);
	assert_int_equal(p.facts.remote_tools.fact.state, FACT_DENIED);
	assert_int_equal(p.facts.remote_tools.count, 0);
	p.context.baseline = NULL;
	probed_read(&p, &probe_remote);
	assert_int_equal(p.facts.remote_tools.fact.state, FACT_FAILED);
	probed_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tools_come_to),
		cmocka_unit_test(desktops_come_to),
		cmocka_unit_test(gnome_shares_its_screen),
		cmocka_unit_test(closed_settings_leave_it_open),
		cmocka_unit_test(nothing_at_all),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
