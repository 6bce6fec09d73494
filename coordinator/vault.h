/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_VAULT_H
#define COORDINATOR_VAULT_H

#include "coordinator/transfer.h"

/*
 * A backup: one file, for its owner alone, that holds a whole region, store
 * and keys. It is a database of SQLite whatever the store is, so that what was
 * saved from one kind is restored to the other.
 */

/*
 * Save the store at where, as of one moment, while others write, and the keys
 * of the state. False and e when path is there already, or when it fails: then
 * no file of that name is there. sum as transfer_store().
 */
bool vault_write(const char *path, const char *where, const char *state,
                 int64_t now, struct transfer_sum *sum, struct err *e);

/*
 * Restore it to an empty store and a state without keys. *made_at is when it
 * was saved: what was revoked since then is not. False and e otherwise.
 */
bool vault_read(const char *path, const char *where, const char *state,
                int64_t now, struct transfer_sum *sum, int64_t *made_at,
                struct err *e);

/*
 * Open a store that is there, of the program's own version: NULL and e when it
 * is not.
 */
struct db *vault_source(const char *where, struct err *e);

#endif
