/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_ENVELOPE_H
#define CORE_ENVELOPE_H

#include "core/buf.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * A sealed envelope: CMS AuthEnvelopedData (RFC 5083), AES-256-GCM, in DER, to
 * one or more certificates. `openssl cms -decrypt -inform DER` opens it.
 */
#define ENVELOPE_BYTES (4u << 20) /* largest envelope that is opened */

/*
 * Seal len bytes to every certificate of a PEM text; appended to out. False
 * and e when a certificate is none, or cannot take a sealed envelope.
 */
bool envelope_seal(struct buf *out, const void *data, size_t len,
                   const char *certificates, struct err *e);

/* A private key with its certificate, ready to open. */
struct envelope_key;

/* From PEM texts; NULL and e when they are not a pair. */
struct envelope_key *envelope_key_new(const char *certificate, const char *key,
                                      struct err *e);
void envelope_key_free(struct envelope_key *key);

/*
 * Open an envelope with whichever of the keys it was sealed to; the content is
 * appended to out, whose limit is the most it may be. False and e when it is
 * no envelope, sealed in another way than AES-256-GCM, to somebody else, or
 * altered: then out is as it was. *stranger, unless NULL, tells whether it was sealed to somebody else.
 */
bool envelope_open(struct buf *out, const void *data, size_t len,
                   struct envelope_key *const *keys, size_t count,
                   bool *stranger, struct err *e);

#endif
