/* SPDX-License-Identifier: Apache-2.0 */
#include "report/reduction.h"

#include "core/date.h"
#include "core/rows.h"
#include "core/text.h"
#include "report/deadline.h"
#include "report/device.h"
#include "report/rating.h"
#include "report/reduction_range.h"

#include <string.h>

#define WORD_CHARS "abcdefghijklmnopqrstuvwxyz0123456789-"
#define WORD_MOST  64
#define SYSTEM_CHARS                                                     \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" \
	" ./()+-"
#define SYSTEM_MOST   64
#define PRODUCT_LEAST 3 /* letters: shorter ones stand in any text */
#define NUMBER_MOST   6 /* digits */
#define SENTENCE_MOST 4 /* values that are told of one finding */

/* One look at a document, from what is there to what may leave. */
struct reduction {
	const struct document *from;
	struct document *to;
	struct arena *arena;
};

/* A word that this program made; whatever else stands there is dropped. */
static const char *word(const char *s)
{
	size_t len = s ? strlen(s) : 0;

	return len > 0 && len <= WORD_MOST && strspn(s, WORD_CHARS) == len
	           ? s
	           : NULL;
}

/* "Poste 3" or "Computer 3": another label may be somebody's name. */
static bool is_numbered(const char *label)
{
	static const char *const stems[] = { "Poste ", "Computer " };

	for (size_t i = 0; i < sizeof(stems) / sizeof(stems[0]); i++) {
		const char *number = label + strlen(stems[i]);
		size_t digits;

		if (!text_begins(label, stems[i]))
			continue;
		digits = strspn(number, "0123456789");
		return digits > 0 && digits <= 3 && number[digits] == '\0';
	}
	return false;
}

/* The name of a system as its maker writes it; "" for any other. */
static const char *system_name(const char *name)
{
	static const char *const makers[] = {
		"Windows ",    "Microsoft Windows ",
		"Debian ",     "Ubuntu ",
		"Linux Mint ", "Fedora ",
		"Raspbian ",   "openSUSE ",
		"Red Hat ",    "Rocky Linux",
		"AlmaLinux",   "Arch Linux",
		"Zorin OS",    "Pop!_OS",
		"Manjaro",
	};

	if (strlen(name) > SYSTEM_MOST ||
	    name[strspn(name, SYSTEM_CHARS)] != '\0')
		return "";
	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++)
		if (text_begins(name, makers[i]))
			return name;
	return "";
}

static bool reduce_machines(struct reduction *r)
{
	const struct document *from = r->from;
	struct document_machine *row =
	    arena_alloc(r->arena, from->machines + 1, sizeof(*row));

	if (!row)
		return false;
	for (size_t i = 0; i < from->machines; i++) {
		const struct document_machine *m = &from->machine[i];

		row[i].id = m->id;
		row[i].system = system_name(m->system ? m->system : "");
		row[i].seen_at = m->seen_at;
		row[i].label = m->label;
		if (!m->label || !is_numbered(m->label))
			row[i].label = arena_fmt(
			    r->arena, "%s %zu",
			    from->lang == LANG_EN ? "Computer" : "Poste",
			    i + 1);
		if (!row[i].label)
			return false;
	}
	r->to->machine = row;
	return true;
}

/* Whether the advice, which leaves anyway, names this product. */
static bool is_product(const struct reduction *r,
                       const struct document_finding *f, const char *name)
{
	const char *const words[] = { f->fix, f->verify, f->remedy };

	if (strlen(name) < PRODUCT_LEAST)
		return false;
	for (size_t i = 0; i < r->to->machines; i++)
		if (strcmp(r->to->machine[i].system, name) == 0)
			return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i] && strstr(words[i], name))
			return true;
	return false;
}

/* Whether days of a finding are the end of something that anybody may know. */
static bool tells_end(const char *id)
{
	static const char *const ids[] = {
		"certificates-valid", "tls-expiry",   "website-https",
		"domain-owned",       "os-supported", "software-supported"
	};

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (text_is(id, ids[i]))
			return true;
	return false;
}

