/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_BACULA_H
#define CHECKS_PROBE_LINUX_BACULA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The end of the newest backup that went well in a state file of Bacula's or
 * Bareos' file daemon ("bacula-fd.9102.state"); 0 when none of its last jobs
 * did. False when data is no such file.
 */
bool bacula_last(const void *data, size_t len, int64_t *out);

#endif
