/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/seal.h"

#include "agent/console.h"
#include "agent/input.h"
#include "agent/parcel.h"
#include "core/date.h"
#include "core/envelope.h"
#include "report/kit.h"

/* "commune-01001-2026-11-22.garde", in the session's arena. */
static const char *file_name(const struct session *s, const struct document *d)
{
	char day[DATE_TEXT];

	date_format_day(day, d->made_at);
	return arena_fmt(s->arena, "commune-%s-%s.garde", s->kit->commune.insee,
	                 day);
}

/* Where the file can go, now that it is there. */
static void tell_way(const struct session *s, const char *path)
{
	const struct kit *kit = s->kit;

	console_note(s, SAY_SEAL_DONE, "file", path);
	if (kit->coordinator.email)
		console_note(s, SAY_SEND_BY_MAIL, "name", kit->coordinator.name,
		             "address", kit->coordinator.email);
	else
		console_note(s, SAY_SEND_BY_HAND, "name",
		             kit->coordinator.name);
}

static enum ending write_sealed(const struct session *s, const struct parcel *p)
{
	const char *path = s->options.value[OPTION_OUTPUT];
	enum ending ending;
	struct buf sealed;

	buf_init(&sealed, ENVELOPE_BYTES);
	if (!path)
		path = file_name(s, &p->document);
	ending = path ? parcel_seal(&sealed, p, s) : ENDING_BROKEN;
	if (ending == ENDING_DONE)
		ending = console_keep(s, path, &sealed);
	if (ending == ENDING_DONE)
		tell_way(s, path);
	buf_clear(&sealed);
	return ending;
}

enum ending seal_run(struct session *s)
{
	struct document *d = arena_alloc(s->arena, 1, sizeof(*d));
	struct parcel *p = arena_alloc(s->arena, 1, sizeof(*p));
	enum ending ending;
	int64_t now;

	if (!d || !p || !input_now(s, &now) ||
	    !input_document(s, s->options.operand[0], d))
		return ENDING_USAGE;
	ending = parcel_kit(s, now);
	if (ending != ENDING_DONE)
		return ending;
	ending = parcel_make(p, s, d);
	if (ending == ENDING_DONE && s->options.value[OPTION_SHOW])
		ending =
		    console_keep(s, s->options.value[OPTION_OUTPUT], &p->text);
	else if (ending == ENDING_DONE)
		ending = write_sealed(s, p);
	buf_clear(&p->text);
	return ending;
}
