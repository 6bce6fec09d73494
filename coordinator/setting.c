/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/setting.h"

#include "coordinator/threshold.h"
#include "core/base64.h"
#include "core/hash.h"
#include "core/text.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static const char setting_rows[] =
    "SELECT name, value FROM setting WHERE name NOT IN ('logo-data', 'roots')";
static const char setting_row[] = "SELECT value FROM setting WHERE name = $1";
static const char setting_upsert[] =
    "INSERT INTO setting (name, value) VALUES ($1, $2)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value";
static const char setting_delete[] = "DELETE FROM setting WHERE name = $1";

static const struct {
	const char *name;
	size_t at; /* of a const char * in struct setting */
} texts[] = {
	{ "name", offsetof(struct setting, name) },
	{ "address", offsetof(struct setting, address) },
	{ "phone", offsetof(struct setting, phone) },
	{ "email", offsetof(struct setting, email) },
	{ "url", offsetof(struct setting, url) },
	{ "logo", offsetof(struct setting, logo) },
	{ THRESHOLD_SILENCE_NAME, offsetof(struct setting, silence) },
	{ THRESHOLD_SOON_NAME, offsetof(struct setting, soon) },
};

#define TEXTS (sizeof(texts) / sizeof(texts[0]))

static void set_text(struct setting *s, size_t at, const char *value)
{
	memcpy((char *)s + at, &value, sizeof(value));
}

/* The emergency numbers, one a line: "Gendarmerie\t17". */
static void read_numbers(struct setting *s, char *text)
{
	char *line;

	while (text && s->numbers < KIT_NUMBERS && (line = text_line(&text))) {
		char *tab = strchr(line, '\t');

		if (!tab)
			continue;
		*tab = '\0';
		s->number[s->numbers].name = line;
		s->number[s->numbers++].phone = tab + 1;
	}
}

static void read_one(struct setting *s, const char *name, const char *value,
                     struct arena *a)
{
	for (size_t i = 0; i < TEXTS; i++)
		if (strcmp(texts[i].name, name) == 0) {
			char *copy = arena_strdup(a, value);

			set_text(s, texts[i].at, copy ? copy : "");
		}
	if (strcmp(name, "numbers") == 0)
		read_numbers(s, arena_strdup(a, value));
}

bool setting_read(struct setting *s, struct db *db, struct arena *a,
                  struct err *e)
{
	struct db_rows *rows = db_query(db, setting_rows, DB_NOTHING, e);

	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < TEXTS; i++)
		set_text(s, texts[i].at, "");
	if (!rows)
		return false;
	while (db_next(rows))
		read_one(s, db_column_text(rows, 0), db_column_text(rows, 1),
		         a);
	if (!db_end(rows, e))
		return false;
	return !arena_full(a) || err_set(e, "no memory is left");
}

static bool read_large(const char **out, const char *name, struct db *db,
                       struct arena *a, struct err *e)
{
	struct db_rows *rows =
	    db_query(db, setting_row, DB_VALUES(db_text(name)), e);

	*out = NULL;
	if (!rows)
		return false;
	if (db_next(rows) && db_column_text(rows, 0)[0])
		*out = db_column_copy(rows, 0, a);
	return db_end(rows, e);
}

bool setting_logo(const char **base64, struct db *db, struct arena *a,
                  struct err *e)
{
	return read_large(base64, "logo-data", db, a, e);
}

bool setting_roots(const char **pem, struct db *db, struct arena *a,
                   struct err *e)
{
	return read_large(pem, SETTING_ROOTS, db, a, e);
}

bool setting_write(struct db *db, const char *name, const char *value,
                   struct err *e)
{
	if (!value[0])
		return db_run(db, setting_delete, DB_VALUES(db_text(name)),
		              NULL, e);
	return db_run(db, setting_upsert,
	              DB_VALUES(db_text(name), db_text(value)), NULL, e);
}

static uint32_t big_endian(const unsigned char *b)
{
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
	       (uint32_t)b[2] << 8 | b[3];
}

/* Whether it begins as a PNG does, with a size that pages can show. */
static bool is_png(const unsigned char *data, size_t len)
{
	static const unsigned char head[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR";
	uint32_t wide;
	uint32_t high;

	if (len < 57 || len > SETTING_LOGO || memcmp(data, head, 16) != 0)
		return false;
	wide = big_endian(data + 16);
	high = big_endian(data + 20);
	return wide > 0 && wide <= SETTING_SIDE && high > 0 &&
	       high <= SETTING_SIDE &&
	       memcmp(data + len - 8, "IEND\xae\x42\x60\x82", 8) == 0;
}

bool setting_logo_write(struct db *db, const void *data, size_t len, bool *good,
                        struct arena *a, struct err *e)
{
	char hash[HASH_TEXT] = "";
	struct buf text;
	const char *copy;

	*good = len == 0 || is_png(data, len);
	if (!*good)
		return true;
	buf_init(&text, SETTING_LOGO * 2);
	if (len > 0) {
		hash_sha256(hash, data, len);
		base64_encode(&text, data, len);
	}
	copy = arena_strdup(a, buf_text(&text));
	buf_clear(&text);
	if (!copy)
		return err_set(e, "no memory is left");
	return setting_write(db, "logo-data", copy, e) &&
	       setting_write(db, "logo", hash, e);
}
