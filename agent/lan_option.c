/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/lan_option.h"

#include "agent/console.h"
#include "core/file.h"

#include <errno.h>
#include <string.h>

static const enum say_id refusals[] = {
	[LAN_NOT_A_RANGE] = SAY_LAN_NOT_A_RANGE,
	[LAN_LINK_LOCAL] = SAY_LAN_LINK_LOCAL,
	[LAN_NOT_PRIVATE] = SAY_LAN_NOT_PRIVATE,
	[LAN_TOO_LARGE] = SAY_LAN_TOO_LARGE,
};

static enum ending read_range(struct lan_option *out, const struct session *s)
{
	const char *text = s->options.value[OPTION_LAN];
	char range[LAN_RANGE_TEXT] = "auto";
	enum lan_fault fault;

	if (strcmp(text, "none") == 0)
		return ENDING_DONE;
	if (strcmp(text, "auto") != 0) {
		fault = lan_plan_range(range, text);
		if (fault != LAN_FINE) {
			console_error(s, refusals[fault], "word", text);
			return ENDING_USAGE;
		}
	}
	out->plan.range = arena_strdup(s->arena, range);
	if (!out->plan.range) {
		console_error(s, SAY_NO_MEMORY);
		return ENDING_BROKEN;
	}
	out->plan.consent = "option";
	out->look = true;
	return ENDING_DONE;
}

/* How far to look, which says nothing of whether. */
static bool read_level(struct lan_option *out, const struct session *s)
{
	bool thorough = s->options.value[OPTION_LAN_THOROUGH];
	bool ports = s->options.value[OPTION_LAN_PORTS];

	out->plan.level = thorough ? LAN_THOROUGH
	                  : ports  ? LAN_PORTS
	                           : LAN_NORMAL;
	if (thorough && ports) {
		console_error(s, SAY_LAN_BOTH);
		return false;
	}
	if (out->look || (!thorough && !ports))
		return true;
	console_error(
	    s, SAY_LAN_ALONE, "word",
	    option_row(thorough ? OPTION_LAN_THOROUGH : OPTION_LAN_PORTS)
		->name);
	return false;
}

static bool read_roots(struct lan_option *out, const struct session *s)
{
	struct err e;

	out->plan.roots = s->options.value[OPTION_ROOTS];
	if (!out->plan.roots || file_exists(out->plan.roots))
		return true;
	err_sys(&e, ENOENT, "%s", out->plan.roots);
	console_blame(s, SAY_CANNOT_READ, out->plan.roots, &e);
	return false;
}

enum ending lan_option_read(struct lan_option *out, const struct session *s)
{
	enum ending ending = ENDING_DONE;

	memset(out, 0, sizeof(*out));
	out->given = s->options.value[OPTION_LAN] != NULL;
	if (out->given)
		ending = read_range(out, s);
	if (ending != ENDING_DONE)
		return ending;
	if (!read_level(out, s) || !read_roots(out, s))
		return ENDING_USAGE;
	/* A copied machine has no network of its own. */
	if (out->look && s->options.value[OPTION_ROOT] &&
	    strcmp(s->options.value[OPTION_ROOT], "/") != 0) {
		console_error(s, SAY_LAN_NO_ROOT);
		return ENDING_USAGE;
	}
	return ENDING_DONE;
}
