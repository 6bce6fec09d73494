/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/probed.h"

extern const struct probe probe_screen;
extern const struct probe probe_usb;

#define SESSION(name)                                            \
	{                                                        \
		.path = "/usr/share/xsessions/" name ".desktop", \
		.text = "[Desktop Entry]\n"                      \
	}
#define HOME   "/home/accueil"
#define XFCONF HOME "/.config/xfce4/xfconf/xfce-perchannel-xml/"

static const struct planted machine[] = {
	{ .path = "/etc/passwd",
	  .text = "root:x:0:0:root:/root:/bin/bash\n"
	          "accueil:x:1000:1000::" HOME ":/bin/bash\n" },
	{ .path = HOME "/" },
};

/* A file made by "dconf compile" of Debian 12 at a place of the machine. */
static void plant_dconf(const struct probed *p, const char *path,
                        const char *name)
{
	char from[300];
	char to[4096];
	struct buf data;
	struct err e;

	snprintf(from, sizeof(from), "%s/checks/dconf/%s", TESTS_DIR, name);
	buf_init(&data, 1u << 16);
	assert_true(file_read(from, &data, &e));
	planted_place(p->root, path, to);
	assert_true(file_write(to, data.data, data.len, &e));
	buf_clear(&data);
}

static const struct {
	const char *dconf; /* of the account, or NULL */
	struct planted file[3];
	enum fact_state known;
	bool lock;
	int64_t delay;
} desktops[] = {
	{ NULL, { { 0 } }, FACT_ABSENT, false, 0 },
	{ NULL, { SESSION("gnome") }, FACT_KNOWN, true, 300 },
	{ "strict", { SESSION("gnome") }, FACT_KNOWN, true, 630 },
	{ "never", { SESSION("gnome") }, FACT_KNOWN, false, 0 },
	{ NULL,
	  { SESSION("ubuntu"),
	    { .path = "/usr/share/glib-2.0/schemas/10_x.gschema."
	              "override",
	      .text = "[org.gnome.desktop.session:ubuntu]\n"
	              "idle-delay = uint32 900\n"
	              "[org.gnome.desktop.screensaver]\n"
	              "lock-delay=uint32 5\n" } },
	  FACT_KNOWN,
	  true,
	  905 },
	{ "strict", { SESSION("cinnamon") }, FACT_KNOWN, true, 120 },
	{ "never", { SESSION("cinnamon2d") }, FACT_KNOWN, false, 0 },
	{ NULL, { SESSION("mate") }, FACT_KNOWN, true, 300 },
	{ "strict", { SESSION("mate") }, FACT_KNOWN, true, 660 },
	{ "never", { SESSION("mate") }, FACT_KNOWN, false, 0 },
	{ NULL, { SESSION("plasma") }, FACT_KNOWN, true, 305 },
	{ NULL,
	  { SESSION("plasma"),
	    { .path = HOME "/.config/kscreenlockerrc",
	      .text = "[Daemon]\nTimeout=15\nLockGrace=0\n" } },
	  FACT_KNOWN,
	  true,
	  900 },
	{ NULL,
	  { SESSION("plasma"),
	    { .path = "/etc/xdg/kscreenlockerrc",
	      .text = "[Daemon][$i]\nTimeout=1\n" },
	    { .path = HOME "/.config/kscreenlockerrc",
	      .text = "[Daemon]\nAutolock=false\n" } },
	  FACT_KNOWN,
	  false,
	  0 },
	{ NULL, { SESSION("xfce") }, FACT_KNOWN, false, 0 },
	{ NULL,
	  { SESSION("xfce"), { .path = "/usr/bin/light-locker" } },
	  FACT_FAILED,
	  false,
	  0 },
	{ NULL,
	  { SESSION("xfce"), { .path = "/usr/bin/xfce4-screensaver" } },
	  FACT_KNOWN,
	  true,
	  300 },
	{ NULL,
	  { SESSION("xfce"),
	    { .path = "/usr/bin/xfce4-screensaver" },
	    { .path = XFCONF "xfce4-screensaver.xml",
	      .text = "<?xml version=\"1.0\"?>\n"
	              "<channel name=\"xfce4-screensaver\">\n"
	              " <property name=\"saver\" type=\"empty\">\n"
	              "  <property name=\"idle-activation\">\n"
	              "   <property name=\"delay\" type=\"int\" "
	              "value=\"12\"/>\n"
	              "  </property>\n </property>\n"
	              " <property name=\"lock\" type=\"empty\">\n"
	              "  <property name=\"enabled\" type=\"bool\" "
	              "value=\"true\"/>\n </property></channel>\n" } },
	  FACT_KNOWN,
	  true,
	  720 },
	{ NULL,
	  { SESSION("xfce"),
	    { .path = "/usr/bin/xfce4-screensaver" },
	    { .path = XFCONF "xfce4-screensaver.xml",
	      .text = "<property name=\"lock\"><property "
	              "name=\"enabled\" value=\"false\"/>" } },
	  FACT_KNOWN,
	  false,
	  0 },
	{ NULL, { SESSION("i3") }, FACT_UNSUPPORTED, false, 0 },
	{ NULL,
	  { SESSION("gnome"), SESSION("plasma") },
	  FACT_FAILED,
	  false,
	  0 },
	{ NULL,
	  { SESSION("gnome"),
	    SESSION("i3"),
	    { .path = HOME "/.dmrc",
	      .text = "[Desktop]\nSession=gnome-xorg\n" } },
	  FACT_KNOWN,
	  true,
	  300 },
	{ NULL,
	  { SESSION("gnome"),
	    SESSION("i3"),
	    { .path = "/var/lib/AccountsService/users/accueil",
	      .text = "[User]\nXSession=i3\n" } },
	  FACT_UNSUPPORTED,
	  false,
	  0 },
	{ NULL,
	  { SESSION("lightdm-xsession"), SESSION("gnome-classic") },
	  FACT_KNOWN,
	  true,
	  300 },
};

