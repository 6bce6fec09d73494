/* SPDX-License-Identifier: Apache-2.0 */
/* Its extra fields hold how long a fetch may take. */
#define CERT_CHAIN_PARA_HAS_EXTRA_FIELDS
#include "core/roots.h"

#include "core/library.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include <wincrypt.h>
/* Names of OpenSSL that Windows' header takes. */
#undef X509_NAME
#undef X509_EXTENSIONS
#undef PKCS7_SIGNER_INFO
#undef OCSP_REQUEST
#undef OCSP_RESPONSE
#include <openssl/err.h>
#include <openssl/x509.h>

#define ROOTS_MOST 2000 /* certificates of a store that are looked at */
#define CHAIN_MOST 10   /* certificates of a server that are looked at */
#define FETCH_MOST 4000 /* milliseconds */

/* "Certificate Verification" of old; not in every wincrypt.h. */
#ifndef CERT_CHAIN_DISABLE_AIA
#define CERT_CHAIN_DISABLE_AIA 0x00002000
#endif

/* Each as wincrypt.h has it. */
static struct {
	HCERTSTORE(WINAPI *open)(HCRYPTPROV_LEGACY, LPCWSTR);
	HCERTSTORE(WINAPI *make)
	(LPCSTR, DWORD, HCRYPTPROV_LEGACY, DWORD, const void *);
	BOOL(WINAPI *close)(HCERTSTORE, DWORD);
	PCCERT_CONTEXT(WINAPI *next)(HCERTSTORE, PCCERT_CONTEXT);
	PCCERT_CONTEXT(WINAPI *find)
	(HCERTSTORE, DWORD, DWORD, DWORD, const void *, PCCERT_CONTEXT);
	BOOL(WINAPI *usage)(PCCERT_CONTEXT, DWORD, PCERT_ENHKEY_USAGE, DWORD *);
	BOOL(WINAPI *add)
	(HCERTSTORE, DWORD, const BYTE *, DWORD, DWORD, PCCERT_CONTEXT *);
	BOOL(WINAPI *chain)
	(HCERTCHAINENGINE, PCCERT_CONTEXT, LPFILETIME, HCERTSTORE,
	 PCERT_CHAIN_PARA, DWORD, LPVOID, PCCERT_CHAIN_CONTEXT *);
	void(WINAPI *free_chain)(PCCERT_CHAIN_CONTEXT);
	BOOL(WINAPI *free)(PCCERT_CONTEXT);
	bool there;
	struct err why;
} api;

static BOOL CALLBACK load(INIT_ONCE *once, void *given, void **out)
{
	static const char *const names[] = { "crypt32.dll", NULL };
	static const struct library_symbol symbol[] = {
		{ "CertOpenSystemStoreW", &api.open },
		{ "CertOpenStore", &api.make },
		{ "CertCloseStore", &api.close },
		{ "CertEnumCertificatesInStore", &api.next },
		{ "CertFindCertificateInStore", &api.find },
		{ "CertGetEnhancedKeyUsage", &api.usage },
		{ "CertAddEncodedCertificateToStore", &api.add },
		{ "CertGetCertificateChain", &api.chain },
		{ "CertFreeCertificateChain", &api.free_chain },
		{ "CertFreeCertificateContext", &api.free },
	};

	(void)once;
	(void)given;
	(void)out;
	api.there = library_load(names, symbol,
	                         sizeof(symbol) / sizeof(symbol[0]), &api.why);
	return TRUE;
}

static bool ready(void)
{
	static INIT_ONCE once = INIT_ONCE_STATIC_INIT;

	InitOnceExecuteOnce(&once, load, NULL, NULL);
	return api.there;
}

/*
 * Whether the system lets this authority speak for servers: what the store
 * says of it, not what it says of itself. Said nothing is said yes.
 */
static bool for_servers(PCCERT_CONTEXT c)
{
	union {
		CERT_ENHKEY_USAGE list;
		BYTE bytes[4096];
	} room;
	DWORD size = sizeof(room);

	if (!api.usage(c, CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG, &room.list,
	               &size))
		return GetLastError() == (DWORD)CRYPT_E_NOT_FOUND;
	if (room.list.cUsageIdentifier == 0)
		return GetLastError() == (DWORD)CRYPT_E_NOT_FOUND;
	for (DWORD i = 0; i < room.list.cUsageIdentifier; i++)
		if (strcmp(room.list.rgpszUsageIdentifier[i],
		           szOID_PKIX_KP_SERVER_AUTH) == 0)
			return true;
	return false;
}

