/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_REPORT_SAMPLE_H
#define TESTS_REPORT_SAMPLE_H

#include "core/file.h"
#include "core/json.h"
#include "report/document_json.h"
#include "report/rating.h"

#include <stdio.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* Memory that any sample and its rendering fit in. */
#define SAMPLE_MEMORY (64u << 20)

/* The text of a file of tests/report/; the caller clears it. */
static inline struct buf sample_text(const char *name)
{
	char path[512];
	struct buf text;
	struct err e = { 0 };

	snprintf(path, sizeof(path), TESTS_DIR "/report/%s", name);
	buf_init(&text, DOCUMENT_BYTES);
	if (!file_read(path, &text, &e))
		fail_msg("%s", e.text);
	return text;
}

/* The document in a text; the caller's arena holds it. */
static inline void sample_parse(struct document *d, const char *text,
                                struct arena *a)
{
	struct err e = { 0 };
	cJSON *json = json_parse(text, strlen(text), &e);

	if (!json || !document_from_json(d, json, a, &e))
		fail_msg("%s", e.text);
	cJSON_Delete(json);
}

/* The document of a file of tests/report/, rated. */
static inline void sample_load(struct document *d, const char *name,
                               struct arena *a)
{
	struct buf text = sample_text(name);

	sample_parse(d, buf_text(&text), a);
	assert_true(rating_make(d, a));
	buf_clear(&text);
}

/* Numbers that look random and are the same on every machine (Knuth). */
static inline unsigned sample_random(uint64_t *seed, unsigned below)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*seed >> 33) % below;
}

#endif
