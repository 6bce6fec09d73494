/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/version.h"

#include <stdio.h>

int main(void)
{
	printf("garde %s\n", version_text());
	return 0;
}
