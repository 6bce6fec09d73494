/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/kit_maker.h"

#include "coordinator/leaflet.h"
#include "coordinator/setting.h"
#include "core/file.h"
#include "core/fold.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/random.h"
#include "core/signature.h"
#include "core/text.h"
#include "report/kit.h"
#include "report/kit_shape.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SETTINGS   (1u << 20) /* bytes of an arena for them */
#define CHECKED    (1u << 20) /* bytes of one for a kit that is read again */
#define BASELINE   (8u << 20) /* largest baseline.json */
#define ROOTS      (256u << 10)
#define LEAFLET    (64u << 10)
#define PATH_BYTES 1024
#define ID_BYTES   23 /* "60001-" and 16 digits */

/*
 * What is taken from the folder of programs, in this order. Linux desktops lack
 * the libraries; those of TLS and of C they have.
 */
static const struct {
	const char *name;
	bool program;
} parts[] = {
	{ "Garde.exe", true },
	{ "garde-cli.exe", true },
	{ "garde", true },
	{ "lib/libcares.so.2", false },
	{ "lib/libcjson.so.1", false },
	{ "lib/liblz4.so.1", false },
	{ "lib/libsqlite3.so.0", false },
	{ "LICENSE.txt", false },
	{ "licences/openssl.txt", false },
	{ "licences/curl.txt", false },
	{ "licences/cjson.txt", false },
	{ "licences/c-ares.txt", false },
	{ "licences/libpcap.txt", false },
	{ "licences/mingw-w64.txt", false },
	{ "licences/gcc.txt", false },
	{ "licences/ieee-data.txt", false },
	{ "licences/lz4.txt", false },
	{ "licences/sqlite.txt", false },
	{ KIT_BASELINE, false },
};

#define PARTS (sizeof(parts) / sizeof(parts[0]))

struct kit_maker {
	const struct keyring *keys;
	struct arena *arena;
	struct setting setting;
	const char *address;      /* in one line */
	const char *logo;         /* base64, or NULL */
	const char *roots;        /* of the settings, PEM, or NULL */
	const char *path[PARTS];  /* NULL: not there */
	char baseline[HASH_TEXT]; /* "" for none */
};

static bool find_parts(struct kit_maker *m, const char *programs, struct err *e)
{
	bool some = false;

	for (size_t i = 0; i < PARTS; i++) {
		const char *path =
		    arena_fmt(m->arena, "%s/%s", programs, parts[i].name);

		if (!path)
			return err_set(e, "out of memory");
		if (!file_exists(path))
			continue;
		m->path[i] = path;
		some = some || parts[i].program;
	}
	return some ||
	       err_set(e, "there is no program for kits in %s", programs);
}

static bool hash_baseline(struct kit_maker *m, struct err *e)
{
	const char *path = m->path[PARTS - 1];
	struct buf text;
	bool ok;

	if (!path)
		return true;
	buf_init(&text, BASELINE);
	ok = file_read(path, &text, e);
	if (ok)
		hash_sha256(m->baseline, buf_text(&text), text.len);
	buf_clear(&text);
	return ok;
}

/* A postal address has several lines, and a kit one. */
static const char *join_lines(struct arena *a, const char *lines)
{
	char clean[SETTING_TEXT * 2];
	struct buf b;

	buf_init(&b, sizeof(clean));
	for (; *lines; lines++)
		if (*lines == '\n')
			buf_str(&b, ", ");
		else if (*lines != '\r')
			buf_char(&b, *lines);
	text_clean(clean, sizeof(clean), buf_text(&b));
	buf_clear(&b);
	return arena_strdup(a, text_trim(clean));
}

static bool fill(struct kit_maker *m, struct db *db, const char *programs,
                 struct err *e)
{
	if (!setting_read(&m->setting, db, m->arena, e) ||
	    !setting_logo(&m->logo, db, m->arena, e) ||
	    !setting_roots(&m->roots, db, m->arena, e) ||
	    !find_parts(m, programs, e) || !hash_baseline(m, e))
		return false;
	m->address = join_lines(m->arena, m->setting.address);
	return m->setting.name[0] ||
	       err_set(e, "the settings do not have the coordinator's name "
	                  "yet, which kits tell");
}

struct kit_maker *kit_maker_open(struct db *db, const struct keyring *keys,
                                 const char *programs, struct err *e)
{
	struct kit_maker *m = calloc(1, sizeof(*m));

	if (!m || !(m->arena = arena_new(SETTINGS))) {
		free(m);
		err_set(e, "out of memory");
		return NULL;
	}
	m->keys = keys;
	if (fill(m, db, programs, e))
		return m;
	kit_maker_close(m);
	return NULL;
}

