/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/folder.h"

#include "agent/console.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/interrupt.h"
#include "core/place.h"

#include <string.h>

#define PATIENCE 20000 /* milliseconds for somebody else to finish */
#define STEP     50    /* milliseconds between two tries */

/* Results do not belong beside a program that was installed. */
static const char *beside_program(const struct session *s)
{
	const char *folder = place_program(s->arena);

	if (!folder || place_is_installed(folder, s->arena))
		return NULL;
	return place_inside(s->arena, folder, "resultats");
}

static void list_places(struct folder *f, const struct session *s)
{
	const char *out = s->options.value[OPTION_OUT];
	const char *const all[FOLDER_PLACES] = {
		out ? out : beside_program(s),
		place_data(s->arena),
		place_temporary(s->arena),
	};

	memset(f, 0, sizeof(*f));
	for (size_t i = 0; i < FOLDER_PLACES; i++)
		if (all[i])
			f->place[f->places++] = all[i];
}

/* Make the place if need be and see whether it takes files. */
static bool usable(const char *place, bool private, struct err *e)
{
	e->sys = 0;
	if (private ? !place_make_private(place, e) : !file_mkdir(place, e))
		return false;
	return file_can_write(place, e);
}

static bool settle(struct folder *f, const struct session *s)
{
	struct err e;

	for (f->path = NULL; f->at < f->places; f->at++) {
		const char *place = f->place[f->at];
		bool last = f->at + 1 == f->places;

		if (usable(place, last, &e)) {
			f->path = place;
			place_guard(place);
			if (f->at > 0)
				console_error(s, SAY_PLACE_TAKEN, "file",
				              place);
			return true;
		}
		console_blame(s, SAY_PLACE_CLOSED, place, &e);
	}
	return false;
}

bool folder_open(struct folder *f, const struct session *s)
{
	list_places(f, s);
	return settle(f, s);
}

bool folder_next(struct folder *f, const struct session *s)
{
	folder_unlock(f);
	f->at++;
	return settle(f, s);
}

const char *folder_guess(const struct session *s)
{
	struct folder f;

	list_places(&f, s);
	return f.places ? f.place[0] : NULL;
}

const char *folder_find(const struct session *s, const char *name)
{
	struct folder f;

	list_places(&f, s);
	for (size_t i = 0; i < f.places; i++) {
		const char *path = place_inside(s->arena, f.place[i], name);

		if (path && file_exists(path))
			return path;
	}
	return NULL;
}

bool folder_lock(struct folder *f, const struct session *s)
{
	const char *path = folder_file(f, s, ".garde-lock");
	int64_t until = clock_ticks() + PATIENCE;
	bool told = false;

	while (path && lock_open(&f->lock, path) == LOCK_BUSY) {
		if (!told)
			console_note(s, SAY_FOLDER_BUSY, "file", f->path);
		told = true;
		if (clock_ticks() >= until || interrupt_seen())
			return false;
		clock_wait(STEP);
	}
	return path;
}

void folder_unlock(struct folder *f)
{
	lock_close(f->lock);
	f->lock = NULL;
}

const char *folder_file(const struct folder *f, const struct session *s,
                        const char *name)
{
	return place_inside(s->arena, f->path, name);
}
