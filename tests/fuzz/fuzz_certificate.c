/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/sight.h"
#include "core/text.h"
#include "tests/fuzz/roots.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * A session whose server showed that certificate, as one is stored: version
 * of it, of TLS, suite, no number, a key of zeros, [3] the certificate.
 */
static SSL_SESSION *session_of(const uint8_t *cert, size_t size)
{
	static const uint8_t head[] = { 0x02, 0x01, 0x01, 0x02, 0x02,
		                        0x03, 0x03, 0x04, 0x02, 0xc0,
		                        0x2f, 0x04, 0x00, 0x04, 0x30 };
	size_t inner = sizeof(head) + 48 + 4 + size, at = 0;
	uint8_t *der = calloc(1, inner + 4);
	const uint8_t *p = der;
	SSL_SESSION *out;

	if (!der)
		return NULL;
	der[at++] = 0x30;
	der[at++] = 0x82;
	der[at++] = (uint8_t)(inner >> 8);
	der[at++] = (uint8_t)inner;
	memcpy(der + at, head, sizeof(head));
	at += sizeof(head) + 48;
	der[at++] = 0xa3;
	der[at++] = 0x82;
	der[at++] = (uint8_t)(size >> 8);
	der[at++] = (uint8_t)size;
	if (size > 0)
		memcpy(der + at, cert, size);
	out = d2i_SSL_SESSION(NULL, &p, (long)(at + size));
	free(der);
	return out;
}

static void check(const struct tls_service *row, const char *const *name)
{
	const char *const texts[] = { row->subject, row->issuer, row->chain,
		                      row->best };
	size_t names = 0;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i] && !text_valid(texts[i], strlen(texts[i])))
			abort();
	for (; name && name[names]; names++)
		if (!name[names][0] ||
		    !text_valid(name[names], strlen(name[names])))
			abort();
	if (names > TLS_SERVICE_NAMES || row->not_before < 0)
		abort();
}

static void read_session(SSL *ssl)
{
	struct arena *a = arena_new(1u << 20);
	struct tls_service row = { .host = "192.0.2.1", .port = 443 };
	const char *const *names;
	struct sight s;

	if (a && tls_service_read(ssl, NULL, 1795305600, a, &row)) {
		names = tls_service_names(ssl, a);
		check(&row, names);
		sight_init(&s, a);
		sight_device(&s, 0xc0000201, "tcp");
		sight_name(&s, 0xc0000201, "nas.mairie.fr", "mdns");
		sight_tls(&s, &row, names);
		sight_judge_names(&s);
	}
	arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	SSL_SESSION *session = size < 60000 ? session_of(data, size) : NULL;
	SSL *ssl = session ? SSL_new(fuzz_roots()) : NULL;

	if (ssl && SSL_set_session(ssl, session) == 1)
		read_session(ssl);
	SSL_free(ssl);
	SSL_SESSION_free(session);
	ERR_clear_error();
	return 0;
}