void kit_maker_close(struct kit_maker *m)
{
	if (!m)
		return;
	arena_free(m->arena);
	free(m);
}

bool kit_maker_roots(const char **pem, const char *path, struct arena *a,
                     struct err *e)
{
	struct buf text;
	bool ok;

	*pem = NULL;
	if (!path)
		return true;
	buf_init(&text, ROOTS);
	ok = file_read(path, &text, e);
	if (ok && !kit_shape_roots(buf_text(&text)))
		ok = err_set(e, "%s is no certificate in PEM", path);
	if (ok && !(*pem = arena_strdup(a, buf_text(&text))))
		ok = err_set(e, "out of memory");
	buf_clear(&text);
	return ok;
}

bool kit_maker_has_windows(const struct kit_maker *m)
{
	return m->path[0] != NULL;
}

/* The name of a commune as files have it: "l-hay-les-roses". */
static void fold_name(char out[KIT_MAKER_NAME], const char *name)
{
	fold_text(out, KIT_MAKER_NAME / 2, name);
	for (; *out; out++)
		if (*out == ' ')
			*out = '-';
}

void kit_maker_name(char out[KIT_MAKER_NAME], const struct gazetteer_commune *c)
{
	char name[KIT_MAKER_NAME];

	fold_name(name, c->name);
	snprintf(out, KIT_MAKER_NAME, "garde-%.5s-%.40s.zip", c->insee, name);
}

/* Its folder in the zip; of two of the same name the département tells. */
static void name_folder(char out[KIT_MAKER_NAME],
                        const struct gazetteer_commune *c)
{
	char name[KIT_MAKER_NAME];

	fold_name(name, c->name);
	snprintf(out, KIT_MAKER_NAME, "garde-%.40s%s%.3s", name,
	         c->shared ? "-" : "", c->shared ? c->department : "");
}

static const char *or_null(const char *s)
{
	return s && s[0] ? s : NULL;
}

/* What the commune is told, but for its id and token. */
static void describe(const struct kit_maker *m, struct kit *kit,
                     const struct roster_commune *c,
                     const struct kit_maker_order *order)
{
	const struct setting *s = &m->setting;

	*kit = (struct kit){
		.made_at = order->now,
		.expires = order->expires,
		.commune = { .insee = c->commune->insee,
		             .name = c->commune->name,
		             .department = c->commune->department,
		             .site = or_null(c->site),
		             .mail = or_null(c->mail) },
		.coordinator = { .name = s->name,
		                 .address = or_null(m->address),
		                 .phone = or_null(s->phone),
		                 .email = or_null(s->email),
		                 .url = or_null(s->url),
		                 .logo = m->logo,
		                 .numbers = s->numbers },
		.certificates = keyring_certificate(m->keys),
		.roots = order->roots ? order->roots : m->roots,
		.baseline = or_null(m->baseline),
	};
	for (size_t i = 0; i < s->numbers; i++)
		kit->coordinator.number[i] = s->number[i];
}

/* Write kit.json; only one that agents will read. */
static bool format(struct buf *out, const struct kit *kit, struct err *e)
{
	cJSON *json = kit_to_json(kit);
	struct arena *a = arena_new(CHECKED);
	struct kit again;
	bool ok = json && a && json_print(out, json);

	if (!ok)
		err_set(e, "the kit is too large");
	ok = ok && kit_from_json(&again, json, a, e);
	arena_free(a);
	cJSON_Delete(json);
	return ok;
}

static bool add_kit(struct kit_maker *m, struct parcel *p, const char *folder,
                    const struct kit *kit, struct err *e)
{
	char name[2 * KIT_MAKER_NAME];
	struct buf json;
	struct buf signature;
	bool ok;

	buf_init(&json, KIT_BYTES);
	buf_init(&signature, SIGNATURE_BYTES);
	ok = format(&json, kit, e) &&
	     signature_make(&signature, json.data, json.len,
	                    keyring_identity(m->keys),
	                    keyring_identity_key(m->keys), e);
	snprintf(name, sizeof(name), "%s/" KIT_FILE, folder);
	ok = ok && parcel_add(p, name, json.data, json.len, e);
	snprintf(name, sizeof(name), "%s/" KIT_SIGNATURE, folder);
	ok = ok && parcel_add(p, name, signature.data, signature.len, e);
	buf_clear(&json);
	buf_clear(&signature);
	return ok;
}

