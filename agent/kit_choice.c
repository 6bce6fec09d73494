/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/kit_choice.h"

#include "agent/console.h"
#include "agent/kit_kept.h"
#include "core/date.h"
#include "core/file.h"
#include "core/json.h"
#include "core/place.h"
#include "core/text.h"
#include "report/document_json.h"

#include <string.h>

#define TEXT_BYTES 2048 /* of a sentence */

static const enum say_id reasons[KIT_FAULTS] = {
	[KIT_INCOMPLETE] = SAY_KIT_IS_INCOMPLETE,
	[KIT_ALTERED] = SAY_KIT_IS_ALTERED,
	[KIT_STRANGE] = SAY_KIT_IS_STRANGE,
	[KIT_RULES] = SAY_KIT_HAS_BAD_RULES,
	[KIT_SIGNER] = SAY_KIT_IS_FOREIGN,
	[KIT_COMMUNE] = SAY_KIT_IS_OTHER,
	[KIT_OLDER] = SAY_KIT_IS_OLDER,
	[KIT_EXPIRED] = SAY_KIT_IS_OLD,
};

static bool same_bytes(const struct kit_bytes *a, const struct kit_bytes *b)
{
	return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

enum kit_fault kit_choice_judge(const struct kit_file *kit, const char *signer,
                                const struct kit_file *in_use,
                                const char *insee, int64_t now)
{
	if (signer[0] && strcmp(kit->signer, signer) != 0)
		return KIT_SIGNER;
	if ((insee && strcmp(kit->kit.commune.insee, insee) != 0) ||
	    (in_use &&
	     strcmp(kit->kit.commune.insee, in_use->kit.commune.insee) != 0))
		return KIT_COMMUNE;
	if (in_use && kit->kit.made_at <= in_use->kit.made_at &&
	    !same_bytes(&kit->json, &in_use->json))
		return KIT_OLDER;
	return now >= kit->kit.expires ? KIT_EXPIRED : KIT_FINE;
}

/* Tell what is the matter, what happens now, and what to do. */
static void tell(const struct session *s, const char *what, enum say_id then,
                 const struct kit *known)
{
	struct buf who;

	buf_init(&who, TEXT_BYTES);
	if (known && known->coordinator.phone)
		say_format(&who, s->lang, SAY_KIT_CALL, "name",
		           known->coordinator.name, "phone",
		           known->coordinator.phone, (char *)NULL);
	else
		buf_str(&who, say(SAY_KIT_ASK, s->lang));
	console_error(s, SAY_KIT_TOLD, "what", what, "then", say(then, s->lang),
	              "who", buf_text(&who));
	buf_clear(&who);
}

static void tell_dated(const struct session *s, enum say_id id,
                       const struct kit *about, enum say_id then,
                       const struct kit *known)
{
	char day[DATE_TEXT];
	struct buf what;

	buf_init(&what, TEXT_BYTES);
	date_say(day, about->expires, s->lang);
	say_format(&what, s->lang, id, "date", day, "name",
	           about->commune.name ? about->commune.name : "",
	           (char *)NULL);
	tell(s, buf_text(&what), then, known);
	buf_clear(&what);
}

/* The commune of one file of the results, or NULL. */
static const char *commune_of(const struct session *s, const char *name)
{
	const char *path = folder_find(s, name);
	const cJSON *commune;
	const char *insee = NULL;
	cJSON *json = NULL;
	struct buf b;
	struct err ignored;

	buf_init(&b, DOCUMENT_BYTES);
	if (path && file_read(path, &b, &ignored))
		json = json_parse(buf_text(&b), b.len, &ignored);
	buf_clear(&b);
	commune = cJSON_GetObjectItemCaseSensitive(json, "commune");
	if (cJSON_IsObject(commune))
		(void)json_text(commune, "insee", false, s->arena, &insee,
		                &ignored);
	cJSON_Delete(json);
	return insee;
}

/* Whose results these are, as far as that was ever said. */
static const char *find_commune(const struct session *s)
{
	const char *insee = commune_of(s, "reponses.json");

	return insee ? insee : commune_of(s, "commune.json");
}

/* The folder of results that keeps a kit, or NULL. */
static const char *find_results(const struct session *s)
{
	const char *kit = folder_find(s, KIT_KEPT);
	char *results = kit ? arena_strdup(s->arena, kit) : NULL;

	if (results)
		results[strlen(results) - strlen(KIT_KEPT) - 1] = '\0';
	return results;
}

/* Where a new kit would be; *named when the user said so. */
static const char *find_new(const struct session *s, bool *named)
{
	const char *folder = s->options.value[OPTION_KIT];

	*named = folder != NULL;
	return folder ? folder : place_program(s->arena);
}

/* What comes to be in use; the session only points to it. */
struct kit_choice {
	struct kit_kept kept;
	struct kit_file found;
};

static void use(struct session *s, const struct kit_file *file, bool new)
{
	s->kit_file = file;
	s->kit = &file->kit;
	s->kit_new = new;
}

static void use_kept(struct session *s, const struct kit_choice *c, int64_t now)
{
	if (!c->kept.now) {
		if (c->kept.damaged && !s->kit)
			tell(s, say(SAY_KIT_IS_DAMAGED, s->lang),
			     SAY_KIT_WITHOUT, NULL);
		return;
	}
	use(s, c->kept.now, false);
	s->kit_before = c->kept.before;
	s->kit_expired = now >= s->kit->expires;
	if (s->kit_expired)
		tell_dated(s, SAY_KIT_HAS_ENDED, s->kit, SAY_KIT_LOCAL, s->kit);
}

/* Take the kit that was found, unless something speaks against it. */
static bool use_found(struct session *s, const struct kit_choice *c,
                      enum kit_fault fault, int64_t now)
{
	const struct kit_file *in_use = c->kept.now;
	const struct kit *known = in_use ? &in_use->kit : NULL;

	if (fault == KIT_NONE)
		return false;
	if (fault == KIT_FINE && in_use &&
	    same_bytes(&c->found.json, &in_use->json))
		return false;
	if (fault == KIT_FINE)
		fault = kit_choice_judge(&c->found, c->kept.signer, in_use,
		                         find_commune(s), now);
	if (fault != KIT_FINE) {
		tell_dated(s, reasons[fault], &c->found.kit,
		           known ? SAY_KIT_STAYS : SAY_KIT_WITHOUT, known);
		return false;
	}
	use(s, &c->found, true);
	s->kit_before = in_use;
	return true;
}

enum ending kit_choice_make(struct session *s, int64_t now)
{
	struct kit_choice *c = arena_alloc(s->arena, 1, sizeof(*c));
	bool named;
	const char *folder = find_new(s, &named);
	enum kit_fault fault;
	struct err e;

	if (!c) {
		console_error(s, SAY_NO_MEMORY);
		return ENDING_BROKEN;
	}
	kit_kept_read(&c->kept, find_results(s), s);
	fault = folder ? kit_file_read(&c->found, folder, s, &e) : KIT_NONE;
	if (fault == KIT_MEMORY || c->kept.unknown) {
		console_error(s, SAY_NO_MEMORY);
		return ENDING_BROKEN;
	}
	if (fault == KIT_NONE && named) {
		console_error(s, SAY_KIT_NOT_THERE, "file", folder);
		return ENDING_USAGE;
	}
	if (!use_found(s, c, fault, now))
		use_kept(s, c, now);
	return ENDING_DONE;
}

/* All that is known is in the kit that is kept: which may be in use. */
void kit_choice_keep(struct session *s, const struct folder *f)
{
	struct kit_kept kept;
	struct err e;

	if (!s->kit_new || !f->path)
		return;
	kit_kept_read(&kept, f->path, s);
	s->kit_new = false;
	err_set(&e, "out of memory");
	if (kept.unknown || !kit_kept_write(&kept, s->kit_file, f->path, s, &e))
		console_blame(s, SAY_KIT_NOT_KEPT, f->path, &e);
}

void kit_choice_drop(struct session *s)
{
	struct buf what;

	if (!s->kit)
		return;
	buf_init(&what, TEXT_BYTES);
	say_format(&what, s->lang, SAY_KIT_IS_WRONG, "name",
	           s->kit->commune.name, (char *)NULL);
	tell(s, buf_text(&what), SAY_KIT_WITHOUT, s->kit);
	buf_clear(&what);
	s->kit = NULL;
	s->kit_file = NULL;
	s->kit_new = false;
}
