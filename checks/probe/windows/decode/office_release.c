/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/office_release.h"

#include "core/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ID           64 /* bytes of a product's name */
#define BUILD_BLOCKS 15601

/* Parts of names that are languages, runtimes, or programs of one service. */
static const char *const left_out[] = {
	"LanguagePack", "OneNoteFree", "SkypeforBusiness", "SkypeService",
	"Lync",         "ProofKit",    "OneDrive",
};

/* Sold by the month only, when there is no year in their names. */
static const char *const renewed[] = {
	"O365",     "M365",       "Microsoft365",  "Mondo",
	"VisioPro", "ProjectPro", "AccessRuntime",
};

static bool has_one(const char *id, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_has(id, list[i]))
			return true;
	return false;
}

/* The year in a name, 0: none. "O365" holds none. */
static int year_in(const char *id)
{
	for (; *id; id++) {
		size_t digits = strspn(id, "0123456789");

		if (digits == 4 && id[0] == '2' && id[1] == '0')
			return 2000 + (id[2] - '0') * 10 + id[3] - '0';
		if (digits > 0)
			id += digits - 1;
	}
	return 0;
}

bool office_release_next(const char **ids, int first,
                         struct office_release *out)
{
	char id[ID];

	while (**ids) {
		size_t n = strcspn(*ids, ",");

		snprintf(id, sizeof(id), "%.*s", (int)(n < ID ? n : ID - 1),
		         *ids);
		*ids += n + ((*ids)[n] == ',' ? 1 : 0);
		if (!id[0] || has_one(id, left_out,
		                      sizeof(left_out) / sizeof(left_out[0])))
			continue;
		out->year = year_in(id);
		if (out->year == 0 &&
		    !has_one(id, renewed, sizeof(renewed) / sizeof(renewed[0])))
			out->year = first;
		return true;
	}
	return false;
}

bool office_release_blocks(const char *version)
{
	const char *build = version;

	if (!text_begins(version, "16.0."))
		return false;
	build += strlen("16.0.");
	return strtol(build, NULL, 10) >= BUILD_BLOCKS;
}

int office_release_folder(const char *path)
{
	int number = 0;

	for (; (path = strchr(path, '\\')); path++) {
		char name[sizeof("\\OfficeNN\\")] = "";

		if (memchr(path, '\0', sizeof(name) - 1))
			break;
		memcpy(name, path, sizeof(name) - 1);
		if (strspn(name + 7, "0123456789") != 2)
			continue;
		memcpy(name + 7, "NN", 2);
		if (text_same(name, "\\OfficeNN\\"))
			number = (path[7] - '0') * 10 + path[8] - '0';
	}
	return number;
}
