/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/probe.h"
#include "checks/probe/windows/decode/socket_table.h"
#include "core/library.h"
#include "core/rows.h"
#include "core/text.h"
#include "core/wide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <winsock2.h>

#include <windows.h>
#include <ws2tcpip.h>

#include <iphlpapi.h>
#include <tlhelp32.h>

#define ROWS_MAX    500
#define TABLE_BYTES (4u << 20)   /* of all sockets */
#define TRIES       4            /* the table grows while it is asked for */
#define LISTENS     2            /* MIB_TCP_STATE_LISTEN */
#define CLIENT_PORT 49152        /* the first that Windows gives to clients */
#define SERVICES    (256u << 10) /* bytes of the list of services */

/* Services that are programs, not drivers (winnt.h, both kinds). */
#define PROGRAMS 0x30

typedef DWORD WINAPI get_table(void *, DWORD *, BOOL, ULONG, int, ULONG);

struct search {
	struct arena *a;
	struct rows rows;   /* struct listener */
	struct rows owners; /* uint32_t, one for each */
	get_table *tcp;
	get_table *udp;
};

static const struct {
	const char *transport;
	ULONG family;
	bool tcp;
} tables[SOCKET_TABLES] = {
	[SOCKET_TABLE_TCP4] = { "tcp", AF_INET, true },
	[SOCKET_TABLE_TCP6] = { "tcp", AF_INET6, true },
	[SOCKET_TABLE_UDP4] = { "udp", AF_INET, false },
	[SOCKET_TABLE_UDP6] = { "udp", AF_INET6, false },
};

static bool known(const struct search *s, const struct listener *l)
{
	const struct listener *row = s->rows.data;

	for (size_t i = 0; i < s->rows.count; i++)
		if (row[i].port == l->port &&
		    text_is(row[i].transport, l->transport) &&
		    text_is(row[i].address, l->address))
			return true;
	return false;
}

/* A UDP socket with a port of the clients' range waits for its answer. */
static void add(struct search *s, const struct socket_row *r, bool tcp)
{
	char address[INET6_ADDRSTRLEN];
	struct listener l = { .transport = tcp ? "tcp" : "udp",
		              .port = r->port,
		              .loopback = r->loopback ? TRI_YES : TRI_NO };
	struct listener *row;
	uint32_t *owner;

	if (r->port == 0 || s->rows.count >= ROWS_MAX ||
	    (tcp ? r->state != LISTENS : r->port >= CLIENT_PORT) ||
	    !inet_ntop(r->bytes == 4 ? AF_INET : AF_INET6, r->address, address,
	               sizeof(address)))
		return;
	l.address = address;
	if (known(s, &l))
		return;
	l.address = arena_strdup(s->a, address);
	row = rows_add(&s->rows);
	owner = row ? rows_add(&s->owners) : NULL;
	if (!owner) {
		s->rows.count -= row != NULL;
		return;
	}
	*row = l;
	*owner = r->owner;
}

/* A table as it is now, from the heap; NULL when it cannot be had. */
static uint8_t *read_table(const struct search *s, enum socket_table kind,
                           DWORD *len)
{
	const bool tcp = tables[kind].tcp;
	DWORD size = 16384;

	for (int i = 0; i < TRIES && size <= TABLE_BYTES; i++) {
		uint8_t *data = calloc(1, size);
		DWORD result = ERROR_OUTOFMEMORY;

		*len = size;
		if (data && tcp)
			result = s->tcp(data, len, FALSE, tables[kind].family,
			                TCP_TABLE_OWNER_PID_ALL, 0);
		else if (data)
			result = s->udp(data, len, FALSE, tables[kind].family,
			                UDP_TABLE_OWNER_PID, 0);
		if (result == NO_ERROR) {
			*len = size;
			return data;
		}
		free(data);
		if (result != ERROR_INSUFFICIENT_BUFFER)
			return NULL;
		size = *len + 4096;
	}
	return NULL;
}

static bool list(struct search *s, enum socket_table kind)
{
	DWORD len;
	uint8_t *data = read_table(s, kind, &len);
	size_t count = data ? socket_table_count(kind, data, len) : 0;

	for (size_t i = 0; i < count; i++) {
		struct socket_row row;

		socket_table_row(&row, kind, data, i);
		add(s, &row, tables[kind].tcp);
	}
	free(data);
	return data != NULL;
}