/* Whether somebody has struck it off ("Disallowed"). */
static bool struck_off(HCERTSTORE disallowed, PCCERT_CONTEXT c)
{
	PCCERT_CONTEXT same = disallowed
	                          ? api.find(disallowed, X509_ASN_ENCODING, 0,
	                                     CERT_FIND_EXISTING, c, NULL)
	                          : NULL;

	if (same)
		api.free(same);
	return same;
}

static bool add_one(X509_STORE *store, PCCERT_CONTEXT c)
{
	const unsigned char *der = c->pbCertEncoded;
	X509 *x = c->cbCertEncoded > 1 << 16
	              ? NULL
	              : d2i_X509(NULL, &der, (long)c->cbCertEncoded);
	bool ok = x && X509_STORE_add_cert(store, x) == 1;

	X509_free(x);
	ERR_clear_error();
	return ok;
}

bool roots_read(struct x509_store_st *store, struct err *e)
{
	HCERTSTORE roots, disallowed;
	PCCERT_CONTEXT c = NULL;
	unsigned seen = 0, added = 0;

	if (!ready()) {
		*e = api.why;
		return false;
	}
	roots = api.open(0, L"ROOT");
	if (!roots)
		return err_set(e, "the authorities of Windows cannot be read");
	disallowed = api.open(0, L"Disallowed");
	while ((c = api.next(roots, c)) != NULL) {
		if (for_servers(c) && !struck_off(disallowed, c) &&
		    add_one(store, c))
			added++;
		if (++seen == ROOTS_MOST) {
			api.free(c);
			break;
		}
	}
	if (disallowed)
		api.close(disallowed, 0);
	api.close(roots, 0);
	return added > 0 || err_set(e, "Windows knows no authority");
}

/* What Windows makes of a certificate of OpenSSL; NULL: nothing. */
static PCCERT_CONTEXT put(HCERTSTORE into, X509 *x)
{
	unsigned char *der = NULL;
	int len = i2d_X509(x, &der);
	PCCERT_CONTEXT c = NULL;

	if (len > 0)
		api.add(into, X509_ASN_ENCODING, der, (DWORD)len,
		        CERT_STORE_ADD_ALWAYS, &c);
	OPENSSL_free(der);
	ERR_clear_error();
	return c;
}

/* The top of a chain that Windows finds nothing wrong with, into the store. */
static bool take_top(X509_STORE *store, PCCERT_CHAIN_CONTEXT chain)
{
	const CERT_SIMPLE_CHAIN *simple;

	if (chain->TrustStatus.dwErrorStatus != CERT_TRUST_NO_ERROR ||
	    chain->cChain == 0)
		return false;
	simple = chain->rgpChain[chain->cChain - 1];
	return simple->cElement > 0 &&
	       add_one(store,
	               simple->rgpElement[simple->cElement - 1]->pCertContext);
}

bool roots_fetch(struct x509_store_st *store, struct x509_st *leaf,
                 struct stack_st_X509 *chain)
{
	static char server[] = szOID_PKIX_KP_SERVER_AUTH;
	LPSTR usage[] = { server };
	CERT_CHAIN_PARA wanted;
	PCCERT_CHAIN_CONTEXT found = NULL;
	PCCERT_CONTEXT c;
	HCERTSTORE between;
	bool added = false;

	if (!ready())
		return false;
	between = api.make(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
	if (!between)
		return false;
	for (int i = 0; i < sk_X509_num(chain) && i < CHAIN_MOST; i++) {
		c = put(between, sk_X509_value(chain, i));
		if (c)
			api.free(c);
	}
	memset(&wanted, 0, sizeof(wanted));
	wanted.cbSize = sizeof(wanted);
	wanted.dwUrlRetrievalTimeout = FETCH_MOST;
	wanted.RequestedUsage.dwType = USAGE_MATCH_TYPE_OR;
	wanted.RequestedUsage.Usage.cUsageIdentifier = 1;
	wanted.RequestedUsage.Usage.rgpszUsageIdentifier = usage;
	c = put(between, leaf);
	/* Not to the addresses that a certificate names: anybody wrote it. */
	if (c && api.chain(NULL, c, NULL, between, &wanted,
	                   CERT_CHAIN_DISABLE_AIA, NULL, &found)) {
		added = take_top(store, found);
		api.free_chain(found);
	}
	if (c)
		api.free(c);
	api.close(between, 0);
	return added;
}
