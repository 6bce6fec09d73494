/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_SMB_DEFAULT_H
#define CHECKS_PROBE_WINDOWS_DECODE_SMB_DEFAULT_H

#include "checks/facts.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * What Windows does with shares when nobody set it otherwise. build: 26100;
 * 0, not known, gives TRI_UNKNOWN.
 */

/*
 * Whether visitors have to sign: clients from 24H2 on, Home too, no server
 * (techcommunity.microsoft.com, "SMB signing required by default in Windows
 * Insider"). Domain controllers get the value by policy.
 */
enum tri smb_default_signing(int64_t build, bool server);

/*
 * Whether it takes shares of others without a password. id: its EditionID
 * (learn.microsoft.com, "How to enable insecure guest logons in SMB2 and
 * SMB3": not Enterprise, Education and Pro for Workstations since 1709, not
 * Server since 2019, not Pro since 24H2; still Home).
 */
enum tri smb_default_guest_client(int64_t build, bool server, const char *id);

#endif
