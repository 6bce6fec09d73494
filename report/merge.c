/* SPDX-License-Identifier: Apache-2.0 */
#include "report/merge.h"

#include "core/rows.h"
#include "core/text.h"
#include "report/document_json.h"
#include "report/merge_finding.h"
#include "report/merge_network.h"
#include "report/rating.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static int order(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int order_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

/* The newest first; what follows only has to be the same each time. */
static int by_age(const void *left, const void *right)
{
	const struct document *a = *(const struct document *const *)left;
	const struct document *b = *(const struct document *const *)right;
	int n = order(b->made_at, a->made_at);

	if (n == 0)
		n = order_text(b->baseline.version, a->baseline.version);
	if (n == 0)
		n = order(b->baseline.expires, a->baseline.expires);
	if (n == 0)
		n = order_text(b->tool.version, a->tool.version);
	if (n == 0)
		n = order((int64_t)a->machines, (int64_t)b->machines);
	if (n == 0 && a->machines)
		n = strcmp(a->machine[0].id, b->machine[0].id);
	return n ? n : order_text(a->commune.name, b->commune.name);
}

static int64_t seen_at(const struct document *d,
                       const struct document_machine *machine)
{
	return machine->seen_at ? machine->seen_at : d->made_at;
}

static bool same_commune(const struct document *const *list, size_t count,
                         struct err *e)
{
	const char *insee = NULL;

	for (size_t i = 0; i < count; i++) {
		const char *other = list[i]->commune.insee;

		if (insee && other && strcmp(insee, other) != 0)
			return err_set(e,
			               "these documents are of different "
			               "communes, %s and %s",
			               insee, other);
		if (other)
			insee = other;
	}
	return true;
}

/* The text and number of a label like "Poste 3"; 0 without a number. */
static size_t label_stem(const char *label, int64_t *number)
{
	size_t len = strlen(label);
	size_t stem = len;

	*number = 0;
	while (stem > 0 && isdigit((unsigned char)label[stem - 1]))
		stem--;
	if (!text_int(label + stem, 1, 999999, number))
		return len;
	while (stem > 0 && label[stem - 1] == ' ')
		stem--;
	return stem;
}

static int by_label(const void *left, const void *right)
{
	const struct document_machine *a = left;
	const struct document_machine *b = right;
	int64_t m, n;
	size_t stem_a = label_stem(a->label, &m);
	size_t stem_b = label_stem(b->label, &n);
	int way =
	    strncmp(a->label, b->label, stem_a < stem_b ? stem_a : stem_b);

	if (way == 0)
		way = order((int64_t)stem_a, (int64_t)stem_b);
	if (way == 0)
		way = order(m, n);
	if (way == 0)
		way = order(a->seen_at, b->seen_at);
	return way ? way : strcmp(a->id, b->id);
}

static bool label_taken(const struct document *d, const char *label)
{
	for (size_t i = 0; i < d->machines; i++)
		if (strcmp(d->machine[i].label, label) == 0)
			return true;
	return false;
}

/* "Poste 1" again becomes the first "Poste N" that is free. */
static bool number_label(struct document *d, struct document_machine *machine,
                         struct arena *a)
{
	int64_t number;
	int stem = (int)label_stem(machine->label, &number);
	const char *old = machine->label;
	char *label = NULL;

	for (int64_t n = number ? number : 1; !label || label_taken(d, label);)
		if (!(label = arena_fmt(a, "%.*s%s%" PRId64, stem, old,
		                        stem ? " " : "", ++n)))
			return false;
	machine->label = label;
	return true;
}

/* Who was seen first keeps its label: people already call it so. */
static bool settle_labels(struct document *d, struct arena *a)
{
	for (size_t i = 1; i < d->machines; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(d->machine[i].label, d->machine[j].label) ==
			    0) {
				if (!number_label(d, &d->machine[i], a))
					return false;
				break;
			}
	qsort(d->machine, d->machines, sizeof(*d->machine), by_label);
	return true;
}

