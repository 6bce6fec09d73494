/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/office_release.h"
#include "checks/probe/windows/decode/package_name.h"
#include "checks/probe/windows/decode/program_version.h"
#include "core/text.h"
#include "tests/fuzz/builtin.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_ids(const char *text)
{
	struct office_release release;
	const char *at = text;
	const char *before = at;

	while (office_release_next(&at, 2016, &release)) {
		if (at <= before || release.year < 0 || release.year > 2099)
			abort();
		before = at;
	}
	if (office_release_folder(text) > 99)
		abort();
	(void)office_release_blocks(text);
}

/* A name, and behind the first line end a version, as Windows lists them. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const products[] = { "java", "office", "firefox" };
	char out[PROGRAM_VERSION];
	struct package_name package;
	char *text = malloc(size + 1);
	char *version;

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	check_ids(text);
	if (package_name_parse(&package, text) &&
	    (!package.name[0] || strlen(package.version) >= PACKAGE_NAME))
		abort();
	version = strchr(text, '\n');
	if (version)
		*version++ = '\0';
	for (size_t i = 0; i < sizeof(products) / sizeof(products[0]); i++) {
		program_version(out, builtin_baseline(), products[i], version,
		                text);
		if (!text_valid(out, strlen(out)))
			abort();
	}
	free(text);
	return 0;
}
