/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/showing.h"

#include "agent/console.h"
#include "agent/document_file.h"
#include "agent/outcome.h"
#include "agent/send.h"
#include "agent/summary.h"
#include "checks/fact_table.h"
#include "core/desktop.h"
#include "core/text.h"
#include "core/tty.h"
#include "report/document_json.h"

#define WIDEST 80 /* columns that are still easy to read */

/* What a reading that fails is told of. */
enum trouble { TROUBLE_MACHINE, TROUBLE_LAN, TROUBLE_OUTSIDE };

static void add_places(struct buf *out, const struct showing *o)
{
	const struct session *s = o->session;

	if (o->kept->commune->machines > 1) {
		struct buf grade;

		buf_init(&grade, 256);
		summary_grade(&grade, o->kept->commune);
		buf_char(out, '\n');
		say_format(out, s->lang, SAY_SUM_COMMUNE, "grade",
		           buf_text(&grade), (char *)NULL);
		buf_char(out, '\n');
		buf_clear(&grade);
	}
	if (s->kit) {
		buf_char(out, '\n');
		outcome_coordinator(out, s);
		buf_char(out, '\n');
	}
	if (!o->kept->report)
		return;
	buf_char(out, '\n');
	say_format(out, s->lang, SAY_SUM_REPORT, "file", o->kept->report,
	           (char *)NULL);
	buf_char(out, '\n');
	say_format(out, s->lang, SAY_SUM_FOLDER, "file", o->folder,
	           (char *)NULL);
	buf_char(out, '\n');
}

static enum ending print(const struct showing *o)
{
	const struct session *s = o->session;
	unsigned columns = tty_columns(TTY_OUTPUT);
	enum ending ending;
	struct buf b;

	buf_init(&b, DOCUMENT_BYTES);
	if (s->options.value[OPTION_JSON]) {
		document_file_format(&b, o->document);
	} else if (s->quiet) {
		return ENDING_DONE;
	} else {
		summary_write(&b, o->document,
		              columns == 0 || columns > WIDEST ? WIDEST
		                                               : columns);
		/* A letter of some points must not pass for the whole. */
		if (o->partial)
			buf_fmt(&b, "\n%s\n", say(SAY_SUM_PARTIAL, s->lang));
		add_places(&b, o);
	}
	if (o->frontend)
		console_space(s);
	ending = console_result(s, &b);
	buf_clear(&b);
	return ending;
}

static void show(const struct showing *o)
{
	const struct session *s = o->session;
	struct err e;

	if (!o->frontend || s->options.value[OPTION_NO_OPEN] ||
	    !o->kept->report || !desktop_there())
		return;
	if (desktop_show(o->kept->report, &e))
		console_note(s, SAY_OPENED);
	else
		console_note(s, SAY_NOT_OPENED);
}

/* Whether reading that part failed. */
static bool failed(const struct showing *o, enum trouble trouble)
{
	const struct fact_field *field;

	for (size_t i = 0; (field = fact_field(i)); i++) {
		enum trouble here =
		    text_begins(field->name, "outside.") ? TROUBLE_OUTSIDE
		    : text_begins(field->name, "lan.")   ? TROUBLE_LAN
							 : TROUBLE_MACHINE;

		if (here == trouble &&
		    fact_find(o->facts, field->name)->state == FACT_FAILED)
			return true;
	}
	return false;
}

/* What could not be looked at, and what to do next. */
static void tell_troubles(const struct showing *o)
{
	static const enum say_id words[] = {
		[TROUBLE_MACHINE] = SAY_INCOMPLETE,
		[TROUBLE_LAN] = SAY_INCOMPLETE_LAN,
		[TROUBLE_OUTSIDE] = SAY_INCOMPLETE_OUTSIDE,
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (failed(o, (enum trouble)i))
			console_note(o->session,
			             i == TROUBLE_MACHINE && o->frontend
			                 ? SAY_INCOMPLETE_WINDOW
			                 : words[i]);
	if (o->network && o->facts->lan_devices.fact.state == FACT_ABSENT)
		console_note(o->session, SAY_NET_ABSENT);
}

static void send_all(void *ctx)
{
	(void)send_run(ctx);
}

/* A kit that still holds says where to, and there is something kept. */
static bool can_send(const struct showing *o)
{
	return o->session->kit && !o->session->kit_expired && o->kept->report;
}

enum ending showing_run(const struct showing *o)
{
	const struct frontend *f = o->frontend;
	struct frontend_result result;
	enum ending ending;

	if (!f || !f->result) {
		ending = print(o);
		show(o);
		tell_troubles(o);
		if (can_send(o))
			console_hint(o->session, SAY_SEND_HINT);
		return ending;
	}
	tell_troubles(o);
	if (!outcome_make(&result, o->session, o->document, o->kept,
	                  o->folder)) {
		console_error(o->session, SAY_NO_MEMORY);
		return ENDING_BROKEN;
	}
	if (can_send(o)) {
		result.send = send_all;
		result.send_ctx = o->session;
	}
	f->result(f->ctx, &result);
	return ENDING_DONE;
}
