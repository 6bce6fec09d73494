/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/opening.h"

#include "coordinator/digest.h"
#include "coordinator/naming.h"
#include "coordinator/packed.h"
#include "core/secret.h"
#include "core/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Memory for what is read of a submission. */
#define ARENA_BYTES (24u << 20)

/*
 * Why it is refused is a number: an opener that was taken over has the keys,
 * and what it says reaches who sent it.
 */
enum reason {
	REASON_NONE,
#define REASON(id, status, text) REASON_##id,
#include "coordinator/opening.def"
#undef REASON
	REASONS
};

static const struct {
	int status;
	const char *text;
} reasons[REASONS] = {
	[REASON_NONE] = { 200, "" },
#define REASON(id, status, text) { status, text },
#include "coordinator/opening.def"
#undef REASON
};

/* What a reply begins with; the texts follow in this order. */
struct head {
	uint32_t reason;
	char field[SUBMISSION_FIELD];
	char hash[HASH_TEXT];
	uint32_t kit;
	uint32_t token;
	uint32_t packed;
	uint32_t brief;
};

#define TEXT_MOST  128        /* bytes of a kit's id and of a token */
#define PART_BYTES (2u << 20) /* of a document in a reply */

static enum reason find_reason(int status, const char *why)
{
	size_t found = REASON_WRONG;

	for (size_t i = 0; i < REASONS; i++) {
		if (reasons[i].status != status)
			continue;
		found = i;
		if (text_ends(why, reasons[i].text))
			break;
	}
	return (enum reason)found;
}

static void refuse(struct buf *reply, int status, const char *field,
                   const char *why)
{
	struct head h;

	memset(&h, 0, sizeof(h));
	h.reason = find_reason(status, why);
	naming_find(h.field, field);
	buf_add(reply, &h, sizeof(h));
}

/* What is sealed is read here once. */
struct reading {
	const struct buf *text;
	struct submission submission;
	struct arena *arena;
	struct buf packed;
	struct buf brief;
	char field[SUBMISSION_FIELD];
	int status; /* when it fails */
};

static void accept(struct buf *reply, const struct reading *r, const char *hash)
{
	const struct submission *s = &r->submission;
	struct head h;

	memset(&h, 0, sizeof(h));
	memcpy(h.hash, hash, HASH_TEXT);
	h.kit = (uint32_t)strlen(s->kit);
	h.token = (uint32_t)strlen(s->token);
	h.packed = (uint32_t)r->packed.len;
	h.brief = (uint32_t)r->brief.len;
	buf_add(reply, &h, sizeof(h));
	buf_str(reply, s->kit);
	buf_str(reply, s->token);
	buf_add(reply, r->packed.data, r->packed.len);
	buf_add(reply, r->brief.data, r->brief.len);
}

/* Cut a word out where it stands first. */
static void cut(struct buf *text, const char *word)
{
	char *at = text->data ? strstr(text->data, word) : NULL;
	size_t len = strlen(word);

	if (!at || len == 0)
		return;
	memmove(at, at + len, text->len - (size_t)(at - text->data) - len + 1);
	text->len -= len;
}

/*
 * What names a report: the bytes that were sealed, but for the proof of the
 * kit. It stays the same when a kit is renewed, and whatever version of this
 * program reads it.
 */
static bool name(const struct reading *r, char hash[HASH_TEXT], struct err *e)
{
	struct buf copy;
	bool ok;

	buf_init(&copy, SUBMISSION_BYTES);
	ok = buf_add(&copy, r->text->data, r->text->len) ||
	     err_set(e, "out of memory");
	cut(&copy, r->submission.kit);
	cut(&copy, r->submission.token);
	hash_sha256(hash, buf_text(&copy), copy.len);
	buf_clear(&copy);
	return ok;
}

static bool fault(struct reading *r, const char *field)
{
	memcpy(r->field, field, strlen(field) + 1);
	return false;
}

static bool digest(struct reading *r, struct err *e)
{
	struct document whole, brief;

	if (strlen(r->submission.kit) > TEXT_MOST) {
		err_set(e, "it is too long");
		return fault(r, "kit");
	}
	if (strlen(r->submission.token) > TEXT_MOST) {
		err_set(e, "it is too long");
		return fault(r, "token");
	}
	if (r->submission.document.machines == 0) {
		err_set(e, "it tells of no machine");
		return fault(r, "document.machines");
	}
	return (digest_make(&whole, &r->submission.document, r->arena, e) &&
	        packed_write(&r->packed, &whole, e) &&
	        (digest_brief(&brief, &whole, r->arena) ||
	         err_set(e, "it takes too much memory")) &&
	        packed_write_plain(&r->brief, &brief, e)) ||
	       fault(r, "document");
}

static bool read_text(struct reading *r, char hash[HASH_TEXT], struct err *e)
{
	bool malformed = false;

	r->status = 422;
	r->arena = arena_new(ARENA_BYTES);
	if (!r->arena)
		return err_set(e, "out of memory");
	if (submission_parse(&r->submission, buf_text(r->text), r->text->len,
	                     r->arena, r->field, &malformed, e))
		return digest(r, e) && name(r, hash, e);
	if (malformed)
		r->status = 400;
	return false;
}

static void tell(struct buf *reply, const struct buf *text)
{
	struct reading r = { .text = text };
	char hash[HASH_TEXT];
	struct err e;

	buf_init(&r.packed, PART_BYTES);
	buf_init(&r.brief, PART_BYTES);
	if (read_text(&r, hash, &e))
		accept(reply, &r, hash);
	else
		refuse(reply, r.status, r.field, e.text);
	buf_clear(&r.packed);
	buf_clear(&r.brief);
	arena_free(r.arena);
}

void opening_make(struct buf *reply, const void *data, size_t len,
                  struct envelope_key *const *keys, size_t count)
{
	struct buf text;
	struct err e;

	if (len > ENVELOPE_BYTES) {
		refuse(reply, 413, "", "");
		return;
	}
	buf_init(&text, SUBMISSION_BYTES);
	if (envelope_open(&text, data, len, keys, count, NULL, &e))
		tell(reply, &text);
	else
		refuse(reply, 400, "", e.text);
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
		ok = h.reason == REASON_MISSING ||
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

/* Every word that goes on from here is the program's own. */
static bool parse_head(struct opening *o, const struct head *h, struct err *e)
{
	if (h->reason >= REASONS)
		return err_set(e, "an opener's reply has no reason");
	if (!memchr(h->field, '\0', sizeof(h->field)))
		return err_set(e, "an opener's reply has no end");
	o->status = reasons[h->reason].status;
	o->why = reasons[h->reason].text;
	naming_find(o->field, h->field);
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
	    len - sizeof(h) != (uint64_t)h.kit + h.token + h.packed + h.brief)
		return err_set(e, "an opener's reply cannot be");
	memcpy(o->hash, h.hash, sizeof(o->hash));
	o->kit = next_text(&at, h.kit, a);
	o->token = o->kit ? next_text(&at, h.token, a) : NULL;
	if (!o->token)
		return err_set(e, "an opener's reply cannot be");
	o->packed = at;
	o->len = h.packed;
	o->brief = at + h.packed;
	o->brief_len = h.brief;
	return true;
}
