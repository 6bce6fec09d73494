/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/x509.h"
#include "core/run.h"
#include "tests/checks/planted_database.h"
#include "tests/checks/told.h"

#include <errno.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>

#define END INT64_C(1799107200) /* 2027-01-05 */

static EVP_PKEY *key;

static void set_name(X509_NAME *name, const char *organisation,
                     const char *common)
{
	X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8,
	                           (const unsigned char *)organisation, -1, -1,
	                           0);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
	                           (const unsigned char *)common, -1, -1, 0);
}

static void extend(X509 *x, int nid, const char *value)
{
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	assert_non_null(e);
	X509_add_ext(x, e, -1);
	X509_EXTENSION_free(e);
}

/* A certificate that ends at END, signed by whoever is named. */
static X509 *certificate(const char *common, const char *issuer,
                         const char *names, bool authority)
{
	X509 *x = X509_new();

	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), (long)strlen(common));
	ASN1_TIME_set(X509_getm_notBefore(x), 1700000000);
	ASN1_TIME_set(X509_getm_notAfter(x), (time_t)END);
	set_name(X509_get_subject_name(x), "Commune", common);
	set_name(X509_get_issuer_name(x), issuer, issuer);
	X509_set_pubkey(x, key);
	if (names)
		extend(x, NID_subject_alt_name, names);
	extend(x, NID_basic_constraints, authority ? "CA:TRUE" : "CA:FALSE");
	assert_true(X509_sign(x, key, EVP_sha256()) > 0);
	return x;
}

static void plant_pem(const char *root, const char *path, X509 *x)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char place[4096];
	char *data;
	struct err e;
	long len;

	PEM_write_bio_X509(bio, x);
	len = BIO_get_mem_data(bio, &data);
	planted_place(root, path, place);
	assert_true(file_write(place, data, (size_t)len, &e));
	BIO_free(bio);
	X509_free(x);
}

static const struct certificate *find(const struct probed *p, const char *place)
{
	const struct certificate *row = p->facts.certificate_list.row;

	for (size_t i = 0; i < p->facts.certificate_list.count; i++)
		if (strcmp(row[i].place, place) == 0)
			return &row[i];
	fail_msg("no certificate of %s", place);
	return NULL;
}

static const struct planted machine[] = {
	{ .path = "/etc/passwd",
	  .text = "root:x:0:0::/root:/bin/bash\n"
	          "camille:x:1000:1000::/home/camille:/bin/bash\n" },
	{ .path = "/home/camille/" },
	{ .path = "/etc/nginx/sites-enabled/mairie",
	  .text = "server {\n  ssl_certificate /srv/tls/site.pem;\n"
	          "  ssl_certificate_key /srv/tls/site.key;\n}\n" },
	{ .path = "/etc/apache2/sites-enabled/a.conf",
	  .text = "SSLCertificateFile \"/srv/tls/site.pem\"\n"
	          "# SSLCertificateFile /srv/tls/old.pem\n" },
	{ .path = "/etc/dovecot/conf.d/10-ssl.conf",
	  .text = "ssl_cert = </srv/tls/mail.pem\n" },
	{ .path = "/etc/postfix/main.cf",
	  .text = "smtpd_tls_cert_file=/srv/tls/none.pem\n" },
	{ .path = "/etc/ssl/broken.pem", .text = "-----BEGIN CERTIFICATE" },
	{ .path = NULL },
};

static void test_servers(void **state)
{
	const struct certificate *row;
	struct probed p;

	(void)state;
	told_new(&p, machine);
	plant_pem(
	    p.root, "/srv/tls/site.pem",
	    certificate("x", "AC Exemple", "DNS:mairie.example.org", false));
	plant_pem(p.root, "/srv/tls/mail.pem",
	          certificate("courriel.example.org", "Commune", NULL, true));
	plant_pem(p.root, "/srv/tls/old.pem",
	          certificate("old", "AC Exemple", NULL, false));
	plant_pem(p.root, "/etc/ssl/root.pem",
	          certificate("AC Exemple", "AC Exemple", NULL, true));
	plant_pem(p.root, "/etc/letsencrypt/live/a/cert.pem",
	          certificate("a.example.org", "AC Exemple", NULL, false));
	told_read(&p, "certificate");
	told_state(&p, "certificate.list", FACT_KNOWN);
	assert_int_equal(p.facts.certificate_list.count, 3);
	row = find(&p, "/srv/tls/site.pem");
	assert_string_equal(row->name, "mairie.example.org");
	assert_string_equal(row->use, "server");
	assert_string_equal(row->issuer, "AC Exemple");
	assert_int_equal(row->not_after, END);
	row = find(&p, "/srv/tls/mail.pem");
	assert_string_equal(row->name, "courriel.example.org");
	find(&p, "/etc/letsencrypt/live/a/cert.pem");
	told_free(&p);
}

static void run(const char *const *argv)
{
	struct buf out;
	struct err e;
	int status;

	buf_init(&out, 65536);
	assert_true(run_command(argv, 20000, &out, &status, &e));
	assert_int_equal(status, 0);
	buf_clear(&out);
}

