/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"

#include "core/text.h"

#include <stdarg.h>
#include <stdio.h>

#define CELL_BYTES 640 /* of one cell of text */

static void know(struct fact *f)
{
	f->state = FACT_KNOWN;
	f->why = NULL;
}

void fact_text(struct fact_text *f, struct arena *a, const char *value)
{
	f->value = arena_strdup(a, value);
	if (f->value)
		know(&f->fact);
	else
		fact_unknown(&f->fact, a, FACT_FAILED, "out of memory");
}

void fact_bool(struct fact_bool *f, bool value)
{
	f->value = value;
	know(&f->fact);
}

void fact_int(struct fact_int *f, int64_t value)
{
	f->value = value;
	know(&f->fact);
}

void fact_unknown(struct fact *f, struct arena *a, enum fact_state state,
                  const char *fmt, ...)
{
	char why[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	f->state = state;
	f->why = arena_strdup(a, why);
	if (!f->why)
		f->why = "out of memory";
}

const char *fact_cell(struct arena *a, const char *text)
{
	char clean[CELL_BYTES];

	if (!text || !text[0])
		return NULL;
	text_clean(clean, sizeof(clean), text);
	return arena_strdup(a, clean);
}
