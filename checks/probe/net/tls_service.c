/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/tls_service.h"

#include "checks/probe/x509.h"
#include "core/ipv4.h"
#include "core/roots.h"
#include "core/text.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

/* Marks a context that has no authority to judge by. */
static char rootless;

/* Certificates are judged after the handshake, by rules of our own. */
static int accept_any(X509_STORE_CTX *store, void *ctx)
{
	(void)ctx;
	X509_STORE_CTX_set_error(store, X509_V_ERR_UNSPECIFIED);
	return 1;
}

static bool set_up(SSL_CTX *ctx, const char *roots, struct err *e)
{
	struct err why;

	if (SSL_CTX_set_min_proto_version(ctx, TLS1_VERSION) != 1 ||
	    SSL_CTX_set_max_proto_version(ctx, 0) != 1 ||
	    SSL_CTX_set_cipher_list(ctx, "ALL:@SECLEVEL=0") != 1)
		return err_set(e, "OpenSSL refuses its settings");
	SSL_CTX_set_options(ctx, SSL_OP_LEGACY_SERVER_CONNECT |
	                             SSL_OP_IGNORE_UNEXPECTED_EOF);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL);
	SSL_CTX_set_cert_verify_callback(ctx, accept_any, NULL);
	if (roots && SSL_CTX_load_verify_file(ctx, roots) != 1)
		return err_set(e, "%s holds no certificate of an authority",
		               roots);
	if (!roots_read(SSL_CTX_get_cert_store(ctx), &why) && !roots)
		SSL_CTX_set_app_data(ctx, &rootless);
	return true;
}

struct ssl_ctx_st *tls_roots_new(const char *roots, struct err *e)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());

	if (!ctx) {
		err_set(e, "out of memory");
		return NULL;
	}
	if (set_up(ctx, roots, e))
		return ctx;
	SSL_CTX_free(ctx);
	ERR_clear_error();
	return NULL;
}

/* Dates are told apart from the chain; only an issuer's end breaks it. */
static int judge_link(int ok, X509_STORE_CTX *store)
{
	int error = X509_STORE_CTX_get_error(store);

	return ok || error == X509_V_ERR_CERT_NOT_YET_VALID ||
	       (error == X509_V_ERR_CERT_HAS_EXPIRED &&
	        X509_STORE_CTX_get_error_depth(store) == 0);
}

static const char *chain_name(int error)
{
	switch (error) {
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
		return "self-signed";
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_CERT_UNTRUSTED:
		return "untrusted";
	default:
		return "broken";
	}
}

/* Judge the chain that the server sent; NULL when it cannot be judged. */
static const char *read_chain(SSL *ssl, X509 *leaf, int64_t now)
{
	SSL_CTX *ctx = SSL_get_SSL_CTX(ssl);
	X509_STORE_CTX *store = X509_STORE_CTX_new();
	const char *chain;

	if (!store ||
	    X509_STORE_CTX_init(store, SSL_CTX_get_cert_store(ctx), leaf,
	                        SSL_get_peer_cert_chain(ssl)) != 1 ||
	    X509_STORE_CTX_set_default(store, "ssl_server") != 1) {
		X509_STORE_CTX_free(store);
		ERR_clear_error();
		return NULL;
	}
	X509_STORE_CTX_set_time(store, 0, (time_t)now);
	X509_STORE_CTX_set_verify_cb(store, judge_link);
	chain = X509_verify_cert(store) == 1
	            ? "trusted"
	            : chain_name(X509_STORE_CTX_get_error(store));
	X509_STORE_CTX_free(store);
	ERR_clear_error();
	if (strcmp(chain, "untrusted") == 0 &&
	    SSL_CTX_get_app_data(ctx) == &rootless)
		return NULL;
	return chain;
}

static enum tri read_name(X509 *leaf, const char *name)
{
	ASN1_OCTET_STRING *address;
	int match;

