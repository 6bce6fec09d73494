/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_FOLDER_H
#define AGENT_FOLDER_H

#include "agent/session.h"
#include "core/lock.h"

#include <stdbool.h>

#define FOLDER_PLACES 3

/*
 * The folder of results: --out, or "resultats" beside the program; when it
 * cannot be written, the user's own data folder, then a temporary one.
 */
struct folder {
	const char *path; /* NULL: no place can be written */
	const char *place[FOLDER_PLACES];
	size_t places;
	size_t at; /* of path in place */
	struct lock *lock;
};

/* Find the first place that can be written; tells when it is not the first. */
bool folder_open(struct folder *f, const struct session *s);

/* Find the next one, because this one failed. */
bool folder_next(struct folder *f, const struct session *s);

/* Where results would go, without making or telling anything. */
const char *folder_guess(const struct session *s);

/*
 * Where in the places that results may go something of that name is, in the
 * session's arena; the path, or NULL.
 */
const char *folder_find(const struct session *s, const char *name);

/*
 * Keep others out for a short while; waits, and tells so. False when they
 * do not come out.
 */
bool folder_lock(struct folder *f, const struct session *s);
void folder_unlock(struct folder *f);

/* The path of a file in the folder, in the session's arena; or NULL. */
const char *folder_file(const struct folder *f, const struct session *s,
                        const char *name);

#endif
