/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_WORDS_LINE_H
#define TESTS_WORDS_LINE_H

#include "report/label.h"

#include <stdio.h>

/*
 * What words.mjs reads, one text a line: who reads it ("clerk", "technician"
 * or "team"), where it stands, its language, and the text as JSON.
 */
static inline void line_put_json(const char *text)
{
	putchar('"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			printf("\\%c", *text);
		else if (*text == '\n')
			printf("\\n");
		else
			putchar(*text);
	}
	putchar('"');
}

static inline void line_put(const char *reader, const char *place,
                            const char *part, const struct words *words)
{
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		const char *text = words->text[lang];

		printf("{\"reader\":\"%s\",\"place\":\"%s%s%s\","
		       "\"lang\":\"%s\",\"text\":",
		       reader, place, *part ? "." : "", part,
		       lang_name((enum lang)lang));
		line_put_json(text ? text : "");
		printf("}\n");
	}
}

#endif
