/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_LOCKBOX_H
#define COORDINATOR_LOCKBOX_H

#include "coordinator/keyring.h"

#include <stddef.h>

/*
 * Secrets that the store keeps and that whoever reads the store alone must not
 * have: sealed by AES-256-GCM with a key of the state folder. What it is about,
 * an account, is sealed with it: it opens for nothing else. As text: base64 of
 * the nonce, the tag and the bytes.
 */
#define LOCKBOX_SECRET 64  /* most bytes of a secret, with its NUL */
#define LOCKBOX_TEXT   128 /* of what is sealed, with its NUL */

/* False and e when the secret is too long, or there is no key. */
bool lockbox_seal(char out[LOCKBOX_TEXT], const struct keyring *keys,
                  const char *about, const char *secret, struct err *e);

/* False and e when it was sealed with another key or about something else. */
bool lockbox_open(char out[LOCKBOX_SECRET], const struct keyring *keys,
                  const char *about, const char *sealed, struct err *e);

#endif
