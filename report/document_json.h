/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_DOCUMENT_JSON_H
#define REPORT_DOCUMENT_JSON_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"
#include "report/document.h"

#include <cjson/cJSON.h>

/* Most findings, machines and lines of evidence a finding that are read. */
#define DOCUMENT_FINDINGS  500
#define DOCUMENT_MACHINES  200
#define DOCUMENT_EVIDENCES 2000

/*
 * Most ranges and devices of the network, names and ports of one device. The
 * devices of a full /24 with all their ports are more than JSON_VALUES:
 * whoever fills a document in keeps to DOCUMENT_ALL_PORTS.
 */
#define DOCUMENT_RANGES    16
#define DOCUMENT_HOSTS     300
#define DOCUMENT_NAMES     10
#define DOCUMENT_PORTS     100
#define DOCUMENT_ALL_PORTS 4000

/* Largest document in bytes. */
#define DOCUMENT_BYTES (8u << 20)

/*
 * Read a document. Unknown names are ignored, another format is refused; a
 * wrong type is an error that names the place ("finding 3 (os-updates): ...").
 * The rating is read, not trusted: see rating_make(). Titles, details, words
 * of advice, labels and names that are not there are "". Texts are kept as
 * they were written, at most 16 KiB each: whoever shows them escapes them.
 * Everything is copied into a.
 */
bool document_from_json(struct document *d, const cJSON *json, struct arena *a,
                        struct err *e);

/*
 * Append what document_from_json() takes back, on one line; false when out is
 * full or memory ran out.
 */
bool document_write(struct buf *out, const struct document *d);

/* The same as a new JSON object, or NULL if memory ran out. Caller deletes. */
cJSON *document_to_json(const struct document *d);

#endif
