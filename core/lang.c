/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang.h"

#include "core/text.h"

#include <stdlib.h>
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

bool lang_asked(int argc, char **argv, enum lang *out)
{
	static const char *const variables[] = { "LC_ALL", "LC_MESSAGES",
		                                 "LANG" };

	for (int i = 1; i < argc; i++) {
		if (text_begins(argv[i], "--lang=") &&
		    lang_parse(argv[i] + strlen("--lang="), out))
			return true;
		if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc &&
		    lang_parse(argv[i + 1], out))
			return true;
	}
	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
		const char *value = getenv(variables[i]);

		if (value && value[0]) {
			*out = text_begins(value, "en") ? LANG_EN : LANG_FR;
			return true;
		}
	}
	return false;
}
