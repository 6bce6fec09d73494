/* SPDX-License-Identifier: Apache-2.0 */
#define COBJMACROS
#define CINTERFACE
#include "checks/probe/windows/network_place.h"

#include "core/worker.h"

#include <string.h>
#include <windows.h>

#include <netlistmgr.h>
#include <objbase.h>

#define NETWORKS 16 /* that are looked at */

/* uuid.h would be one more library to link. */
static const GUID manager_class = { 0xdcb00c01,
	                            0x570f,
	                            0x4a9b,
	                            { 0x8d, 0x69, 0x19, 0x9f, 0xdb, 0xa5, 0x72,
	                              0x3b } };
static const GUID manager_interface = { 0xdcb00000,
	                                0x570f,
	                                0x4a9b,
	                                { 0x8d, 0x69, 0x19, 0x9f, 0xdb, 0xa5,
	                                  0x72, 0x3b } };

static char letter_of(INetwork *network)
{
	NLM_NETWORK_CATEGORY category;

	if (FAILED(INetwork_GetCategory(network, &category)))
		return 'u';
	switch (category) {
	case NLM_NETWORK_CATEGORY_PUBLIC:
		return 'p';
	case NLM_NETWORK_CATEGORY_DOMAIN_AUTHENTICATED:
		return 'd';
	case NLM_NETWORK_CATEGORY_PRIVATE:
		return 'r';
	default:
		return 'u';
	}
}

static bool list(INetworkListManager *manager, struct buf *out)
{
	IEnumNetworks *networks = NULL;
	INetwork *one = NULL;
	ULONG count = 0;

	if (FAILED(INetworkListManager_GetNetworks(
		manager, NLM_ENUM_NETWORK_CONNECTED, &networks)))
		return false;
	for (unsigned i = 0;
	     i < NETWORKS &&
	     IEnumNetworks_Next(networks, 1, &one, &count) == S_OK && one;
	     i++) {
		buf_char(out, letter_of(one));
		INetwork_Release(one);
		one = NULL;
	}
	IEnumNetworks_Release(networks);
	return true;
}

/* In the worker: a letter for each network. */
static bool ask(void *ctx, struct buf *out)
{
	void *manager = NULL;
	bool ok = false;

	(void)ctx;
	if (FAILED(CoInitializeEx(NULL, COINIT_MULTITHREADED)))
		return false;
	if (SUCCEEDED(CoCreateInstance(&manager_class, NULL, CLSCTX_ALL,
	                               &manager_interface, &manager))) {
		ok = list(manager, out);
		INetworkListManager_Release((INetworkListManager *)manager);
	}
	CoUninitialize();
	return ok;
}

void network_place_ask(struct network_places *out, unsigned deadline)
{
	struct worker *w;
	struct buf seen;
	struct err e;

	*out = (struct network_places){ TRI_UNKNOWN, TRI_UNKNOWN, TRI_UNKNOWN };
	buf_init(&seen, NETWORKS + 1);
	w = worker_start(ask, NULL, deadline, NETWORKS + 1, &e);
	if (w && worker_finish(w, &seen, &e)) {
		const char *text = buf_text(&seen);
		enum tri rest = strchr(text, 'u') ? TRI_UNKNOWN : TRI_NO;

		out->domain = strchr(text, 'd') ? TRI_YES : rest;
		out->private = strchr(text, 'r') ? TRI_YES : rest;
		out->public = strchr(text, 'p') ? TRI_YES : rest;
	}
	buf_clear(&seen);
}