static bool add_leaflet(struct parcel *p, const char *folder,
                        const struct kit *kit, struct err *e)
{
	char name[2 * KIT_MAKER_NAME];
	struct buf text;
	bool ok;

	buf_init(&text, LEAFLET);
	ok = leaflet_write(&text, kit->commune.name, kit->coordinator.name,
	                   kit->coordinator.phone) ||
	     err_set(e, "out of memory");
	snprintf(name, sizeof(name), "%s/" LEAFLET_FILE, folder);
	ok = ok && parcel_add(p, name, text.data, text.len, e);
	for (size_t i = 0; ok && i < LEAFLET_PICTURES; i++) {
		const char *picture;
		size_t len;
		const void *data = leaflet_picture(i, &picture, &len);

		snprintf(name, sizeof(name), "%s/%s", folder, picture);
		ok = parcel_add(p, name, data, len, e);
	}
	buf_clear(&text);
	return ok;
}

static bool add_parts(struct kit_maker *m, struct parcel *p, const char *folder,
                      struct err *e)
{
	for (size_t i = 0; i < PARTS; i++) {
		char name[2 * KIT_MAKER_NAME];

		snprintf(name, sizeof(name), "%s/%s", folder, parts[i].name);
		if (m->path[i] &&
		    !parcel_add_file(p, name, m->path[i], parts[i].program, e))
			return false;
	}
	return true;
}

static bool keep(struct db *db, const struct kit *kit,
                 const struct kit_maker_order *order, struct err *e)
{
	static const char sql[] =
	    "INSERT INTO kit (insee, id, token, made_at, made_by, expires)"
	    " VALUES ($1, $2, $3, $4, $5, $6)";
	char hash[HASH_TEXT];

	hash_sha256(hash, kit->token, strlen(kit->token));
	return db_run(db, sql,
	              DB_VALUES(db_text(kit->commune.insee), db_text(kit->id),
	                        db_text(hash), db_int(kit->made_at),
	                        db_text(order->by), db_int(kit->expires)),
	              NULL, e);
}

bool kit_maker_add(struct kit_maker *m, struct db *db, struct parcel *p,
                   const struct roster_commune *c,
                   const struct kit_maker_order *order, struct err *e)
{
	char folder[KIT_MAKER_NAME];
	char token[RANDOM_TOKEN];
	unsigned char tail[8];
	char id[ID_BYTES];
	struct kit kit;

	if (!random_token(token, e) || !random_bytes(tail, sizeof(tail), e))
		return false;
	snprintf(id, sizeof(id), "%.5s-%02x%02x%02x%02x%02x%02x%02x%02x",
	         c->commune->insee, tail[0], tail[1], tail[2], tail[3], tail[4],
	         tail[5], tail[6], tail[7]);
	describe(m, &kit, c, order);
	kit.id = id;
	kit.token = token;
	name_folder(folder, c->commune);
	return add_leaflet(p, folder, &kit, e) && add_parts(m, p, folder, e) &&
	       add_kit(m, p, folder, &kit, e) && keep(db, &kit, order, e);
}

/* Write the zip to an open file, down to the disk. */
static bool write_zip(struct kit_maker *m, struct db *db, int fd,
                      const struct roster_commune *c,
                      const struct kit_maker_order *order, struct err *e)
{
	struct parcel *p = parcel_open(fd, order->now, e);
	struct err late;
	bool ok = p && kit_maker_add(m, db, p, c, order, e);

	if (!parcel_close(p, ok ? e : &late))
		ok = false;
	if (ok && fsync(fd) != 0)
		ok = err_sys(e, errno, "the kit cannot be written");
	return ok;
}

bool kit_maker_write(struct kit_maker *m, struct db *db, const char *folder,
                     const struct roster_commune *c,
                     const struct kit_maker_order *order, struct err *e)
{
	char name[KIT_MAKER_NAME];
	char temporary[PATH_BYTES];
	char path[PATH_BYTES];
	bool ok;
	int fd;

	kit_maker_name(name, c->commune);
	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >=
	        (int)sizeof(path) ||
	    snprintf(temporary, sizeof(temporary),
	             "%s/" FILE_TEMPORARY "XXXXXX",
	             folder) >= (int)sizeof(temporary))
		return err_set(e, "the name of the folder is too long");
	fd = mkstemp(temporary);
	if (fd < 0)
		return err_sys(e, errno, "cannot write to %s", folder);
	ok = write_zip(m, db, fd, c, order, e);
	close(fd);
	if (ok && rename(temporary, path) != 0)
		ok = err_sys(e, errno, "cannot write %s", path);
	if (!ok)
		unlink(temporary);
	return ok;
}
