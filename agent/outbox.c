/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/outbox.h"

#include "core/date.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/place.h"
#include "core/rows.h"
#include "core/text.h"

#include <string.h>

#define SMALL_BYTES 4096 /* of a receipt, of a refusal, of tries */
#define MEMORY      (1u << 20)
#define TRIES_MOST  1000000
#define NAME_CHARS  "0123456789abcdef"

void outbox_name(char name[OUTBOX_NAME], const char *text, size_t len)
{
	char hash[HASH_TEXT];

	hash_sha256(hash, text, len);
	memcpy(name, hash, OUTBOX_NAME - 1);
	name[OUTBOX_NAME - 1] = '\0';
}

const char *outbox_path(const struct session *s, const char *folder,
                        const char *name, const char *ending)
{
	const char *file = arena_fmt(s->arena, "%s.%s", name, ending);

	return file ? place_inside(s->arena, folder, file) : NULL;
}

static bool is_there(const struct session *s, const char *folder,
                     const char *name, const char *ending)
{
	const char *path = outbox_path(s, folder, name, ending);

	return path && file_exists(path);
}

enum outbox_state outbox_state(const struct session *s, const char *folder,
                               const char *name)
{
	if (is_there(s, folder, name, "recu"))
		return OUTBOX_SENT;
	if (is_there(s, folder, name, "refus"))
		return OUTBOX_REFUSED;
	return is_there(s, folder, name, "garde") ? OUTBOX_WAITING : OUTBOX_NEW;
}

/* Take away what is no more needed once the receipt is there. */
static void drop_spent(const struct session *s, const char *folder,
                       const char *name)
{
	static const char *const spent[] = { "essai", "garde" };

	/* What is left here does no harm. */
	for (size_t i = 0; i < sizeof(spent) / sizeof(spent[0]); i++) {
		const char *path = outbox_path(s, folder, name, spent[i]);

		if (path)
			(void)file_remove(path);
	}
}

struct listing {
	const struct session *session;
	const char *folder;
	struct rows rows;
};

/* Whether a file is one of a result, with that ending after the dot. */
static bool is_named(const char *file, const char *ending)
{
	return strlen(file) == OUTBOX_NAME - 1 + strlen(ending) &&
	       strspn(file, NAME_CHARS) == OUTBOX_NAME - 1 &&
	       text_ends(file, ending);
}

static bool list_one(void *ctx, const char *file)
{
	struct listing *l = ctx;
	char name[OUTBOX_NAME] = "";
	enum outbox_state state;
	const char **row;

	if (!is_named(file, ".garde"))
		return true;
	memcpy(name, file, OUTBOX_NAME - 1);
	state = outbox_state(l->session, l->folder, name);
	/* Somebody was interrupted between the receipt and this. */
	if (state == OUTBOX_SENT)
		drop_spent(l->session, l->folder, name);
	if (state != OUTBOX_WAITING)
		return true;
	row = l->rows.count < OUTBOX_MOST ? rows_add(&l->rows) : NULL;
	if (row)
		*row = arena_strdup(l->session->arena, name);
	return row && *row;
}

size_t outbox_list(const struct session *s, const char *folder,
                   const char *const **out)
{
	struct listing l = { .session = s, .folder = folder };
	struct err ignored;

	rows_init(&l.rows, s->arena, sizeof(const char *));
	/* A folder that is not there holds nothing that waits. */
	(void)file_list(folder, list_one, &l, &ignored);
	*out = l.rows.data;
	return l.rows.count;
}

void outbox_try_read(struct outbox_try *t, const char *text, size_t len)
{
	struct arena *a = arena_new(MEMORY);
	struct err e;
	cJSON *json = a ? json_parse(text, len, &e) : NULL;
	const char *next = NULL;
	int64_t tries = 0;
	int64_t time = 0;

	*t = (struct outbox_try){ 0 };
	if (json && json_int(json, "essais", true, 0, TRIES_MOST, &tries, &e) &&
	    json_text(json, "suivant", true, a, &next, &e) &&
	    date_parse(next, &time)) {
		t->tries = (unsigned)tries;
		t->next = time;
	}
	cJSON_Delete(json);
	arena_free(a);
}

