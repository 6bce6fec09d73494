/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_DEMO_TEAM_H
#define COORDINATOR_DEMO_TEAM_H

#include "coordinator/db.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

#define DEMO_TEAM_DISPLAY "Camille Exemple" /* who follows communes up */

/*
 * The coordinator's name, a team that nobody can sign in as, and what it did
 * lately: pages of the team, of the log and of imports have something to show.
 */
bool demo_team_fill(struct db *db, int64_t now, struct err *e);

#endif
