/* SPDX-License-Identifier: Apache-2.0 */
#include "report/renderer.h"

#include <string.h>

/* Each X is a file of this folder that defines X_renderer; in help order. */
#define RENDERERS(X) \
	X(html)      \
	X(checklist) \
	X(provider) X(wall) X(council) X(text) X(csv) X(ics) X(json)

#define DECLARE(name) extern const struct renderer name##_renderer;
#define LIST(name)    &name##_renderer,

RENDERERS(DECLARE)

static const struct renderer *const renderers[] = { RENDERERS(LIST) };

const struct renderer *const *renderer_list(size_t *count)
{
	*count = sizeof(renderers) / sizeof(renderers[0]);
	return renderers;
}

const struct renderer *renderer_find(const char *name)
{
	for (size_t i = 0; i < sizeof(renderers) / sizeof(renderers[0]); i++)
		if (strcmp(renderers[i]->name, name) == 0)
			return renderers[i];
	return NULL;
}
