/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/vault.h"

#include "coordinator/migrate.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/file.h"
#include "core/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES 1024
#define KEY_BYTES  (1u << 20) /* of one file of keys */
#define NAME_BYTES 128

static const char sql_files[] =
    "CREATE TABLE vault_file (name TEXT NOT NULL PRIMARY KEY,"
    " data BYTEA NOT NULL)";
static const char sql_add[] =
    "INSERT INTO vault_file (name, data) VALUES ($1, $2)";
static const char sql_read[] = "SELECT name, data FROM vault_file";
static const char sql_made[] = "SELECT MIN(applied_at) FROM schema_version";
static const char sql_sound[] = "PRAGMA integrity_check(1)";

/* One file alone, without a log beside it. */
static const char sql_seal[] = "PRAGMA journal_mode = DELETE";

static bool join(char out[PATH_BYTES], const char *folder, const char *name,
                 struct err *e)
{
	int n = snprintf(out, PATH_BYTES, "%s/%s", folder, name);

	return (n > 0 && n < PATH_BYTES) ||
	       err_set(e, "The path of %s is too long", name);
}

static bool is_server(const char *where)
{
	return text_begins(where, "postgresql://") ||
	       text_begins(where, "postgres://");
}

struct db *vault_source(const char *where, struct err *e)
{
	struct db *db;
	int64_t version = 0;

	/* To open would make it. */
	if (!is_server(where) && !file_exists(where)) {
		err_set(e, "There is no store at %s", where);
		return NULL;
	}
	db = db_open(where, e);
	if (!db)
		return NULL;
	if (migrate_version(db, &version, e)) {
		if (version == migrate_newest())
			return db;
		err_set(e, "The store is of another version than this program: "
		           "start its service once");
	}
	db_close(db);
	return NULL;
}

struct keys {
	const char *folder;
	struct db *db;
	struct err *e;
	bool ok;
};

static bool add_key(void *ctx, const char *name)
{
	struct keys *k = ctx;
	char path[PATH_BYTES];
	struct buf data;
	struct stat st;

	buf_init(&data, KEY_BYTES);
	k->ok = join(path, k->folder, name, k->e);
	if (k->ok && lstat(path, &st) == 0 && S_ISREG(st.st_mode))
		k->ok = file_read(path, &data, k->e) &&
		        db_run(k->db, sql_add,
		               DB_VALUES(db_text(name),
		                         db_bytes(data.data, data.len)),
		               NULL, k->e);
	buf_clear(&data);
	return k->ok;
}

static bool add_keys(void *ctx, struct db *db, struct err *e)
{
	struct keys k = { .folder = ctx, .db = db, .e = e, .ok = true };

	if (!db_script(db, sql_files, e))
		return false;
	if (!file_exists(k.folder))
		return true;
	return file_list(k.folder, add_key, &k, e) && k.ok;
}

static bool fill(struct db *from, struct db *to, const char *state, int64_t now,
                 struct transfer_sum *sum, struct err *e)
{
	char keys[PATH_BYTES];

	return join(keys, state, "keys", e) && migrate_run(to, now, e) &&
	       transfer_store(from, to, sum, e) &&
	       db_transact(to, add_keys, keys, e) && db_script(to, sql_seal, e);
}

/* With what a database that broke off leaves beside it. */
static void remove_part(const char *part)
{
	static const char *const tails[] = { "", "-journal", "-wal", "-shm" };

	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		char path[PATH_BYTES + 16];

		snprintf(path, sizeof(path), "%s%s", part, tails[i]);
		file_remove(path);
	}
}

