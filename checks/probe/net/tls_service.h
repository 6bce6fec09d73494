/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_TLS_SERVICE_H
#define CHECKS_PROBE_NET_TLS_SERVICE_H

#include "checks/facts.h"
#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

struct ssl_st; /* OpenSSL's SSL and SSL_CTX */
struct ssl_ctx_st;

/*
 * What every look at a TLS service begins with: takes TLS 1.0 to 1.3 at any
 * strength and any certificate, so that what a service offers at best can be
 * seen; nothing secret is ever sent over it. Holds the system's authorities
 * and those of the PEM file roots, if not NULL. NULL and e on failure. The
 * caller frees it with SSL_CTX_free(); one serves any number of sessions.
 */
struct ssl_ctx_st *tls_roots_new(const char *roots, struct err *e);

/*
 * What a finished handshake showed. name is what the certificate should be
 * for: a host name as DNS has it or a numeric address, NULL when nobody can
 * say. now is the time that intermediate certificates must be valid at; the
 * end of the server's own is told, not judged. Fills all of out but host,
 * port and service; texts live in a. False when there is no certificate, or
 * one whose dates are none.
 *
 * out->chain is NULL where this system has no authorities to judge by.
 */
bool tls_service_read(struct ssl_st *ssl, const char *name, int64_t now,
                      struct arena *a, struct tls_service *out);

/* Most names of one certificate that are listed. */
#define TLS_SERVICE_NAMES 40

/*
 * What the certificate of a finished handshake is for: host names and numeric
 * IPv4 addresses, or the common name where there are none; in a, NULL-ended.
 * NULL when there is no certificate, or when not all of its names can be
 * listed: then nobody can say what it is not for.
 */
const char *const *tls_service_names(struct ssl_st *ssl, struct arena *a);

#endif