/* Write a small object of names and values. */
static bool write_object(const struct session *s, const char *folder,
                         const char *name, const char *ending, cJSON *json,
                         struct err *e)
{
	const char *path = outbox_path(s, folder, name, ending);
	struct buf b;
	bool ok;

	buf_init(&b, SMALL_BYTES);
	ok = (json && path && json_print(&b, json)) ||
	     err_set(e, "out of memory");
	ok = ok && file_replace(path, buf_text(&b), b.len, e);
	buf_clear(&b);
	cJSON_Delete(json);
	return ok;
}

bool outbox_try_write(const struct session *s, const char *folder,
                      const char *name, const struct outbox_try *t,
                      struct err *e)
{
	cJSON *json = cJSON_CreateObject();
	char next[DATE_TEXT];

	date_format(next, t->next);
	if (json) {
		cJSON_AddNumberToObject(json, "essais", t->tries);
		cJSON_AddStringToObject(json, "suivant", next);
	}
	return write_object(s, folder, name, "essai", json, e);
}

bool outbox_receipt_read(struct outbox_receipt *r, const char *text, size_t len)
{
	struct arena *a = arena_new(MEMORY);
	struct err e;
	cJSON *json = a ? json_parse(text, len, &e) : NULL;
	const char *number = NULL;
	const char *time = NULL;
	bool ok = json && json_text(json, "numero", true, a, &number, &e) &&
	          json_text(json, "recu", true, a, &time, &e) &&
	          delivery_is_receipt(number) &&
	          date_parse(time, &r->received_at);

	if (ok)
		memcpy(r->number, number, DELIVERY_RECEIPT);
	cJSON_Delete(json);
	arena_free(a);
	return ok;
}

struct newest {
	const struct session *session;
	const char *folder;
	struct outbox_receipt *out;
	bool found;
};

static bool compare_one(void *ctx, const char *file)
{
	struct newest *n = ctx;
	const char *path;
	struct outbox_receipt r;
	struct err ignored;
	struct buf b;

	if (!is_named(file, ".recu"))
		return true;
	path = place_inside(n->session->arena, n->folder, file);
	buf_init(&b, SMALL_BYTES);
	if (path && file_read(path, &b, &ignored) &&
	    outbox_receipt_read(&r, buf_text(&b), b.len) &&
	    (!n->found || r.received_at > n->out->received_at)) {
		*n->out = r;
		n->found = true;
	}
	buf_clear(&b);
	return true;
}

bool outbox_newest(const struct session *s, const char *folder,
                   struct outbox_receipt *out)
{
	struct newest n = { .session = s, .folder = folder, .out = out };
	struct err ignored;

	/* A folder that is not there holds no receipt. */
	(void)file_list(folder, compare_one, &n, &ignored);
	return n.found;
}

static bool write_receipt(const struct session *s, const char *folder,
                          const char *name, const struct delivery *d,
                          struct err *e)
{
	cJSON *json = cJSON_CreateObject();
	char time[DATE_TEXT];

	date_format(time, d->received_at);
	if (json) {
		cJSON_AddStringToObject(json, "numero", d->receipt);
		cJSON_AddStringToObject(json, "recu", time);
	}
	return write_object(s, folder, name, "recu", json, e);
}

static bool write_refusal(const struct session *s, const char *folder,
                          const char *name, const struct delivery *d,
                          struct err *e)
{
	cJSON *json = cJSON_CreateObject();

	if (json) {
		cJSON_AddNumberToObject(json, "reponse", d->status);
		cJSON_AddStringToObject(json, "raison", d->error);
		cJSON_AddStringToObject(json, "champ", d->field);
	}
	return write_object(s, folder, name, "refus", json, e);
}

bool outbox_settle(const struct session *s, const char *folder,
                   const char *name, const struct delivery *d, struct err *e)
{
	/* The kit is at fault and not the result: another may bring it. */
	bool kit = d->way == DELIVERY_REFUSED && d->status == 401;

	if (d->way == DELIVERY_REFUSED && !kit)
		return write_refusal(s, folder, name, d, e);
	if (!kit && !write_receipt(s, folder, name, d, e))
		return false;
	drop_spent(s, folder, name);
	return true;
}
