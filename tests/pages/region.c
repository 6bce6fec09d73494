/* SPDX-License-Identifier: Apache-2.0 */
#include "fill.h"

#include "coordinator/lockbox.h"
#include "coordinator/migrate.h"
#include "coordinator/packed.h"
#include "coordinator/password.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/json.h"
#include "core/text.h"
#include "report/document_json.h"

#include <stdio.h>
#include <string.h>

/*
 * A region for a browser: region STORE COMMUNES DOCUMENT PASSWORD TOTP STATE.
 * "chef" signs in with that password and secret; 01002 has all that the
 * document says, everything wrong; 01003 is hostile in every text.
 */

#define HOSTILE                                                     \
	"=1+1<script>window.canary = 1</script><img src=x onerror=" \
	"\"window.canary = 1\">\xE2\x80\xAE'; DROP TABLE commune;--"

static bool run(struct db *db, const char *sql, const char *text, struct err *e)
{
	return db_run(db, sql, DB_VALUES(db_text(text)), NULL, e);
}

static bool account(struct db *db, const char *password, const char *totp,
                    const struct keyring *keys, struct err *e)
{
	static const char sql[] = "UPDATE account SET password = $1, totp = $2"
				  " WHERE name = 'chef'";
	char stored[PASSWORD_TEXT];
	char sealed[LOCKBOX_TEXT];

	return password_make(stored, password, e) &&
	       lockbox_seal(sealed, keys, "chef", totp, e) &&
	       db_run(db, sql, DB_VALUES(db_text(stored), db_text(sealed)),
	              NULL, e);
}

static bool finding(struct db *db, const struct document_finding *f,
                    int64_t now, struct err *e)
{
	static const char sql[] =
	    "INSERT INTO finding (insee, control, verdict, severity, since,"
	    " verdict_before, department, epci) VALUES ('01002', $1, 'fail',"
	    " $2, $3, 'pass', '01', '200000000')";

	return db_run(db, sql,
	              DB_VALUES(db_text(f->id),
	                        db_text(severity_name(f->severity)),
	                        db_int(now - 86400)),
	              NULL, e);
}

static bool full(struct db *db, struct document *d, int64_t now, struct err *e)
{
	static const char own[] =
	    "UPDATE standing SET document = $1 WHERE insee = '01002'";
	static const char gone[] = "DELETE FROM finding WHERE insee = '01002'";
	struct buf packed;
	bool ok;

	for (size_t i = 0; i < d->findings; i++)
		d->finding[i].verdict = VERDICT_FAIL;
	buf_init(&packed, 1u << 20);
	ok = packed_write(&packed, d, e) &&
	     db_run(db, own, DB_VALUES(db_bytes(packed.data, packed.len)), NULL,
	            e) &&
	     db_run(db, gone, DB_NOTHING, NULL, e);
	for (size_t i = 0; ok && i < d->findings; i++)
		ok = finding(db, &d->finding[i], now, e);
	buf_clear(&packed);
	return ok;
}

static bool read_document(struct document *d, const char *path, struct arena *a,
                          struct err *e)
{
	struct buf text;
	cJSON *json = NULL;
	bool ok;

	buf_init(&text, DOCUMENT_BYTES);
	ok = file_read(path, &text, e) &&
	     (json = json_parse(buf_text(&text), text.len, e)) &&
	     document_from_json(d, json, a, e);
	cJSON_Delete(json);
	buf_clear(&text);
	return ok;
}

static bool hostile(struct db *db, struct err *e)
{
	return run(db,
	           "UPDATE commune SET name = $1, epci_name = $1, site = $1,"
	           " mail = $1, phone = $1, urgency = 99999"
	           " WHERE insee = '01003'",
	           HOSTILE, e) &&
	       run(db,
	           "UPDATE machine SET label = $1, system = $1"
	           " WHERE insee = '01003'",
	           HOSTILE, e) &&
	       run(db, "UPDATE control SET title = $1 WHERE id = 'control-0'",
	           HOSTILE, e);
}

int main(int argc, char **argv)
{
	struct fill fill = {
		.controls = 45, .machines = 3, .months = 15, .now = clock_now()
	};
	struct arena *a = arena_new(64u << 20);
	struct document d;
	struct keyring *keys = NULL;
	struct db *db = NULL;
	struct err e = { 0 };
	bool ok;

	ok = a && argc == 7 && text_int(argv[2], 1, 36000, &fill.communes) &&
	     (db = db_open(argv[1], &e)) && migrate_run(db, fill.now, &e) &&
	     fill_store(db, &fill, &e) && read_document(&d, argv[3], a, &e) &&
	     full(db, &d, fill.now, &e) && hostile(db, &e) &&
	     (keys = keyring_open(argv[6], "", fill.now, true, &e)) &&
	     account(db, argv[4], argv[5], keys, &e);
	if (!ok)
		fprintf(stderr, "%s\n",
		        e.text[0] ? e.text
		                  : "region STORE COMMUNES DOCUMENT PASSWORD "
		                    "TOTP STATE");
	if (db)
		db_close(db);
	keyring_close(keys);
	arena_free(a);
	return !ok;
}
