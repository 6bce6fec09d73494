/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/doctor.h"

#include "agent/consent.h"
#include "agent/console.h"
#include "agent/folder.h"
#include "agent/gather.h"
#include "agent/input.h"
#include "agent/kit_choice.h"
#include "agent/outcome.h"
#include "checks/facts_json.h"
#include "core/capture.h"
#include "core/date.h"
#include "core/text.h"

#include <errno.h>
#include <stdio.h>

#define TEXT_BYTES (256u << 10)
#define COLUMN     28 /* of a fact's state */

static const enum say_id states[] = {
	[FACT_UNASKED] = SAY_STATE_UNASKED,
	[FACT_KNOWN] = SAY_STATE_KNOWN,
	[FACT_ABSENT] = SAY_STATE_ABSENT,
	[FACT_DENIED] = SAY_STATE_DENIED,
	[FACT_UNSUPPORTED] = SAY_STATE_UNSUPPORTED,
	[FACT_FAILED] = SAY_STATE_FAILED,
};

static void add_value(struct buf *out, const struct session *s, enum say_id id,
                      const char *name, const char *value)
{
	say_format(out, s->lang, id, name, value, (char *)NULL);
	buf_char(out, '\n');
}

static void add_fact(struct buf *out, enum lang lang, const char *name,
                     const struct fact *fact)
{
	char why[512];

	buf_fmt(out, "  %s", name);
	for (size_t at = text_width(name) + 2; at < COLUMN; at++)
		buf_char(out, ' ');
	buf_fmt(out, " %s", say(states[fact->state], lang));
	if (fact->why && fact->state != FACT_KNOWN) {
		text_clean(why, sizeof(why), fact->why);
		buf_fmt(out, " - %s", why);
	}
	buf_char(out, '\n');
}

/* Every fact, and how many there are of each state. */
static void add_facts(struct buf *out, const struct session *s, struct facts *f)
{
	const struct fact_field *field;
	size_t known = 0, all = 0;
	char count[2][24];

	buf_fmt(out, "%s\n", say(SAY_DOC_FACTS, s->lang));
	for (size_t i = 0; (field = fact_field(i)); i++) {
		const struct fact *fact = fact_find(f, field->name);

		if (fact->state == FACT_UNASKED)
			continue;
		all++;
		known +=
		    fact->state == FACT_KNOWN || fact->state == FACT_ABSENT;
		add_fact(out, s->lang, field->name, fact);
	}
	snprintf(count[0], sizeof(count[0]), "%zu", known);
	snprintf(count[1], sizeof(count[1]), "%zu", all);
	say_format(out, s->lang, SAY_DOC_COUNT, "known", count[0], "all",
	           count[1], (char *)NULL);
	buf_char(out, '\n');
}

/* What an administrator would see more: only what is missing now. */
static void add_rights(struct buf *out, const struct session *s,
                       struct facts *f)
{
	size_t count, found = 0;
	const struct probe *const *list = probe_list(&count);

	buf_fmt(out, "\n%s\n", say(SAY_DOC_RIGHTS, s->lang));
	for (size_t i = 0; i < count; i++) {
		const char *const *name = list[i]->more_rights;

		for (; name && *name; name++) {
			const struct fact *fact = fact_find(f, *name);

			if (!fact || fact->state == FACT_KNOWN ||
			    fact->state == FACT_ABSENT)
				continue;
			buf_fmt(out, "  %s\n", *name);
			found++;
		}
	}
	if (!found)
		buf_fmt(out, "  %s\n", say(SAY_DOC_NO_RIGHTS, s->lang));
}

