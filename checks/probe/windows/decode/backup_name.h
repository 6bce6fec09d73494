/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_BACKUP_NAME_H
#define CHECKS_PROBE_WINDOWS_DECODE_BACKUP_NAME_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The time in the name of a folder that Windows Backup makes for a copy:
 * "Backup 2026-11-20 183000", in UTC. False for every other name.
 */
bool backup_name_time(const char *name, int64_t *time);

#endif
