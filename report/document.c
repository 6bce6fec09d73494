/* SPDX-License-Identifier: Apache-2.0 */
#include "report/document.h"

#include <string.h>

struct document_finding *document_finding(const struct document *d,
                                          const char *id)
{
	for (size_t i = 0; i < d->findings; i++)
		if (strcmp(d->finding[i].id, id) == 0)
			return &d->finding[i];
	return NULL;
}

struct document_machine *document_machine(const struct document *d,
                                          const char *id)
{
	for (size_t i = 0; i < d->machines; i++)
		if (strcmp(d->machine[i].id, id) == 0)
			return &d->machine[i];
	return NULL;
}
