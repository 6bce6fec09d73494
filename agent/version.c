/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/version.h"

const char *version_text(void)
{
	return GARDE_VERSION;
}
