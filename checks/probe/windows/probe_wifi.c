/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/probe.h"
#include "checks/probe/wifi_kind.h"
#include "checks/probe/windows/decode/wlan_connection.h"
#include "core/library.h"

#include <windows.h>

#include <wlanapi.h>

#define VERSION    2  /* of the interface, since Windows Vista */
#define INTERFACES 32 /* that are asked */

/* learn.microsoft.com, "Native Wifi API". */
struct calls {
	DWORD(WINAPI *open)(DWORD, PVOID, DWORD *, HANDLE *);
	DWORD(WINAPI *close)(HANDLE, PVOID);
	DWORD(WINAPI *list)(HANDLE, PVOID, WLAN_INTERFACE_INFO_LIST **);
	DWORD(WINAPI *query)
	(HANDLE, const GUID *, WLAN_INTF_OPCODE, PVOID, DWORD *, PVOID *,
	 WLAN_OPCODE_VALUE_TYPE *);
	VOID(WINAPI *release)(PVOID);
};

/* What the interfaces came to; the weakest network counts. */
struct reading {
	struct calls calls;
	HANDLE handle;
	const char *security;
	DWORD error; /* one could not be asked */
	bool damaged;
};

static bool load(struct calls *c, struct err *e)
{
	static const char *const names[] = { "wlanapi.dll", NULL };
	const struct library_symbol symbols[] = {
		{ "WlanOpenHandle", &c->open },
		{ "WlanCloseHandle", &c->close },
		{ "WlanEnumInterfaces", &c->list },
		{ "WlanQueryInterface", &c->query },
		{ "WlanFreeMemory", &c->release },
	};

	return library_load(names, symbols,
	                    sizeof(symbols) / sizeof(symbols[0]), e);
}

static void ask(struct reading *r, const WLAN_INTERFACE_INFO *one)
{
	const char *security = NULL;
	PVOID data = NULL;
	DWORD len = 0, error;

	if (one->isState != wlan_interface_state_connected)
		return;
	error = r->calls.query(r->handle, &one->InterfaceGuid,
	                       wlan_intf_opcode_current_connection, NULL, &len,
	                       &data, NULL);
	if (error != ERROR_SUCCESS || !data)
		r->error = error != ERROR_SUCCESS ? error : ERROR_INVALID_DATA;
	else if (!wlan_connection_parse(data, len, &security))
		r->damaged = true;
	else if (security &&
	         (!r->security || wifi_kind_strength(security) <
	                              wifi_kind_strength(r->security)))
		r->security = security;
	if (data)
		r->calls.release(data);
}

/*
 * Since 24H2 a user may keep programs from knowing where the machine is, and
 * that takes in its Wi-Fi (learn.microsoft.com, "Changes to API behavior for
 * Wi-Fi access and location").
 */
static void tell(const struct reading *r, DWORD count, struct fact_text *wifi,
                 struct arena *a)
{
	if (r->error == ERROR_ACCESS_DENIED)
		fact_unknown(&wifi->fact, a, FACT_DENIED,
		             "programs may not know the location");
	else if (r->error != ERROR_SUCCESS)
		fact_unknown(&wifi->fact, a, FACT_FAILED,
		             "WlanQueryInterface: error %lu", r->error);
	else if (r->damaged)
		fact_unknown(&wifi->fact, a, FACT_FAILED,
		             "the connection cannot be read");
	else if (r->security)
		fact_text(wifi, a, r->security);
	else
		fact_unknown(&wifi->fact, a, FACT_ABSENT, "%s",
		             count > 0 ? "no Wi-Fi is connected"
		                       : "no Wi-Fi interface");
}

static void look(struct reading *r, struct fact_text *wifi, struct arena *a)
{
	WLAN_INTERFACE_INFO_LIST *list = NULL;
	DWORD error = r->calls.list(r->handle, NULL, &list);

	if (error != ERROR_SUCCESS || !list) {
		fact_unknown(&wifi->fact, a,
		             error == ERROR_SUCCESS ? FACT_UNSUPPORTED
		                                    : FACT_FAILED,
		             "WlanEnumInterfaces: error %lu", error);
		return;
	}
	for (DWORD i = 0; i < list->dwNumberOfItems && i < INTERFACES; i++)
		ask(r, &list->InterfaceInfo[i]);
	tell(r, list->dwNumberOfItems, wifi, a);
	r->calls.release(list);
}

static void wifi_read(const struct probe_context *c, struct facts *f,
                      struct arena *a)
{
	struct fact_text *wifi = &f->wifi_security;
	struct reading r = { 0 };
	DWORD version, error;
	struct err e;

	(void)c;
	if (!load(&r.calls, &e)) {
		/* A server comes without it. */
		fact_unknown(&wifi->fact, a, FACT_ABSENT, "%s", e.text);
		return;
	}
	error = r.calls.open(VERSION, NULL, &version, &r.handle);
	if (error == ERROR_SERVICE_NOT_ACTIVE ||
	    error == ERROR_SERVICE_DOES_NOT_EXIST) {
		fact_unknown(&wifi->fact, a, FACT_ABSENT,
		             "the service of Wi-Fi is off");
	} else if (error != ERROR_SUCCESS) {
		fact_unknown(&wifi->fact, a, FACT_FAILED,
		             "WlanOpenHandle: error %lu", error);
	} else {
		look(&r, wifi, a);
		r.calls.close(r.handle, NULL);
	}
}

const struct probe probe_wifi = { .area = "wifi",
	                          .deadline = 3000,
	                          .read = wifi_read };
