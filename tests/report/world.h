/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_REPORT_WORLD_H
#define TESTS_REPORT_WORLD_H

/* Small documents, made by hand or by chance, to try the rating on. */

#include "tests/report/sample.h"

#include <stdlib.h>

/* Random documents that each property is tried on. */
#define TRIES 3000
#define MOST  24 /* findings of one */

/* A document small enough to be made by the thousand. */
struct world {
	struct document d;
	struct document_finding f[DOCUMENT_FINDINGS];
	struct document_machine m[3];
	struct document_evidence e[3];
	char id[DOCUMENT_FINDINGS][16];
	struct arena *a;
};

static inline struct world *new_world(void)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	w->d.finding = w->f;
	w->d.machine = w->m;
	w->a = arena_new(SAMPLE_MEMORY);
	return w;
}

static inline void free_world(struct world *w)
{
	arena_free(w->a);
	free(w);
}

static inline void add(struct world *w, const char *id, enum severity s,
                       enum verdict v)
{
	struct document_finding *f = &w->f[w->d.findings];

	memset(f, 0, sizeof(*f));
	snprintf(w->id[w->d.findings], sizeof(w->id[0]),
	         strcmp(id, "f") == 0 ? "%s%03zu" : "%s", id, w->d.findings);
	f->id = w->id[w->d.findings++];
	f->severity = s;
	f->verdict = v;
}

/* "c+h!m?" : a severity's first letter, then the verdict's sign. */
static inline void add_all(struct world *w, const char *code)
{
	static const char severities[] = "lmhc";
	static const char verdicts[] = "?!~+.";

	for (; *code; code += 2)
		add(w, "f",
		    (enum severity)(strchr(severities, code[0]) - severities),
		    (enum verdict)(strchr(verdicts, code[1]) - verdicts));
}

static inline void rate(struct world *w)
{
	assert_true(rating_make(&w->d, w->a));
}

static inline void random_world(struct world *w, uint64_t *seed)
{
	static const char *const codes[] = { "backup-none", "backup-stale",
		                             NULL };
	unsigned n = sample_random(seed, MOST + 1);

	w->d.findings = 0;
	for (unsigned i = 0; i < n; i++) {
		const char *id = i == 3   ? "backup-recent"
		                 : i == 7 ? "os-supported"
		                          : "f";

		/* Passes are most, so that every letter is met. */
		add(w, id, (enum severity)sample_random(seed, SEVERITY_COUNT),
		    sample_random(seed, 2)
		        ? VERDICT_PASS
		        : (enum verdict)sample_random(seed, VERDICT_COUNT));
		w->f[i].minutes = 10 * sample_random(seed, 4);
		w->f[i].euros_from = 50 * sample_random(seed, 3);
		w->f[i].evidence = w->e;
		w->f[i].evidences = 1;
	}
	w->m[0].id = "m0";
	w->d.machines = 1;
	w->e[0].machine = "m0";
	w->e[0].code = codes[sample_random(seed, 3)];
	rate(w);
}

/* From the best to the worst; no letter is no promise. */
static inline bool no_better(char after, char before)
{
	return !after || !before || after >= before;
}

#endif
