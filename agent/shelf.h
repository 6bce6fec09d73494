/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_SHELF_H
#define AGENT_SHELF_H

#include "agent/folder.h"
#include "agent/session.h"
#include "report/document.h"

#include <stdbool.h>
#include <stddef.h>

/* The documents that a folder of results holds. */
struct shelf {
	const struct document **document;
	size_t count;
	const struct document *own; /* of the same machine, among them not */
	const char *own_name;       /* its file, "poste-....json" */
};

/*
 * Read all of them but those of another commune than d's; what cannot be
 * understood is told and left out. d is put first, with the label that a
 * person gave it, else the one that its machine had, or the next free one. former is another id that the machine
 * may have. False if memory ran out.
 */
bool shelf_read(struct shelf *shelf, const struct folder *f, struct session *s,
                struct document *d, const char *former);

/*
 * Read the document in that file of the folder, in the session's language.
 * NULL when there is none, and when there is one that cannot be understood:
 * that is told, and it is put aside under another name if aside is true.
 */
struct document *shelf_document(const struct folder *f, struct session *s,
                                const char *name, bool aside);

/* Give a file that is not understood another name, and tell which. */
void shelf_put_aside(const struct session *s, const char *path);

/* The file of a machine's document, in the arena, or NULL. */
const char *shelf_name(const struct session *s, const char *machine);

#endif
