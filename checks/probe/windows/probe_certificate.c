/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/probe.h"
#include "checks/probe/windows/decode/certificate_use.h"
#include "checks/probe/x509.h"
#include "core/library.h"
#include "core/rows.h"

#include <string.h>
#include <windows.h>

#include <wincrypt.h>

#define ROWS_MAX 200
#define SEEN_MAX 10000       /* certificates that are looked at */
#define DER_CAP  (64u << 10) /* bytes of one */

/* Of crypt32.dll; none of them opens a key or a card. */
struct crypt {
	HCERTSTORE(WINAPI *open)
	(LPCSTR provider, DWORD encoding, HCRYPTPROV_LEGACY prov, DWORD flags,
	 const void *name);
	PCCERT_CONTEXT(WINAPI *next)(HCERTSTORE store, PCCERT_CONTEXT before);
	PCCERT_CONTEXT(WINAPI *find)
	(HCERTSTORE store, DWORD encoding, DWORD flags, DWORD type,
	 const void *what, PCCERT_CONTEXT before);
	BOOL(WINAPI *release)(PCCERT_CONTEXT cert);
	BOOL(WINAPI *close)(HCERTSTORE store, DWORD flags);
};

/* A personal store. */
struct store {
	const char *place;
	DWORD flag;
	bool machine;
	HCERTSTORE handle; /* NULL: there is none */
};

struct search {
	const struct probe_context *c;
	struct arena *a;
	struct rows rows;      /* struct certificate */
	enum fact_state worst; /* of the stores */
	bool full;
};

/* A certificate that was made twice for the same store ends once. */
static bool seen(const struct search *s, const char *place, const char *name,
                 const struct x509 *x)
{
	const struct certificate *row = s->rows.data;

	for (size_t i = 0; i < s->rows.count; i++)
		if (strcmp(row[i].place, place) == 0 &&
		    strcmp(row[i].name ? row[i].name : "", name) == 0 &&
		    row[i].not_after == x->not_after)
			return true;
	return false;
}

static void add(struct search *s, const struct store *store,
                const struct x509 *x)
{
	const char *use = certificate_use(x, s->c->baseline, store->machine);
	const char *name;
	struct certificate *row;

	if (!use)
		return;
	name = strcmp(use, "server") == 0 ? x->host : x->holder;
	if (seen(s, store->place, name, x))
		return;
	row = s->rows.count < ROWS_MAX ? rows_add(&s->rows) : NULL;
	if (!row) {
		s->full = true;
		return;
	}
	row->place = store->place;
	row->name = name[0] ? arena_strdup(s->a, name) : NULL;
	row->use = use;
	row->issuer = x->issuer[0] ? arena_strdup(s->a, x->issuer) : NULL;
	row->not_after = x->not_after;
}

/* What is there already is read; nothing is made. */
static void open_store(struct search *s, const struct crypt *crypt,
                       struct store *store)
{
	DWORD error;

	store->handle = crypt->open(CERT_STORE_PROV_SYSTEM_W, 0, 0,
	                            store->flag | CERT_STORE_READONLY_FLAG |
	                                CERT_STORE_OPEN_EXISTING_FLAG,
	                            L"My");
	if (store->handle)
		return;
	error = GetLastError();
	/* An account that never had one has no store. */
	if (error == ERROR_ACCESS_DENIED)
		s->worst = FACT_DENIED;
	else if (error != ERROR_FILE_NOT_FOUND && error != ERROR_PATH_NOT_FOUND)
		s->worst = FACT_FAILED;
}

/* Whether the store has the very same one. */
static bool has(const struct crypt *crypt, const struct store *store,
                PCCERT_CONTEXT cert)
{
	PCCERT_CONTEXT same = NULL;

	if (store && store->handle)
		same = crypt->find(store->handle, X509_ASN_ENCODING, 0,
		                   CERT_FIND_EXISTING, cert, NULL);
	if (same)
		crypt->release(same);
	return same != NULL;
}

/* All of a store but what the other has too: it may be a part of this one. */
static void read_store(struct search *s, const struct crypt *crypt,
                       const struct store *store, const struct store *other)
{
	PCCERT_CONTEXT cert = NULL;
	size_t count = 0;
	struct x509 x;

	while (store->handle && (cert = crypt->next(store->handle, cert))) {
		if (cert->cbCertEncoded <= DER_CAP &&
		    !has(crypt, other, cert) &&
		    x509_parse(&x, cert->pbCertEncoded, cert->cbCertEncoded))
			add(s, store, &x);
		if (++count >= SEEN_MAX) {
			crypt->release(cert);
			s->full = true;
			break;
		}
	}
}

static void read_certificate(const struct probe_context *c, struct facts *f,
                             struct arena *a)
{
	static const char *const names[] = { "crypt32.dll", NULL };
	struct search s = { .c = c, .a = a, .worst = FACT_KNOWN };
	struct fact *fact = &f->certificate_list.fact;
	struct store machine = { "LocalMachine\\My",
		                 CERT_SYSTEM_STORE_LOCAL_MACHINE, true, NULL };
	struct store user = { "CurrentUser\\My", CERT_SYSTEM_STORE_CURRENT_USER,
		              false, NULL };
	struct crypt crypt;
	const struct library_symbol symbol[] = {
		{ "CertOpenStore", &crypt.open },
		{ "CertEnumCertificatesInStore", &crypt.next },
		{ "CertFindCertificateInStore", &crypt.find },
		{ "CertFreeCertificateContext", &crypt.release },
		{ "CertCloseStore", &crypt.close },
	};
	struct err e;

	if (!library_load(names, symbol, sizeof(symbol) / sizeof(symbol[0]),
	                  &e)) {
		fact_unknown(fact, a, FACT_UNSUPPORTED, "%s", e.text);
		return;
	}
	rows_init(&s.rows, a, sizeof(struct certificate));
	open_store(&s, &crypt, &machine);
	open_store(&s, &crypt, &user);
	read_store(&s, &crypt, &machine, NULL);
	read_store(&s, &crypt, &user, &machine);
	if (machine.handle)
		crypt.close(machine.handle, 0);
	if (user.handle)
		crypt.close(user.handle, 0);
	f->certificate_list.row = s.rows.data;
	f->certificate_list.count = s.rows.count;
	fact->state = FACT_KNOWN;
	if (s.worst != FACT_KNOWN)
		fact_unknown(fact, a, s.worst,
		             "a store of certificates cannot be read");
	else if (s.full)
		fact_unknown(fact, a, FACT_FAILED,
		             "there are more certificates than the list holds");
}

static const char *const more_rights[] = { NULL };

const struct probe probe_certificate = {
	.area = "certificate",
	.deadline = 8000,
	.read = read_certificate,
	.more_rights = more_rights,
};
