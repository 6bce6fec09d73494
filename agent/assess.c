/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/assess.h"

#include "agent/assess_network.h"
#include "agent/say.h"
#include "agent/version.h"
#include "agent/wording.h"
#include "checks/ruling.h"
#include "checks/sign.h"
#include "core/hash.h"
#include "core/text.h"
#include "report/document_json.h"
#include "report/rating.h"

#include <stdio.h>
#include <string.h>

#define VALUE_BYTES 1000 /* of one value that a machine gave */

void assess_machine(char out[ASSESS_ID], const char *insee,
                    const struct facts *f)
{
	const struct fact_text *machine = &f->system_machine;
	char hash[HASH_TEXT];
	char text[512];

	snprintf(text, sizeof(text), "%s/%s", insee ? insee : "",
	         machine->fact.state == FACT_KNOWN ? machine->value : "");
	hash_sha256(hash, text, strlen(text));
	memcpy(out, hash, ASSESS_ID - 1);
	out[ASSESS_ID - 1] = '\0';
}

static bool listed(const char *id, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i], id) == 0)
			return true;
	return false;
}

static bool chosen(const struct assessment *as, const struct control *c)
{
	return (!as->only || listed(c->id, as->only, as->onlys)) &&
	       !listed(c->id, as->skip, as->skips);
}

const char *assess_cut(const char *text, struct arena *a)
{
	char shorter[VALUE_BYTES];
	const char *copy;

	if (!text || strlen(text) < sizeof(shorter))
		return text;
	text_clean(shorter, sizeof(shorter), text);
	copy = arena_strdup(a, shorter);
	return copy ? copy : "";
}

static bool add_evidence(struct document_finding *f, const struct ruling *r,
                         const char *machine, struct arena *a)
{
	const struct evidence *from = r->evidence.data;

	f->evidences = r->evidence.count < DOCUMENT_EVIDENCES
	                   ? r->evidence.count
	                   : DOCUMENT_EVIDENCES;
	f->evidence = arena_alloc(a, f->evidences + 1, sizeof(*f->evidence));
	if (!f->evidence)
		return false;
	for (size_t i = 0; i < f->evidences; i++) {
		f->evidence[i].machine = machine;
		f->evidence[i].host = assess_cut(from[i].host, a);
		f->evidence[i].port = from[i].port > 0 && from[i].port <= 65535
		                          ? from[i].port
		                          : 0;
		f->evidence[i].transport = assess_cut(from[i].transport, a);
		f->evidence[i].code = from[i].code;
		f->evidence[i].value = assess_cut(from[i].value, a);
		f->evidence[i].info =
		    from[i].code && sign_informs(from[i].code);
	}
	return true;
}

static bool add_arguments(struct document_finding *f, const struct ruling *r,
                          struct arena *a)
{
	const struct argument *from = r->arguments.data;

	f->arguments = r->arguments.count;
	f->argument = arena_alloc(a, f->arguments + 1, sizeof(*f->argument));
	if (!f->argument)
		return false;
	for (size_t i = 0; i < f->arguments; i++) {
		f->argument[i].name = from[i].name;
		for (int lang = 0; lang < LANG_COUNT; lang++)
			f->argument[i].value.text[lang] =
			    assess_cut(from[i].value.text[lang], a);
	}
	return true;
}

/* A list of texts as documents hold them. */
static const char **copy_texts(const char *const *from, size_t count,
                               struct arena *a)
{
	const char **to = arena_alloc(a, count + 1, sizeof(*to));

	for (size_t i = 0; to && i < count; i++)
		to[i] = from[i];
	return to;
}

static bool add_mappings(struct document_finding *f, const struct control *c,
                         struct arena *a)
{
	f->mappings = c->mappings;
	f->mapping = arena_alloc(a, c->mappings + 1, sizeof(*f->mapping));
	if (!f->mapping)
		return false;
	for (size_t i = 0; i < c->mappings; i++) {
		f->mapping[i].reference = c->mapping[i].reference;
		f->mapping[i].items = c->mapping[i].items;
		f->mapping[i].item =
		    copy_texts(c->mapping[i].item, c->mapping[i].items, a);
		if (!f->mapping[i].item)
			return false;
	}
	return true;
}

/* The parts of a finding that are the control's own. */
static bool add_control(struct document_finding *f, const struct control *c,
                        struct arena *a)
{
	f->id = c->id;
	f->scope = c->scope;
	f->who = copy_texts(c->who, c->whos, a);
	f->whos = c->whos;
	f->minutes = c->minutes;
	f->euros_from = c->euros_from;
	f->euros_to = c->euros_to;
	f->every = c->every;
	return f->who && add_mappings(f, c, a);
}

static bool add_finding(struct document *d, const struct assessment *as,
                        const struct control *c, struct arena *a)
{
	struct inputs in = {
		.facts = as->facts,
		.answers = as->answers,
		.baseline = as->baseline,
		.control = c,
		.now = as->now,
	};
	struct document_finding *f = &d->finding[d->findings];
	struct ruling r;

	if (!ruling_make(&in, a, &r))
		return false;
	f->verdict = r.verdict;
	f->severity = r.severity;
	f->declared = r.declared;
	f->message = r.message;
	f->contradiction = r.contradiction;
	if (!add_control(f, c, a) || !add_arguments(f, &r, a) ||
	    !add_evidence(f, &r, d->machine[0].id, a) ||
	    !wording_finding(f, as->baseline, c, as->lang, a))
		return false;
	d->findings++;
	return true;
}

static bool add_machine(struct document *d, const struct assessment *as,
                        struct arena *a)
{
	const struct fact_text *name = &as->facts->system_name;
	char id[ASSESS_ID];

	if (!as->machine)
		assess_machine(id, as->answers->insee, as->facts);
	d->machine = arena_alloc(a, 1, sizeof(*d->machine));
	if (!d->machine)
		return false;
	d->machines = 1;
	d->machine->id = arena_strdup(a, as->machine ? as->machine : id);
	d->machine->label =
	    arena_fmt(a, "%s 1", say(SAY_MACHINE_LABEL, as->lang));
	d->machine->system =
	    name->fact.state == FACT_KNOWN ? assess_cut(name->value, a) : "";
	d->machine->seen_at = as->now;
	return d->machine->id && d->machine->label;
}

bool assess_make(struct document *d, const struct assessment *as,
                 struct arena *a, struct err *e)
{
	const struct baseline *b = as->baseline;
	bool ok;

	memset(d, 0, sizeof(*d));
	d->subject = "machine";
	d->made_at = as->now;
	d->lang = as->lang;
	d->tool.name = "garde";
	d->tool.version = version_text();
	d->baseline.id = b->id;
	d->baseline.version = b->version;
	d->baseline.expires = b->expires;
	d->commune.insee = as->answers->insee;
	d->commune.name = as->answers->name;
	d->finding = arena_alloc(a, b->controls + 1, sizeof(*d->finding));
	ok = d->finding && add_machine(d, as, a);
	for (size_t i = 0; ok && i < b->controls; i++)
		if (chosen(as, &b->control[i]))
			ok = add_finding(d, as, &b->control[i], a);
	ok = ok &&
	     assess_network(&d->network, as->facts, d->machine->id, as->now, a);
	return (ok && rating_make(d, a)) || err_set(e, "out of memory");
}
