/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_INVITATION_H
#define COORDINATOR_INVITATION_H

#include "coordinator/db.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/random.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Links that work once: to be the first administrator, to join the team, to
 * choose a new password. The store has their hash alone.
 */
#define INVITATION_LASTS (3 * 86400) /* seconds */
#define INVITATION_FIRST (86400)     /* that of the first administrator */
#define INVITATION_PATH  "/invitation/"

/*
 * Make one for an account, "" for the first administrator; it replaces those
 * before. The link is INVITATION_PATH and the token.
 */
bool invitation_make(struct db *db, const char *account, int64_t now,
                     char token[RANDOM_TOKEN], struct err *e);

/*
 * As long as nobody can administer: make the link of the first administrator,
 * to be printed once. token is "" when there is somebody.
 */
bool invitation_first(struct db *db, int64_t now, char token[RANDOM_TOKEN],
                      struct err *e);

/* Whose it is, in a; NULL when it is used, too old, or never was. */
bool invitation_find(struct db *db, const char *token, int64_t now,
                     struct arena *a, const char **account, struct err *e);

/* Use it up; *right is false when somebody did meanwhile. */
bool invitation_use(struct db *db, const char *token, int64_t now, bool *right,
                    struct err *e);

#endif
