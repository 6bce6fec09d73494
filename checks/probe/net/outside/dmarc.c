/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/outside/dmarc.h"

#include "core/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define TAG_BYTES 300 /* longer ones are addresses of reports */

static const char *const names[] = {
	[DMARC_NONE] = "none",
	[DMARC_QUARANTINE] = "quarantine",
	[DMARC_REJECT] = "reject",
};

const char *dmarc_name(enum dmarc_policy p)
{
	return names[p];
}

/*
 * The next tag of *text: its name, and its value behind the NUL; false at the
 * end. A piece without "=" is a name with an empty value.
 */
static bool next_tag(const char **text, char tag[TAG_BYTES], const char **name,
                     const char **value)
{
	size_t len = strcspn(*text, ";");
	char *equal;

	if (**text == '\0')
		return false;
	snprintf(tag, TAG_BYTES, "%.*s", (int)(len < TAG_BYTES ? len : 0),
	         *text);
	*text += len;
	*text += **text == ';';
	equal = strchr(tag, '=');
	if (equal)
		*equal = '\0';
	*value = equal ? text_trim(equal + 1) : "";
	*name = text_trim(tag);
	return true;
}

bool dmarc_is(const char *text)
{
	const char *name, *value;
	char tag[TAG_BYTES];

	return next_tag(&text, tag, &name, &value) && text_same(name, "v") &&
	       strcmp(value, "DMARC1") == 0;
}

static bool read_policy(enum dmarc_policy *out, const char *value)
{
	for (int i = DMARC_NONE; i <= DMARC_REJECT; i++)
		if (text_same(value, names[i])) {
			*out = (enum dmarc_policy)i;
			return true;
		}
	return false;
}

void dmarc_parse(struct dmarc *out, const char *text)
{
	const char *name, *value;
	char tag[TAG_BYTES];
	bool sub = false;
	int64_t percent;

	*out = (struct dmarc){ .percent = 100 };
	while (next_tag(&text, tag, &name, &value)) {
		if (text_same(name, "p"))
			(void)read_policy(&out->own, value);
		else if (text_same(name, "sp"))
			sub = read_policy(&out->sub, value) || sub;
		else if (text_same(name, "pct") &&
		         text_int(value, 0, 100, &percent))
			out->percent = (int)percent;
	}
	if (!sub)
		out->sub = out->own;
}
