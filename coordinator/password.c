/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/password.h"

#include "core/base64.h"
#include "core/clock.h"
#include "core/fold.h"
#include "core/random.h"
#include "core/secret.h"
#include "core/text.h"

#include <errno.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/*
 * Of the settings that OWASP's "Password Storage Cheat Sheet" gives as equally
 * strong, the largest that leaves a service of 64 MB room: N=2^15, r=8, p=3.
 */
#define COST      15
#define BLOCK     8
#define PARALLEL  3
#define SALT      16 /* bytes */
#define KEY       32
#define FOLDED    (2 * PASSWORD_MOST)
#define MOST_COST 16 /* of what is stored: 64 MiB */

/* One at a time, so that memory stays bounded; few wait, and not for long. */
#define WAITING  4
#define PATIENCE 5 /* seconds */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t counting = PTHREAD_MUTEX_INITIALIZER;
static unsigned waiting;

struct parameters {
	unsigned cost; /* N is 2 to that */
	unsigned block;
	unsigned parallel;
};

static const struct parameters current = { COST, BLOCK, PARALLEL };

static const char *const common[] = {
#define COMMON(word) word,
#include "coordinator/password_common.def"
#undef COMMON
};

/* Take part in the queue, or not when it is long enough. */
static bool queue(int step)
{
	bool room;

	pthread_mutex_lock(&counting);
	room = step < 0 || waiting < WAITING;
	if (room)
		waiting = step < 0 ? waiting - 1 : waiting + 1;
	pthread_mutex_unlock(&counting);
	return room;
}

static bool take_turn(struct err *e)
{
	struct timespec until = { .tv_sec = (time_t)clock_now() + PATIENCE };

	if (!queue(1))
		return err_sys(e, EBUSY, "too many sign in at once");
	if (pthread_mutex_timedlock(&turn, &until) == 0)
		return true;
	queue(-1);
	return err_sys(e, EBUSY, "too many sign in at once");
}

static void give_turn(void)
{
	pthread_mutex_unlock(&turn);
	queue(-1);
}

static bool derive(unsigned char key[KEY], const char *password,
                   const unsigned char salt[SALT], struct parameters p,
                   struct err *e)
{
	uint64_t n = UINT64_C(1) << p.cost;
	uint64_t most = n * p.block * 128 + (UINT64_C(1) << 20);
	int done;

	if (!take_turn(e))
		return false;
	done = EVP_PBE_scrypt(password, strlen(password), salt, SALT, n,
	                      p.block, p.parallel, most, key, KEY);
	give_turn();
	return done == 1 || err_set(e, "no memory is left to check a password");
}

/* The bytes of a text that must be just as many. */
static bool decode(unsigned char *out, const char *text, size_t len,
                   size_t bytes)
{
	struct buf b;
	struct err ignored;
	bool good;

	buf_init(&b, bytes);
	good = base64_decode(&b, text, len, &ignored) && b.len == bytes;
	if (good)
		memcpy(out, b.data, bytes);
	buf_clear(&b);
	return good;
}

static bool parse(const char *stored, struct parameters *p,
                  unsigned char salt[SALT], unsigned char key[KEY])
{
	const char *middle;
	const char *last;
	int at = 0;

	if (sscanf(stored, "$scrypt$ln=%2u,r=%2u,p=%2u$%n", &p->cost, &p->block,
	           &p->parallel, &at) != 3 ||
	    at == 0)
		return false;
	middle = stored + at;
	last = strchr(middle, '$');
	return last && p->cost >= 1 && p->cost <= MOST_COST && p->block >= 1 &&
	       p->block <= BLOCK && p->parallel >= 1 && p->parallel <= 16 &&
	       decode(salt, middle, (size_t)(last - middle), SALT) &&
	       decode(key, last + 1, strlen(last + 1), KEY);
}

bool password_make(char out[PASSWORD_TEXT], const char *password, struct err *e)
{
	unsigned char salt[SALT];
	unsigned char key[KEY];
	struct buf text;

	if (!random_bytes(salt, SALT, e) ||
	    !derive(key, password, salt, current, e))
		return false;
	buf_init(&text, PASSWORD_TEXT - 1);
	buf_fmt(&text, "$scrypt$ln=%u,r=%u,p=%u$", current.cost, current.block,
	        current.parallel);
	base64_encode(&text, salt, SALT);
	buf_char(&text, '$');
	base64_encode(&text, key, KEY);
	snprintf(out, PASSWORD_TEXT, "%s", buf_text(&text));
	buf_clear(&text);
	secret_clear(key, sizeof(key));
	return true;
}

bool password_check(const char *stored, const char *password, bool *right,
                    bool *renew, struct err *e)
{
	struct parameters p = current;
	unsigned char salt[SALT] = { 0 };
	unsigned char key[KEY] = { 0 };
	unsigned char tried[KEY];
	bool somebody = stored && stored[0];

	*right = *renew = false;
	if (somebody && !parse(stored, &p, salt, key))
		return err_set(e, "a stored password cannot be read");
	if (!derive(tried, password, salt, p, e))
		return false;
	*right = secret_same(tried, key, KEY) && somebody;
	*renew = *right && memcmp(&p, &current, sizeof(p)) != 0;
	secret_clear(tried, sizeof(tried));
	return true;
}

/* Shorten what says the same several times to one of them. */
static void once(char *s)
{
	size_t len = strlen(s);

	for (size_t part = 1; part <= len / 2; part++)
		if (len % part == 0 && memcmp(s, s + part, len - part) == 0) {
			s[part] = '\0';
			return;
		}
}

/* Its letters alone, without case and accents. */
static void letters_of(char out[FOLDED], const char *s)
{
	char folded[FOLDED];
	size_t n = 0;

	fold_text(folded, sizeof(folded), s);
	for (const char *c = folded; *c; c++)
		if (*c >= 'a' && *c <= 'z')
			out[n++] = *c;
	out[n] = '\0';
	once(out);
}

bool password_is_name(const char *password, const char *name)
{
	char mine[FOLDED];
	char other[FOLDED];

	letters_of(mine, password);
	letters_of(other, name ? name : "");
	return other[0] && strcmp(mine, other) == 0;
}

static bool is_common(const char *password)
{
	char whole[FOLDED];
	char plain[FOLDED];

	snprintf(whole, sizeof(whole), "%s", password);
	for (char *c = whole; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	once(whole);
	letters_of(plain, password);
	if (!whole[1])
		return true; /* one letter, again and again */
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		if (strcmp(whole, common[i]) == 0 ||
		    strcmp(plain, common[i]) == 0)
			return true;
	return false;
}

enum password_flaw password_judge(const char *password,
                                  const char *const *names, size_t count)
{
	size_t letters = 0;

	if (strlen(password) > PASSWORD_MOST)
		return PASSWORD_LONG;
	for (const char *s = password; text_next(&s);)
		letters++;
	if (letters < PASSWORD_LEAST)
		return PASSWORD_SHORT;
	if (is_common(password))
		return PASSWORD_COMMON;
	for (size_t i = 0; i < count; i++)
		if (password_is_name(password, names[i]))
			return PASSWORD_NAME;
	return PASSWORD_FINE;
}
