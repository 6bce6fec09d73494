/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_AGENT_KIT_MADE_H
#define TESTS_AGENT_KIT_MADE_H

/* Kits in folders of a test, as a coordinator makes them. */

#include "core/file.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/signature.h"
#include "report/kit.h"
#include "tests/core/keyed.h"
#include "tests/report/kitted.h"

/* One that needs no look outside: no site, no mail. */
static inline struct kit kit_made_plain(void)
{
	struct kit kit = kitted();

	kit.commune.site = kit.commune.mail = NULL;
	kit.lan = kit.baseline = kit.roots = NULL;
	return kit;
}

static inline void kit_made_put(const char *folder, const char *name,
                                const void *data, size_t len)
{
	char path[1024];
	struct err e = { 0, "" };

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	keyed_must(file_replace(path, data, len, &e), e.text);
}

static inline void kit_made_get(struct buf *out, const char *folder,
                                const char *name)
{
	char path[1024];
	struct err e = { 0, "" };

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	buf_init(out, 8u << 20);
	keyed_must(file_read(path, out, &e), e.text);
}

/* Write a kit, signed by that key; rules is its baseline's text, or NULL. */
static inline void kit_made_write(const char *folder, const struct kit *from,
                                  const struct keyed *by, const char *rules)
{
	struct kit kit = *from;
	char hash[HASH_TEXT];
	struct buf json, signature;
	struct err e = { 0, "" };
	cJSON *tree;

	if (rules) {
		hash_sha256(hash, rules, strlen(rules));
		kit.baseline = hash;
	}
	buf_init(&json, KIT_BYTES);
	buf_init(&signature, SIGNATURE_BYTES);
	tree = kit_to_json(&kit);
	keyed_must(tree && json_print(&json, tree), "kit.json");
	keyed_must(signature_make(&signature, json.data, json.len,
	                          by->certificate, by->key, &e),
	           e.text);
	keyed_must(file_mkdir(folder, &e), e.text);
	kit_made_put(folder, KIT_FILE, json.data, json.len);
	kit_made_put(folder, KIT_SIGNATURE, signature.data, signature.len);
	if (rules)
		kit_made_put(folder, KIT_BASELINE, rules, strlen(rules));
	cJSON_Delete(tree);
	buf_clear(&json);
	buf_clear(&signature);
}

/* Turn one byte of a file. */
static inline void kit_made_flip(const char *folder, const char *name,
                                 size_t at)
{
	struct buf b;

	kit_made_get(&b, folder, name);
	keyed_must(at < b.len, "no such byte");
	b.data[at] ^= 0x01;
	kit_made_put(folder, name, b.data, b.len);
	buf_clear(&b);
}

#endif
