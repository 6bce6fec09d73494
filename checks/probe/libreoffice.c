/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/libreoffice.h"

#include <stdbool.h>
#include <string.h>

#define NONE 3 /* no macro runs */

/* Where word begins in the text, or NULL. */
static const char *find(const char *at, const char *end, const char *word)
{
	size_t n = strlen(word);

	while ((size_t)(end - at) >= n) {
		const char *hit = memchr(at, *word, (size_t)(end - at) - n + 1);

		if (!hit)
			return NULL;
		if (memcmp(hit, word, n) == 0)
			return hit;
		at = hit + 1;
	}
	return NULL;
}

/* What stands between <value> and </value> of a property of an item. */
static const char *value(const char *item, const char *end, const char *name,
                         size_t *len)
{
	const char *prop = find(item, end, name);
	const char *open = prop ? find(prop, end, "<value>") : NULL;
	const char *close = open ? find(open, end, "</value>") : NULL;

	if (!close)
		return NULL;
	*len = (size_t)(close - open) - strlen("<value>");
	return open + strlen("<value>");
}

int64_t libreoffice_macros(const char *xml, size_t len, int64_t otherwise)
{
	static const char path[] =
	    "oor:path=\"/org.openoffice.Office.Common/Security/Scripting\"";
	const char *at = xml;
	const char *end = xml ? xml + len : NULL;
	int64_t level = otherwise;
	bool never = false;

	/* One item for each changed setting; the last of a name wins */
	while (at && (at = find(at, end, path))) {
		const char *stop = find(at, end, "</item>");
		const char *text;
		size_t n;

		if (!stop)
			break;
		text = value(at, stop, "oor:name=\"MacroSecurityLevel\"", &n);
		if (text && n == 1 && *text >= '0' && *text <= '3')
			level = *text - '0';
		text =
		    value(at, stop, "oor:name=\"DisableMacrosExecution\"", &n);
		if (text)
			never = n == 4 && memcmp(text, "true", 4) == 0;
		at = stop;
	}
	return never ? NONE : level;
}
