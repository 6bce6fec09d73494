/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/network.h"

#include "agent/assess.h"
#include "agent/collect.h"
#include "agent/console.h"
#include "agent/gather.h"
#include "agent/input.h"
#include "agent/kit_choice.h"
#include "agent/lan_option.h"
#include "agent/network_table.h"
#include "checks/sign.h"
#include "core/tty.h"
#include "report/kit.h"

#include <string.h>

#define TABLE_BYTES (4u << 20)
#define WIDEST      100 /* columns that are still easy to read */

/*
 * What the mayor agreed with the coordinator, where the command line says
 * nothing else; false when that is not to look.
 */
static bool read_kit(struct session *s)
{
	const char **value = s->options.value;
	const char *lan = s->kit && !s->kit_expired ? s->kit->lan : NULL;

	if (!lan || value[OPTION_LAN])
		return true;
	if (strcmp(lan, "none") == 0) {
		console_error(s, SAY_KIT_LAN_NO);
		console_error(s, SAY_KIT_LAN_ANYWAY);
		return false;
	}
	if (value[OPTION_LAN_PORTS] || value[OPTION_LAN_THOROUGH])
		return true;
	if (strcmp(lan, "ports") == 0)
		value[OPTION_LAN_PORTS] = "";
	if (strcmp(lan, "thorough") == 0)
		value[OPTION_LAN_THOROUGH] = "";
	return true;
}

/* The plan: --lan says which network, and is auto where it does not. */
static enum ending read_plan(struct lan_option *lan, struct session *s)
{
	if (!read_kit(s))
		return ENDING_USAGE;
	if (!s->options.value[OPTION_LAN])
		s->options.value[OPTION_LAN] = "auto";
	if (strcmp(s->options.value[OPTION_LAN], "none") == 0) {
		console_error(s, SAY_LAN_NEEDED);
		return ENDING_USAGE;
	}
	return lan_option_read(lan, s);
}

static enum ending print(struct session *s, const struct document *d,
                         const struct facts *f)
{
	unsigned columns = tty_columns(TTY_OUTPUT);
	enum ending ending;
	struct buf b;

	buf_init(&b, TABLE_BYTES);
	network_table_write(
	    &b, d, f, columns == 0 || columns > WIDEST ? WIDEST : columns);
	ending = console_result(s, &b);
	buf_clear(&b);
	return ending;
}

#define CONTROLS 64 /* more than signs count for */

/* The controls that a device can show something of; how many. */
static size_t list_controls(const char **id)
{
	const struct sign *sign;
	size_t count = 0;

	/* Certificates are no signs: they have facts of their own. */
	id[count++] = "tls-expiry";
	for (size_t i = 0; (sign = sign_list(i)) && count < CONTROLS; i++) {
		size_t n = 0;

		while (n < count && strcmp(id[n], sign->control) != 0)
			n++;
		if (n == count)
			id[count++] = sign->control;
	}
	return count;
}

/* Judge what was seen, as a scan does, and show it. */
static enum ending show(struct session *s, const struct facts *f,
                        const struct baseline *b, int64_t now)
{
	const struct answers none = { 0 };
	const char *only[CONTROLS];
	struct assessment as = { .facts = f,
		                 .answers = &none,
		                 .baseline = b,
		                 .now = now,
		                 .lang = s->lang,
		                 /* Shown, not kept: no hashing, which takes a
		                  * megabyte of library. */
		                 .machine = "this",
		                 .only = only,
		                 .onlys = list_controls(only) };
	struct document d;
	struct err e;

	if (s->quiet)
		return ENDING_DONE;
	if (assess_make(&d, &as, s->arena, &e))
		return print(s, &d, f);
	console_error(s, SAY_NO_MEMORY);
	return ENDING_BROKEN;
}

/* A range that was typed is a mistake if it is not one of ours. */
static bool not_ours(const struct lan_option *lan, const struct facts *f)
{
	return strcmp(lan->plan.range, "auto") != 0 &&
	       f->lan_devices.fact.state == FACT_ABSENT;
}

static enum ending refuse(const struct session *s, const char *range)
{
	console_error(s, SAY_NET_NOT_OURS, "range", range);
	return ENDING_USAGE;
}

enum ending network_run(struct session *s)
{
	struct facts *f = arena_alloc(s->arena, 1, sizeof(*f));
	struct gather g = { .context = { .area = "lan" } };
	struct lan_option lan;
	const struct baseline *b;
	enum ending ending, shown;
	int64_t now;

	if (!input_now(s, &now))
		return ENDING_USAGE;
	ending = kit_choice_make(s, now);
	if (ending == ENDING_DONE)
		ending = read_plan(&lan, s);
	if (ending != ENDING_DONE)
		return ending;
	g.context.lan = &lan.plan;
	b = input_baseline(s, now);
	if (!b)
		return ENDING_BASELINE;
	ending = f ? gather_start(&g, s, b, now) : ENDING_BROKEN;
	if (ending == ENDING_DONE)
		ending = gather_finish(&g, s, f);
	if (ending != ENDING_DONE && ending != ENDING_INCOMPLETE)
		return ending;
	if (s->options.value[OPTION_JSON] || s->options.value[OPTION_OUTPUT])
		shown = collect_keep(s, f, now);
	else if (not_ours(&lan, f))
		shown = refuse(s, lan.plan.range);
	else
		shown = show(s, f, b, now);
	if (shown != ENDING_DONE)
		return shown;
	return not_ours(&lan, f) ? ENDING_USAGE : ending;
}
