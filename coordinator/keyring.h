/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_KEYRING_H
#define COORDINATOR_KEYRING_H

#include "core/envelope.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The coordinator's keys, in the folder keys/ of its state (0700): identity,
 * which signs kits and lasts 20 years; and those that results are sealed to,
 * for 2 years each, renewed now and then: old ones still open. All are EC
 * P-256. Each is one file (0600) that holds the certificate and its key:
 * identity.pem, seal-1795336200.pem (when it was made). second-factor.key has
 * 32 bytes in hexadecimal, which lockbox.h seals with. Services on several machines have a
 * copy of the same folder.
 */
struct keyring;

#define KEYRING_BOX  "second-factor.key"
#define KEYRING_KEYS 64            /* most that still open */
#define KEYRING_OLD  (365 * 86400) /* seconds: time to make a new one */

/*
 * Read them; made, when there are none and make is true. name is the
 * coordinator's, for the certificates. NULL and e when there are none, when
 * others than this user could read them, or when they belong to somebody else.
 */
struct keyring *keyring_open(const char *state, const char *name, int64_t now,
                             bool make, struct err *e);
void keyring_close(struct keyring *keys);

/*
 * Forget, in this process, the folder and all secrets but those of
 * keyring_openers(): for one that reads what strangers sent. There is nothing
 * to sign with afterwards.
 */
void keyring_only_open(struct keyring *keys);

/*
 * Whether the folder has other keys to seal to, or for telephones, than were
 * read: somebody made one, or brought one. False as well while it cannot be looked at.
 */
bool keyring_changed(const struct keyring *keys);

/* Read them all again; what was known stays when that fails. */
bool keyring_reload(struct keyring *keys, struct err *e);

/*
 * Make a new key to seal to; kits that are made from now on carry it. A
 * service that runs takes it by itself, see renewal.h.
 */
bool keyring_renew(struct keyring *keys, const char *name, int64_t now,
                   struct err *e);

/* PEM texts, as long as the keyring: who signs, and its key. */
const char *keyring_identity(const struct keyring *keys);
const char *keyring_identity_key(const struct keyring *keys);

/* 32 bytes, or NULL: there are none. */
const unsigned char *keyring_box(const struct keyring *keys);

/* The certificate to seal to now, and when it was made. */
const char *keyring_certificate(const struct keyring *keys);
int64_t keyring_made_at(const struct keyring *keys);

/* All that open, newest first. */
struct envelope_key *const *keyring_openers(const struct keyring *keys,
                                            size_t *count);

#endif
