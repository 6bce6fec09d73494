/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_KEYRING_H
#define COORDINATOR_KEYRING_H

#include "core/envelope.h"
#include "core/err.h"

#include <stdint.h>

/*
 * The coordinator's keys, in the folder keys/ of its state (0700): identity,
 * which signs kits and lasts; and those that results are sealed to, renewed
 * now and then: old ones still open. All are EC P-256.
 */
struct keyring;

/* Read them; made, when there are none and make is true. */
struct keyring *keyring_open(const char *state, const char *name, int64_t now,
                             bool make, struct err *e);
void keyring_close(struct keyring *keys);

/* Make a new key to seal to; kits that are made from now on carry it. */
bool keyring_renew(struct keyring *keys, int64_t now, struct err *e);

/* PEM texts, as long as the keyring: who signs, and its key. */
const char *keyring_identity(const struct keyring *keys);
const char *keyring_identity_key(const struct keyring *keys);

/* The certificate to seal to now. */
const char *keyring_certificate(const struct keyring *keys);

/* All that open, newest first. */
struct envelope_key *const *keyring_openers(const struct keyring *keys,
                                            size_t *count);

#endif
