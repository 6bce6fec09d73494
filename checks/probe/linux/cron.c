/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/cron.h"

#include "core/text.h"

#include <string.h>

/* "\%" is "%"; a bare "%" ends the command and starts its input. In place. */
static void cut_input(char *command)
{
	char *to = command;

	for (const char *p = command; *p && *p != '%'; p++) {
		if (p[0] == '\\' && p[1] == '%')
			p++;
		*to++ = *p;
	}
	*to = '\0';
}

/* A field of time: digits, names, lists, ranges, steps; "@daily" is whole. */
static bool is_time(const char *field)
{
	return field[strspn(field, "0123456789*,-/~HLW#?abcdefghijklmnopqrst"
	                           "uvwxyABCDEFGIJKMNOPQRSTUVXYZz")] == '\0';
}

bool cron_parse(char *line, bool system, struct cron_line *out)
{
	char *rest = text_trim(line);
	int times = rest[0] == '@' ? 1 : 5;
	char *field;

	out->user = NULL;
	if (!rest[0] || rest[0] == '#')
		return false;
	/* "-" before the minute means: do not log (SUSE). */
	if (rest[0] == '-')
		rest++;
	for (int i = 0; i < times; i++) {
		field = text_word(&rest);
		if (!field || (field[0] != '@' && !is_time(field)))
			return false;
	}
	if (system) {
		out->user = text_word(&rest);
		if (!out->user)
			return false;
	}
	rest = text_trim(rest);
	cut_input(rest);
	out->command = rest;
	return rest[0] != '\0';
}

bool cron_part(const char *name)
{
	return name[0] &&
	       name[strspn(name, "abcdefghijklmnopqrstuvwxyz"
	                         "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")] ==
	           '\0';
}
