/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "report/absence.h"
#include "report/cap.h"
#include "report/effort.h"
#include "report/label.h"
#include "report/picking.h"
#include "report/renderer.h"
#include "report/survey.h"
#include "report/wrap.h"

#include <stdio.h>
#include <string.h>

/* Columns: when not on a terminal, and the most that reads well. */
#define WIDTH 80
#define WIDE  100

/* Select Graphic Rendition (ECMA-48). Black on bright keeps its contrast. */
#define PLAIN "0"
#define BOLD  "1"

/* Everything the parts of the page need. */
struct page {
	const struct view *v;
	struct buf *out;
	size_t width;
};

static void paint(const struct page *p, const char *code)
{
	if (p->v->colour)
		buf_fmt(p->out, "\x1b[%sm", code);
}

static const char *letter_colour(char letter)
{
	switch (letter) {
	case 'A':
		return "1;30;42";
	case 'B':
		return "1;30;46";
	case 'C':
		return "1;30;43";
	case 'D':
		return "1;30;45";
	case 'E':
		return "1;37;41";
	default:
		return "7";
	}
}

/* Lines of a text, the first behind mark. */
static void say(const struct page *p, const char *mark, const char *text)
{
	wrap_text(p->out, text, mark, p->width, p->v->arena);
}

/* A label whose {name} is value, in lines. */
static void say_with(const struct page *p, const char *mark, const char *id,
                     const char *name, const char *value)
{
	struct buf text;

	buf_init(&text, 64u << 10);
	label_fill(&text, id, p->v->lang, name, value, NULL);
	say(p, mark, buf_text(&text));
	buf_clear(&text);
}

static void say_label(const struct page *p, const char *mark, const char *id)
{
	say(p, mark, label(id, p->v->lang));
}

static void title(const struct page *p, const char *id)
{
	buf_char(p->out, '\n');
	paint(p, BOLD);
	say_label(p, "", id);
	paint(p, PLAIN);
}

static void show_head(const struct page *p)
{
	const struct document *d = p->v->document;
	const char *name = d->commune.name ? d->commune.name
	                                   : label("page-no-name", p->v->lang);
	char day[DATE_TEXT];

	paint(p, BOLD);
	say(p, "", name);
	paint(p, PLAIN);
	date_say(day, d->made_at, p->v->lang);
	say_with(p, "", "page-made", "date", day);
	if (!d->baseline.expires || d->made_at <= d->baseline.expires)
		return;
	date_say(day, d->baseline.expires, p->v->lang);
	say_with(p, "", "page-expired", "date", day);
}

static const char *letter_word(char letter, enum lang lang)
{
	char id[] = "letter-A";

	id[sizeof(id) - 2] = letter;
	return label(letter ? id : "letter-none", lang);
}

static void show_letter(const struct page *p)
{
	char letter = p->v->document->rating.letter;

	buf_str(p->out, "\n  ");
	paint(p, letter_colour(letter));
	buf_fmt(p->out, "  %c  ", letter ? letter : '?');
	paint(p, PLAIN);
	buf_str(p->out, "  ");
	paint(p, BOLD);
	buf_str(p->out, letter_word(letter, p->v->lang));
	paint(p, PLAIN);
	buf_str(p->out, "\n\n");
}

/* How many answers are known, and what the others could still bring. */
static void show_coverage(const struct page *p)
{
	const struct document *d = p->v->document;
	char ceiling[] = { d->rating.ceiling, '\0' };
	char known[24], all[24];
	size_t asked = 0;
	size_t unknown = 0;
	struct buf text;

	for (size_t i = 0; i < d->findings; i++) {
		unknown += d->finding[i].verdict == VERDICT_UNKNOWN;
		asked += d->finding[i].verdict != VERDICT_NOT_APPLICABLE;
	}
	snprintf(known, sizeof(known), "%zu", asked - unknown);
	snprintf(all, sizeof(all), "%zu", asked);
	buf_init(&text, 4096);
	label_fill(&text, "html-coverage", p->v->lang, "known", known, "all",
	           all, NULL);
	say(p, "  ", buf_text(&text));
	buf_clear(&text);
	if (unknown && ceiling[0] != d->rating.letter)
		say_with(p, "  ", "html-ceiling", "letter", ceiling);
}

/* Machines that the last visit left out. */
static void show_absent(const struct page *p)
{
	struct buf lines;

	buf_init(&lines, 64u << 10);
	absence_write(&lines, p->v->document, p->v->lang);
	if (lines.len > 0)
		say(p, "  ", buf_text(&lines));
	buf_clear(&lines);
}

static void show_rating(const struct page *p)
{
	const struct document_rating *r = &p->v->document->rating;
	char mean[] = "html-mean-A";

	show_letter(p);
	mean[sizeof(mean) - 2] = r->letter;
	say_label(p, "  ", r->letter ? mean : "html-mean-none");
	for (size_t i = 0; i < r->caps; i++)
		say(p, "  ", cap_words(&r->cap[i], p->v->lang));
	show_coverage(p);
	show_absent(p);
}

