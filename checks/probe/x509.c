/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/x509.h"

#include "core/date.h"
#include "core/text.h"

#include <limits.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>

#define INITIALS 5

/* A certificate is never locked; without this OpenSSL asks on the terminal. */
static int no_password(char *buf, int size, int writing, void *ctx)
{
	(void)buf;
	(void)size;
	(void)writing;
	(void)ctx;
	return 0;
}

static X509 *read_any(const void *data, size_t len)
{
	const unsigned char *der = data;
	BIO *bio;
	X509 *x = NULL;

	if (len == 0 || len > INT_MAX)
		return NULL;
	bio = BIO_new_mem_buf(data, (int)len);
	if (bio)
		x = PEM_read_bio_X509(bio, NULL, no_password, NULL);
	BIO_free(bio);
	return x ? x : d2i_X509(NULL, &der, (long)len);
}

/* Text that OpenSSL holds in some encoding, as text that may be shown. */
static bool take(char out[X509_TEXT], const ASN1_STRING *s)
{
	unsigned char *utf8 = NULL;
	int n = ASN1_STRING_to_UTF8(&utf8, s);

	/* A NUL inside is how one name is passed off as another. */
	if (n <= 0 || memchr(utf8, '\0', (size_t)n)) {
		OPENSSL_free(utf8);
		return false;
	}
	text_clean(out, X509_TEXT, (const char *)utf8);
	OPENSSL_free(utf8);
	return true;
}

static bool take_entry(char out[X509_TEXT], const X509_NAME *name, int nid)
{
	int at = X509_NAME_get_index_by_NID(name, nid, -1);

	return at >= 0 && take(out, X509_NAME_ENTRY_get_data(
					X509_NAME_get_entry(name, at)));
}

static bool take_dns(char out[X509_TEXT], const X509 *x)
{
	GENERAL_NAMES *names =
	    X509_get_ext_d2i(x, NID_subject_alt_name, NULL, NULL);
	bool found = false;

	for (int i = 0; !found && i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *n = sk_GENERAL_NAME_value(names, i);

		if (n->type == GEN_DNS)
			found = take(out, n->d.dNSName);
	}
	GENERAL_NAMES_free(names);
	return found;
}

static bool take_time(int64_t *out, const ASN1_TIME *time)
{
	struct tm tm;
	struct date day;

	if (ASN1_TIME_to_tm(time, &tm) != 1)
		return false;
	day.year = tm.tm_year + 1900;
	day.month = tm.tm_mon + 1;
	day.day = tm.tm_mday;
	if (day.year < 1 || day.year > 9999)
		return false;
	*out = date_time(day) + tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec;
	if (*out < 0)
		*out = 0;
	return true;
}

void x509_initials(char out[X509_TEXT], const char *name)
{
	size_t n = 0;
	int words = 0;

	while (*name && words < INITIALS) {
		const char *next;

		name += strspn(name, " \t-'");
		next = name;
		if (text_next(&next) == 0)
			break;
		if (words++)
			out[n++] = ' ';
		memcpy(out + n, name, (size_t)(next - name));
		n += (size_t)(next - name);
		out[n++] = '.';
		name = next + strcspn(next, " \t-'");
	}
	out[n] = '\0';
}

/* What it was made for; what does not say so is made for nothing. */
static void take_uses(struct x509 *out, X509 *x)
{
	uint32_t use = X509_get_key_usage(x);
	uint32_t more = X509_get_extended_key_usage(x);

	out->server = more != UINT32_MAX && (more & XKU_SSL_SERVER);
	out->signs =
	    (use != UINT32_MAX &&
	     (use & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION))) ||
	    (more != UINT32_MAX && (more & (XKU_SSL_CLIENT | XKU_SMIME)));
}

bool x509_read(struct x509 *out, struct x509_st *cert)
{
	X509 *x = cert;
	char common[X509_TEXT] = "";

	memset(out, 0, sizeof(*out));
	take_entry(common, X509_get_subject_name(x), NID_commonName);
	if (!take_dns(out->host, x))
		memcpy(out->host, common, sizeof(common));
	x509_initials(out->holder, common);
	if (!take_entry(out->issuer, X509_get_issuer_name(x),
	                NID_organizationName))
		take_entry(out->issuer, X509_get_issuer_name(x),
		           NID_commonName);
	out->authority = X509_check_ca(x) > 0;
	out->own = X509_NAME_cmp(X509_get_subject_name(x),
	                         X509_get_issuer_name(x)) == 0;
	take_uses(out, x);
	return take_time(&out->not_before, X509_get0_notBefore(x)) &&
	       take_time(&out->not_after, X509_get0_notAfter(x));
}

bool x509_parse(struct x509 *out, const void *data, size_t len)
{
	X509 *x = read_any(data, len);
	bool ok = x && x509_read(out, x);

	if (!x)
		memset(out, 0, sizeof(*out));
	X509_free(x);
	return ok;
}
