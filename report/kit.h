/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_KIT_H
#define REPORT_KIT_H

#include "core/arena.h"
#include "core/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What a coordinator gives a commune, beside the program: kit.json, signed by
 * kit.p7s (core/signature.h) with the coordinator's identity, which outlives
 * the certificates that results are sealed to.
 */
#define KIT_FORMAT    1
#define KIT_FILE      "kit.json"
#define KIT_SIGNATURE "kit.p7s"
#define KIT_BASELINE  "baseline.json"
#define KIT_BYTES     (1u << 20) /* largest kit.json */
#define KIT_TOKEN     43         /* letters of a token: 32 bytes, base64url */
#define KIT_NUMBERS   8          /* most emergency numbers */

struct kit_number {
	const char *name; /* "Gendarmerie" */
	const char *phone;
};

/* Texts are in the arena it was read into; NULL where it says so. */
struct kit {
	const char *id; /* "01001-xxxxxxxxxxxxxxxx": INSEE, then 16 of a-z0-9 */
	int64_t made_at; /* times; of two kits the later made one counts */
	int64_t expires;
	struct {
		const char *insee;
		const char *name;
		const char *department; /* code, or NULL */
		const char *site;       /* "www.exemple.fr", or NULL */
		const char *mail;       /* "exemple.fr", or NULL */
	} commune;
	struct {
		const char *name;
		const char *address; /* postal, or NULL */
		const char *phone;   /* or NULL */
		const char *email;   /* or NULL */
		const char *url;     /* "https://..." of the service, or NULL:
		                        results are carried or mailed */
		const char *logo; /* PNG in base64, 64 KiB at most, or NULL */
		struct kit_number number[KIT_NUMBERS]; /* emergency */
		size_t numbers;
	} coordinator;
	const char *certificates; /* PEM, to seal to; one or more */
	const char *roots;        /* PEM, authorities of url besides the
	                             system's, or NULL */
	const char *token;        /* proves which commune speaks */
	const char *lan;          /* level of the network's look that the mayor
	                             agreed to: "none", "ports", "normal",
	                             "thorough"; NULL: ask */
	const char *baseline;     /* SHA-256 of KIT_BASELINE, or NULL */
};

/*
 * kit.json is one object, its names those of struct kit in the same groups:
 *   {"format": 1, "id": ..., "made_at": "2026-11-22T08:30:00Z", "expires": ...,
 *    "commune": {...}, "coordinator": {..., "numbers": [{"name", "phone"}]},
 *    "certificates": ..., "token": ...}
 * What each value looks like is in kit_shape.h.
 */

/*
 * Read a kit; unknown names are ignored, another format, a missing or a
 * malformed value is refused, and e names it. Whether it is signed, still
 * holds and is this commune's is the agent's to check.
 */
bool kit_from_json(struct kit *kit, const cJSON *json, struct arena *a,
                   struct err *e);

/* A new JSON object, or NULL if memory ran out. Caller deletes. */
cJSON *kit_to_json(const struct kit *kit);

#endif
