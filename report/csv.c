/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "report/cap.h"
#include "report/cell.h"
#include "report/device.h"
#include "report/effort.h"
#include "report/label.h"
#include "report/renderer.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/*
 * For French spreadsheets: semicolons, a byte order mark, decimal commas.
 * One row a finding and machine, so that a filter answers most questions; at
 * the end one row a device of the network, whose point is "device".
 */

/* What the caps of one document may take; each has its sentence. */
#define CAPS_BYTES 4000

/* One row in the making. */
struct row {
	const struct view *v;
	struct buf *out;
	const struct document_finding *finding;
	const struct document_part *part; /* NULL: the finding itself */
	const char *machine;              /* id, or NULL */
	bool device;                      /* of the network, not a point */
};

static void add_text(const struct row *r, const char *text)
{
	cell_text(r->out, text, r->v->arena);
}

static void add_number(const struct row *r, int64_t number)
{
	buf_fmt(r->out, "%" PRId64, number);
}

static void add_word(const struct row *r, const char *scale, const char *name)
{
	char id[64];

	snprintf(id, sizeof(id), "%s-%s", scale, name);
	add_text(r, label_exists(id) ? label(id, r->v->lang) : name);
}

static void cell_insee(const struct row *r)
{
	add_text(r, r->v->document->commune.insee);
}

static void cell_name(const struct row *r)
{
	add_text(r, r->v->document->commune.name);
}

static void cell_date(const struct row *r)
{
	char day[DATE_TEXT];

	date_format_day(day, r->v->document->made_at);
	add_text(r, day);
}

static void cell_letter(const struct row *r)
{
	char letter[] = { r->v->document->rating.letter, '\0' };

	add_text(r, letter);
}

static void cell_caps(const struct row *r)
{
	const struct document_rating *rating = &r->v->document->rating;
	struct buf all;

	buf_init(&all, CAPS_BYTES);
	for (size_t i = 0; i < rating->caps; i++)
		buf_fmt(&all, "%s%s", i ? " " : "",
		        cap_words(&rating->cap[i], r->v->lang));
	add_text(r, buf_text(&all));
	buf_clear(&all);
}

static void cell_formula(const struct row *r)
{
	add_number(r, r->v->document->formula);
}

static void cell_score(const struct row *r)
{
	int64_t tenths = (int64_t)(r->v->document->rating.score * 10 + 0.5);

	buf_fmt(r->out, "%" PRId64 "%c%" PRId64, tenths / 10,
	        r->v->lang == LANG_FR ? ',' : '.', tenths % 10);
}

static void cell_machine(const struct row *r)
{
	const struct document_machine *machine =
	    r->machine ? document_machine(r->v->document, r->machine) : NULL;

	add_text(r, machine ? machine->label : r->machine);
}

static void cell_finding(const struct row *r)
{
	add_text(r, r->finding->id);
}

static void cell_title(const struct row *r)
{
	const struct document_part *p = r->part;

	add_text(r, p && p->title && *p->title ? p->title : r->finding->title);
}

static void cell_verdict(const struct row *r)
{
	add_word(
	    r, "verdict",
	    verdict_name(r->part ? r->part->verdict : r->finding->verdict));
}

static void cell_severity(const struct row *r)
{
	add_word(
	    r, "severity",
	    severity_name(r->part ? r->part->severity : r->finding->severity));
}

static void cell_detail(const struct row *r)
{
	add_text(r, r->part ? r->part->detail : r->finding->detail);
}

static void cell_remedy(const struct row *r)
{
	add_text(r, r->finding->remedy);
}

static void cell_who(const struct row *r)
{
	struct buf who;

	buf_init(&who, 64u << 10);
	effort_who(&who, r->finding, r->v->lang);
	add_text(r, buf_text(&who));
	buf_clear(&who);
}

static void cell_minutes(const struct row *r)
{
	add_number(r, r->finding->minutes);
}

static void cell_cost(const struct row *r)
{
	add_text(r, r->finding->cost);
}

static void cell_from(const struct row *r)
{
	add_number(r, r->finding->euros_from);
}

static void cell_to(const struct row *r)
{
	add_number(r, r->finding->euros_to);
}

static void cell_every(const struct row *r)
{
	add_word(r, "every", r->finding->every ? r->finding->every : "");
}

/* "host:port/tcp code value", the lines parted by " | ". */
static void add_line(struct buf *text, const struct document_evidence *e)
{
	const char *cells[] = { e->host, e->code, e->value };

	if (text->len)
		buf_str(text, " | ");
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		if (!cells[i])
			continue;
		if (i && text->len && text->data[text->len - 1] != ' ')
			buf_char(text, ' ');
		buf_str(text, cells[i]);
		if (i == 0 && e->port)
			buf_fmt(text, ":%" PRId64 "%s%s", e->port,
			        e->transport ? "/" : "",
			        e->transport ? e->transport : "");
	}
}