	if (!name)
		return TRI_UNKNOWN;
	address = a2i_IPADDRESS(name);
	match = address ? X509_check_ip_asc(leaf, name, 0)
	                : X509_check_host(leaf, name, 0, 0, NULL);
	ASN1_OCTET_STRING_free(address);
	ERR_clear_error();
	if (match == 1)
		return TRI_YES;
	return match == 0 ? TRI_NO : TRI_UNKNOWN;
}

bool tls_service_read(struct ssl_st *ssl, const char *name, int64_t now,
                      struct arena *a, struct tls_service *out)
{
	X509 *leaf = SSL_get1_peer_certificate(ssl);
	struct x509 x;

	if (!leaf || !x509_read(&x, leaf)) {
		X509_free(leaf);
		return false;
	}
	out->subject = x.host[0] ? arena_strdup(a, x.host) : NULL;
	out->issuer = x.issuer[0] ? arena_strdup(a, x.issuer) : NULL;
	out->not_before = x.not_before;
	out->not_after = x.not_after;
	out->chain = read_chain(ssl, leaf, now);
	out->named = read_name(leaf, name);
	out->best = arena_strdup(a, SSL_get_version(ssl));
	X509_free(leaf);
	return true;
}

/* Text as a host name may have it, in a; NULL when it is none. */
static const char *keep_name(const ASN1_STRING *s, struct arena *a)
{
	const char *text = (const char *)ASN1_STRING_get0_data(s);
	int len = ASN1_STRING_length(s);

	if (len <= 0 || len > X509_TEXT)
		return NULL;
	for (int i = 0; i < len; i++)
		if (text[i] <= ' ' || text[i] >= 0x7f)
			return NULL;
	return arena_fmt(a, "%.*s", len, text);
}

static const char *keep_address(const ASN1_STRING *s, struct arena *a)
{
	const unsigned char *b = ASN1_STRING_get0_data(s);
	char text[IPV4_TEXT];

	if (ASN1_STRING_length(s) != 4)
		return NULL;
	ipv4_format(text, (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
	                      (uint32_t)b[2] << 8 | b[3]);
	return arena_strdup(a, text);
}

/* The alternative names; how many, or -1 if not all of them fit. */
static int list_alternatives(X509 *leaf, struct arena *a, const char **out)
{
	GENERAL_NAMES *all =
	    X509_get_ext_d2i(leaf, NID_subject_alt_name, NULL, NULL);
	int count = 0;

	for (int i = 0; count >= 0 && i < sk_GENERAL_NAME_num(all); i++) {
		const GENERAL_NAME *n = sk_GENERAL_NAME_value(all, i);
		const char *name = NULL;

		if (n->type != GEN_DNS && n->type != GEN_IPADD)
			continue;
		if (n->type == GEN_DNS)
			name = keep_name(n->d.dNSName, a);
		else if (ASN1_STRING_length(n->d.iPAddress) == 4)
			name = keep_address(n->d.iPAddress, a);
		else
			continue;
		if (!name || count == TLS_SERVICE_NAMES)
			count = -1;
		else
			out[count++] = name;
	}
	GENERAL_NAMES_free(all);
	return count;
}

/* The common name, where there is no alternative; how many, or -1. */
static int list_common(X509 *leaf, struct arena *a, const char **out)
{
	const X509_NAME *name = X509_get_subject_name(leaf);
	int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);

	if (at < 0)
		return 0;
	out[0] = keep_name(
	    X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)), a);
	return out[0] ? 1 : -1;
}

const char *const *tls_service_names(struct ssl_st *ssl, struct arena *a)
{
	const char **out =
	    arena_alloc(a, TLS_SERVICE_NAMES + 1, sizeof(const char *));
	X509 *leaf = SSL_get1_peer_certificate(ssl);
	int count = -1;

	if (out && leaf)
		count = list_alternatives(leaf, a, out);
	if (count == 0)
		count = list_common(leaf, a, out);
	X509_free(leaf);
	ERR_clear_error();
	return count >= 0 ? out : NULL;
}
