/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_KIT_MAKER_H
#define COORDINATOR_KIT_MAKER_H

#include "coordinator/db.h"
#include "coordinator/keyring.h"
#include "coordinator/parcel.h"
#include "coordinator/roster.h"
#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

#define KIT_MAKER_PROGRAMS "/usr/lib/garde-coordinator/programs"
#define KIT_MAKER_DAYS     548  /* that a kit holds: 18 months */
#define KIT_MAKER_MOST     1830 /* days: five years */
#define KIT_MAKER_NAME     80   /* bytes of a zip's name */

/*
 * Makes what communes are given: a folder with the programs, kit.json signed
 * by kit.p7s, and what the clerk reads first.
 */
struct kit_maker;

/* What kits that are made together share. */
struct kit_maker_order {
	int64_t now;
	int64_t expires;
	const char *by;    /* account, "" at the console */
	const char *roots; /* PEM: authorities that agents trust for our site
	                      besides their system's; NULL for what the
	                      settings say */
};

/*
 * Ready to make, with the coordinator's settings as they are now; keys must
 * last as long. programs: folder of Garde.exe, garde-cli.exe, garde,
 * LICENSE.txt and baseline.json, as far as they are there. NULL and e when the
 * coordinator has no name yet, or there is no program at all.
 */
struct kit_maker *kit_maker_open(struct db *db, const struct keyring *keys,
                                 const char *programs, struct err *e);
void kit_maker_close(struct kit_maker *m);

/*
 * The PEM file of who vouches for the site, when that is none that systems
 * know: for the orders. *pem is NULL when path is.
 */
bool kit_maker_roots(const char **pem, const char *path, struct arena *a,
                     struct err *e);

/* Whether the program for Windows is there. */
bool kit_maker_has_windows(const struct kit_maker *m);

/*
 * Make the kit of a commune of the store: its folder is added to the parcel,
 * and the SHA-256 of its token to the store. The token itself is in the
 * parcel alone. A parcel whose kit failed is of no use.
 */
bool kit_maker_add(struct kit_maker *m, struct db *db, struct parcel *p,
                   const struct roster_commune *c,
                   const struct kit_maker_order *order, struct err *e);

/*
 * Make it as a file of its own in the folder, whole or not at all, for its
 * owner alone: garde-60001-abancourt.zip.
 */
bool kit_maker_write(struct kit_maker *m, struct db *db, const char *folder,
                     const struct roster_commune *c,
                     const struct kit_maker_order *order, struct err *e);

/* The name of that file. */
void kit_maker_name(char out[KIT_MAKER_NAME],
                    const struct gazetteer_commune *c);

#endif
