/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/hearing.h"

#define WAYS 4 /* places where a pair may be */

static const char *const logins[HEARD_LOGINS] = {
	[HEARD_FTP] = "ftp",   [HEARD_TELNET] = "telnet", [HEARD_POP3] = "pop3",
	[HEARD_IMAP] = "imap", [HEARD_SMTP] = "smtp",     [HEARD_HTTP] = "http",
	[HEARD_LDAP] = "ldap", [HEARD_SNMP] = "snmp",     [HEARD_VNC] = "vnc",
};

static const char *const events[HEARD_EVENTS] = {
	[HEARD_SMB1] = "smb1",
	[HEARD_NTLMV1] = "ntlmv1",
	[HEARD_LLMNR] = "llmnr",
	[HEARD_NETBIOS_NAME] = "netbios-name",
	[HEARD_TLS_LEGACY] = "tls-legacy",
	[HEARD_ARP_CONFLICT] = "arp-conflict",
};

const char *hearing_login_name(enum hearing_login login)
{
	return logins[login];
}

const char *hearing_event_code(enum hearing_event event)
{
	return events[event];
}

uint64_t hearing_mix(uint64_t hash, uint64_t word)
{
	/* The steps of MurmurHash's last round. */
	hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
	return hash ^ hash >> 29;
}

bool hearing_once(struct hearing *h, uint64_t hash)
{
	uint64_t *way = &h->pair[hash % (HEARD_PAIRS / WAYS) * WAYS];

	for (int i = 0; i < WAYS; i++)
		if (way[i] == hash)
			return false;
	/* The newest comes first, the oldest is forgotten. */
	for (int i = WAYS - 1; i > 0; i--)
		way[i] = way[i - 1];
	way[0] = hash;
	return true;
}

void hearing_server(struct hearing *h, uint32_t address)
{
	for (size_t i = 0; i < h->servers; i++)
		if (h->server[i] == address)
			return;
	if (h->servers < HEARD_SERVERS)
		h->server[h->servers++] = address;
}
