/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/member.h"
#include "coordinator/token.h"
#include "core/random.h"

#include <stdio.h>
#include <string.h>

/* Without what looks alike on paper: no 0 and O, no 1 and I. */
static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

#define LETTERS 12 /* 60 bits */

static const char code_clear[] = "DELETE FROM backup_code WHERE account = $1";
static const char code_insert[] =
    "INSERT INTO backup_code (account, hash) VALUES ($1, $2)";
static const char code_use[] =
    "DELETE FROM backup_code WHERE account = $1 AND hash = $2";
static const char code_count[] =
    "SELECT COUNT(*) FROM backup_code WHERE account = $1";

/* What is kept of a code: bound to its owner. */
static void keep(char out[HASH_TEXT], const char *name, const char *code)
{
	char purpose[MEMBER_NAME + 16];

	snprintf(purpose, sizeof(purpose), "backup:%s", name);
	token_hash(out, purpose, code);
}

/* The letters of a code as somebody typed it; false when it is none. */
static bool tidy(char out[MEMBER_CODE], const char *typed)
{
	size_t n = 0;

	for (; *typed; typed++) {
		char c = *typed;

		if (c == ' ' || c == '-')
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (n == LETTERS || !strchr(letters, c))
			return false;
		out[n++] = c;
	}
	out[n] = '\0';
	return n == LETTERS;
}

static bool make(char out[MEMBER_CODE], struct err *e)
{
	unsigned char raw[LETTERS];
	size_t n = 0;

	if (!random_bytes(raw, LETTERS, e))
		return false;
	for (size_t i = 0; i < LETTERS; i++) {
		if (i && i % 4 == 0)
			out[n++] = '-';
		out[n++] = letters[raw[i] & 31];
	}
	out[n] = '\0';
	return true;
}

bool member_clear_codes(struct db *db, const char *name, struct err *e)
{
	return db_run(db, code_clear, DB_VALUES(db_text(name)), NULL, e);
}

bool member_make_codes(struct db *db, const char *name,
                       char out[MEMBER_CODES][MEMBER_CODE], struct err *e)
{
	if (!member_clear_codes(db, name, e))
		return false;
	for (size_t i = 0; i < MEMBER_CODES; i++) {
		char plain[MEMBER_CODE];
		char hash[HASH_TEXT];

		if (!make(out[i], e) || !tidy(plain, out[i]))
			return false;
		keep(hash, name, plain);
		if (!db_run(db, code_insert,
		            DB_VALUES(db_text(name), db_text(hash)), NULL, e))
			return false;
	}
	return true;
}

bool member_use_code(struct db *db, const char *name, const char *typed,
                     bool *right, struct err *e)
{
	char plain[MEMBER_CODE];
	char hash[HASH_TEXT];
	int64_t changed = 0;

	*right = false;
	if (!tidy(plain, typed))
		return true;
	keep(hash, name, plain);
	if (!db_run(db, code_use, DB_VALUES(db_text(name), db_text(hash)),
	            &changed, e))
		return false;
	*right = changed == 1;
	return true;
}

bool member_codes(struct db *db, const char *name, int64_t *left, struct err *e)
{
	*left = 0;
	return db_number(db, code_count, DB_VALUES(db_text(name)), left, e);
}
