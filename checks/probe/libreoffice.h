/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LIBREOFFICE_H
#define CHECKS_PROBE_LIBREOFFICE_H

#include <stddef.h>
#include <stdint.h>

/*
 * How LibreOffice treats macros, from len bytes of an account's
 * registrymodifications.xcu: 0 all run, 1 asks, 2 signed ones only, 3 none
 * but from trusted folders. otherwise when the file says nothing of it.
 */
int64_t libreoffice_macros(const char *xml, size_t len, int64_t otherwise);

#endif
