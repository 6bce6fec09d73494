/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/criterion.h"
#include "core/text.h"

#include <stdio.h>

#define LINE_BYTES 500

static const struct criterion *find(const struct facts *f, const char *item)
{
	const struct fact_criteria *list = &f->outside_criteria;

	for (size_t i = 0; i < list->count; i++)
		if (text_is(list->row[i].item, item))
			return &list->row[i];
	return NULL;
}

enum tri criterion_find(const struct facts *f, const char *item)
{
	const struct criterion *c = find(f, item);

	return c ? c->good : TRI_UNKNOWN;
}

void criterion_tell(const struct inputs *in, struct ruling *r,
                    const char *const *items, const char *host, int64_t port)
{
	/* As the RPNT's own pages say it, whatever the report's language. */
	static const char *const words[] = {
		[TRI_UNKNOWN] = "inconnu",
		[TRI_NO] = "non",
		[TRI_YES] = "oui",
	};

	for (; *items; items++) {
		const struct criterion *c = find(in->facts, *items);
		char line[LINE_BYTES];

		if (!c)
			continue;
		snprintf(line, sizeof(line), "%s%s : %s (%s)",
		         **items >= '1' && **items <= '9' ? "RPNT " : "",
		         *items, words[c->good], c->value ? c->value : "-");
		ruling_port(r, "rpnt", host, port, port ? "tcp" : NULL, line);
	}
}

void criterion_unseen(struct ruling *r, const char *fact_name,
                      const struct fact *fact)
{
	ruling_unknown(r, fact_name, fact);
	if (fact->state == FACT_UNASKED)
		ruling_set(r, VERDICT_UNKNOWN, "outside-not-looked");
}
