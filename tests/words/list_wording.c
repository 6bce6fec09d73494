/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/wording.h"
#include "tests/words/line.h"

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

int main(void)
{
	const char *id;

	for (size_t i = 0; (id = wording_id(i)); i++)
		line_put(reader(id), id, "", wording_words(i));
	return 0;
}
