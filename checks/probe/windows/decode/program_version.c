/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/program_version.h"

#include "core/text.h"

#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Keep it if the baseline has a date for it. */
static bool take(char out[PROGRAM_VERSION], const struct baseline *b,
                 const char *product, const char *text, size_t n)
{
	char version[PROGRAM_VERSION];

	if (n == 0 || n >= sizeof(version))
		return false;
	memcpy(version, text, n);
	version[n] = '\0';
	if (!baseline_support(b, product, version))
		return false;
	text_clean(out, PROGRAM_VERSION, version);
	return true;
}

/* A number in the name that is no part of a word. */
static bool take_name(char out[PROGRAM_VERSION], const struct baseline *b,
                      const char *product, const char *name)
{
	char before = ' ';

	while (*name) {
		size_t n = is_digit(*name) ? strspn(name, "0123456789.") : 0;

		if (n > 0 && !is_letter(before) &&
		    take(out, b, product, name, n))
			return true;
		name += n > 0 ? n : 1;
		before = name[-1];
	}
	return false;
}

void program_version(char out[PROGRAM_VERSION], const struct baseline *b,
                     const char *product, const char *version, const char *name)
{
	out[0] = '\0';
	if (version && take(out, b, product, version, strlen(version)))
		return;
	if (version && text_begins(version, "1.") &&
	    take(out, b, product, version + 2, strlen(version + 2)))
		return;
	if (take_name(out, b, product, name) || !version)
		return;
	text_clean(out, PROGRAM_VERSION, version);
}
