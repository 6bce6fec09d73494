/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_JSON_H
#define CORE_JSON_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * JSON (RFC 8259) from anybody. cJSON builds the tree, but only after this
 * file has read every byte: valid UTF-8, no NUL or escaped NUL, no lone
 * surrogate, no number outside a double, no duplicate key, a nesting of at
 * most JSON_DEPTH, at most JSON_VALUES in all: "[]," takes 3 bytes of a file
 * and 90 of memory. A commune of 20 machines has about 15,000, the
 * fullest look at a network 80,000.
 */
#define JSON_DEPTH  24
#define JSON_VALUES 150000

/*
 * The tree of text, len bytes; the caller deletes it with cJSON_Delete().
 * NULL when it is refused; e says what, with line and column.
 */
cJSON *json_parse(const char *text, size_t len, struct err *e);

/* Append the tree, indented and ended by a newline; false if out is full. */
bool json_print(struct buf *out, const cJSON *json);

/*
 * Readers of one member. A missing member is no error unless "must": *out
 * keeps its value. A wrong type is one; e names the member. Text is copied to
 * the arena.
 */
bool json_text(const cJSON *object, const char *name, bool must,
               struct arena *a, const char **out, struct err *e);
bool json_int(const cJSON *object, const char *name, bool must, int64_t low,
              int64_t high, int64_t *out, struct err *e);
bool json_bool(const cJSON *object, const char *name, bool must, bool *out,
               struct err *e);

/* The member if it is an array (or an object), else NULL and e is set. */
const cJSON *json_array(const cJSON *object, const char *name, struct err *e);
const cJSON *json_object(const cJSON *object, const char *name, struct err *e);

#endif