static void cell_evidence(const struct row *r)
{
	const struct document_finding *f = r->finding;
	struct buf text;

	buf_init(&text, 1u << 20);
	for (size_t i = 0; i < f->evidences; i++)
		if (!r->machine || !f->evidence[i].machine ||
		    strcmp(f->evidence[i].machine, r->machine) == 0)
			add_line(&text, &f->evidence[i]);
	add_text(r, buf_text(&text));
	buf_clear(&text);
}

static const struct column {
	const char *label;
	void (*cell)(const struct row *r);
	bool point; /* empty in the row of a device */
} columns[] = {
	{ "csv-insee", cell_insee, false },
	{ "csv-name", cell_name, false },
	{ "csv-date", cell_date, false },
	{ "csv-letter", cell_letter, false },
	{ "csv-caps", cell_caps, false },
	{ "csv-score", cell_score, false },
	{ "csv-formula", cell_formula, false },
	{ "csv-machine", cell_machine, false },
	{ "csv-finding", cell_finding, false },
	{ "csv-title", cell_title, false },
	{ "csv-verdict", cell_verdict, true },
	{ "csv-severity", cell_severity, true },
	{ "csv-detail", cell_detail, false },
	{ "csv-remedy", cell_remedy, true },
	{ "csv-who", cell_who, true },
	{ "csv-minutes", cell_minutes, true },
	{ "csv-cost", cell_cost, true },
	{ "csv-from", cell_from, true },
	{ "csv-to", cell_to, true },
	{ "csv-every", cell_every, true },
	{ "csv-evidence", cell_evidence, false },
};

#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static void add_row(const struct row *r)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		if (i)
			buf_char(r->out, CELL_NEXT);
		if (!r->device || !columns[i].point)
			columns[i].cell(r);
	}
	buf_str(r->out, CELL_END);
}

static void add_finding(struct row *r, const struct document_finding *f)
{
	const struct document *d = r->v->document;

	r->finding = f;
	for (size_t i = 0; i < f->parts; i++) {
		r->part = &f->part[i];
		r->machine = r->part->machine;
		add_row(r);
	}
	if (f->parts)
		return;
	r->part = NULL;
	r->machine = f->scope == SCOPE_MACHINE && d->machines == 1
	                 ? d->machine[0].id
	                 : NULL;
	add_row(r);
}

/* Its ports as evidence, like that of a point. */
static bool add_ports(struct document_finding *f, const struct document_host *h,
                      struct arena *a)
{
	f->evidence = arena_alloc(a, h->ports + 1, sizeof(*f->evidence));
	if (!f->evidence)
		return false;
	f->evidences = h->ports ? h->ports : 1;
	f->evidence[0].host = h->address;
	for (size_t i = 0; i < h->ports; i++)
		f->evidence[i] = (struct document_evidence){
			.host = h->address,
			.port = h->port[i].port,
			.transport = h->port[i].transport,
			.code = h->port[i].service,
		};
	return true;
}

static void add_device(struct row *r, const struct document_host *h)
{
	const char *const words[] = { h->names ? h->name[0] : NULL, h->vendor,
		                      h->model };
	struct document_finding f = {
		.id = "device",
		.title = device_kind_word(device_kind(h), r->v->lang),
	};
	struct buf detail;

	buf_init(&detail, 64u << 10);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i] && words[i][0])
			buf_fmt(&detail, "%s%s", detail.len ? ", " : "",
			        words[i]);
	f.detail = buf_text(&detail);
	r->finding = &f;
	r->part = NULL;
	r->machine = NULL;
	if (add_ports(&f, h, r->v->arena))
		add_row(r);
	else
		r->out->failed = true;
	buf_clear(&detail);
}

static void render(const struct view *v, struct buf *out)
{
	const struct document_network *n = &v->document->network;
	struct row r = { .v = v, .out = out };

	buf_str(out, CELL_MARK);
	for (size_t i = 0; i < COLUMNS; i++) {
		if (i)
			buf_char(out, CELL_NEXT);
		add_text(&r, label(columns[i].label, v->lang));
	}
	buf_str(out, CELL_END);
	for (size_t i = 0; i < v->document->findings && buf_ok(out); i++)
		add_finding(&r, &v->document->finding[i]);
	r.device = true;
	for (size_t i = 0; i < n->hosts && buf_ok(out); i++)
		add_device(&r, &n->host[i]);
}

const struct renderer csv_renderer = {
	.name = "csv",
	.extension = "csv",
	.stem_fr = "points",
	.stem_en = "points",
	.about = { { "les points, pour un tableur",
	             "the points, for a spreadsheet" } },
	.render = render,
};
