/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/kit_kept.h"

#include "core/file.h"
#include "core/place.h"

#include <string.h>

#define SIGNER "signataire" /* in the folder */

static const char *const slots[] = { "1", "2" };

static const char *slot_path(const char *results, size_t slot,
                             const struct session *s)
{
	const char *folder = place_inside(s->arena, results, KIT_KEPT);

	return folder ? place_inside(s->arena, folder, slots[slot]) : NULL;
}

static const char *signer_path(const char *results, const struct session *s)
{
	const char *folder = place_inside(s->arena, results, KIT_KEPT);

	return folder ? place_inside(s->arena, folder, SIGNER) : NULL;
}

/* Who signed the first one; "" when nobody did or that cannot be read. */
static void read_signer(char out[HASH_TEXT], const char *path)
{
	struct buf b;
	struct err ignored;

	out[0] = '\0';
	buf_init(&b, HASH_TEXT);
	if (path && file_read(path, &b, &ignored) && b.len >= HASH_TEXT - 1) {
		memcpy(out, b.data, HASH_TEXT - 1);
		out[HASH_TEXT - 1] = '\0';
	}
	buf_clear(&b);
}

/* The later made one is in use. */
static void sort(struct kit_kept *out)
{
	struct kit_file *other = out->before;

	if (!out->now || !other || out->now->kit.made_at >= other->kit.made_at)
		return;
	out->before = out->now;
	out->now = other;
}

void kit_kept_read(struct kit_kept *out, const char *results,
                   const struct session *s)
{
	memset(out, 0, sizeof(*out));
	if (!results)
		return;
	read_signer(out->signer, signer_path(results, s));
	for (size_t i = 0; i < 2; i++) {
		struct kit_file *file = &out->file[i];
		const char *path = slot_path(results, i, s);
		enum kit_fault fault;
		struct err ignored;

		fault =
		    path ? kit_file_read(file, path, s, &ignored) : KIT_NONE;
		if (fault == KIT_FINE && out->signer[0] &&
		    strcmp(out->signer, file->signer) != 0)
			fault = KIT_SIGNER;
		out->unknown |= fault == KIT_MEMORY;
		out->damaged |= fault != KIT_FINE && fault != KIT_NONE;
		if (fault != KIT_FINE)
			continue;
		if (out->now)
			out->before = file;
		else
			out->now = file;
	}
	sort(out);
	if (out->now) {
		memcpy(out->signer, out->now->signer, HASH_TEXT);
		out->damaged = false;
	}
}

/* The folder that may be written over. */
static size_t free_slot(const struct kit_kept *kept)
{
	return kept->now == &kept->file[0] ? 1 : 0;
}

bool kit_kept_write(const struct kit_kept *kept, const struct kit_file *file,
                    const char *results, const struct session *s, struct err *e)
{
	const char *folder = place_inside(s->arena, results, KIT_KEPT);
	const char *slot = slot_path(results, free_slot(kept), s);
	const char *signer = signer_path(results, s);

	e->sys = 0;
	if (!folder || !slot || !signer)
		return err_set(e, "out of memory");
	/* What somebody put there instead leads elsewhere. */
	if (file_is_link(folder) || file_is_link(slot))
		return err_set(e, "%s is a link", folder);
	return file_mkdir(folder, e) &&
	       file_replace(signer, file->signer, HASH_TEXT - 1, e) &&
	       kit_file_write(file, slot, s, e);
}
