/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/kit_file.h"

#include "agent/input.h"
#include "core/file.h"
#include "core/json.h"
#include "core/place.h"
#include "core/signature.h"
#include "core/text.h"

#include <errno.h>
#include <string.h>

/* The bytes of one file; data stays NULL when it cannot be read. */
static bool read_bytes(struct kit_bytes *out, const char *folder,
                       const char *name, size_t most, const struct session *s,
                       struct err *e)
{
	const char *path = place_inside(s->arena, folder, name);
	char *copy = NULL;
	struct buf b;

	memset(out, 0, sizeof(*out));
	buf_init(&b, most);
	e->sys = 0;
	if (!path)
		err_set(e, "out of memory");
	else if (file_read(path, &b, e))
		copy = arena_alloc(s->arena, b.len + 1, 1);
	if (copy) {
		memcpy(copy, buf_text(&b), b.len);
		out->data = copy;
		out->len = b.len;
	}
	buf_clear(&b);
	return copy;
}

static enum kit_fault read_rules(struct kit_file *out, const char *folder,
                                 const struct session *s, struct err *e)
{
	char hash[HASH_TEXT];

	if (!out->kit.baseline)
		return KIT_FINE;
	if (!read_bytes(&out->rules, folder, KIT_BASELINE, INPUT_BYTES, s, e))
		return KIT_INCOMPLETE;
	hash_sha256(hash, out->rules.data, out->rules.len);
	if (text_is(hash, out->kit.baseline))
		return KIT_FINE;
	err_set(e, "%s is not the one of the kit", KIT_BASELINE);
	return KIT_RULES;
}

enum kit_fault kit_file_read(struct kit_file *out, const char *folder,
                             const struct session *s, struct err *e)
{
	const char *path = place_inside(s->arena, folder, KIT_FILE);
	cJSON *json;
	bool ok;

	memset(out, 0, sizeof(*out));
	if (!path || !file_exists(path))
		return KIT_NONE;
	if (!read_bytes(&out->json, folder, KIT_FILE, KIT_BYTES, s, e) ||
	    !read_bytes(&out->signature, folder, KIT_SIGNATURE, SIGNATURE_BYTES,
	                s, e))
		return KIT_INCOMPLETE;
	/* Nothing is made of bytes that nobody signed. */
	if (!signature_check(out->signature.data, out->signature.len,
	                     out->json.data, out->json.len, out->signer, e))
		return e->sys == ENOMEM ? KIT_MEMORY : KIT_ALTERED;
	json = json_parse(out->json.data, out->json.len, e);
	ok = json && kit_from_json(&out->kit, json, s->arena, e);
	cJSON_Delete(json);
	return ok ? read_rules(out, folder, s, e) : KIT_STRANGE;
}

static bool write_bytes(const struct kit_bytes *bytes, const char *folder,
                        const char *name, const struct session *s,
                        struct err *e)
{
	const char *path = place_inside(s->arena, folder, name);

	if (!path)
		return err_set(e, "out of memory");
	if (bytes->data)
		return file_replace(path, bytes->data, bytes->len, e);
	return file_remove(path) || err_set(e, "cannot remove %s", path);
}

/* What a killed program left beside the files. */
struct sweep {
	const struct session *session;
	const char *folder;
};

static bool sweep_one(void *ctx, const char *name)
{
	const struct sweep *sweep = ctx;
	const char *path;

	if (!text_begins(name, KIT_FILE FILE_TEMPORARY) &&
	    !text_begins(name, KIT_SIGNATURE FILE_TEMPORARY) &&
	    !text_begins(name, KIT_BASELINE FILE_TEMPORARY))
		return true;
	path = place_inside(sweep->session->arena, sweep->folder, name);
	if (path)
		(void)file_remove(path);
	return true;
}

bool kit_file_write(const struct kit_file *kit, const char *folder,
                    const struct session *s, struct err *e)
{
	const struct kit_bytes nothing = { NULL, 0 };

	struct sweep sweep = { s, folder };
	struct err ignored;

	/* Not being able to is no reason to stop. */
	(void)file_list(folder, sweep_one, &sweep, &ignored);
	e->sys = 0;
	return file_mkdir(folder, e) &&
	       write_bytes(&nothing, folder, KIT_SIGNATURE, s, e) &&
	       write_bytes(&kit->rules, folder, KIT_BASELINE, s, e) &&
	       write_bytes(&kit->json, folder, KIT_FILE, s, e) &&
	       write_bytes(&kit->signature, folder, KIT_SIGNATURE, s, e);
}