bool vault_write(const char *path, const char *where, const char *state,
                 int64_t now, struct transfer_sum *sum, struct err *e)
{
	char part[PATH_BYTES];
	struct db *from = NULL, *to = NULL;
	int n = snprintf(part, sizeof(part), "%s.part", path);
	bool ok = false;

	if (n < 0 || n >= (int)sizeof(part))
		return err_set(e, "The path of the backup is too long");
	if (file_exists(path))
		return err_set(e, "There is a file at %s already", path);
	if (file_exists(part))
		return err_set(e,
		               "A backup is being made at %s, or one was cut "
		               "short: then remove that file",
		               part);
	from = vault_source(where, e);
	if (!from)
		return false;
	to = db_open(part, e);
	ok = to && fill(from, to, state, now, sum, e);
	db_close(to);
	db_close(from);
	ok = ok && file_rename(part, path, e);
	if (!ok)
		remove_part(part);
	return ok;
}

/* A name that leads nowhere else. */
static bool plain(const char *name)
{
	static const char good[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
	size_t len = strlen(name);

	return len > 0 && len < NAME_BYTES && name[0] != '.' &&
	       strspn(name, good) == len;
}

/* For the owner alone, and on disk. */
static bool write_key(const char *path, const void *data, size_t len,
                      struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	const char *at = data;
	bool ok = fd >= 0;

	while (ok && len > 0) {
		ssize_t n = write(fd, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		ok = n > 0;
		at += ok ? n : 0;
		len -= ok ? (size_t)n : 0;
	}
	ok = ok && fsync(fd) == 0;
	if (!ok)
		err_sys(e, errno, "cannot write %s", path);
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool restore_keys(struct db *from, const char *folder, struct err *e)
{
	struct db_rows *rows = db_query(from, sql_read, DB_NOTHING, e);
	struct err why;
	bool ok = rows != NULL;

	if (ok && mkdir(folder, 0700) != 0 && errno != EEXIST)
		ok = err_sys(e, errno, "cannot make %s", folder);
	while (ok && db_next(rows)) {
		char path[PATH_BYTES];
		const char *name = db_column_text(rows, 0);
		size_t len = 0;
		const void *data = db_column_bytes(rows, 1, &len);

		ok = (plain(name) ||
		      err_set(e, "The backup has a key of a strange name")) &&
		     join(path, folder, name, e) &&
		     write_key(path, data, len, e);
	}
	if (rows && !db_end(rows, &why) && ok) {
		*e = why;
		ok = false;
	}
	return ok;
}

static bool find_key(void *ctx, const char *name)
{
	(void)name;
	*(bool *)ctx = true;
	return false;
}

static bool no_keys(const char *folder, struct err *e)
{
	bool found = false;

	if (file_exists(folder) && !file_list(folder, find_key, &found, e))
		return false;
	return !found ||
	       err_set(e,
	               "There are keys already in %s: restore to another "
	               "state",
	               folder);
}

static bool sound(struct db *db, struct err *e)
{
	struct db_rows *rows = db_query(db, sql_sound, DB_NOTHING, e);
	bool ok;

	if (!rows)
		return false;
	ok = db_next(rows) && text_is(db_column_text(rows, 0), "ok");
	return db_end(rows, e) && (ok || err_set(e, "The backup is damaged"));
}

bool vault_read(const char *path, const char *where, const char *state,
                int64_t now, struct transfer_sum *sum, int64_t *made_at,
                struct err *e)
{
	char keys[PATH_BYTES];
	struct db *from = NULL, *to = NULL;
	bool ok;

	if (!join(keys, state, "keys", e) || !no_keys(keys, e))
		return false;
	if (is_server(path) || !file_exists(path))
		return err_set(e, "There is no backup at %s", path);
	from = db_open(path, e);
	/* A backup of an older version is brought to this one's shape. */
	*made_at = 0;
	ok = from && sound(from, e) && migrate_run(from, now, e) &&
	     db_number(from, sql_made, DB_NOTHING, made_at, e);
	to = ok ? db_open(where, e) : NULL;
	ok = to && migrate_run(to, now, e) &&
	     transfer_store(from, to, sum, e) && restore_keys(from, keys, e) &&
	     db_script(from, sql_seal, e);
	db_close(to);
	db_close(from);
	return ok;
}
