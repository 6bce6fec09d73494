/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk.h"

#include <string.h>

/*
 * Every protocol that we speak over TCP, and every question in a datagram. A
 * new one adds its line here, its file beside, and the name of it to a port
 * of the baseline ("speaks").
 */
/* clang-format off */
#define DIALECTS(X) \
	X(banner) \
	X(ftp) X(ftp_data) X(ftps) \
	X(http) X(https) \
	X(imap) X(imaps) \
	X(ldap) X(ldaps) \
	X(mysql) \
	X(pop3) X(pop3s) \
	X(postgresql) \
	X(rdp) \
	X(redis) \
	X(rpc) X(mountd) \
	X(rsync) \
	X(rtsp) \
	X(smb) \
	X(smtp) X(smtps) \
	X(telnet) \
	X(upnp) \
	X(vnc)
#define DATAGRAMS(X) \
	X(mdns) X(ssdp) X(wsd) X(wsd_any) \
	X(netbios) X(snmp) X(snmp_v1)
/* clang-format on */

#define DECLARE_DIALECT(name) extern const struct dialect dialect_##name;
DIALECTS(DECLARE_DIALECT)
#define DECLARE_DATAGRAM(name) extern const struct datagram datagram_##name;
DATAGRAMS(DECLARE_DATAGRAM)

#define LIST_DIALECT(name) &dialect_##name,
static const struct dialect *const dialects[] = { DIALECTS(LIST_DIALECT) NULL };
#define LIST_DATAGRAM(name) &datagram_##name,
static const struct datagram *const datagrams[] = { DATAGRAMS(LIST_DATAGRAM)
	                                                NULL };

const struct dialect *dialect_find(const char *name)
{
	for (size_t i = 0; dialects[i]; i++)
		if (strcmp(dialects[i]->name, name) == 0)
			return dialects[i];
	return NULL;
}

const struct dialect *const *dialect_list(void)
{
	return dialects;
}

const struct datagram *const *datagram_list(void)
{
	return datagrams;
}