/* "Qui : secrétaire. Temps : 30 min. Coût : gratuit." */
static void show_effort(const struct page *p, const char *mark,
                        const struct document_finding *f)
{
	struct buf text;

	buf_init(&text, 64u << 10);
	if (f->whos) {
		buf_fmt(&text, "%s ", label("page-who", p->v->lang));
		effort_who(&text, f, p->v->lang);
		buf_str(&text, ". ");
	}
	if (f->minutes > 0) {
		buf_fmt(&text, "%s ", label("page-time", p->v->lang));
		effort_time(&text, f->minutes, p->v->lang);
		buf_str(&text, ". ");
	}
	if (f->cost && *f->cost)
		buf_fmt(&text, "%s %s.", label("page-cost", p->v->lang),
		        f->cost);
	if (text.len)
		say(p, mark, buf_text(&text));
	buf_clear(&text);
}

/* "Sur : Poste 1, Poste 3", the machines that are as bad as the worst. */
static void show_machines(const struct page *p, const char *mark,
                          const struct document_finding *f)
{
	struct buf list;

	buf_init(&list, 64u << 10);
	for (size_t i = 0; i < f->parts; i++) {
		const struct document_machine *machine =
		    document_machine(p->v->document, f->part[i].machine);

		if (f->part[i].verdict != f->verdict)
			continue;
		buf_str(&list, list.len ? ", " : "");
		buf_str(&list, machine && machine->label ? machine->label
		                                         : f->part[i].machine);
	}
	if (list.len)
		say_with(p, mark, "text-machines", "list", buf_text(&list));
	buf_clear(&list);
}

static void show_detail(const struct page *p, const char *mark,
                        const struct document_finding *f)
{
	if (f->detail && *f->detail)
		say(p, mark, f->detail);
	show_machines(p, mark, f);
}

static void show_action(const struct page *p, size_t index)
{
	const struct document_rating *r = &p->v->document->rating;
	const struct document_action *action = &r->next_action[index];
	char before = index ? action[-1].letter_after : r->letter;
	const struct document_finding *f =
	    document_finding(p->v->document, action->id);
	char letter[] = { action->letter_after, '\0' };
	char mark[32];

	if (!f)
		return;
	snprintf(mark, sizeof(mark), "  %zu. ", index + 1);
	paint(p, BOLD);
	say(p, mark, f->title);
	paint(p, PLAIN);
	show_detail(p, "     ", f);
	say(p, "     ", f->remedy);
	show_effort(p, "     ", f);
	if (letter[0])
		say_with(p, "     ",
		         letter[0] == before ? "html-action-same"
		                             : "text-after",
		         "letter", letter);
}

static void show_actions(const struct page *p)
{
	size_t count = p->v->document->rating.next_actions;

	title(p, "html-actions");
	if (!count)
		say_label(p, "  ", "html-actions-none");
	for (size_t i = 0; i < count; i++)
		show_action(p, i);
}

/* All findings of a verdict, most serious first, with what was seen. */
static void show_findings(const struct page *p, enum verdict verdict,
                          const char *head, const char *mark)
{
	struct picking list;

	if (!picking_make(&list, p->v, PICKING(verdict))) {
		p->out->failed = true;
		return;
	}
	if (!list.count)
		return;
	title(p, head);
	for (size_t i = 0; i < list.count; i++) {
		say(p, mark, list.finding[i]->title);
		show_detail(p, "      ", list.finding[i]);
	}
}

/* What goes well, one a line; the surprising ones with their detail. */
static void show_passed(const struct page *p)
{
	struct picking list;

	if (!picking_make(&list, p->v, PICKING(VERDICT_PASS))) {
		p->out->failed = true;
		return;
	}
	if (list.count)
		title(p, "html-pass");
	for (size_t i = 0; i < list.count; i++) {
		say(p, "  [v] ", list.finding[i]->title);
		if (list.finding[i]->contradiction)
			show_detail(p, "      ", list.finding[i]);
	}
}

static const char *verdict_word(const struct document_finding *f,
                                enum lang lang)
{
	char id[40];

	snprintf(id, sizeof(id), "verdict-%s", verdict_name(f->verdict));
	return label(id, lang);
}

static void show_change(const struct page *p, const struct change *c)
{
	const struct document_finding *f = c->after ? c->after : c->before;
	enum lang lang = p->v->lang;
	struct buf text;

	say(p, "    - ", f->title);
	if (!c->before || !c->after)
		return;
	buf_init(&text, 4096);
	label_fill(&text, "html-before", lang, "before",
	           verdict_word(c->before, lang), "after",
	           verdict_word(c->after, lang), NULL);
	buf_fmt(&text, " %s",
	        label(c->cause == CAUSE_RULES ? "html-cause-rules"
	                                      : "html-cause-machine",
	              lang));
	say(p, "      ", buf_text(&text));
	buf_clear(&text);
}

