/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_SMBIOS_H
#define CHECKS_PROBE_WINDOWS_DECODE_SMBIOS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SMBIOS_TEXT 64 /* bytes of a text that is kept */

/* What the firmware says of the machine; texts are "" when it does not. */
struct smbios {
	char bios[SMBIOS_TEXT];  /* who made the firmware */
	char maker[SMBIOS_TEXT]; /* of the machine */
	char model[SMBIOS_TEXT];
	char board[SMBIOS_TEXT]; /* who made its board */
	int64_t chassis;         /* type, 0: not said */
	bool virtual;            /* it says that it is a virtual machine */
};

/*
 * Read what GetSystemFirmwareTable('RSMB') gives: RawSMBIOSData of
 * learn.microsoft.com, around the structures of DMTF DSP0134 (SMBIOS 3.7).
 * Of several chassis the first counts. False when it is no such table; what
 * was read until then stays.
 */
bool smbios_parse(struct smbios *out, const uint8_t *data, size_t len);

#endif
