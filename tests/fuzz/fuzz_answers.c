/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/ask.h"
#include "checks/answers.h"
#include "core/json.h"
#include "tests/fuzz/builtin.h"

#include <stdlib.h>
#include <string.h>

/* Answers from anybody: what is taken is written and read the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MEMORY (8u << 20)

static void read_again(const struct answers *first, struct arena *a)
{
	struct answers second;
	struct err e;
	cJSON *json = answers_to_json(first);

	if (!json)
		return;
	if (!answers_from_json(&second, json, builtin_baseline(), a, &e) ||
	    first->count != second.count)
		abort();
	cJSON_Delete(json);
}

/* The same bytes, typed at a question. */
static void type(const char *text)
{
	char domain[254], again[254], insee[6];

	if (ask_domain(domain, sizeof(domain), text) &&
	    (!ask_domain(again, sizeof(again), domain) ||
	     strcmp(domain, again) != 0))
		abort();
	(void)ask_insee(insee, text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e;
	cJSON *json = json_parse((const char *)data, size, &e);
	struct arena *a = json ? arena_new(MEMORY) : NULL;
	char *text = malloc(size + 1);
	struct answers answers;

	if (a && answers_from_json(&answers, json, builtin_baseline(), a, &e))
		read_again(&answers, a);
	if (text) {
		memcpy(text, data, size);
		text[size] = '\0';
		type(text);
	}
	free(text);
	arena_free(a);
	cJSON_Delete(json);
	return 0;
}