static void show_letters(const struct page *p, const struct comparison *c)
{
	char before[] = { c->before->rating.letter, '\0' };
	char after[] = { c->after->rating.letter, '\0' };
	bool moved = before[0] && after[0] && before[0] != after[0];
	char day[DATE_TEXT];
	struct buf text;

	date_say(day, c->before->made_at, p->v->lang);
	buf_init(&text, 4096);
	label_fill(&text,
	           moved                      ? "html-compare-letters"
	           : c->changes || c->devices ? "html-compare-since"
	                                      : "html-compare-none",
	           p->v->lang, "date", day, "before", before, "after", after,
	           NULL);
	say(p, "  ", buf_text(&text));
	buf_clear(&text);
	if (c->rules_differ)
		say_label(p, "  ", "html-rules-differ");
}

static void show_comparison(const struct page *p)
{
	static const char *const heads[] = {
		[CHANGE_BETTER] = "html-better",
		[CHANGE_WORSE] = "html-worse",
		[CHANGE_NEW] = "html-new",
		[CHANGE_GONE] = "html-gone",
	};
	const struct comparison *c = p->v->comparison;

	title(p, "html-compare");
	show_letters(p, c);
	for (size_t i = 0; i < c->changes; i++) {
		if (i == 0 || c->change[i - 1].kind != c->change[i].kind)
			say_label(p, "  ", heads[c->change[i].kind]);
		show_change(p, &c->change[i]);
	}
	if (c->devices)
		say_label(p, "  ", "net-fresh-title");
	for (size_t i = 0; i < c->devices; i++)
		say(p, "    - ", c->device[i]->address);
}

/* "  192.168.1.10 boîtier de stockage, STOCKAGE", and what is wrong. */
static void show_device(const struct page *p, const struct survey_device *d)
{
	enum lang lang = p->v->lang;
	struct buf text;

	buf_init(&text, 4096);
	buf_fmt(&text, "%s %s, %.200s", d->host->address,
	        device_kind_word(d->kind, lang), survey_name(d, p->v));
	if (d->fresh)
		buf_fmt(&text, " (%s)", label("net-fresh", lang));
	say(p,
	    d->verdict == VERDICT_FAIL      ? "  [!] "
	    : d->verdict == VERDICT_PARTIAL ? "  [~] "
	                                    : "      ",
	    buf_text(&text));
	buf_clear(&text);
	for (size_t i = 0; i < d->findings; i++)
		for (size_t j = 0; j < d->finding[i]->evidences; j++) {
			const char *words = survey_words(p->v, d->finding[i], j,
			                                 d->host->address);

			if (words)
				say(p, "        - ", words);
		}
}

static void show_network(const struct page *p)
{
	struct survey s;

	if (!device_looked(p->v->document))
		return;
	if (!survey_make(&s, p->v)) {
		p->out->failed = true;
		return;
	}
	title(p, "net-title");
	for (size_t i = 0; i < s.devices; i++)
		show_device(p, &s.device[i]);
}

static void show_foot(const struct page *p)
{
	const struct document *d = p->v->document;
	struct buf text;
	char formula[24];

	buf_char(p->out, '\n');
	say_label(p, "", "text-provider");
	say_label(p, "", "page-approx");
	say_label(p, "", "page-private");
	snprintf(formula, sizeof(formula), "%lld", (long long)d->formula);
	buf_init(&text, 128u << 10);
	label_fill(&text, "page-versions", p->v->lang, "tool",
	           d->tool.name ? d->tool.name : "", "version",
	           d->tool.version ? d->tool.version : "", "baseline",
	           d->baseline.id ? d->baseline.id : "", "rules",
	           d->baseline.version ? d->baseline.version : "", "formula",
	           formula, NULL);
	say(p, "", buf_text(&text));
	buf_clear(&text);
}

static void render(const struct view *v, struct buf *out)
{
	struct page p = { v, out, v->width ? v->width : WIDTH };

	if (p.width > WIDE)
		p.width = WIDE;
	show_head(&p);
	show_rating(&p);
	show_actions(&p);
	if (v->comparison)
		show_comparison(&p);
	show_findings(&p, VERDICT_FAIL, "html-fail", "  [!] ");
	show_findings(&p, VERDICT_PARTIAL, "html-partial", "  [~] ");
	show_findings(&p, VERDICT_UNKNOWN, "html-unknown", "  [?] ");
	show_passed(&p);
	show_network(&p);
	show_foot(&p);
}

const struct renderer text_renderer = {
	.name = "text",
	.extension = "txt",
	.stem_fr = "rapport",
	.stem_en = "report",
	.about = { { "le rapport pour le terminal",
	             "the report for the terminal" } },
	.render = render,
};
