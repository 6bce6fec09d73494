/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_SIGNATURE_H
#define CORE_SIGNATURE_H

#include "core/buf.h"
#include "core/err.h"
#include "core/hash.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * A signature beside the bytes it signs: CMS SignedData (RFC 5652), detached,
 * SHA-256, in DER, with the signer's certificate inside.
 * `openssl cms -verify -inform DER -content FILE -noverify` checks it.
 */
#define SIGNATURE_BYTES (64u << 10) /* largest that is read */

/* Sign len bytes with a PEM key and its PEM certificate; appended to out. */
bool signature_make(struct buf *out, const void *data, size_t len,
                    const char *certificate, const char *key, struct err *e);

/*
 * Check a signature; signer becomes the SHA-256 of its public key
 * (SubjectPublicKeyInfo), which is who signed, whatever the certificate says.
 * False and e when the bytes are not those that were signed; ENOMEM in e->sys
 * when memory ran out, which says nothing of the bytes.
 */
bool signature_check(const void *signature, size_t size, const void *data,
                     size_t len, char signer[HASH_TEXT], struct err *e);

#endif