static void desktops_lock(void **state)
{
	(void)state;
	for (size_t i = 0; i < PROBED_COUNT(desktops); i++) {
		struct probed p;

		probed_plant(&p, machine, PROBED_COUNT(machine));
		for (size_t j = 0; j < 3 && desktops[i].file[j].path; j++)
			planted_add(p.root, &desktops[i].file[j]);
		if (desktops[i].dconf)
			plant_dconf(&p, HOME "/.config/dconf/user",
			            desktops[i].dconf);
		probed_read(&p, &probe_screen);
		if (p.facts.screen_lock.fact.state != desktops[i].known ||
		    p.facts.screen_lock.value != desktops[i].lock ||
		    p.facts.screen_delay.value != desktops[i].delay)
			fail_msg("case %zu: state %d, %d, %d s", i,
			         (int)p.facts.screen_lock.fact.state,
			         p.facts.screen_lock.value,
			         (int)p.facts.screen_delay.value);
		probed_free(&p);
	}
}

static void the_administrator_decides(void **state)
{
	static const struct planted gnome = SESSION("gnome");
	static const struct planted profile = {
		.path = "/etc/dconf/profile/user",
		.text = "user-db:user\nsystem-db:mairie\n"
	};
	static const struct planted locks = {
		.path = "/etc/dconf/db/mairie.d/locks/lock",
		.text = "/org/gnome/desktop/session/idle-delay\n"
	};
	struct probed p;

	(void)state;
	probed_plant(&p, machine, PROBED_COUNT(machine));
	planted_add(p.root, &gnome);
	planted_add(p.root, &profile);
	plant_dconf(&p, "/etc/dconf/db/mairie", "strict");
	probed_read(&p, &probe_screen);
	assert_int_equal(p.facts.screen_delay.value, 630);
	plant_dconf(&p, HOME "/.config/dconf/user", "never");
	probed_read(&p, &probe_screen);
	assert_false(p.facts.screen_lock.value);
	planted_add(p.root, &locks);
	probed_read(&p, &probe_screen);
	assert_true(p.facts.screen_lock.value);
	assert_int_equal(p.facts.screen_delay.value, 630);
	probed_free(&p);
}

