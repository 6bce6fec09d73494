/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_IDENTITY_H
#define COORDINATOR_IDENTITY_H

#include "core/buf.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

#define IDENTITY_YEARS 20 /* that an identity holds */
#define IDENTITY_SEAL  2  /* years that a certificate to seal to does */

/*
 * Make a new EC P-256 key with its certificate, in PEM, appended to out: an
 * identity that signs itself when issuer is NULL; else a certificate to seal
 * to, issued by the identity whose PEM certificate and key those are. name is
 * the coordinator's, cut to the 64 letters that a certificate takes.
 */
bool identity_make(struct buf *out, const char *name, int64_t now,
                   const char *issuer, const char *issuer_key, struct err *e);

#endif
