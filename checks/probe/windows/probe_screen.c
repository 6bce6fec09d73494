/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/probe.h"
#include "checks/probe/windows/decode/lock_delay.h"
#include "checks/probe/windows/registry.h"
#include "core/library.h"

#include <stdio.h>
#include <windows.h>

#define KEY_BYTES 512
#define DESKTOP   "Control Panel\\Desktop"
#define DESKTOP_POLICY \
	"SOFTWARE\\Policies\\Microsoft\\Windows\\Control Panel\\Desktop"
#define SYSTEM       "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System"
#define POWER        "SYSTEM\\CurrentControlSet\\Control\\Power"
#define POWER_POLICY "SOFTWARE\\Policies\\Microsoft\\Power\\PowerSettings"

/* learn.microsoft.com, "Power Setting GUIDs" and "Power Schemes". */
#define BALANCED   "381b4222-f694-41f0-9685-ff5bb260df2e"
#define NO_GROUP   "fea3413e-7e05-4911-9a71-700331f1c294"
#define SLEEP      "238c9fa8-0aad-41ed-83f4-97be242c8f20"
#define VIDEO      "7516b95f-f776-4464-8c53-06167f40cc99"
#define ASK        "0e796bdb-100d-47d6-a2d5-f7d2daa51f51" /* CONSOLELOCK */
#define SLEEP_IDLE "29f6c1db-86da-48c5-9fdb-f2b67b1f44da"
#define VIDEO_IDLE "3c0bc021-c8a8-4e07-a973-6b14cbcbb7e1"

/* One setting of the desktop, policy first; unset when nobody set it. */
static int64_t desktop(const char *value, int64_t unset)
{
	const struct registry_setting s = {
		.policy = DESKTOP_POLICY,
		.local = DESKTOP,
		.value = value,
		.root = REGISTRY_USER,
	};
	int64_t out;

	switch (registry_effective(&s, &out)) {
	case FACT_KNOWN:
		return out;
	case FACT_ABSENT:
		return unset;
	default:
		return CELL_UNKNOWN;
	}
}

/* Whether one is chosen: without it, the other settings do nothing. */
static enum tri saver_chosen(struct arena *a)
{
	const char *file = NULL;
	enum fact_state state = registry_text(REGISTRY_USER, DESKTOP_POLICY,
	                                      "SCRNSAVE.EXE", a, &file);

	if (state == FACT_ABSENT)
		state = registry_text(REGISTRY_USER, DESKTOP, "SCRNSAVE.EXE", a,
		                      &file);
	if (state == FACT_KNOWN)
		return file[0] ? TRI_YES : TRI_NO;
	return state == FACT_ABSENT ? TRI_NO : TRI_UNKNOWN;
}

static void look_saver(struct lock_delay *d, struct arena *a)
{
	enum tri chosen = saver_chosen(a);
	int64_t active = desktop("ScreenSaveActive", 1);
	int64_t secure = desktop("ScreenSaverIsSecure", 0);

	d->saver_delay = desktop("ScreenSaveTimeOut", 0);
	if (chosen == TRI_NO || active == 0 || secure == 0)
		d->saver = TRI_NO;
	else if (chosen == TRI_UNKNOWN || active == CELL_UNKNOWN ||
	         secure == CELL_UNKNOWN)
		d->saver = TRI_UNKNOWN;
	else
		d->saver = TRI_YES;
}

static void look_inactivity(struct lock_delay *d)
{
	enum fact_state state = registry_int(
	    REGISTRY_MACHINE, SYSTEM, "InactivityTimeoutSecs", &d->inactivity);

	if (state != FACT_KNOWN)
		d->inactivity = state == FACT_ABSENT ? 0 : CELL_UNKNOWN;
}

/*
 * A setting of the power plan on the mains: as a policy has it, as the plan
 * in use has it, or as that plan came. learn.microsoft.com, "Power Policy
 * Settings"; powrprof.dll reads the same keys.
 */
static int64_t power(const char *plan, const char *group, const char *setting)
{
	char keys[3][KEY_BYTES];
	int64_t out;

	snprintf(keys[0], KEY_BYTES, POWER_POLICY "\\%s", setting);
	snprintf(keys[1], KEY_BYTES, POWER "\\User\\PowerSchemes\\%s\\%s\\%s",
	         plan, group, setting);
	snprintf(keys[2], KEY_BYTES,
	         POWER "\\PowerSettings\\%s\\%s\\DefaultPowerSchemeValues\\%s",
	         group, setting, plan);
	for (size_t i = 0; i < 3; i++) {
		enum fact_state state = registry_int(REGISTRY_MACHINE, keys[i],
		                                     "ACSettingIndex", &out);

		if (state == FACT_KNOWN)
			return out;
		if (state != FACT_ABSENT)
			return CELL_UNKNOWN;
	}
	return CELL_UNKNOWN;
}

/* Whether it sleeps in the way of a telephone, with the screen off. */
static bool is_modern(void)
{
	static const char *const names[] = { "powrprof.dll", NULL };
	LONG(WINAPI * ask)
	(POWER_INFORMATION_LEVEL, PVOID, ULONG, PVOID, ULONG);
	const struct library_symbol symbol = { "CallNtPowerInformation", &ask };
	POWER_PLATFORM_INFORMATION info = { 0 };
	struct err e;

	return library_load(names, &symbol, 1, &e) &&
	       ask(PlatformInformation, NULL, 0, &info, sizeof(info)) == 0 &&
	       info.AoAc;
}

static void look_sleep(struct lock_delay *d, struct arena *a)
{
	const char *plan = BALANCED;
	int64_t asks;

	(void)registry_text(REGISTRY_MACHINE, POWER "\\User\\PowerSchemes",
	                    "ActivePowerScheme", a, &plan);
	asks = power(plan, NO_GROUP, ASK);
	d->wake = asks == CELL_UNKNOWN ? TRI_UNKNOWN
	          : asks != 0          ? TRI_YES
	                               : TRI_NO;
	d->sleep = power(plan, SLEEP, SLEEP_IDLE);
	d->off = power(plan, VIDEO, VIDEO_IDLE);
	d->modern = is_modern();
	if (registry_int(REGISTRY_USER, DESKTOP, "DelayLockInterval",
	                 &d->grace) != FACT_KNOWN)
		d->grace = 0;
}

static void screen_read(const struct probe_context *c, struct facts *f,
                        struct arena *a)
{
	struct lock_delay d = { 0 };
	int64_t delay;

	(void)c;
	look_saver(&d, a);
	look_inactivity(&d);
	look_sleep(&d, a);
	if (!lock_delay_find(&d, &delay)) {
		fact_unknown(&f->screen_lock.fact, a, FACT_FAILED,
		             "the settings of the screen cannot be read");
		fact_unknown(&f->screen_delay.fact, a, FACT_FAILED,
		             "the settings of the screen cannot be read");
		return;
	}
	fact_bool(&f->screen_lock, delay > 0);
	fact_int(&f->screen_delay, delay);
}

const struct probe probe_screen = { .area = "screen",
	                            .deadline = 3000,
	                            .read = screen_read };
