/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/opening.h"

#include "coordinator/packed.h"
#include "core/secret.h"
#include "core/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Memory for what is read of a submission. */
#define ARENA_BYTES (24u << 20)

/* What a reply begins with; the texts follow in this order. */
struct head {
	int32_t status;
	uint32_t stranger;
	char field[SUBMISSION_FIELD];
	char why[OPENING_WHY];
	char hash[HASH_TEXT];
	uint32_t kit;
	uint32_t token;
	uint32_t packed;
};

#define TEXT_MOST 128 /* bytes of a kit's id and of a token */

static void refuse(struct buf *reply, int status, bool stranger,
                   const char *field, const char *why)
{
	struct head h;

	memset(&h, 0, sizeof(h));
	h.status = status;
	h.stranger = stranger;
	text_clean(h.field, sizeof(h.field), field);
	text_clean(h.why, sizeof(h.why), why);
	buf_add(reply, &h, sizeof(h));
}

static void accept(struct buf *reply, const struct submission *s,
                   const char *hash, const struct buf *packed)
{
	struct head h;

	memset(&h, 0, sizeof(h));
	h.status = 200;
	memcpy(h.hash, hash, HASH_TEXT);
	h.kit = (uint32_t)strlen(s->kit);
	h.token = (uint32_t)strlen(s->token);
	h.packed = (uint32_t)packed->len;
	buf_add(reply, &h, sizeof(h));
	buf_str(reply, s->kit);
	buf_str(reply, s->token);
	buf_add(reply, packed->data, packed->len);
}

static void tell(struct buf *reply, struct submission *s)
{
	char hash[HASH_TEXT];
	struct buf packed;
	struct err e;

	/* The kit says which commune it is, whatever the text claims. */
	s->document.commune.insee = NULL;
	s->document.commune.name = NULL;
	buf_init(&packed, OPENING_BYTES - 4096);
	if (strlen(s->kit) > TEXT_MOST)
		refuse(reply, 422, false, "kit", "it is too long");
	else if (strlen(s->token) > TEXT_MOST)
		refuse(reply, 422, false, "token", "it is too long");
	else if (s->document.machines == 0)
		refuse(reply, 422, false, "document.machine",
		       "it tells of no machine");
	else if (!packed_write(&packed, &s->document, hash, &e))
		refuse(reply, 422, false, "document", e.text);
	else
		accept(reply, s, hash, &packed);
	buf_clear(&packed);
}

static void read_text(struct buf *reply, const struct buf *text)
{
	struct arena *a = arena_new(ARENA_BYTES);
	char field[SUBMISSION_FIELD] = "";
	struct submission s;
	bool malformed = false;
	struct err e;

	if (!a)
		refuse(reply, 422, false, "document", "out of memory");
	else if (submission_parse(&s, buf_text(text), text->len, a, field,
	                          &malformed, &e))
		tell(reply, &s);
	else
		refuse(reply, malformed ? 400 : 422, false, field, e.text);
	arena_free(a);
}

void opening_make(struct buf *reply, const void *data, size_t len,
                  struct envelope_key *const *keys, size_t count)
{
	bool stranger = false;
	struct buf text;
	struct err e;

	if (len > ENVELOPE_BYTES) {
		refuse(reply, 413, false, "", "it is too large");
		return;
	}
	buf_init(&text, SUBMISSION_BYTES);
	if (envelope_open(&text, data, len, keys, count, &stranger, &e))
		read_text(reply, &text);
	else
		refuse(reply, 400, stranger, "", e.text);
	if (text.data)
		secret_clear(text.data, text.len);
	buf_clear(&text);
}

bool opening_try(const char *certificate, struct envelope_key *const *keys,
                 size_t count, struct err *e)
{
	struct buf sealed, reply;
	struct head h;
	bool ok;

	buf_init(&sealed, ENVELOPE_BYTES);
	buf_init(&reply, OPENING_BYTES);
	ok = envelope_seal(&sealed, "{}", 2, certificate, e);
	if (ok) {
		opening_make(&reply, sealed.data, sealed.len, keys, count);
		memcpy(&h, buf_text(&reply), sizeof(h));
		/* It opens, and there is nothing in it. */
		ok = h.status == 422 ||
		     err_set(e, "the key does not open what is sealed to it");
	}
	buf_clear(&sealed);
	buf_clear(&reply);
	return ok;
}

/* The next len bytes as a text of printable ASCII, or NULL. */
static const char *next_text(const char **at, uint32_t len, struct arena *a)
{
	char *text = arena_alloc(a, (size_t)len + 1, 1);

	for (uint32_t i = 0; text && i < len; i++) {
		text[i] = (*at)[i];
		if (text[i] < 0x20 || text[i] > 0x7E)
			return NULL;
	}
	*at += len;
	return text;
}

static bool is_hash(const char *s)
{
	return memchr(s, '\0', HASH_TEXT) == s + HASH_TEXT - 1 &&
	       strspn(s, "0123456789abcdef") == HASH_TEXT - 1;
}

static bool parse_head(struct opening *o, const struct head *h, struct err *e)
{
	o->status = h->status;
	o->stranger = h->stranger != 0;
	if (!memchr(h->field, '\0', sizeof(h->field)) ||
	    !memchr(h->why, '\0', sizeof(h->why)))
		return err_set(e, "an opener's reply has no end");
	text_clean(o->field, sizeof(o->field), h->field);
	text_clean(o->why, sizeof(o->why), h->why);
	if (h->status != 200 && h->status != 400 && h->status != 413 &&
	    h->status != 422)
		return err_set(e, "an opener's reply has no status");
	return true;
}

bool opening_parse(struct opening *o, const void *reply, size_t len,
                   struct arena *a, struct err *e)
{
	struct head h;
	const char *at = (const char *)reply + sizeof(h);

	memset(o, 0, sizeof(*o));
	if (len < sizeof(h))
		return err_set(e, "an opener's reply is too short");
	memcpy(&h, reply, sizeof(h));
	if (!parse_head(o, &h, e))
		return false;
	if (o->status != 200)
		return true;
	if (!is_hash(h.hash) || h.kit > TEXT_MOST || h.token > TEXT_MOST ||
	    len - sizeof(h) != (uint64_t)h.kit + h.token + h.packed)
		return err_set(e, "an opener's reply cannot be");
	memcpy(o->hash, h.hash, sizeof(o->hash));
	o->kit = next_text(&at, h.kit, a);
	o->token = o->kit ? next_text(&at, h.token, a) : NULL;
	if (!o->token)
		return err_set(e, "an opener's reply cannot be");
	o->packed = at;
	o->len = h.packed;
	return true;
}
