/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_CERTIFICATE_USE_H
#define CHECKS_PROBE_WINDOWS_DECODE_CERTIFICATE_USE_H

#include "checks/baseline.h"
#include "checks/probe/x509.h"

/*
 * What a certificate of a personal store is for, as the fact certificate.list
 * says it: "person", with which somebody signs or is recognised, or "server".
 * NULL: neither, as most that Windows and programs make for themselves. By
 * its issuer where the baseline knows it (list "certificate-issuer"), else by
 * what its issuer allows. machine: it stands in the machine's store, where
 * only what is known to be a person's is one.
 */
const char *certificate_use(const struct x509 *x, const struct baseline *b,
                            bool machine);

#endif
