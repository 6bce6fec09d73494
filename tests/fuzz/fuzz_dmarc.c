/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/outside/dmarc.h"
#include "checks/probe/net/outside/mta_sts.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever the record, a policy comes out. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct dmarc d;

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	(void)dmarc_is(text);
	dmarc_parse(&d, text);
	if (d.percent < 0 || d.percent > 100 || d.own > DMARC_REJECT ||
	    d.sub > DMARC_REJECT || !dmarc_name(d.own))
		abort();
	(void)mta_sts_parse((const char *)data, size);
	free(text);
	return 0;
}