/* Whether a value may leave as it is. */
static bool may_stay(const struct reduction *r,
                     const struct document_finding *f,
                     const struct document_argument *in)
{
	const char *fr = in->value.text[LANG_FR];
	const char *en = in->value.text[LANG_EN];
	int64_t day;

	if (!fr || !en)
		return false;
	if (text_is(in->name, "count") || text_is(in->name, "port"))
		return strcmp(fr, en) == 0 && strlen(fr) <= NUMBER_MOST &&
		       fr[0] && fr[strspn(fr, "0123456789")] == '\0';
	if (text_is(in->name, "date") && tells_end(f->id) &&
	    reduction_day(fr, r->from->made_at, &day)) {
		char said[DATE_TEXT];

		date_say(said, day, LANG_EN);
		return strcmp(said, en) == 0;
	}
	if (text_is(in->name, "tool") || text_is(in->name, "product") ||
	    text_is(in->name, "name") || text_is(in->name, "protocol"))
		return strcmp(fr, en) == 0 && is_product(r, f, fr);
	return false;
}

/* Tell what remains of one value, after what was told before. */
static bool add_sentence(struct reduction *r, struct words *said,
                         struct document_argument *in)
{
	struct words more;

	if (!reduction_range(&more, in, r->from->made_at, r->arena))
		return false;
	for (int lang = 0; lang < LANG_COUNT && more.text[lang]; lang++) {
		const char *before = said->text[lang];

		said->text[lang] =
		    arena_fmt(r->arena, "%s%s%s", before ? before : "",
		              before ? " " : "", more.text[lang]);
		if (!said->text[lang])
			return false;
	}
	return true;
}

/*
 * What was seen: as it was told, if every value may stay; else the ranges of
 * those that have one, under the message that says so.
 */
static bool reduce_words(struct reduction *r, struct document_finding *f)
{
	struct document_argument *row;
	struct words said = { { NULL } };
	bool all = f->message != NULL;

	for (size_t i = 0; i < f->arguments; i++)
		all = all && word(f->argument[i].name) &&
		      may_stay(r, f, &f->argument[i]);
	if (all)
		return true;
	for (size_t i = 0; i < f->arguments && i < SENTENCE_MOST; i++)
		if (!add_sentence(r, &said, &f->argument[i]))
			return false;
	f->detail = said.text[r->from->lang] ? said.text[r->from->lang] : "";
	f->message = NULL;
	f->contradiction = NULL;
	f->argument = NULL;
	f->arguments = 0;
	if (!said.text[LANG_FR])
		return true;
	row = arena_alloc(r->arena, 1, sizeof(*row));
	if (!row)
		return false;
	row->name = "range";
	row->value = said;
	f->argument = row;
	f->arguments = 1;
	return true;
}

static bool same(const struct document_evidence *x,
                 const struct document_evidence *y)
{
	return x->port == y->port && x->info == y->info &&
	       text_is(x->code, y->code) &&
	       (x->machine == y->machine || text_is(x->machine, y->machine)) &&
	       (x->transport == y->transport ||
	        text_is(x->transport, y->transport)) &&
	       (x->value == y->value || text_is(x->value, y->value));
}

static bool add_line(struct reduction *r, struct rows *rows,
                     const struct document_evidence *in)
{
	struct document_evidence line = { .machine = word(in->machine),
		                          .port = in->port,
		                          .transport = word(in->transport),
		                          .code = word(in->code),
		                          .info = in->info };
	const struct document_evidence *list = rows->data;
	struct document_evidence *row;
	char day[DATE_TEXT];
	int64_t end;

	if (!line.code)
		return true;
	if (deadline_day(in, &end)) {
		date_format_day(day, end);
		line.value = arena_strdup(r->arena, day);
		if (!line.value)
			return false;
	}
	for (size_t i = 0; i < rows->count; i++)
		if (same(&list[i], &line))
			return true;
	row = rows_add(rows);
	if (row)
		*row = line;
	return row;
}

