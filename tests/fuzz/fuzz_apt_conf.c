/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/apt_conf.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(void *ctx, const char *name, const char *value)
{
	(void)ctx;
	if (!name[0] || strlen(name) >= APT_CONF_TEXT ||
	    (value && strlen(value) >= APT_CONF_TEXT))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	apt_conf_parse((const char *)data, size, look, NULL);
	return 0;
}
