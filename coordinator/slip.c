/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/slip.h"

#include "coordinator/box.h"
#include "coordinator/grid.h"

#include <string.h>

#define FIELD  "ligne"
#define HEAD   "insee;site;courriel;telephone\n"
#define FIELDS 50          /* REQUEST_FIELDS, less what else a form has */
#define BYTES  (15u << 10) /* of a field, below REQUEST_VALUE */

/* No end of line gets through a form unchanged; this is in no host or number. */
#define END '|'

/* Write what came together as one field. */
static bool hidden(struct response *out, struct buf *field, size_t *fields)
{
	bool ok = buf_ok(field) && *fields < FIELDS;

	if (ok && field->len > 0) {
		box_hidden(out, FIELD, buf_text(field));
		++*fields;
	}
	buf_clear(field);
	return ok;
}

bool slip_write(struct response *out, const struct roster *roster)
{
	const struct roster_commune *c = roster->communes.data;
	size_t fields = 0;
	struct buf field;
	bool ok = true;

	buf_init(&field, REQUEST_VALUE);
	for (size_t i = 0; ok && i < roster->communes.count; i++) {
		buf_fmt(&field, "%s;%s;%s;%s%c", c[i].commune->insee, c[i].site,
		        c[i].mail, c[i].phone, END);
		if (field.len > BYTES)
			ok = hidden(out, &field, &fields);
	}
	return hidden(out, &field, &fields) && ok;
}

bool slip_read(struct buf *table, const struct request *r, struct err *e)
{
	buf_init(table, GRID_BYTES);
	for (size_t i = 0; i < r->forms; i++) {
		const char *s = r->form[i].value;

		if (r->form[i].data || strcmp(r->form[i].name, FIELD) != 0)
			continue;
		if (table->len == 0)
			buf_str(table, HEAD);
		for (; *s; s++)
			buf_char(table, *s == END ? '\n' : *s);
	}
	return buf_ok(table) || err_set(e, "out of memory");
}
