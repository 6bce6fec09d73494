/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_SETTING_H
#define COORDINATOR_SETTING_H

#include "coordinator/db.h"
#include "core/arena.h"
#include "core/err.h"
#include "report/kit.h"

#include <stdbool.h>
#include <stddef.h>

/* What the coordinator says of itself. */
#define SETTING_TEXT 300         /* bytes of one */
#define SETTING_LOGO (64 * 1024) /* bytes of the logo */
#define SETTING_SIDE 1024        /* pixels, either way */

/* Texts are in the arena, "" for none. */
struct setting {
	const char *name;    /* of the coordinator */
	const char *address; /* postal */
	const char *phone;
	const char *email;
	const char *url; /* "https://..." that agents and people use */
	struct kit_number number[KIT_NUMBERS]; /* for an emergency */
	size_t numbers;
	const char *logo;    /* its SHA-256, "" for none: /logo/HASH */
	const char *silence; /* as typed, see threshold.h */
	const char *soon;
};

/* All of them but the picture and the authority; what was never set is "". */
bool setting_read(struct setting *s, struct db *db, struct arena *a,
                  struct err *e);

/* The logo, a PNG in base64; NULL when there is none. */
bool setting_logo(const char **base64, struct db *db, struct arena *a,
                  struct err *e);

#define SETTING_ROOTS "roots" /* name of what setting_roots() reads */

/* The authority of the coordinator's own, PEM; NULL when there is none. */
bool setting_roots(const char **pem, struct db *db, struct arena *a,
                   struct err *e);

/* Keep one: name, address, phone, email, url, numbers, a threshold. */
bool setting_write(struct db *db, const char *name, const char *value,
                   struct err *e);

/*
 * Judge and keep a logo: a PNG of at most SETTING_LOGO bytes and SETTING_SIDE
 * pixels either way. *good is false when it is none; len 0 removes it.
 */
bool setting_logo_write(struct db *db, const void *data, size_t len, bool *good,
                        struct arena *a, struct err *e);

#endif
