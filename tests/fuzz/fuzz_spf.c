/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/outside/spf.h"
#include "checks/probe/net/outside/spf_walk.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ZONE 8 /* records of the zone that the input makes */

/* The zone: every name has one of the records, by its first letter. */
struct zone {
	struct arena *arena;
	const char *record[ZONE];
	size_t records;
	unsigned asked;
};

static const struct dns_answer *ask(void *ctx, const char *name,
                                    enum dns_kind kind)
{
	struct zone *z = ctx;
	struct dns_answer *answer = arena_alloc(z->arena, 1, sizeof(*answer));

	if (!answer || ++z->asked > 1000)
		abort();
	answer->state = DNS_NONE;
	if (kind != DNS_TXT || z->records == 0)
		return answer;
	answer->state = DNS_FOUND;
	answer->text = &z->record[(unsigned char)name[0] % z->records];
	answer->count = 1;
	return answer;
}

static void wait_none(void *ctx)
{
	(void)ctx;
}

/* Whatever records say of each other, the walk ends soon. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zone z = { .arena = arena_new(64u << 20) };
	const struct spf_source source = { ask, wait_none, &z };
	struct spf_walk w;
	struct spf spf;

	if (size > 4000)
		size = 4000;
	for (size_t at = 0; at < size && z.records < ZONE;) {
		const uint8_t *end = memchr(data + at, '\n', size - at);
		size_t len = end ? (size_t)(end - data) - at : size - at;
		char *copy = arena_alloc(z.arena, len + 1, 1);

		memcpy(copy, data + at, len);
		z.record[z.records++] = copy;
		at += len + 1;
	}
	if (z.records > 0 && spf_is(z.record[0]))
		spf_parse(&spf, z.record[0], z.arena);
	spf_walk_read(&w, "a.example", &source, z.arena);
	if (w.lookups > SPF_LOOKUPS + 1)
		abort();
	arena_free(z.arena);
	return 0;
}
