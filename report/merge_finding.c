/* SPDX-License-Identifier: Apache-2.0 */
#include "report/merge_finding.h"

#include "core/rows.h"
#include "report/document_json.h"

#include <string.h>

/* When f was known, as part of d. */
static int64_t known_at(const struct document *d,
                        const struct document_finding *f)
{
	return f->seen_at ? f->seen_at : d->made_at;
}

/* From the best to the worst when machines differ: unknown earns nothing. */
static int badness(enum verdict v, enum scope scope)
{
	static const int machine[VERDICT_COUNT] = {
		[VERDICT_NOT_APPLICABLE] = 0, [VERDICT_PASS] = 1,
		[VERDICT_PARTIAL] = 2,        [VERDICT_UNKNOWN] = 3,
		[VERDICT_FAIL] = 4,
	};
	/* One machine that looked is enough for what all share. */
	static const int network[VERDICT_COUNT] = {
		[VERDICT_UNKNOWN] = 0, [VERDICT_NOT_APPLICABLE] = 1,
		[VERDICT_PASS] = 2,    [VERDICT_PARTIAL] = 3,
		[VERDICT_FAIL] = 4,
	};

	return scope == SCOPE_NETWORK ? network[v] : machine[v];
}

/* What the document says about this machine in f. */
static bool part_of(const struct document *d, const struct document_finding *f,
                    const char *machine, struct document_part *out)
{
	for (size_t i = 0; i < f->parts; i++)
		if (strcmp(f->part[i].machine, machine) == 0) {
			*out = f->part[i];
			return true;
		}
	/* A part is missing where that machine was never asked. */
	if (f->parts || d->machines != 1)
		return false;
	*out = (struct document_part){
		.machine = machine,
		.verdict = f->verdict,
		.severity = f->severity,
		.declared = f->declared,
		.title = f->title,
		.detail = f->detail,
		.message = f->message,
		.contradiction = f->contradiction,
		.argument = f->argument,
		.arguments = f->arguments,
	};
	return true;
}

/* The newest that has f, and of equals the first. */
static const struct document_finding *newest(const struct merge *m,
                                             const char *id, bool known,
                                             const struct document **from)
{
	const struct document_finding *best = NULL;

	for (size_t i = 0; i < m->documents; i++) {
		const struct document *d = m->document[i];
		const struct document_finding *f = document_finding(d, id);

		if (!f || (known && f->verdict == VERDICT_UNKNOWN) ||
		    (best && known_at(d, f) <= known_at(*from, best)))
			continue;
		best = f;
		*from = d;
	}
	return best;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_evidence(const struct document_evidence *a,
                          const struct document_evidence *b)
{
	return a->port == b->port && same_text(a->machine, b->machine) &&
	       same_text(a->host, b->host) &&
	       same_text(a->transport, b->transport) &&
	       same_text(a->code, b->code) && same_text(a->value, b->value);
}

static bool add_evidence(struct rows *rows, const struct document_evidence *e,
                         const char *machine)
{
	struct document_evidence line = *e;
	struct document_evidence *row;

	line.machine = machine;
	if (rows->count == DOCUMENT_EVIDENCES)
		return true;
	for (size_t i = 0; i < rows->count; i++)
		if (same_evidence((struct document_evidence *)rows->data + i,
		                  &line))
			return true;
	row = rows_add(rows);
	if (row)
		*row = line;
	return row;
}

/* The lines of f about this machine; all are when d is about it alone. */
static bool add_lines(struct rows *rows, const struct document *d,
                      const struct document_finding *f, const char *machine)
{
	for (size_t i = 0; i < f->evidences; i++) {
		const char *whose = f->evidence[i].machine;

		if (!whose && d->machines == 1)
			whose = machine;
		if (same_text(whose, machine) &&
		    !add_evidence(rows, &f->evidence[i], machine))
			return false;
	}
	return true;
}

/* What each machine's last look says, in the order of the machines. */
static bool add_parts(const struct merge *m, const char *id, struct rows *parts,
                      struct rows *lines)
{
	for (size_t i = 0; i < m->machines; i++) {
		const struct document *d = m->source[i];
		const struct document_finding *f = document_finding(d, id);
		struct document_part part, *row;

		if (!f || !part_of(d, f, m->machine[i].id, &part))
			continue;
		row = rows_add(parts);
		if (!row || !add_lines(lines, d, f, m->machine[i].id))
			return false;
		*row = part;
	}
	return true;
}

static const struct document_part *worst(const struct rows *parts,
                                         enum scope scope)
{
	const struct document_part *list = parts->data;
	const struct document_part *bad = list;

	for (size_t i = 1; i < parts->count; i++) {
		int more = badness(list[i].verdict, scope) -
		           badness(bad->verdict, scope);

		if (more > 0 || (more == 0 && list[i].severity > bad->severity))
			bad = &list[i];
	}
	return bad;
}

/* Say of the commune what the worst machine says of itself. */
static void take_part(struct document_finding *f,
                      const struct document_part *part)
{
	f->verdict = part->verdict;
	f->severity = part->severity;
	f->declared = part->declared;
	f->title = part->title;
	f->detail = part->detail;
	f->message = part->message;
	f->contradiction = part->contradiction;
	f->argument = part->argument;
	f->arguments = part->arguments;
}

bool merge_finding(const struct merge *m, const char *id,
                   struct document_finding *f, bool *there)
{
	const struct document *from = NULL;
	const struct document_finding *words = newest(m, id, false, &from);
	struct rows parts, lines;

	*there = true;
	if (words->scope == SCOPE_COMMUNE) {
		const struct document_finding *known =
		    newest(m, id, true, &from);

		*f = known ? *known : *words;
		f->seen_at = known_at(from, f);
		f->part = NULL;
		f->parts = 0;
		return true;
	}
	*f = *words;
	f->seen_at = known_at(from, words);
	rows_init(&parts, m->arena, sizeof(struct document_part));
	rows_init(&lines, m->arena, sizeof(struct document_evidence));
	if (!add_parts(m, id, &parts, &lines))
		return false;
	if (!parts.count) {
		/* About no machine at all: it stands if no machine does. */
		*there = m->machines == 0;
		return true;
	}
	take_part(f, worst(&parts, f->scope));
	f->part = m->machines > 1 ? parts.data : NULL;
	f->parts = m->machines > 1 ? parts.count : 0;
	f->evidence = lines.data;
	f->evidences = lines.count;
	return true;
}