/* A database of Thunderbird's kind, made by Mozilla's own programs. */
static void test_real_database(void **state)
{
	X509 *x =
	    certificate("Camille de L'Exemple-Élu", "AC Exemple", NULL, false);
	X509 *other = certificate("Autre", "AC Exemple", NULL, false);
	PKCS12 *bag = PKCS12_create("x", "moi", key, x, NULL, 0, 0, 0, 0, 0);
	char folder[4096], db[4200], file[4200];
	const char *const make[] = { "certutil",         "-N", "-d", db,
		                     "--empty-password", NULL };
	const char *const import[] = { "pk12util", "-i", file, "-d", db,
		                       "-W",       "x",  "-K", "",   NULL };
	const char *const add[] = { "certutil", "-A",  "-n", "autre",
		                    "-t",       "P,,", "-d", db,
		                    "-i",       file,  NULL };
	const struct certificate *row;
	struct probed p;
	FILE *f;

	(void)state;
	assert_non_null(bag);
	if (access("/usr/bin/certutil", X_OK) != 0) {
		print_message("libnss3-tools is not installed\n");
		skip();
	}
	told_new(&p, machine);
	planted_place(p.root, "/home/camille/.thunderbird/p.default/x", folder);
	*strrchr(folder, '/') = '\0';
	snprintf(db, sizeof(db), "sql:%s", folder);
	snprintf(file, sizeof(file), "%s/u.p12", folder);
	run(make);
	f = fopen(file, "wb");
	assert_int_equal(i2d_PKCS12_fp(f, bag), 1);
	fclose(f);
	run(import);
	f = fopen(file, "wb");
	assert_int_equal(PEM_write_X509(f, other), 1);
	fclose(f);
	run(add);
	told_read(&p, "certificate");
	told_state(&p, "certificate.list", FACT_KNOWN);
	/* The other's certificate has no key here: it is a correspondent's. */
	assert_int_equal(p.facts.certificate_list.count, 1);
	row = find(&p, "~/.thunderbird/p.default/cert9.db");
	assert_string_equal(row->use, "person");
	assert_string_equal(row->name, "C. d. L. E. É.");
	assert_string_equal(row->issuer, "AC Exemple");
	assert_int_equal(row->not_after, END);
	told_free(&p);
	PKCS12_free(bag);
	X509_free(x);
	X509_free(other);
}

static void test_hostile_databases(void **state)
{
	static const struct planted broken = {
		.path = "/home/camille/.pki/nssdb/key4.db", .text = "hello"
	};
	static const struct planted present = {
		.path = "/home/camille/.pki/nssdb/cert9.db", .text = "hello"
	};
	struct probed p;

	(void)state;
	told_new(&p, machine);
	p.context.user = 1000;
	planted_add(p.root, &present);
	/* No key beside it: nothing of one's own. */
	told_read(&p, "certificate");
	told_state(&p, "certificate.list", FACT_KNOWN);
	planted_add(p.root, &broken);
	told_read(&p, "certificate");
	told_state(&p, "certificate.list", FACT_FAILED);
	/* Another account's damage is not this one's. */
	p.context.user = 1001;
	told_read(&p, "certificate");
	told_state(&p, "certificate.list", FACT_KNOWN);
	told_free(&p);

	told_new(&p, machine);
	planted_database(
	    p.root, "/home/camille/.pki/nssdb/key4.db",
	    "CREATE TABLE nssPrivate(id, a0, a102);"
	    "INSERT INTO nssPrivate VALUES(1,x'00000003',x'01');"
	    "INSERT INTO nssPrivate VALUES(2,x'00000003',NULL);"
	    "INSERT INTO nssPrivate VALUES(3,x'00000003','text');");
	planted_database(
	    p.root, "/home/camille/.pki/nssdb/cert9.db",
	    "CREATE TABLE nssPublic(id, a0, a11, a102);"
	    "INSERT INTO nssPublic VALUES(1,x'00000001',x'30',x'01');"
	    "INSERT INTO nssPublic VALUES(2,x'00000001',NULL,x'01');"
	    "INSERT INTO nssPublic VALUES(3,x'00000001',7,'text');");
	told_read(&p, "certificate");
	told_state(&p, "certificate.list", FACT_KNOWN);
	assert_int_equal(p.facts.certificate_list.count, 0);
	told_free(&p);
}

static void ask_denied(struct probed *p)
{
	told_read(p, "certificate");
	PROBED_CHECK(p->facts.certificate_list.fact.state == FACT_DENIED);
	PROBED_CHECK(p->facts.certificate_list.count == 0);
}

static void test_denied(void **state)
{
	static const struct planted closed[] = {
		{ .path = "/etc/letsencrypt/live/a/cert.pem", .text = "x" },
		{ .path = "/etc/letsencrypt/live/", .mode = 0700 },
		{ .path = NULL },
	};
	static const struct planted nothing[] = { { .path = NULL } };
	struct probed p;

	(void)state;
	told_new(&p, nothing);
	told_read(&p, "certificate");
	told_state(&p, "certificate.list", FACT_ABSENT);
	told_free(&p);
	if (geteuid() != 0)
		skip();
	told_new(&p, closed);
	probed_as_nobody(&p, ask_denied);
	told_free(&p);
}

static void test_initials(void **state)
{
	static const struct {
		const char *name;
		const char *initials;
	} cases[] = {
		{ "Camille Exemple", "C. E." },
		{ "  Élise  d'Ici-Là ", "É. d. I. L." },
		{ "a b c d e f g", "a. b. c. d. e." },
		{ "camille@example.org", "c." },
		{ "", "" },
	};
	char out[X509_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		x509_initials(out, cases[i].name);
		assert_string_equal(out, cases[i].initials);
	}
}

static int make_key(void **state)
{
	(void)state;
	key = EVP_EC_gen("P-256");
	return key ? 0 : -1;
}

static int free_key(void **state)
{
	(void)state;
	EVP_PKEY_free(key);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_servers),
		cmocka_unit_test(test_real_database),
		cmocka_unit_test(test_hostile_databases),
		cmocka_unit_test(test_denied),
		cmocka_unit_test(test_initials),
	};

	return cmocka_run_group_tests(tests, make_key, free_key);
}
