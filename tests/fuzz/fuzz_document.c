/* SPDX-License-Identifier: Apache-2.0 */
#include "core/json.h"
#include "report/document_json.h"
#include "report/merge.h"
#include "report/rating.h"
#include "report/renderer.h"

#include <stdint.h>
#include <stdlib.h>

#define MEMORY (64u << 20)

/*
 * A document from anybody: read, written, rated, merged with itself, compared
 * with that, and shown in every way.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

/* What was read can be written and read again. */
static void write_again(const struct document *d)
{
	struct arena *a = arena_new(MEMORY);
	cJSON *json = document_to_json(d);
	struct document again;
	struct err e;

	require(json && a);
	require(document_from_json(&again, json, a, &e));
	require(again.findings == d->findings);
	cJSON_Delete(json);
	arena_free(a);
}

static void show(const struct view *v)
{
	size_t count;
	const struct renderer *const *list = renderer_list(&count);

	for (size_t i = 0; i < count; i++) {
		struct buf out;

		buf_init(&out, MEMORY);
		list[i]->render(v, &out);
		buf_clear(&out);
	}
}

static void use(struct document *d, struct arena *a)
{
	const struct document *list[] = { d, d };
	struct comparison changes;
	struct document merged;
	struct view v = { .document = d, .lang = LANG_FR, .arena = a };
	struct err e;

	require(rating_make(d, a));
	require(d->rating.ceiling >= 'A' && d->rating.ceiling <= 'E');
	write_again(d);
	show(&v);
	if (!merge_documents(&merged, list, 2, a, &e))
		return;
	write_again(&merged);
	require(compare_documents(&changes, d, &merged, a));
	v.document = &merged;
	v.lang = LANG_EN;
	v.comparison = &changes;
	v.width = 40;
	v.colour = true;
	show(&v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e;
	cJSON *json = json_parse((const char *)data, size, &e);
	struct arena *a = arena_new(MEMORY);
	struct document d;

	if (json && a && document_from_json(&d, json, a, &e))
		use(&d, a);
	cJSON_Delete(json);
	arena_free(a);
	return 0;
}
