/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/probe.h"
#include "checks/probe/windows/decode/lock_delay.h"
#include "checks/probe/windows/power.h"
#include "checks/probe/windows/registry.h"

#define DESKTOP "Control Panel\\Desktop"
#define DESKTOP_POLICY \
	"SOFTWARE\\Policies\\Microsoft\\Windows\\Control Panel\\Desktop"
#define SYSTEM "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System"

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
 * Where nobody set it, waking up asks (Power.admx, "Require a password when a
 * computer wakes").
 */
static void look_sleep(struct lock_delay *d, struct arena *a)
{
	enum fact_state state;

	d->wake = power_read(POWER_ASK, a) != 0 ? TRI_YES : TRI_NO;
	d->sleep = power_read(POWER_SLEEP, a);
	d->off = power_read(POWER_SCREEN, a);
	d->modern = power_modern();
	state = registry_int(REGISTRY_USER, DESKTOP, "DelayLockInterval",
	                     &d->grace);
	if (state != FACT_KNOWN)
		d->grace = state == FACT_ABSENT ? 0 : CELL_UNKNOWN;
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
