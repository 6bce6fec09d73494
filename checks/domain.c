/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/domain.h"

#include "core/text.h"

#include <string.h>

/* Whether c may stand in a label; bytes above ASCII are accented names. */
static bool label_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
	       (unsigned char)c >= 0x80;
}

/* At least two labels, none of them empty. */
static bool valid(const char *s)
{
	size_t label = 0;
	bool dot = false;

	for (; *s; s++) {
		if (*s == '.') {
			if (label == 0)
				return false;
			dot = true;
			label = 0;
		} else if (label_char(*s)) {
			label++;
		} else {
			return false;
		}
	}
	return dot && label > 0;
}

bool domain_parse(const char *typed, char out[DOMAIN_BYTES])
{
	const char *scheme = strstr(typed, "://");
	const char *start = scheme ? scheme + 3 : typed;
	const char *at;
	size_t len;

	start += strspn(start, " \t");
	len = strcspn(start, "/?# \t\r\n");
	for (at = start + len; at > start && at[-1] != '@'; at--)
		;
	len -= (size_t)(at - start);
	start = at;
	if (memchr(start, ':', len))
		len = strcspn(start, ":");
	if (len > 0 && start[len - 1] == '.')
		len--;
	if (len == 0 || len >= DOMAIN_BYTES)
		return false;
	for (size_t i = 0; i < len; i++)
		out[i] = start[i] >= 'A' && start[i] <= 'Z'
		             ? (char)(start[i] - 'A' + 'a')
		             : start[i];
	out[len] = '\0';
	return valid(out);
}

bool domain_public(const struct baseline *b, const char *domain)
{
	size_t len = strlen(domain);

	for (size_t i = 0; i < b->public_mails; i++) {
		const char *name = b->public_mail[i];
		size_t tail = strlen(name);

		if (text_same(domain, name) ||
		    (len > tail && domain[len - tail - 1] == '.' &&
		     text_same(domain + len - tail, name)))
			return true;
	}
	return false;
}
