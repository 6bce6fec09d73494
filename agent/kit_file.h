/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_KIT_FILE_H
#define AGENT_KIT_FILE_H

#include "agent/session.h"
#include "core/hash.h"
#include "report/kit.h"

#include <stdbool.h>
#include <stddef.h>

/* Bytes of a file, in the session's arena. */
struct kit_bytes {
	const char *data; /* NULL: there is no such file */
	size_t len;
};

/* A kit as it lies in a folder, whole and signed by somebody. */
struct kit_file {
	struct kit kit;
	char signer[HASH_TEXT]; /* who signed it, see core/signature.h */
	struct kit_bytes json;
	struct kit_bytes signature;
	struct kit_bytes rules; /* the baseline; data is NULL without one */
};

/* What is wrong with a kit. */
enum kit_fault {
	KIT_FINE,
	KIT_NONE,       /* there is no kit.json */
	KIT_INCOMPLETE, /* a file is missing or cannot be read */
	KIT_ALTERED,    /* other bytes were signed */
	KIT_STRANGE,    /* signed, but not understood: a later format */
	KIT_RULES,      /* other bytes than the kit's baseline */
	KIT_SIGNER,     /* not the one who signed before */
	KIT_COMMUNE,    /* of another commune */
	KIT_OLDER,      /* than the one in use */
	KIT_EXPIRED,
	KIT_MEMORY, /* ran out: nothing is known of it */
	KIT_FAULTS
};

/*
 * Read the kit of a folder: its signature and the baseline's hash are
 * checked, whose it is and until when is not. Everything is in s->arena.
 */
enum kit_fault kit_file_read(struct kit_file *out, const char *folder,
                             const struct session *s, struct err *e);

/*
 * Write it into a folder. Until the last file is there the folder holds no
 * kit that is accepted, neither this one nor what was there before.
 */
bool kit_file_write(const struct kit_file *kit, const char *folder,
                    const struct session *s, struct err *e);

#endif
