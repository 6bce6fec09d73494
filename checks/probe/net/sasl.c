/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/sasl.h"

#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define LIST 500 /* bytes of one that are looked at */

bool sasl_clear(const char *list)
{
	char copy[LIST], *rest = copy, *word;

	snprintf(copy, sizeof(copy), "%s", list + strspn(list, " \t="));
	while ((word = text_word(&rest)) != NULL)
		if (text_same(word, "PLAIN") || text_same(word, "LOGIN"))
			return true;
	return false;
}

const char *sasl_list(const char *line, const char *key)
{
	size_t n = strlen(key);
	char word[20];

	if (n >= sizeof(word) || strlen(line) < n)
		return NULL;
	memcpy(word, line, n);
	word[n] = '\0';
	if (!text_same(word, key) || (line[n] && !strchr(" \t=", line[n])))
		return NULL;
	return line + n + strspn(line + n, " \t=");
}
