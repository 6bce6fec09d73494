/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/keyring.h"

#include "coordinator/identity.h"
#include "core/random.h"
#include "core/secret.h"
#include "core/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_BYTES 16384 /* largest file of a key */
#define FILE_NAME  64
#define IDENTITY   "identity.pem"
#define SEAL       "seal-"
#define PEM        ".pem"
#define KEY_BEGINS "-----BEGIN PRIVATE KEY-----"

/* A file of the folder: the certificate, and behind it the key. */
struct pair {
	char *certificate;
	char *key;
	int64_t made_at;
};

struct keyring {
	struct pair identity;
	struct pair seal[KEYRING_KEYS]; /* newest first */
	struct envelope_key *opener[KEYRING_KEYS];
	size_t seals;
	char *path; /* of the folder */
	int folder;
};

static void forget_key(struct pair *p)
{
	if (p->key)
		secret_clear(p->key, strlen(p->key));
}

void keyring_only_open(struct keyring *keys)
{
	forget_key(&keys->identity);
	for (size_t i = 0; i < keys->seals; i++)
		forget_key(&keys->seal[i]);
	if (keys->folder >= 0)
		close(keys->folder);
	keys->folder = -1;
}

static void clear_pair(struct pair *p)
{
	forget_key(p);
	/* One block: the certificate's text comes first. */
	free(p->certificate);
	*p = (struct pair){ 0 };
}

void keyring_close(struct keyring *keys)
{
	if (!keys)
		return;
	for (size_t i = 0; i < keys->seals; i++) {
		envelope_key_free(keys->opener[i]);
		clear_pair(&keys->seal[i]);
	}
	clear_pair(&keys->identity);
	if (keys->folder >= 0)
		close(keys->folder);
	free(keys->path);
	free(keys);
}

/* Whether a file or the folder is for this user alone. */
static bool check_owner(const struct stat *st, const char *what, struct err *e)
{
	if (st->st_uid != geteuid() && geteuid() != 0)
		return err_set(
		    e,
		    "%s belongs to another user, run the command as the one who owns it",
		    what);
	if (st->st_mode & 077)
		return err_set(
		    e,
		    "%s can be read by others, the keys may be known: close it with chmod go=",
		    what);
	return true;
}

