/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/probe.h"
#include "checks/probe/windows/edition.h"
#include "checks/probe/windows/registry.h"
#include "checks/probe/windows/remote_tool.h"
#include "core/library.h"

#include <stdlib.h>
#include <windows.h>

#include <iprtrmib.h>

#define PORT_RDP 3389
#define POLICY   "SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services"
#define SERVER   "SYSTEM\\CurrentControlSet\\Control\\Terminal Server"
#define STATION  SERVER "\\WinStations\\RDP-Tcp"

/* The TCP table of IPv4, from the heap; NULL when there is none. */
static MIB_TCPTABLE *tcp_table(void)
{
	static const char *const names[] = { "iphlpapi.dll", NULL };
	DWORD(WINAPI * get)(MIB_TCPTABLE *, DWORD *, BOOL);
	const struct library_symbol symbol = { "GetTcpTable", &get };
	DWORD status = ERROR_INSUFFICIENT_BUFFER;
	MIB_TCPTABLE *table = NULL;
	DWORD size = 65536;
	struct err e;

	if (!library_load(names, &symbol, 1, &e))
		return NULL;
	/* It may have grown since it said how large it is. */
	for (int i = 0; i < 4 && status == ERROR_INSUFFICIENT_BUFFER; i++) {
		free(table);
		table = malloc(size);
		status = table ? get(table, &size, FALSE) : ERROR_OUTOFMEMORY;
	}
	if (status == NO_ERROR)
		return table;
	free(table);
	return NULL;
}

static enum tri listening(int64_t port)
{
	MIB_TCPTABLE *table = port != CELL_UNKNOWN ? tcp_table() : NULL;
	enum tri out = table ? TRI_NO : TRI_UNKNOWN;

	for (DWORD i = 0; table && i < table->dwNumEntries; i++) {
		const MIB_TCPROW *row = &table->table[i];
		/* Of the four bytes the first two are the port's. */
		int64_t own = (row->dwLocalPort & 0xff) << 8 |
		              (row->dwLocalPort >> 8 & 0xff);

		if (row->dwState == MIB_TCP_STATE_LISTEN && own == port)
			out = TRI_YES;
	}
	free(table);
	return out;
}

/* The port, or CELL_UNKNOWN where it stands and cannot be read. */
static int64_t host_port(void)
{
	int64_t port = PORT_RDP;

	switch (registry_int(REGISTRY_MACHINE, STATION, "PortNumber", &port)) {
	case FACT_KNOWN:
		return port <= UINT16_MAX ? port : CELL_UNKNOWN;
	case FACT_ABSENT:
		return PORT_RDP;
	default:
		return CELL_UNKNOWN;
	}
}

/*
 * Home keeps the setting, and has nothing that listens. Where nobody set it,
 * Windows denies (learn.microsoft.com, "fDenyTSConnections").
 */
static void look_desktop(struct facts *f, struct arena *a)
{
	static const struct registry_setting setting = {
		.policy = POLICY,
		.local = SERVER,
		.value = "fDenyTSConnections",
		.root = REGISTRY_MACHINE,
	};
	struct fact_bool *desktop = &f->remote_desktop;
	int64_t deny = 1;
	enum fact_state state = registry_effective(&setting, &deny);
	struct edition e;
	enum tri open;

	if (state == FACT_ABSENT || (state == FACT_KNOWN && deny != 0)) {
		fact_bool(desktop, false);
		return;
	}
	if (state != FACT_KNOWN) {
		fact_unknown(&desktop->fact, a, state,
		             "fDenyTSConnections cannot be read");
		return;
	}
	open = listening(host_port());
	edition_read(&e, a);
	if (open == TRI_UNKNOWN && !edition_home(&e))
		fact_unknown(&desktop->fact, a, FACT_FAILED,
		             "it is allowed, and ports cannot be listed");
	else
		fact_bool(desktop, open == TRI_YES);
}

/*
 * Security layer 0 cannot ask first; where nobody set it, Windows asks
 * (TerminalServer.admx, "Require user authentication for remote connections
 * by using Network Level Authentication").
 */
static void look_nla(struct facts *f, struct arena *a)
{
	static const struct registry_setting asks = {
		.policy = POLICY,
		.local = STATION,
		.value = "UserAuthentication",
		.root = REGISTRY_MACHINE,
	};
	static const struct registry_setting layer = {
		.policy = POLICY,
		.local = STATION,
		.value = "SecurityLayer",
		.root = REGISTRY_MACHINE,
	};
	struct fact_bool *nla = &f->remote_desktop_nla;
	int64_t first = 1, secure = 2;
	enum fact_state state = registry_effective(&asks, &first);
	enum fact_state other = registry_effective(&layer, &secure);

	if (state == FACT_KNOWN || state == FACT_ABSENT)
		state = other;
	if (f->remote_desktop.fact.state == FACT_KNOWN &&
	    !f->remote_desktop.value)
		fact_unknown(&nla->fact, a, FACT_ABSENT, "no remote desktop");
	else if (state != FACT_KNOWN && state != FACT_ABSENT)
		fact_unknown(&nla->fact, a, state,
		             "UserAuthentication or SecurityLayer cannot be "
		             "read");
	else
		fact_bool(nla, first != 0 && secure != 0);
}

static void look_port(struct facts *f, struct arena *a)
{
	const struct fact_bool *desktop = &f->remote_desktop;
	int64_t port = host_port();

	if (desktop->fact.state == FACT_KNOWN && !desktop->value)
		fact_unknown(&f->remote_desktop_port.fact, a, FACT_ABSENT,
		             "no remote desktop");
	else if (port == CELL_UNKNOWN)
		fact_unknown(&f->remote_desktop_port.fact, a, FACT_FAILED,
		             "PortNumber cannot be read");
	else
		fact_int(&f->remote_desktop_port, port);
}

static void remote_read(const struct probe_context *c, struct facts *f,
                        struct arena *a)
{
	look_desktop(f, a);
	look_nla(f, a);
	look_port(f, a);
	remote_tool_list(c->baseline, &f->remote_tools, a);
}

const struct probe probe_remote = { .area = "remote",
	                            .deadline = 5000,
	                            .read = remote_read };
