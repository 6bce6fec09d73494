/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/autorun.h"

#include "checks/facts.h"

/* learn.microsoft.com, "GetDriveTypeW": a bit is 1 << type. */
#define REMOVABLE 0x04
#define CDROM     0x20

#define BUILD_7 7600 /* Windows 7 */

bool autorun_starts(const struct autorun *a)
{
	int64_t off = a->drive_types == CELL_UNKNOWN ? 0 : a->drive_types;

	if (a->commands == 1 || a->disabled == 1)
		return false;
	if (a->build > 0 && a->build < BUILD_7)
		return !(off & REMOVABLE);
	return (a->commands == 2 || a->chosen) && !(off & CDROM);
}
