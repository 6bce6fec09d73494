/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/nss.h"

#include "checks/probe/linux/database.h"
#include "core/rows.h"

#include <errno.h>
#include <string.h>

#define ID_BYTES 64 /* of a key; NSS makes it a SHA-1: 20 */

/* PKCS#11: a0 is CKA_CLASS, a11 CKA_VALUE, a102 CKA_ID. */
static const char keys_sql[] = "SELECT a102 FROM nssPrivate WHERE "
			       "a0 = x'00000003' LIMIT 100";
static const char certificates_sql[] =
    "SELECT a102, a11 FROM nssPublic WHERE a0 = x'00000001' LIMIT 2000";

struct key {
	unsigned char id[ID_BYTES];
	size_t len;
};

struct search {
	struct rows keys; /* struct key */
	void (*each)(void *ctx, const void *der, size_t len);
	void *ctx;
};

static bool add_key(void *ctx, sqlite3_stmt *row)
{
	struct search *s = ctx;
	const void *id = sqlite3_column_blob(row, 0);
	int len = sqlite3_column_bytes(row, 0);
	struct key *k;

	if (!id || len <= 0 || len > ID_BYTES)
		return true;
	k = rows_add(&s->keys);
	if (!k)
		return false;
	memcpy(k->id, id, (size_t)len);
	k->len = (size_t)len;
	return true;
}

static bool look_certificate(void *ctx, sqlite3_stmt *row)
{
	const struct search *s = ctx;
	const struct key *k = s->keys.data;
	const void *id = sqlite3_column_blob(row, 0);
	size_t len = (size_t)sqlite3_column_bytes(row, 0);
	const void *der;

	for (size_t i = 0; id && i < s->keys.count; i++) {
		if (k[i].len != len || memcmp(k[i].id, id, len) != 0)
			continue;
		der = sqlite3_column_blob(row, 1);
		if (der)
			s->each(s->ctx, der,
			        (size_t)sqlite3_column_bytes(row, 1));
		break;
	}
	return true;
}

static enum tree_result query(const char *host, const char *sql,
                              bool (*each)(void *ctx, sqlite3_stmt *row),
                              void *ctx)
{
	struct err e;

	if (database_query(host, sql, each, ctx, &e))
		return TREE_OK;
	return e.sys == EACCES ? TREE_DENIED : TREE_FAILED;
}

enum tree_result nss_read(const struct probe_context *c, struct arena *a,
                          const char *path,
                          void (*each)(void *ctx, const void *der, size_t len),
                          void *ctx)
{
	struct search s = { .each = each, .ctx = ctx };
	const char *slash = strrchr(path, '/');
	char keys[TREE_PATH];
	char host[TREE_PATH];
	enum tree_result r;

	rows_init(&s.keys, a, sizeof(struct key));
	if (!slash ||
	    !tree_path(keys, "%.*s/key4.db", (int)(slash - path), path))
		return TREE_FAILED;
	r = tree_host(c, keys, host);
	if (r == TREE_OK)
		r = query(host, keys_sql, add_key, &s);
	/* Without a key of one's own there is nothing to renew. */
	if (r == TREE_ABSENT || (r == TREE_OK && s.keys.count == 0))
		return TREE_OK;
	if (r == TREE_OK)
		r = tree_host(c, path, host);
	if (r == TREE_OK)
		r = query(host, certificates_sql, look_certificate, &s);
	return r;
}
