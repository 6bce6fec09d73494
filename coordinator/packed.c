/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/packed.h"

#include "core/json.h"
#include "report/document_json.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* Three times as fast as the best, a fifth larger. */
#define LEVEL 1

static bool deflate_text(struct buf *out, const char *text, size_t len,
                         struct err *e)
{
	uLongf size = compressBound((uLong)len);
	Bytef *packed = malloc(size);
	bool ok;

	if (!packed)
		return err_set(e, "out of memory");
	ok = compress2(packed, &size, (const Bytef *)text, (uLong)len, LEVEL) ==
	     Z_OK;
	ok = ok && buf_add(out, packed, size);
	free(packed);
	return ok || err_set(e, "the document takes too much room");
}

bool packed_write_plain(struct buf *out, const struct document *d,
                        struct err *e)
{
	return document_write(out, d) ||
	       err_set(e, "the document takes too much room");
}

bool packed_write(struct buf *out, const struct document *d, struct err *e)
{
	struct buf text;
	bool ok;

	buf_init(&text, DOCUMENT_BYTES);
	ok = packed_write_plain(&text, d, e) &&
	     deflate_text(out, buf_text(&text), text.len, e);
	buf_clear(&text);
	return ok;
}

/* All of a stream; what is longer than out may be is refused. */
static bool inflate_all(z_stream *z, struct buf *out)
{
	Bytef chunk[16384];
	int state = Z_OK;

	while (state == Z_OK) {
		z->next_out = chunk;
		z->avail_out = sizeof(chunk);
		state = inflate(z, Z_NO_FLUSH);
		if (state != Z_OK && state != Z_STREAM_END)
			return false;
		if (!buf_add(out, chunk, sizeof(chunk) - z->avail_out))
			return false;
	}
	return state == Z_STREAM_END && z->avail_in == 0;
}

static bool inflate_text(struct buf *out, const void *data, size_t len,
                         struct err *e)
{
	z_stream z = { 0 };
	bool ok;

	if (len > UINT_MAX)
		return err_set(e, "a packed document is too large");
	/* zlib reads through a pointer that is not const. */
	memcpy(&z.next_in, &data, sizeof(data));
	z.avail_in = (uInt)len;
	if (inflateInit(&z) != Z_OK)
		return err_set(e, "out of memory");
	ok = inflate_all(&z, out);
	inflateEnd(&z);
	return ok || err_set(e, "a packed document is damaged");
}

bool packed_read_plain(struct document *d, const char *text, size_t len,
                       struct arena *a, struct err *e)
{
	cJSON *json = json_parse(text, len, e);
	bool ok = json && document_from_json(d, json, a, e);

	cJSON_Delete(json);
	return ok;
}

bool packed_read(struct document *d, const void *data, size_t len,
                 struct arena *a, struct err *e)
{
	struct buf text;
	bool ok;

	buf_init(&text, DOCUMENT_BYTES);
	ok = inflate_text(&text, data, len, e) &&
	     packed_read_plain(d, buf_text(&text), text.len, a, e);
	buf_clear(&text);
	return ok;
}
