/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/authority.h"

#include "core/date.h"
#include "core/text.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>

#define SUBJECT 300 /* bytes of one as it is shown */

/* Nothing here is locked; without this OpenSSL asks on the terminal. */
static int no_password(char *out, int size, int writing, void *ctx)
{
	(void)out;
	(void)size;
	(void)writing;
	(void)ctx;
	return -1;
}

static const char *subject_of(const X509 *x, struct arena *a)
{
	char clean[SUBJECT];
	BIO *bio = BIO_new(BIO_s_mem());
	char *text = NULL;
	long len = 0;
	struct buf b;

	buf_init(&b, SUBJECT * 4);
	if (bio &&
	    X509_NAME_print_ex(bio, X509_get_subject_name(x), 0,
	                       XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) >= 0)
		len = BIO_get_mem_data(bio, &text);
	if (text && len > 0)
		buf_add(&b, text, (size_t)len);
	text_clean(clean, sizeof(clean), buf_text(&b));
	buf_clear(&b);
	BIO_free(bio);
	return arena_strdup(a, clean);
}

static bool end_of(int64_t *out, const X509 *x)
{
	struct tm tm;

	if (ASN1_TIME_to_tm(X509_get0_notAfter(x), &tm) != 1)
		return false;
	*out = date_time((struct date){ tm.tm_year + 1900, tm.tm_mon + 1,
	                                tm.tm_mday }) +
	       tm.tm_hour * INT64_C(3600) + tm.tm_min * INT64_C(60) + tm.tm_sec;
	return true;
}

static bool copy(struct buf *out, X509 *x)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *text = NULL;
	bool ok = bio && PEM_write_bio_X509(bio, x) == 1;
	long len = ok ? BIO_get_mem_data(bio, &text) : 0;

	ok = ok && len > 0 && buf_add(out, text, (size_t)len);
	BIO_free(bio);
	return ok;
}

static enum authority_ending take(struct authority *one, X509 *x, int64_t now,
                                  struct buf *clean, struct arena *a)
{
	one->subject = subject_of(x, a);
	if (!one->subject || !end_of(&one->end, x) ||
	    (clean && !copy(clean, x)))
		return AUTHORITY_WRONG;
	if (X509_check_ca(x) == 0)
		return AUTHORITY_LEAF;
	return one->end < now ? AUTHORITY_ENDED : AUTHORITY_GOOD;
}

static enum authority_ending read_all(struct authority *list, size_t *count,
                                      BIO *bio, int64_t now, struct buf *clean,
                                      struct arena *a)
{
	enum authority_ending worst = AUTHORITY_GOOD;
	X509 *x;

	while ((x = PEM_read_bio_X509(bio, NULL, no_password, NULL))) {
		enum authority_ending one = AUTHORITY_WRONG;

		if (*count < AUTHORITY_MOST)
			one = take(&list[*count], x, now, clean, a);
		X509_free(x);
		if (one == AUTHORITY_WRONG || one == AUTHORITY_LEAF)
			return one;
		++*count;
		worst = one == AUTHORITY_ENDED ? one : worst;
	}
	/* It ended where no certificate was left, and not in one. */
	return *count > 0 && ERR_GET_REASON(ERR_peek_last_error()) ==
	                         PEM_R_NO_START_LINE
	           ? worst
	           : AUTHORITY_WRONG;
}

enum authority_ending authority_read(struct authority *list, size_t *count,
                                     const char *pem, int64_t now,
                                     struct buf *clean, struct arena *a)
{
	enum authority_ending ending = AUTHORITY_WRONG;
	size_t len = strlen(pem);
	BIO *bio;

	*count = 0;
	if (len > AUTHORITY_BYTES)
		return ending;
	if (strstr(pem, "PRIVATE KEY-----"))
		return AUTHORITY_SECRET;
	bio = BIO_new_mem_buf(pem, (int)len);
	ERR_clear_error();
	if (bio)
		ending = read_all(list, count, bio, now, clean, a);
	ERR_clear_error();
	BIO_free(bio);
	return ending;
}
