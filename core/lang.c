/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang.h"

#include <string.h>

static const char *const names[LANG_COUNT] = {
	[LANG_FR] = "fr",
	[LANG_EN] = "en",
};

const char *lang_name(enum lang lang)
{
	return names[lang];
}

bool lang_parse(const char *name, enum lang *out)
{
	for (int i = 0; i < LANG_COUNT; i++)
		if (strcmp(names[i], name) == 0) {
			*out = (enum lang)i;
			return true;
		}
	return false;
}
