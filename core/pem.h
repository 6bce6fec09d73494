/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PEM_H
#define CORE_PEM_H

#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>

/* OpenSSL's types, so that its headers stay out of ours. */
struct x509_st;
struct evp_pkey_st;

#define PEM_CERTIFICATES 8           /* of one text, at most */
#define PEM_BYTES        (64u << 10) /* of one text, at most */

/*
 * Read the certificates of a PEM text, one or more: how many; 0 and e when
 * one cannot be read, there is none or too many. Each has a key that serves:
 * EC P-256, or RSA of 2,048 to 4,096 bits. Free with pem_clear().
 */
size_t pem_certificates(struct x509_st *list[PEM_CERTIFICATES],
                        const char *text, struct err *e);
void pem_clear(struct x509_st *list[PEM_CERTIFICATES], size_t count);

/* Read a private key that is not locked; NULL and e. EVP_PKEY_free() it. */
struct evp_pkey_st *pem_key(const char *text, struct err *e);

/*
 * Read a certificate and the private key that belongs to it: both, or false
 * and e with both NULL.
 */
bool pem_pair(struct x509_st **certificate, struct evp_pkey_st **key,
              const char *certificate_text, const char *key_text,
              struct err *e);

/* Whether a public key is one that serves. */
bool pem_serves(const struct evp_pkey_st *key);

#endif
