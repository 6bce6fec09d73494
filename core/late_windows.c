/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The functions that libcurl and c-ares take from crypt32.dll, bcrypt.dll and
 * iphlpapi.dll. Windows would look for these beside the program first, where
 * anybody may have put one: here they are looked for when they are called, in
 * System32 alone. When they are missing they fail as Windows lets them fail.
 */
#include "core/library.h"

#include <stdbool.h>
#include <winsock2.h>
#include <ws2tcpip.h>

#include <windows.h>

#include <bcrypt.h>
#include <iphlpapi.h>
#include <wincrypt.h>

static struct {
	HCERTSTORE(WINAPI *open)(HCRYPTPROV_LEGACY, LPCSTR);
	BOOL(WINAPI *close)(HCERTSTORE, DWORD);
	PCCERT_CONTEXT(WINAPI *next)(HCERTSTORE, PCCERT_CONTEXT);
	BOOL(WINAPI *free)(PCCERT_CONTEXT);
	BOOL(WINAPI *use)(PCCERT_CONTEXT, DWORD, PCERT_ENHKEY_USAGE, DWORD *);
	BOOL(WINAPI *intended)(DWORD, PCERT_INFO, BYTE *, DWORD);
} crypt;

/* The first call may come from several threads: each finds the same. */
static bool crypt_there(void)
{
	static const char *const names[] = { "crypt32.dll", NULL };
	static const struct library_symbol symbol[] = {
		{ "CertOpenSystemStoreA", &crypt.open },
		{ "CertCloseStore", &crypt.close },
		{ "CertEnumCertificatesInStore", &crypt.next },
		{ "CertFreeCertificateContext", &crypt.free },
		{ "CertGetEnhancedKeyUsage", &crypt.use },
		{ "CertGetIntendedKeyUsage", &crypt.intended },
	};
	static volatile LONG there;
	struct err e;

	if (there)
		return true;
	if (!library_load(names, symbol, sizeof(symbol) / sizeof(symbol[0]),
	                  &e)) {
		SetLastError(ERROR_MOD_NOT_FOUND);
		return false;
	}
	InterlockedExchange(&there, 1);
	return true;
}

static HCERTSTORE WINAPI open_store(HCRYPTPROV_LEGACY provider, LPCSTR name)
{
	return crypt_there() ? crypt.open(provider, name) : NULL;
}

static BOOL WINAPI close_store(HCERTSTORE store, DWORD flags)
{
	return crypt_there() && crypt.close(store, flags);
}

static PCCERT_CONTEXT WINAPI next(HCERTSTORE store, PCCERT_CONTEXT before)
{
	return crypt_there() ? crypt.next(store, before) : NULL;
}

static BOOL WINAPI free_context(PCCERT_CONTEXT context)
{
	return crypt_there() && crypt.free(context);
}

static BOOL WINAPI use(PCCERT_CONTEXT context, DWORD flags,
                       PCERT_ENHKEY_USAGE out, DWORD *bytes)
{
	return crypt_there() && crypt.use(context, flags, out, bytes);
}

static BOOL WINAPI intended(DWORD encoding, PCERT_INFO info, BYTE *out,
                            DWORD bytes)
{
	return crypt_there() && crypt.intended(encoding, info, out, bytes);
}

/* What a call to a function of a DLL goes through, as the linker names it. */
#define LATE(result, name, arguments, function) \
	result(WINAPI *const __imp_##name) arguments = (function)

LATE(HCERTSTORE, CertOpenSystemStoreA, (HCRYPTPROV_LEGACY, LPCSTR), open_store);
LATE(BOOL, CertCloseStore, (HCERTSTORE, DWORD), close_store);
LATE(PCCERT_CONTEXT, CertEnumCertificatesInStore, (HCERTSTORE, PCCERT_CONTEXT),
     next);
LATE(BOOL, CertFreeCertificateContext, (PCCERT_CONTEXT), free_context);
LATE(BOOL, CertGetEnhancedKeyUsage,
     (PCCERT_CONTEXT, DWORD, PCERT_ENHKEY_USAGE, DWORD *), use);
LATE(BOOL, CertGetIntendedKeyUsage, (DWORD, PCERT_INFO, BYTE *, DWORD),
     intended);

/* Without it libcurl has no random bytes, and refuses every request. */
NTSTATUS WINAPI BCryptGenRandom(BCRYPT_ALG_HANDLE algorithm, PUCHAR out,
                                ULONG bytes, ULONG flags)
{
	static const char *const names[] = { "bcrypt.dll", NULL };
	static NTSTATUS(WINAPI * generate)(BCRYPT_ALG_HANDLE, PUCHAR, ULONG,
	                                   ULONG);
	const struct library_symbol symbol = { "BCryptGenRandom", &generate };
	struct err e;

	if (!generate && !library_load(names, &symbol, 1, &e))
		return (NTSTATUS)0xC0000135; /* STATUS_DLL_NOT_FOUND */
	return generate(algorithm, out, bytes, flags);
}

/* c-ares asks for the addresses that the name localhost stands for. */
DWORD WINAPI GetUnicastIpAddressTable(ADDRESS_FAMILY family,
                                      PMIB_UNICASTIPADDRESS_TABLE *out)
{
	static const char *const names[] = { "iphlpapi.dll", NULL };
	static DWORD(WINAPI * list)(ADDRESS_FAMILY,
	                            PMIB_UNICASTIPADDRESS_TABLE *);
	const struct library_symbol symbol = { "GetUnicastIpAddressTable",
		                               &list };
	struct err e;

	*out = NULL;
	if (!list && !library_load(names, &symbol, 1, &e))
		return ERROR_MOD_NOT_FOUND;
	return list(family, out);
}

void WINAPI FreeMibTable(PVOID table)
{
	static const char *const names[] = { "iphlpapi.dll", NULL };
	static void(WINAPI * release)(PVOID);
	const struct library_symbol symbol = { "FreeMibTable", &release };
	struct err e;

	if (release || library_load(names, &symbol, 1, &e))
		release(table);
}
