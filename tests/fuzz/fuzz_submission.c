/* SPDX-License-Identifier: Apache-2.0 */
#include "report/submission.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MEMORY (16u << 20)

/* What was in an envelope: read, written, and read again as the same bytes. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void write_again(const struct submission *s)
{
	struct arena *a = arena_new(MEMORY);
	char field[SUBMISSION_FIELD];
	struct submission again;
	struct buf first, second;
	struct err e;
	bool malformed;

	buf_init(&first, SUBMISSION_BYTES);
	buf_init(&second, SUBMISSION_BYTES);
	if (submission_format(&first, s)) {
		require(submission_parse(&again, buf_text(&first), first.len, a,
		                         field, &malformed, &e));
		require(submission_format(&second, &again));
		require(strcmp(buf_text(&first), buf_text(&second)) == 0);
	}
	buf_clear(&first);
	buf_clear(&second);
	arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(MEMORY);
	char field[SUBMISSION_FIELD];
	struct submission s;
	struct err e;
	bool malformed = true;

	if (!a)
		return 0;
	if (submission_parse(&s, (const char *)data, size, a, field, &malformed,
	                     &e)) {
		require(!malformed && !field[0]);
		write_again(&s);
	} else {
		require(e.text[0] && strlen(field) < SUBMISSION_FIELD);
	}
	arena_free(a);
	return 0;
}
