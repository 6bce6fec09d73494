/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_LISTEN_HEARING_H
#define CHECKS_PROBE_NET_LISTEN_HEARING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Protocols in which somebody identified in clear. */
enum hearing_login {
	HEARD_FTP,
	HEARD_TELNET,
	HEARD_POP3,
	HEARD_IMAP,
	HEARD_SMTP,
	HEARD_HTTP,
	HEARD_LDAP,
	HEARD_SNMP,
	HEARD_VNC,
	HEARD_LOGINS
};

/* Other habits that are worth telling. */
enum hearing_event {
	HEARD_SMB1,         /* a conversation in SMB 1 */
	HEARD_NTLMV1,       /* an answer to a challenge in NTLM 1 */
	HEARD_LLMNR,        /* a question */
	HEARD_NETBIOS_NAME, /* a question */
	HEARD_TLS_LEGACY,   /* a conversation in TLS 1.1 or older */
	HEARD_ARP_CONFLICT, /* an address that two machines claim */
	HEARD_EVENTS
};

#define HEARD_PAIRS   4096 /* who identified to whom, as a number */
#define HEARD_SERVERS 32   /* that hand out addresses */

/* All that is kept of what passes: numbers. Zeroed memory is a new one. */
struct hearing {
	uint64_t login[HEARD_LOGINS];
	uint64_t event[HEARD_EVENTS];
	uint64_t pair[HEARD_PAIRS]; /* see hearing_once() */
	uint32_t server[HEARD_SERVERS];
	size_t servers;
	bool spoken; /* a conversation with words in it was heard */
	bool cut;    /* content was looked for where the capture keeps none */
};

/* "ftp", "telnet"...; "smb1", "ntlmv1"...: as in the facts. */
const char *hearing_login_name(enum hearing_login login);
const char *hearing_event_code(enum hearing_event event);

/* Mix 8 bytes into a hash; 0 to begin with. */
uint64_t hearing_mix(uint64_t hash, uint64_t word);

/*
 * Whether what this is the hash of is heard for the first time, or for the
 * first time in so long that it was forgotten.
 */
bool hearing_once(struct hearing *h, uint64_t hash);

/* Note a server that hands out addresses, by its own. */
void hearing_server(struct hearing *h, uint32_t address);

#endif