static bool open_folder(struct keyring *keys, bool make, struct err *e)
{
	struct stat st;

	if (make && mkdir(keys->path, 0700) != 0 && errno != EEXIST)
		return err_sys(e, errno, "cannot make %s", keys->path);
	keys->folder =
	    open(keys->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (keys->folder < 0 && errno == ENOENT)
		return err_set(e, "there are no keys yet in %s", keys->path);
	if (keys->folder < 0 || fstat(keys->folder, &st) != 0)
		return err_sys(e, errno, "cannot open %s", keys->path);
	return check_owner(&st, keys->path, e);
}

/* The text of a file of the folder, to be freed; NULL and e->sys ENOENT... */
static char *read_file(struct keyring *keys, const char *name, struct err *e)
{
	int fd = openat(keys->folder, name,
	                O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	char *text = NULL;
	struct stat st;
	ssize_t n = 0;

	if (fd < 0 || fstat(fd, &st) != 0) {
		err_sys(e, errno, "cannot read the key %s", name);
	} else if (!S_ISREG(st.st_mode) || st.st_size > FILE_BYTES) {
		err_set(e, "%s is no key", name);
	} else if (check_owner(&st, name, e)) {
		text = calloc(1, FILE_BYTES + 1);
		n = text ? read(fd, text, FILE_BYTES) : -1;
		if (n < 0)
			err_sys(e, errno, "cannot read the key %s", name);
	}
	if (fd >= 0)
		close(fd);
	if (n > 0)
		return text;
	if (n == 0 && text)
		err_set(e, "%s is no key", name);
	free(text);
	return NULL;
}

/* Read certificate and key of one file. */
static bool read_pair(struct keyring *keys, const char *name, struct pair *p,
                      struct err *e)
{
	char *text = read_file(keys, name, e);
	char *key = text ? strstr(text, KEY_BEGINS) : NULL;

	if (!text)
		return false;
	if (!key || key == text) {
		free(text);
		return err_set(e, "%s is no key", name);
	}
	/* Between both there is room for the NUL: the key is copied behind. */
	p->certificate = malloc(strlen(text) + 2);
	if (p->certificate) {
		size_t len = (size_t)(key - text);

		memcpy(p->certificate, text, len);
		p->certificate[len] = '\0';
		p->key = p->certificate + len + 1;
		memcpy(p->key, key, strlen(key) + 1);
	}
	secret_clear(text, strlen(text));
	free(text);
	return p->certificate || err_set(e, "out of memory");
}

static bool write_all(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return fsync(fd) == 0;
}

/*
 * Put a text under a name that is not there yet, whole or not at all: a
 * temporary, fsync, link, fsync. e->sys is EEXIST when another was first.
 */
static bool write_file(struct keyring *keys, const char *name,
                       const struct buf *text, struct err *e)
{
	char token[RANDOM_TOKEN];
	char temporary[FILE_NAME];
	bool ok;
	int fd;

	if (!random_token(token, e))
		return false;
	snprintf(temporary, sizeof(temporary), ".tmp-%.16s", token);
	fd = openat(keys->folder, temporary,
	            O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_sys(e, errno, "cannot write a key to %s",
		               keys->path);
	ok = write_all(fd, text->data, text->len) &&
	     linkat(keys->folder, temporary, keys->folder, name, 0) == 0;
	if (!ok)
		err_sys(e, errno, "cannot write the key %s", name);
	close(fd);
	unlinkat(keys->folder, temporary, 0);
	if (ok && fsync(keys->folder) != 0)
		ok = err_sys(e, errno, "cannot write the key %s", name);
	return ok;
}

/* Make a key and its file; one that is there already stays. */
static bool make_pair(struct keyring *keys, const char *file, const char *name,
                      int64_t now, bool identity, bool anew, struct err *e)
{
	struct buf text;
	bool ok;

	buf_init(&text, FILE_BYTES);
	ok = identity_make(&text, name, now,
	                   identity ? NULL : keys->identity.certificate,
	                   identity ? NULL : keys->identity.key, e) &&
	     (write_file(keys, file, &text, e) || (!anew && e->sys == EEXIST));
	if (text.data)
		secret_clear(text.data, text.len);
	buf_clear(&text);
	return ok;
}

/* When the key of a file was made; -1 when it is none to seal to. */
static int64_t seal_time(const char *name)
{
	size_t len = strlen(name);
	char digits[FILE_NAME];
	int64_t at;

	if (!text_begins(name, SEAL) || !text_ends(name, PEM) ||
	    len >= FILE_NAME || len <= strlen(SEAL) + strlen(PEM))
		return -1;
	len -= strlen(SEAL) + strlen(PEM);
	memcpy(digits, name + strlen(SEAL), len);
	digits[len] = '\0';
	return text_int(digits, 0, INT64_MAX, &at) ? at : -1;
}

static void seal_name(char out[FILE_NAME], int64_t at)
{
	snprintf(out, FILE_NAME, SEAL "%lld" PEM, (long long)at);
}

/* Put a time among the newest ones. */
static void keep_time(struct keyring *keys, int64_t at)
{
	size_t i = keys->seals;

	if (i == KEYRING_KEYS && keys->seal[i - 1].made_at > at)
		return;
	if (i < KEYRING_KEYS)
		keys->seals++;
	else
		i--;
	for (; i > 0 && keys->seal[i - 1].made_at < at; i--)
		keys->seal[i] = keys->seal[i - 1];
	keys->seal[i] = (struct pair){ .made_at = at };
}

static bool list_seals(struct keyring *keys, struct err *e)
{
	int fd = openat(keys->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *names = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *one;

	if (!names) {
		err_sys(e, errno, "cannot read %s", keys->path);
		if (fd >= 0)
			close(fd);
		return false;
	}
	while ((one = readdir(names))) {
		int64_t at = seal_time(one->d_name);

		if (at >= 0)
			keep_time(keys, at);
	}
	closedir(names);
	return true;
}

static bool read_seals(struct keyring *keys, struct err *e)
{
	for (size_t i = 0; i < keys->seals; i++) {
		char name[FILE_NAME];
		struct pair *p = &keys->seal[i];

		seal_name(name, p->made_at);
		if (!read_pair(keys, name, p, e))
			return false;
		keys->opener[i] = envelope_key_new(p->certificate, p->key, e);
		if (!keys->opener[i])
			return false;
	}
	return true;
}

/* A folder with keys to seal to has lost its identity: no new one is made. */
static bool read_identity(struct keyring *keys, const char *name, int64_t now,
                          bool make, struct err *e)
{
	if (faccessat(keys->folder, IDENTITY, F_OK, 0) != 0 &&
	    errno == ENOENT) {
		if (keys->seals)
			return err_set(
			    e,
			    "%s/" IDENTITY
			    " is gone: take it from a backup, or no kit works any more",
			    keys->path);
		if (!make)
			return err_set(e, "there are no keys yet in %s",
			               keys->path);
		if (!make_pair(keys, IDENTITY, name, now, true, false, e))
			return false;
	}
	return read_pair(keys, IDENTITY, &keys->identity, e);
}

static bool read_all(struct keyring *keys, const char *name, int64_t now,
                     bool make, struct err *e)
{
	char file[FILE_NAME];

	if (!list_seals(keys, e) || !read_identity(keys, name, now, make, e))
		return false;
	if (!keys->seals) {
		if (!make)
			return err_set(e, "there are no keys yet in %s",
			               keys->path);
		seal_name(file, now);
		if (!make_pair(keys, file, name, now, false, false, e) ||
		    !list_seals(keys, e))
			return false;
	}
	return read_seals(keys, e);
}

struct keyring *keyring_open(const char *state, const char *name, int64_t now,
                             bool make, struct err *e)
{
	struct keyring *keys = calloc(1, sizeof(*keys));
	size_t size = strlen(state) + sizeof("/keys");

	if (!keys) {
		err_set(e, "out of memory");
		return NULL;
	}
	keys->folder = -1;
	keys->path = malloc(size);
	if (keys->path) {
		snprintf(keys->path, size, "%s/keys", state);
		if (open_folder(keys, make, e) &&
		    read_all(keys, name, now, make, e))
			return keys;
	} else {
		err_set(e, "out of memory");
	}
	keyring_close(keys);
	return NULL;
}

bool keyring_changed(const struct keyring *keys)
{
	struct keyring now = { .path = keys->path, .folder = -1 };
	struct err ignored;
	bool changed = open_folder(&now, false, &ignored) &&
	               list_seals(&now, &ignored) && now.seals != keys->seals;

	for (size_t i = 0; i < now.seals && now.seals == keys->seals; i++)
		changed =
		    changed || now.seal[i].made_at != keys->seal[i].made_at;
	if (now.folder >= 0)
		close(now.folder);
	return changed;
}

bool keyring_reload(struct keyring *keys, struct err *e)
{
	struct keyring *read;
	char *state = strdup(keys->path);

	if (!state)
		return err_set(e, "out of memory");
	state[strlen(state) - strlen("/keys")] = '\0';
	read = keyring_open(state, "", 0, false, e);
	free(state);
	if (!read)
		return false;
	/* What was read takes the place of what was known. */
	struct keyring before = *keys;
	*keys = *read;
	*read = before;
	keyring_close(read);
	return true;
}

bool keyring_renew(struct keyring *keys, const char *name, int64_t now,
                   struct err *e)
{
	char file[FILE_NAME];

	if (now <= keys->seal[0].made_at)
		now = keys->seal[0].made_at + 1;
	seal_name(file, now);
	return make_pair(keys, file, name, now, false, true, e) &&
	       keyring_reload(keys, e);
}

const char *keyring_identity(const struct keyring *keys)
{
	return keys->identity.certificate;
}

const char *keyring_identity_key(const struct keyring *keys)
{
	return keys->identity.key;
}

const char *keyring_certificate(const struct keyring *keys)
{
	return keys->seal[0].certificate;
}

int64_t keyring_made_at(const struct keyring *keys)
{
	return keys->seal[0].made_at;
}

struct envelope_key *const *keyring_openers(const struct keyring *keys,
                                            size_t *count)
{
	*count = keys->seals;
	return keys->opener;
}
