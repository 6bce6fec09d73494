/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/backup_listing.h"
#include "tests/fuzz/builtin.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NOW INT64_C(1795348800)

/* The input as lines of a list, and as a page. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct backup_listing lines, page;

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	backup_listing_init(&page, builtin_baseline(), NOW, false);
	backup_listing_page(&page, text);
	backup_listing_init(&lines, builtin_baseline(), NOW, true);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		backup_listing_line(&lines, line);
	if (lines.newest > NOW + 86400 || page.newest > NOW + 86400 ||
	    lines.folders > BACKUP_LISTING_FOLDERS ||
	    memchr(lines.name, '\0', sizeof(lines.name)) == NULL)
		abort();
	free(text);
	return 0;
}
