/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/wording.h"

#include <stdio.h>
#include <string.h>

/* As list_words.c, for what a coordinator's team reads. */

/* Who reads it: the command line is for whoever installs the service. */
static const char *reader(const char *id)
{
	static const char *const technical[] = { "order-", "option-",
		                                 "value-" };

	for (size_t i = 0; i < sizeof(technical) / sizeof(technical[0]); i++)
		if (strncmp(id, technical[i], strlen(technical[i])) == 0)
			return "technician";
	return "team";
}

static void put_json(const char *text)
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

int main(void)
{
	const char *id;

	for (size_t i = 0; (id = wording_id(i)); i++)
		for (int lang = 0; lang < LANG_COUNT; lang++) {
			printf("{\"reader\":\"%s\",\"place\":\"%s\","
			       "\"lang\":\"%s\",\"text\":",
			       reader(id), id, lang_name((enum lang)lang));
			put_json(wording_words(i)->text[lang]);
			printf("}\n");
		}
	return 0;
}
