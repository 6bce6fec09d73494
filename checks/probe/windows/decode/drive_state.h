/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_DRIVE_STATE_H
#define CHECKS_PROBE_WINDOWS_DECODE_DRIVE_STATE_H

#include "checks/facts.h"

/*
 * What a value of the shell's System.Volume.BitLockerProtection means for
 * whoever steals the machine: 1 on, 3 being encrypted, 6 locked are YES; 2
 * off, 4 being decrypted are NO. 5 is suspended: all is encrypted and the key
 * lies beside it in clear. That is not protected, nor is it left out; it is
 * UNKNOWN, as is 0, which drives give that cannot be encrypted. Values: the
 * device signals of Chromium.
 */
enum tri drive_state_encrypted(int64_t protection);

/* Why that is UNKNOWN, a constant text; NULL when it is not. */
const char *drive_state_why(int64_t protection);

/*
 * Whether a disk is failing by MSFT_PhysicalDisk.HealthStatus (learn.
 * microsoft.com, "MSFT_PhysicalDisk class"): 0 healthy, 1 warning, 2
 * unhealthy, 5 unknown.
 */
enum tri drive_state_failing(int64_t health);

#endif