static bool reduce_evidence(struct reduction *r, struct document_finding *f)
{
	struct rows rows;

	rows_init(&rows, r->arena, sizeof(struct document_evidence));
	for (size_t i = 0; i < f->evidences; i++)
		if (!add_line(r, &rows, &f->evidence[i]))
			return false;
	f->evidence = rows.data;
	f->evidences = rows.count;
	return true;
}

/* What each machine said of its own. */
static bool reduce_parts(struct reduction *r, struct document_finding *f)
{
	struct document_part *row =
	    arena_alloc(r->arena, f->parts + 1, sizeof(*row));

	if (!row)
		return false;
	for (size_t i = 0; i < f->parts; i++) {
		struct document_finding own = *f;

		row[i] = f->part[i];
		own.detail = row[i].detail;
		own.message = row[i].message;
		own.contradiction = row[i].contradiction;
		own.argument = row[i].argument;
		own.arguments = row[i].arguments;
		if (!reduce_words(r, &own))
			return false;
		row[i].detail = own.detail;
		row[i].message = own.message;
		row[i].contradiction = own.contradiction;
		row[i].argument = own.argument;
		row[i].arguments = own.arguments;
	}
	f->part = row;
	return true;
}

static bool reduce_findings(struct reduction *r)
{
	const struct document *from = r->from;
	struct document_finding *row =
	    arena_alloc(r->arena, from->findings + 1, sizeof(*row));

	if (!row)
		return false;
	for (size_t i = 0; i < from->findings; i++) {
		row[i] = from->finding[i];
		if (!reduce_words(r, &row[i]) || !reduce_parts(r, &row[i]) ||
		    !reduce_evidence(r, &row[i]))
			return false;
	}
	r->to->finding = row;
	return true;
}

/* The ports of a device, without what it says that it is. */
static bool reduce_ports(struct reduction *r, struct document_host *to,
                         const struct document_host *from)
{
	to->port = arena_alloc(r->arena, from->ports + 1, sizeof(*to->port));
	if (!to->port)
		return false;
	for (size_t i = 0; i < from->ports; i++) {
		to->port[i].port = from->port[i].port;
		to->port[i].transport = word(from->port[i].transport);
	}
	to->ports = from->ports;
	return true;
}

static bool reduce_network(struct reduction *r)
{
	const struct document_network *from = &r->from->network;
	struct document_network *to = &r->to->network;
	unsigned seen[DEVICE_KINDS] = { 0 };

	to->consent = word(from->consent);
	to->level = word(from->level);
	if (!to->consent && device_looked(r->from))
		to->consent = "option";
	to->host = arena_alloc(r->arena, from->hosts + 1, sizeof(*to->host));
	if (!to->host)
		return false;
	for (size_t i = 0; i < from->hosts; i++) {
		const struct document_host *in = &from->host[i];
		struct document_host *out = &to->host[i];
		enum device_kind kind = device_kind(in);
		unsigned n = ++seen[kind];

		out->kind = device_kind_id(kind);
		out->sure = word(in->sure);
		out->gateway = in->gateway;
		out->seen_by = word(in->seen_by);
		out->seen_at = in->seen_at;
		out->address = arena_fmt(r->arena, "0.0.%u.%u",
		                         (unsigned)kind * 2 + n / 256, n % 256);
		if (!out->address || !reduce_ports(r, out, in))
			return false;
	}
	to->hosts = from->hosts;
	return true;
}

bool reduction_make(struct document *d, const struct document *from,
                    struct arena *a)
{
	struct reduction r = { from, d, a };

	*d = *from;
	memset(&d->network, 0, sizeof(d->network));
	return reduce_machines(&r) && reduce_findings(&r) &&
	       reduce_network(&r) && rating_make(d, a);
}
