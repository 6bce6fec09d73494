/* SPDX-License-Identifier: Apache-2.0 */
#include "report/survey.h"

#include "report/picking.h"
#include "report/sign_words.h"

#include <stdlib.h>
#include <string.h>

#define ALONE    14 /* devices that are drawn one by one */
#define NUMBERED 8  /* of more, those with a problem that are drawn alone */

static bool is_about(const struct document_finding *f, const char *address)
{
	for (size_t i = 0; i < f->evidences; i++) {
		const struct document_evidence *e = &f->evidence[i];

		if (!e->info && device_is(e->host, address))
			return true;
	}
	return false;
}

static bool add_findings(struct survey_device *d, const struct picking *p,
                         struct arena *a)
{
	for (size_t i = 0; i < p->count; i++)
		d->findings += is_about(p->finding[i], d->host->address);
	d->finding = arena_alloc(a, d->findings + 1, sizeof(*d->finding));
	if (!d->finding)
		return false;
	d->findings = 0;
	d->verdict = VERDICT_PASS;
	for (size_t i = 0; i < p->count; i++) {
		const struct document_finding *f = p->finding[i];

		if (!is_about(f, d->host->address))
			continue;
		d->finding[d->findings++] = f;
		if (d->verdict != VERDICT_FAIL)
			d->verdict = f->verdict;
	}
	return true;
}

static bool is_fresh(const struct view *v, const struct document_host *h)
{
	const struct comparison *c = v->comparison;

	for (size_t i = 0; c && i < c->devices; i++)
		if (c->device[i] == h)
			return true;
	return false;
}

static int badness(const struct survey_device *d)
{
	return d->verdict == VERDICT_FAIL      ? 2
	       : d->verdict == VERDICT_PARTIAL ? 1
	                                       : 0;
}

static int by_need(const void *left, const void *right)
{
	const struct survey_device *a = left;
	const struct survey_device *b = right;
	int n = badness(b) - badness(a);

	if (n == 0)
		n = (int)a->kind - (int)b->kind;
	return n ? n : device_order(a->host->address, b->host->address);
}

/* The gateway, else the first box. */
static const struct survey_device *find_box(const struct survey *s)
{
	const struct survey_device *box = NULL;

	for (size_t i = 0; i < s->devices; i++) {
		const struct survey_device *d = &s->device[i];

		if (d->host->gateway)
			return d;
		if (d->kind == DEVICE_ROUTER && !box)
			box = d;
	}
	return box;
}

bool survey_make(struct survey *s, const struct view *v)
{
	const struct document_network *n = &v->document->network;
	struct picking p;

	memset(s, 0, sizeof(*s));
	s->device = arena_alloc(v->arena, n->hosts + 1, sizeof(*s->device));
	if (!s->device ||
	    !picking_make(&p, v,
	                  PICKING(VERDICT_FAIL) | PICKING(VERDICT_PARTIAL)))
		return false;
	for (size_t i = 0; i < n->hosts; i++) {
		struct survey_device *d = &s->device[s->devices++];

		d->host = &n->host[i];
		d->kind = device_kind(d->host);
		d->fresh = is_fresh(v, d->host);
		s->fresh += d->fresh;
		if (!add_findings(d, &p, v->arena))
			return false;
	}
	if (s->devices > 1)
		qsort(s->device, s->devices, sizeof(*s->device), by_need);
	for (size_t i = 0; i < s->devices; i++)
		if (s->device[i].findings)
			s->device[i].number = (unsigned)++s->bad;
	s->many = s->devices > ALONE;
	s->many_bad = s->many && s->bad > NUMBERED;
	s->box = find_box(s);
	return true;
}

static const char *words_of(const struct view *v,
                            const struct document_finding *f, size_t index,
                            const char *address)
{
	const struct document_evidence *e = &f->evidence[index];
	const char *words = sign_words_does(e->code, v->lang);

	if (e->info || !device_is(e->host, address))
		return NULL;
	return words ? words : f->title;
}

const char *survey_words(const struct view *v, const struct document_finding *f,
                         size_t index, const char *address)
{
	const char *words = words_of(v, f, index, address);

	for (size_t i = 0; i < index; i++)
		if (words && words_of(v, f, i, address) == words)
			return NULL;
	return words;
}

const char *survey_name(const struct survey_device *d, const struct view *v)
{
	const struct document_host *h = d->host;
	const struct document_machine *m =
	    h->machine ? document_machine(v->document, h->machine) : NULL;

	if (m && m->label && m->label[0])
		return m->label;
	if (h->names && h->name[0][0])
		return h->name[0];
	if (h->model && h->model[0])
		return h->model;
	return h->vendor && h->vendor[0] ? h->vendor : h->address;
}
