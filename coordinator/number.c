/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/number.h"

#include "coordinator/wording.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define STEM 64 /* bytes of an id */

void number_format(char out[NUMBER_TEXT], int64_t n, enum lang lang)
{
	const char *gap = lang == LANG_FR ? "\u00a0" : ",";
	char plain[NUMBER_TEXT];
	size_t len;
	size_t at = 0;

	snprintf(plain, sizeof(plain), "%" PRId64, n);
	len = strlen(plain);
	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0 && plain[i - 1] != '-') {
			memcpy(out + at, gap, strlen(gap));
			at += strlen(gap);
		}
		out[at++] = plain[i];
	}
	out[at] = '\0';
}

void number_html(struct buf *out, const char *stem, int64_t n, enum lang lang)
{
	const char *end = n == 0 ? "none" : n == 1 ? "one" : "many";
	char id[STEM];
	char text[NUMBER_TEXT];

	snprintf(id, sizeof(id), "%s-%s", stem, end);
	number_format(text, n, lang);
	wording_html(out, id, lang, "n", text, NULL);
}
