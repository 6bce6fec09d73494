/* SPDX-License-Identifier: Apache-2.0 */
#include "core/json.h"
#include "report/kit.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MEMORY (8u << 20)

/* A kit from anybody: what is read is written and read as the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void write_again(const struct kit *kit)
{
	struct arena *a = arena_new(MEMORY);
	cJSON *json = kit_to_json(kit);
	struct kit again;
	struct err e;

	require(json && a);
	require(kit_from_json(&again, json, a, &e));
	require(again.made_at == kit->made_at);
	require(strcmp(again.id, kit->id) == 0);
	require(again.coordinator.numbers == kit->coordinator.numbers);
	cJSON_Delete(json);
	arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = { 0, "" };
	cJSON *json =
	    size <= KIT_BYTES ? json_parse((const char *)data, size, &e) : NULL;
	struct arena *a = arena_new(MEMORY);
	struct kit kit;

	if (json && a) {
		if (kit_from_json(&kit, json, a, &e))
			write_again(&kit);
		else
			require(e.text[0]);
	}
	cJSON_Delete(json);
	arena_free(a);
	return 0;
}
