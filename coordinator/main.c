/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/wording.h"

#include <stdio.h>

int main(void)
{
	fprintf(stderr, "%s\n", wording("command-usage", LANG_FR));
	return 2;
}
