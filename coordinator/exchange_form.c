/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/exchange_form.h"

#include "core/text.h"

#include <microhttpd.h>
#include <string.h>

#define CHUNK    4096 /* bytes that the processor keeps: a part's headers */
#define FILENAME 200  /* bytes */

/* The last part of a path, without what has no place in a name. */
static const char *clean_name(struct arena *a, const char *name)
{
	char clean[FILENAME];
	const char *slash;
	const char *back;

	text_clean(clean, sizeof(clean), name);
	slash = strrchr(clean, '/');
	back = strrchr(clean, '\\');
	if (back > slash)
		slash = back;
	return arena_strdup(a, slash ? slash + 1 : clean);
}

/* A new part of the form; NULL when there are too many. */
static struct buf *begin(struct exchange *x, const char *name,
                         const char *filename)
{
	struct field *f = &x->field[x->parts];
	struct buf *b = &x->part[x->parts];

	if (x->parts == REQUEST_FIELDS || strlen(name) > REQUEST_NAME ||
	    !text_valid(name, strlen(name)))
		return NULL;
	buf_init(b, filename ? REQUEST_FILE : REQUEST_VALUE);
	f->name = arena_strdup(x->request.arena, name);
	f->value = filename ? clean_name(x->request.arena, filename) : NULL;
	x->parts++;
	return f->name && (!filename || f->value) ? b : NULL;
}

/* What libmicrohttpd calls for each piece. */
/* NOLINTNEXTLINE(readability-function-size) */
static enum MHD_Result part(void *ctx, enum MHD_ValueKind kind,
                            const char *name, const char *filename,
                            const char *type, const char *encoding,
                            const char *data, uint64_t offset, size_t len)
{
	struct exchange *x = ctx;
	struct buf *b = NULL;

	(void)kind;
	(void)type;
	(void)encoding;
	if (!name)
		return MHD_NO;
	if (offset == 0)
		b = begin(x, name, filename);
	else if (x->parts > 0)
		b = &x->part[x->parts - 1];
	if (!b) {
		x->refused = 400;
		return MHD_NO;
	}
	if (!buf_add(b, data ? data : "", len)) {
		x->refused = 413;
		return MHD_NO;
	}
	return MHD_YES;
}

bool exchange_form_open(struct exchange *x)
{
	x->files = MHD_create_post_processor(x->connection, CHUNK, part, x);
	return x->files != NULL;
}

void exchange_form_take(struct exchange *x, const char *data, size_t len)
{
	if (MHD_post_process(x->files, data, len) != MHD_YES && !x->refused)
		x->refused = 400;
}

/* Whether a value is text: UTF-8, no control character but ends of lines. */
static bool is_text(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if ((c < 0x20 && !strchr("\t\r\n", c)) || c == 0x7f || !c)
			return false;
	}
	return text_valid(s, len);
}

bool exchange_form_finish(struct exchange *x)
{
	bool whole = MHD_destroy_post_processor(x->files) == MHD_YES;

	x->files = NULL;
	/* What has no part at all is no form. */
	if (!whole || x->parts == 0)
		return false;
	for (size_t i = 0; i < x->parts; i++) {
		struct field *f = &x->field[i];
		const struct buf *b = &x->part[i];

		if (f->value) {
			f->data = buf_text(b);
			f->len = b->len;
		} else if (is_text(buf_text(b), b->len)) {
			f->value = buf_text(b);
		} else {
			return false;
		}
	}
	x->request.form = x->field;
	x->request.forms = x->parts;
	return true;
}

void exchange_form_clear(struct exchange *x)
{
	if (x->files)
		(void)MHD_destroy_post_processor(x->files);
	x->files = NULL;
	for (size_t i = 0; i < x->parts; i++)
		buf_clear(&x->part[i]);
	x->parts = 0;
}
