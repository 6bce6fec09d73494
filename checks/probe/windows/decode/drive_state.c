/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/drive_state.h"

enum tri drive_state_encrypted(int64_t protection)
{
	switch (protection) {
	case 1:
	case 3:
	case 6:
		return TRI_YES;
	case 2:
	case 4:
		return TRI_NO;
	default:
		return TRI_UNKNOWN;
	}
}

const char *drive_state_why(int64_t protection)
{
	if (drive_state_encrypted(protection) != TRI_UNKNOWN)
		return NULL;
	switch (protection) {
	case 5:
		return "BitLocker is suspended: the key lies beside the data";
	case CELL_UNKNOWN:
		return "the shell says nothing of BitLocker";
	default:
		return "the shell cannot tell whether BitLocker is on";
	}
}

enum tri drive_state_failing(int64_t health)
{
	switch (health) {
	case 0:
		return TRI_NO;
	case 1:
	case 2:
		return TRI_YES;
	default:
		return TRI_UNKNOWN;
	}
}
