/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/journal.h"

#include "core/clock.h"
#include "core/date.h"
#include "core/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE 900 /* bytes: written whole by one write(), even to a pipe */

/* What stands before: systemd adds the time itself and reads a level. */
static void begin(char *out, size_t size, enum journal_level level)
{
	char now[DATE_TEXT];

	if (getenv("JOURNAL_STREAM")) {
		snprintf(out, size, "<%d>", (int)level);
	} else {
		date_format(now, clock_now());
		snprintf(out, size, "%s ", now);
	}
}

void journal_write(enum journal_level level, const char *fmt, ...)
{
	char raw[LINE];
	char clean[LINE];
	char line[LINE + DATE_TEXT + 2];
	size_t at;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	text_clean(clean, sizeof(clean), raw);
	begin(line, sizeof(line), level);
	at = strlen(line);
	snprintf(line + at, sizeof(line) - at, "%s\n", clean);
	/* Nobody can be told that nobody can be told. */
	if (write(STDERR_FILENO, line, strlen(line)) < 0)
		return;
}
