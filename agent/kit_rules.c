/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/kit_rules.h"

#include "agent/console.h"
#include "agent/kit_file.h"
#include "core/date.h"

#include <stdlib.h>
#include <string.h>

/* Order of two versions, "2026.9" before "2026.11": below, equal or above 0. */
static int compare(const char *a, const char *b)
{
	while (*a || *b) {
		char *end_a, *end_b;
		unsigned long one = strtoul(a, &end_a, 10);
		unsigned long two = strtoul(b, &end_b, 10);

		if (end_a == a || end_b == b)
			return strcmp(a, b);
		if (one != two)
			return one < two ? -1 : 1;
		a = end_a + (*end_a == '.');
		b = end_b + (*end_b == '.');
	}
	return 0;
}

/* A kit's baseline, fit to take the place of that one; NULL, and told. */
static struct baseline *read(const struct session *s,
                             const struct kit_file *file,
                             const struct baseline *builtin, int64_t now)
{
	struct err e = { 0, "" };
	struct baseline *b =
	    baseline_parse(file->rules.data, file->rules.len, &e);
	char day[DATE_TEXT];

	if (!b || !baseline_covers(b, builtin, &e)) {
		console_error(s, SAY_KIT_RULES_STRANGE);
		console_error(s, SAY_WHY_DETAIL, "detail", e.text);
	} else if (b->expires && now >= b->expires) {
		date_say(day, b->expires, s->lang);
		console_error(s, SAY_KIT_RULES_OLD, "date", day);
	} else if (compare(b->version, builtin->version) < 0) {
		console_error(s, SAY_KIT_RULES_OLDER);
	} else {
		return b;
	}
	baseline_free(b);
	return NULL;
}

struct baseline *kit_rules_choose(const struct session *s,
                                  struct baseline *builtin, int64_t now)
{
	const struct kit_file *const files[] = { s->kit_before, s->kit_file };
	struct baseline *best = builtin;

	/* The one in use comes last: older than the one before is told. */
	for (size_t i = 0; i < 2; i++) {
		struct baseline *b;

		if (!files[i] || !files[i]->rules.data)
			continue;
		b = read(s, files[i], best, now);
		if (!b)
			continue;
		baseline_free(best);
		best = b;
	}
	return best;
}
