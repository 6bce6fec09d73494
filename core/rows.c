/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rows.h"

#include <string.h>

void rows_init(struct rows *r, struct arena *a, size_t size)
{
	memset(r, 0, sizeof(*r));
	r->arena = a;
	r->size = size;
}

void *rows_add(struct rows *r)
{
	if (r->count == r->room) {
		size_t room = r->room ? r->room * 2 : 8;
		void *data = arena_alloc(r->arena, room, r->size);

		if (!data)
			return NULL;
		if (r->count)
			memcpy(data, r->data, r->count * r->size);
		r->data = data;
		r->room = room;
	}
	return (char *)r->data + r->size * r->count++;
}