static void name(struct search *s, uint32_t owner, const char *program)
{
	struct listener *row = s->rows.data;
	const uint32_t *id = s->owners.data;

	for (size_t i = 0; i < s->rows.count; i++)
		if (id[i] == owner)
			row[i].program = program;
}

static bool wanted(const struct search *s, uint32_t owner)
{
	const uint32_t *id = s->owners.data;

	for (size_t i = 0; i < s->owners.count; i++)
		if (id[i] == owner)
			return true;
	return false;
}

/* Programs by their base names, which everybody may list. */
static void name_programs(struct search *s)
{
	HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
	PROCESSENTRY32W entry = { .dwSize = sizeof(entry) };

	if (snapshot == INVALID_HANDLE_VALUE)
		return;
	for (BOOL more = Process32FirstW(snapshot, &entry); more;
	     more = Process32NextW(snapshot, &entry))
		if (wanted(s, entry.th32ProcessID))
			name(s, entry.th32ProcessID,
			     wide_keep(entry.szExeFile, s->a));
	CloseHandle(snapshot);
}

/* Of those in one process the only one, or none. */
static void name_service(struct search *s,
                         const ENUM_SERVICE_STATUS_PROCESSW *list_of,
                         DWORD count, DWORD i)
{
	DWORD owner = list_of[i].ServiceStatusProcess.dwProcessId;
	char *text;

	if (owner == 0 || !wanted(s, owner))
		return;
	for (DWORD j = 0; j < count; j++)
		if (j != i &&
		    list_of[j].ServiceStatusProcess.dwProcessId == owner)
			return;
	text = wide_utf8(list_of[i].lpServiceName);
	if (text)
		name(s, owner, arena_fmt(s->a, "service %.100s", text));
	free(text);
}

/* Half of Windows is called svchost.exe: the service says more. */
static void name_services(struct search *s)
{
	SC_HANDLE manager = OpenSCManagerW(
	    NULL, NULL, SC_MANAGER_CONNECT | SC_MANAGER_ENUMERATE_SERVICE);
	BYTE *data = manager ? calloc(1, SERVICES) : NULL;
	DWORD needed = 0;
	DWORD count = 0;
	DWORD at = 0;

	if (data && EnumServicesStatusExW(manager, SC_ENUM_PROCESS_INFO,
	                                  PROGRAMS, SERVICE_ACTIVE, data,
	                                  SERVICES, &needed, &count, &at, NULL))
		for (DWORD i = 0; i < count; i++)
			name_service(s, (const void *)data, count, i);
	free(data);
	if (manager)
		CloseServiceHandle(manager);
}

static bool load(struct search *s, struct err *e)
{
	static const char *const names[] = { "iphlpapi.dll", NULL };
	const struct library_symbol symbol[] = {
		{ "GetExtendedTcpTable", &s->tcp },
		{ "GetExtendedUdpTable", &s->udp },
	};

	return library_load(names, symbol, 2, e);
}

static void read_listener(const struct probe_context *c, struct facts *f,
                          struct arena *a)
{
	struct search s = { .a = a };
	size_t failed = 0;
	struct err e;

	(void)c;
	rows_init(&s.rows, a, sizeof(struct listener));
	rows_init(&s.owners, a, sizeof(uint32_t));
	if (!load(&s, &e)) {
		fact_unknown(&f->listener_list.fact, a, FACT_UNSUPPORTED, "%s",
		             e.text);
		return;
	}
	for (int i = 0; i < SOCKET_TABLES; i++)
		failed += !list(&s, (enum socket_table)i);
	name_programs(&s);
	name_services(&s);
	f->listener_list.row = s.rows.data;
	f->listener_list.count = s.rows.count;
	f->listener_list.fact.state = FACT_KNOWN;
	if (failed > 0)
		fact_unknown(&f->listener_list.fact, a, FACT_FAILED,
		             "%zu tables of sockets cannot be read", failed);
}

static const char *const more_rights[] = { NULL };

const struct probe probe_listener = {
	.area = "listener",
	.deadline = 5000,
	.read = read_listener,
	.more_rights = more_rights,
};
