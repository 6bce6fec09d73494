/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/framing.h"
#include "coordinator/request.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Both read what anybody may send: the head, and addresses and forms. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct framing f;
	struct request r = { .arena = arena_new(1u << 20) };
	struct field *field;
	size_t fields;
	struct err e;
	char *text = malloc(size + 1);
	size_t head = framing_head((const char *)data, size);

	if (!text || !r.arena)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	/* What is found clear has one end of its body, and it is known. */
	if (head > 0 && framing_check(&f, (const char *)data, head) &&
	    (f.lengths > 1 || f.encodings > 0 || f.hosts > 1))
		abort();
	if (request_target(&r, text, &e) && r.path[0] != '/')
		abort();
	if (request_fields(r.arena, text, size, &field, &fields, &e) &&
	    fields > REQUEST_FIELDS)
		abort();
	r.cookie = text;
	(void)request_cookie(&r, "a");
	(void)request_lang(text);
	free(text);
	arena_free(r.arena);
	return 0;
}
