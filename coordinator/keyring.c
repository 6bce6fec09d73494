/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/keyring.h"

#include "coordinator/identity.h"
#include "coordinator/keyfile.h"
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

#define FILE_BYTES KEYFILE_BYTES
#define FILE_NAME  64
#define IDENTITY   "identity.pem"
#define SEAL       "seal-"
#define PEM        ".pem"
#define BOX_BYTES  32
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
	unsigned char box[BOX_BYTES];
	bool boxed; /* there is one */
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
	secret_clear(keys->box, sizeof(keys->box));
	keys->boxed = false;
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
	secret_clear(keys->box, sizeof(keys->box));
	if (keys->folder >= 0)
		close(keys->folder);
	free(keys->path);
	free(keys);
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
	return keyfile_owned(&st, keys->path, e);
}

/* Read certificate and key of one file. */
static bool read_pair(struct keyring *keys, const char *name, struct pair *p,
                      struct err *e)
{
	char *text = keyfile_read(keys->folder, name, e);
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
	     (keyfile_write(keys->folder, keys->path, file, &text, e) ||
	      (!anew && e->sys == EEXIST));
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

/* One that is there already stays: another service may have been faster. */
static bool make_box(struct keyring *keys, struct err *e)
{
	unsigned char box[BOX_BYTES];
	struct buf text;
	bool ok;

	if (!random_bytes(box, sizeof(box), e))
		return false;
	buf_init(&text, FILE_BYTES);
	for (size_t i = 0; i < sizeof(box); i++)
		buf_fmt(&text, "%02x", box[i]);
	buf_char(&text, '\n');
	ok = (buf_ok(&text) || err_set(e, "out of memory")) &&
	     (keyfile_write(keys->folder, keys->path, KEYRING_BOX, &text, e) ||
	      e->sys == EEXIST);
	if (text.data)
		secret_clear(text.data, text.len);
	buf_clear(&text);
	secret_clear(box, sizeof(box));
	return ok;
}

/* Without one, codes of telephones cannot be checked; all else goes on. */
static bool read_box(struct keyring *keys, bool make, struct err *e)
{
	bool there = faccessat(keys->folder, KEYRING_BOX, F_OK, 0) == 0;
	bool ok = true;
	char *text;

	if (!there && !make)
		return true;
	if (!there && !make_box(keys, e))
		return false;
	text = keyfile_read(keys->folder, KEYRING_BOX, e);
	if (!text)
		return false;
	for (size_t i = 0; ok && i < BOX_BYTES; i++) {
		int high = text_hex(text[2 * i]);
		int low = high < 0 ? -1 : text_hex(text[2 * i + 1]);

		ok = low >= 0 || err_set(e, KEYRING_BOX " is no key");
		keys->box[i] = (unsigned char)(ok ? high * 16 + low : 0);
	}
	keys->boxed = ok;
	secret_clear(text, FILE_BYTES);
	free(text);
	return ok;
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
	return read_seals(keys, e) && read_box(keys, make, e);
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
	if (now.folder >= 0) {
		changed = changed ||
		          (read_box(&now, false, &ignored) &&
		           !secret_same(now.box, keys->box, sizeof(now.box)));
		close(now.folder);
	}
	secret_clear(now.box, sizeof(now.box));
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

const unsigned char *keyring_box(const struct keyring *keys)
{
	return keys->boxed ? keys->box : NULL;
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