/* Root looks at the settings of the only human there is. */
static void root_looks_for_the_daily_account(void **state)
{
	static const struct planted gnome = SESSION("gnome");
	static const struct planted two = {
		.path = "/etc/passwd",
		.text = "root:x:0:0:root:/root:/bin/bash\n"
			"accueil:x:1000:1000::" HOME ":/bin/bash\n"
			"maire:x:1001:1001::/home/maire:/bin/bash\n"
	};
	static const struct planted none = {
		.path = "/etc/passwd",
		.text = "root:x:0:0:root:/root:/bin/bash\n"
	};
	struct probed p;

	(void)state;
	probed_plant(&p, machine, PROBED_COUNT(machine));
	planted_add(p.root, &gnome);
	plant_dconf(&p, HOME "/.config/dconf/user", "strict");
	p.context.user = 0;
	probed_read(&p, &probe_screen);
	assert_int_equal(p.facts.screen_lock.fact.state, FACT_KNOWN);
	assert_int_equal(p.facts.screen_delay.value, 630);
	planted_add(p.root, &two);
	probed_read(&p, &probe_screen);
	assert_int_equal(p.facts.screen_lock.fact.state, FACT_FAILED);
	planted_add(p.root, &none);
	planted_remove(p.root, "home");
	probed_read(&p, &probe_screen);
	assert_int_equal(p.facts.screen_delay.value, 300);
	probed_free(&p);
}

/* Of several desktops, the one whose shell the account runs. */
static void what_runs_is_used(void **state)
{
	static const struct planted several[] = {
		SESSION("gnome"),
		SESSION("plasma"),
		{ .path = "/proc/1/comm", .text = "systemd\n" },
		{ .path = "/proc/70/comm", .text = "plasmashell\n" },
	};
	struct planted passwd = { .path = "/etc/passwd" };
	char text[100];
	struct probed p;

	(void)state;
	probed_plant(&p, several, PROBED_COUNT(several));
	snprintf(text, sizeof(text), "moi:x:%d:0::" HOME ":/bin/bash\n",
	         (int)geteuid());
	passwd.text = text;
	planted_add(p.root, &passwd);
	p.context.user = (int64_t)geteuid();
	probed_read(&p, &probe_screen);
	assert_int_equal(p.facts.screen_lock.fact.state, FACT_KNOWN);
	assert_int_equal(p.facts.screen_delay.value, 305);
	probed_free(&p);
}

static void check_denied(struct probed *p)
{
	probed_read(p, &probe_screen);
	PROBED_CHECK(p->facts.screen_lock.fact.state == FACT_DENIED);
	PROBED_CHECK(p->facts.screen_delay.fact.why != NULL);
}

static void closed_settings_are_denied(void **state)
{
	static const struct planted gnome = SESSION("gnome");
	struct probed p;
	char place[200];

	(void)state;
	probed_plant(&p, machine, PROBED_COUNT(machine));
	planted_add(p.root, &gnome);
	plant_dconf(&p, HOME "/.config/dconf/user", "strict");
	snprintf(place, sizeof(place), "%s" HOME, p.root);
	assert_int_equal(chmod(place, 0), 0);
	probed_as_nobody(&p, check_denied);
	probed_free(&p);
}

static void sticks_start_nothing(void **state)
{
	static const struct {
		struct planted file[2];
		enum fact_state known;
		bool on;
	} cases[] = {
		{ { { 0 } }, FACT_ABSENT, false },
		{ { SESSION("gnome") }, FACT_KNOWN, false },
		{ { SESSION("gnome"), SESSION("plasma") }, FACT_KNOWN, false },
		{ { SESSION("i3") }, FACT_UNSUPPORTED, false },
		{ { SESSION("xfce") }, FACT_KNOWN, false },
		{ { SESSION("xfce"),
		    { .path = XFCONF "thunar-volman.xml",
		      .text = "<channel><property name='autorun' "
		              "type='empty'><property name='enabled' "
		              "type='bool' value='true'/></property>" } },
		  FACT_KNOWN,
		  true },
		{ { SESSION("xfce"),
		    { .path = XFCONF "thunar-volman.xml", .text = "<a" } },
		  FACT_KNOWN,
		  false },
	};

	(void)state;
	for (size_t i = 0; i < PROBED_COUNT(cases); i++) {
		struct probed p;

		probed_plant(&p, machine, PROBED_COUNT(machine));
		for (size_t j = 0; j < 2 && cases[i].file[j].path; j++)
			planted_add(p.root, &cases[i].file[j]);
		probed_read(&p, &probe_usb);
		if (p.facts.usb_autorun.fact.state != cases[i].known ||
		    p.facts.usb_autorun.value != cases[i].on)
			fail_msg("case %zu", i);
		probed_free(&p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(desktops_lock),
		cmocka_unit_test(the_administrator_decides),
		cmocka_unit_test(root_looks_for_the_daily_account),
		cmocka_unit_test(what_runs_is_used),
		cmocka_unit_test(closed_settings_are_denied),
		cmocka_unit_test(sticks_start_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