/* Whether the network can be listened to here, and what it would take. */
static void add_listening(struct buf *out, const struct session *s)
{
	struct capture_options options = { .snaplen = 64 };
	char interface[64];
	struct capture *c = NULL;
	enum say_id id = SAY_DOC_LISTEN;
	struct err e = { 0 };

	if (capture_load(&e) &&
	    capture_interface(interface, sizeof(interface), &e))
		c = capture_open_live(interface, &options, &e);
	if (!c)
		id = e.sys == EPERM || e.sys == EACCES ? SAY_DOC_LISTEN_RIGHTS
		                                       : SAY_DOC_LISTEN_NO;
	capture_close(c);
	buf_str(out, "  ");
	add_value(out, s, id, "right", "CAP_NET_RAW");
	if (id == SAY_DOC_LISTEN_NO) {
		buf_str(out, "  ");
		add_value(out, s, SAY_WHY_DETAIL, "detail", e.text);
	}
}

static void add_network(struct buf *out, const struct session *s)
{
	struct consent_network here;

	consent_here(&here);
	buf_fmt(out, "\n%s\n  ", say(SAY_DOC_NETWORK, s->lang));
	if (here.ranges[0])
		add_value(out, s, SAY_DOC_LAN, "ranges", here.ranges);
	else
		buf_fmt(out, "%s\n", say(SAY_DOC_NO_LAN, s->lang));
	add_listening(out, s);
}

/* What the coordinator gave, for who is asked on the telephone. */
static void add_kit(struct buf *out, const struct session *s)
{
	const struct kit *kit = s->kit;
	char day[DATE_TEXT];

	buf_fmt(out, "\n%s\n  ", say(SAY_DOC_KIT, s->lang));
	if (!kit) {
		buf_fmt(out, "%s\n", say(SAY_DOC_KIT_NONE, s->lang));
		return;
	}
	say_format(out, s->lang, SAY_KIT_COMMUNE_IS, "name", kit->commune.name,
	           "insee", kit->commune.insee, (char *)NULL);
	buf_str(out, "\n  ");
	outcome_coordinator(out, s);
	buf_str(out, "\n  ");
	date_say(day, kit->expires, s->lang);
	say_format(out, s->lang, SAY_DOC_KIT_UNTIL, "id", kit->id, "date", day,
	           (char *)NULL);
	buf_str(out, "\n  ");
	if (kit->coordinator.url)
		add_value(out, s, SAY_DOC_KIT_URL, "url", kit->coordinator.url);
	else
		buf_fmt(out, "%s\n", say(SAY_DOC_KIT_CARRIED, s->lang));
	buf_str(out, "  ");
	add_value(out, s, SAY_DOC_KIT_SIGNER, "signer", s->kit_file->signer);
}

static void add_baseline(struct buf *out, const struct session *s,
                         const struct baseline *b)
{
	const char *folder = folder_guess(s);
	char day[DATE_TEXT];

	date_say(day, b->expires, s->lang);
	buf_char(out, '\n');
	say_format(out, s->lang, SAY_DOC_BASELINE, "id", b->id, "version",
	           b->version, "date", day, (char *)NULL);
	buf_char(out, '\n');
	if (folder)
		add_value(out, s, SAY_DOC_FOLDER, "file", folder);
}

enum ending doctor_run(struct session *s)
{
	struct facts *f = arena_alloc(s->arena, 1, sizeof(*f));
	const struct baseline *b;
	struct gather g = { 0 };
	enum ending looked, ending;
	struct buf out;
	int64_t now;

	if (!f || !input_now(s, &now))
		return ENDING_USAGE;
	ending = kit_choice_make(s, now);
	if (ending != ENDING_DONE)
		return ending;
	b = input_baseline(s, now);
	if (!b)
		return ENDING_BASELINE;
	looked = gather_start(&g, s, b, now);
	if (looked == ENDING_DONE)
		looked = gather_finish(&g, s, f);
	if (looked != ENDING_DONE && looked != ENDING_INCOMPLETE)
		return looked;
	buf_init(&out, TEXT_BYTES);
	add_facts(&out, s, f);
	add_rights(&out, s, f);
	add_network(&out, s);
	add_kit(&out, s);
	add_baseline(&out, s, b);
	ending = console_result(s, &out);
	buf_clear(&out);
	return ending == ENDING_DONE ? looked : ending;
}
