/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/naming.h"

#include "core/text.h"
#include "report/document_shape.h"

#include <stdio.h>
#include <string.h>

#define DOCUMENT "document"

/* Those that are in no shape. */
static const char *const others[] = { "format", "kit", "token",
	                              DOCUMENT ".format" };

static const struct member *find_member(const struct shape *shape,
                                        const char *name, size_t len)
{
	for (size_t i = 0; i < shape->members; i++) {
		const struct member *m = &shape->member[i];

		if (strlen(m->name) == len && memcmp(m->name, name, len) == 0)
			return m;
	}
	return NULL;
}

/* Behind a row's number, if one stands there: it is not told. */
static const char *skip_row(const char *at)
{
	size_t digits;

	if (*at != '[')
		return at;
	digits = strspn(at + 1, "0123456789");
	return at[1 + digits] == ']' ? at + digits + 2 : at;
}

void naming_find(char out[SUBMISSION_FIELD], const char *field)
{
	const struct shape *shape = &document_shape;
	const char *at = field + strlen(DOCUMENT);
	size_t used;

	out[0] = '\0';
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (text_is(field, others[i])) {
			snprintf(out, SUBMISSION_FIELD, "%s", others[i]);
			return;
		}
	if (!text_begins(field, DOCUMENT))
		return;
	used = (size_t)snprintf(out, SUBMISSION_FIELD, DOCUMENT);
	while (shape && *at == '.' && used < SUBMISSION_FIELD) {
		size_t len = strcspn(at + 1, ".[");
		const struct member *m = find_member(shape, at + 1, len);
		const char *rest;

		if (!m)
			return;
		rest = skip_row(at + 1 + len);
		used += (size_t)snprintf(
		    out + used, SUBMISSION_FIELD - used, ".%s%s", m->name,
		    m->shape && rest > at + 1 + len ? "[]" : "");
		shape = m->shape;
		at = rest;
	}
}
