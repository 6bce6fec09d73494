/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/proc_net.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Both byte orders agree on everything but the address. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *line = malloc(size + 1);
	struct proc_net little;
	struct proc_net big;
	bool ok;

	if (!line)
		return 0;
	if (size)
		memcpy(line, data, size);
	line[size] = '\0';
	ok = proc_net_parse(&little, line, false);
	if (ok != proc_net_parse(&big, line, true))
		abort();
	if (ok && (little.port != big.port || little.bytes != big.bytes ||
	           little.inode != big.inode || little.state > 255 ||
	           (little.bytes != 4 && little.bytes != 16)))
		abort();
	if (ok)
		(void)proc_net_loopback(&little);
	free(line);
	return 0;
}
