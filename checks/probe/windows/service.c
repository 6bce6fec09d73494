/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/service.h"

#include "checks/probe/windows/registry.h"
#include "core/text.h"
#include "core/wide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#define SERVICES "SYSTEM\\CurrentControlSet\\Services"

/* Start types of a service's key (winnt.h: SERVICE_BOOT_START 0...). */
static enum service_start start_of(int64_t start)
{
	switch (start) {
	case 0:
	case 1:
	case 2:
		return SERVICE_STARTS_ITSELF;
	case 3:
		return SERVICE_STARTS_ASKED;
	case 4:
		return SERVICE_STARTS_NEVER;
	default:
		return SERVICE_STARTS_UNKNOWN;
	}
}

/* Every user may ask whether a service runs; unknown if not even that. */
static enum tri ask_running(const char *name)
{
	wchar_t *wide = wide_text(name);
	SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT);
	SC_HANDLE service = NULL;
	SERVICE_STATUS status;
	enum tri running = TRI_UNKNOWN;

	if (wide && manager)
		service = OpenServiceW(manager, wide, SERVICE_QUERY_STATUS);
	if (service && QueryServiceStatus(service, &status))
		running = status.dwCurrentState == SERVICE_STOPPED ||
		                  status.dwCurrentState == SERVICE_STOP_PENDING
		              ? TRI_NO
		              : TRI_YES;
	if (service)
		CloseServiceHandle(service);
	if (manager)
		CloseServiceHandle(manager);
	free(wide);
	return running;
}

/*
 * The key tells how it starts; a key without a type is what an uninstaller
 * left behind, and no service.
 */
enum fact_state service_find(const char *name, struct service *out)
{
	char key[sizeof(SERVICES) + REGISTRY_NAME + 1];
	enum fact_state state;
	int64_t type, start;

	if (strlen(name) > REGISTRY_NAME)
		return FACT_ABSENT;
	snprintf(key, sizeof(key), SERVICES "\\%s", name);
	state = registry_int(REGISTRY_MACHINE, key, "Type", &type);
	if (state != FACT_KNOWN)
		return state;
	out->name = name;
	out->start =
	    registry_int(REGISTRY_MACHINE, key, "Start", &start) == FACT_KNOWN
		? start_of(start)
		: SERVICE_STARTS_UNKNOWN;
	out->running = ask_running(name);
	return FACT_KNOWN;
}

struct match {
	const char *pattern;
	bool (*each)(void *ctx, const struct service *s);
	void *ctx;
};

static bool try_name(void *ctx, const char *name)
{
	struct match *m = ctx;
	struct service s;

	if (!text_like(m->pattern, name) ||
	    service_find(name, &s) != FACT_KNOWN)
		return true;
	return m->each(m->ctx, &s);
}

enum fact_state service_match(const char *pattern,
                              bool (*each)(void *ctx, const struct service *s),
                              void *ctx)
{
	struct match m = { pattern, each, ctx };

	return registry_keys(REGISTRY_MACHINE, SERVICES, try_name, &m);
}