/* Who looked at this machine last. */
static const struct document *last_look(const struct merge *m, const char *id)
{
	const struct document *last = NULL;
	int64_t when = 0;

	for (size_t i = 0; i < m->documents; i++) {
		const struct document *d = m->document[i];
		const struct document_machine *machine =
		    document_machine(d, id);

		if (machine && (!last || seen_at(d, machine) > when)) {
			last = d;
			when = seen_at(d, machine);
		}
	}
	return last;
}

static bool merge_machines(struct document *out, struct merge *m, struct err *e)
{
	size_t most = 0;

	for (size_t i = 0; i < m->documents; i++)
		most += m->document[i]->machines;
	out->machine = arena_alloc(m->arena, most, sizeof(*out->machine));
	m->source = arena_alloc(m->arena, most, sizeof(*m->source));
	if (!out->machine || !m->source)
		return err_set(e, "out of memory");
	out->machines = 0;
	for (size_t i = 0; i < m->documents; i++)
		for (size_t j = 0; j < m->document[i]->machines; j++) {
			const char *id = m->document[i]->machine[j].id;
			const struct document *d = last_look(m, id);
			struct document_machine *row;

			if (document_machine(out, id))
				continue;
			row = &out->machine[out->machines++];
			*row = *document_machine(d, id);
			row->seen_at = seen_at(d, row);
		}
	if (out->machines > DOCUMENT_MACHINES)
		return err_set(e, "there are more than %d machines",
		               DOCUMENT_MACHINES);
	qsort(out->machine, out->machines, sizeof(*out->machine), by_label);
	if (!settle_labels(out, m->arena))
		return err_set(e, "out of memory");
	for (size_t i = 0; i < out->machines; i++)
		m->source[i] = last_look(m, out->machine[i].id);
	m->machine = out->machine;
	m->machines = out->machines;
	return true;
}

static bool add_finding(struct document *out, const struct merge *m,
                        struct rows *rows, const char *id)
{
	struct document_finding *row, f;
	bool there;

	if (document_finding(out, id))
		return true;
	if (!merge_finding(m, id, &f, &there))
		return false;
	if (!there)
		return true;
	row = rows_add(rows);
	if (row)
		*row = f;
	out->finding = rows->data;
	out->findings = rows->count;
	return row;
}

static bool merge_findings(struct document *out, const struct merge *m,
                           struct err *e)
{
	struct rows rows;

	rows_init(&rows, m->arena, sizeof(struct document_finding));
	out->finding = NULL;
	out->findings = 0;
	for (size_t i = 0; i < m->documents; i++)
		for (size_t j = 0; j < m->document[i]->findings; j++)
			if (!add_finding(out, m, &rows,
			                 m->document[i]->finding[j].id))
				return err_set(e, "out of memory");
	if (rows.count > DOCUMENT_FINDINGS)
		return err_set(e, "there are more than %d findings",
		               DOCUMENT_FINDINGS);
	return true;
}

/* The head is the newest document's; the commune as the newest knows it. */
static void merge_head(struct document *out, const struct merge *m)
{
	*out = *m->document[0];
	out->subject = "commune";
	for (size_t i = 0; i < m->documents; i++) {
		const struct document *d = m->document[i];

		if (!out->commune.insee)
			out->commune.insee = d->commune.insee;
		if (!out->commune.name)
			out->commune.name = d->commune.name;
	}
}

bool merge_documents(struct document *out, const struct document *const *list,
                     size_t count, struct arena *a, struct err *e)
{
	struct merge m = { .documents = count, .arena = a };

	if (count == 0)
		return err_set(e, "there is no document to merge");
	if (!same_commune(list, count, e))
		return false;
	m.document = arena_alloc(a, count, sizeof(*m.document));
	if (!m.document)
		return err_set(e, "out of memory");
	memcpy(m.document, list, count * sizeof(*m.document));
	qsort(m.document, count, sizeof(*m.document), by_age);
	merge_head(out, &m);
	if (!merge_machines(out, &m, e) || !merge_findings(out, &m, e))
		return false;
	if (!merge_network(&m, &out->network))
		return err_set(e, "out of memory");
	return rating_make(out, a) || err_set(e, "out of memory");
}
