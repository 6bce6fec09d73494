/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/lan_option.h"

#include "agent/console.h"
#include "core/file.h"

#include <string.h>

#define ROOTS_BYTES (16u << 20)
#define CERTIFICATE "CERTIFICATE-----" /* of a PEM file, RFC 7468 */

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

/* What is no list of certificates is told now, not after the look. */
static bool read_roots(struct lan_option *out, const struct session *s)
{
	const char *path = s->options.value[OPTION_ROOTS];
	struct buf b;
	struct err e;
	bool ok = false;

	out->plan.roots = path;
	if (!path)
		return true;
	buf_init(&b, ROOTS_BYTES);
	if (!file_read(path, &b, &e)) {
		console_blame(s, SAY_CANNOT_READ, path, &e);
	} else if (!strstr(buf_text(&b), CERTIFICATE)) {
		console_error(s, SAY_NOT_UNDERSTOOD, "file", path);
		console_error(s, SAY_NO_CERTIFICATE);
	} else {
		ok = true;
	}
	buf_clear(&b);
	return ok;
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
