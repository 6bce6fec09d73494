/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/listen_text.h"

#include "agent/say.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	enum say_id id;
} logins[] = {
	{ "ftp", SAY_EAR_FTP },   { "telnet", SAY_EAR_TELNET },
	{ "pop3", SAY_EAR_POP3 }, { "imap", SAY_EAR_IMAP },
	{ "smtp", SAY_EAR_SMTP }, { "http", SAY_EAR_HTTP },
	{ "ldap", SAY_EAR_LDAP }, { "snmp", SAY_EAR_SNMP },
	{ "vnc", SAY_EAR_VNC },
};

static const struct {
	const char *code;
	enum say_id id;
} events[] = {
	{ "smb1", SAY_EAR_SMB1 },      { "ntlmv1", SAY_EAR_NTLMV1 },
	{ "llmnr", SAY_EAR_LLMNR },    { "netbios-name", SAY_EAR_NETBIOS },
	{ "tls-legacy", SAY_EAR_TLS }, { "arp-conflict", SAY_EAR_ARP },
};

/* A sentence with its number, on a line of its own. */
static void add(struct buf *out, enum lang lang, enum say_id id, int64_t count)
{
	char number[24];

	snprintf(number, sizeof(number), "%lld", (long long)count);
	say_format(out, lang, id, "count", number, (char *)NULL);
	buf_char(out, '\n');
}

static void add_logins(struct buf *out, const struct fact_cleartexts *list,
                       enum lang lang)
{
	for (size_t i = 0; i < list->count; i++)
		for (size_t k = 0; k < sizeof(logins) / sizeof(logins[0]); k++)
			if (strcmp(logins[k].name, list->row[i].protocol) == 0)
				add(out, lang, logins[k].id,
				    list->row[i].count);
	if (list->count == 0)
		add(out, lang,
		    list->fact.state == FACT_KNOWN ? SAY_EAR_NO_LOGIN
		                                   : SAY_EAR_UNSURE,
		    0);
}

static void add_events(struct buf *out, const struct fact_heards *list,
                       enum lang lang)
{
	for (size_t i = 0; i < list->count; i++)
		for (size_t k = 0; k < sizeof(events) / sizeof(events[0]); k++)
			if (strcmp(events[k].code, list->row[i].code) == 0)
				add(out, lang, events[k].id,
				    list->row[i].count);
}

void listen_text_write(struct buf *out, const struct facts *f, bool file,
                       enum lang lang)
{
	char packets[24], seconds[24];
	int64_t servers = f->listen_dhcp_servers.value;

	snprintf(packets, sizeof(packets), "%lld",
	         (long long)f->listen_packets.value);
	snprintf(seconds, sizeof(seconds), "%lld",
	         (long long)f->listen_seconds.value);
	say_format(out, lang, SAY_EAR_HEARD, "packets", packets, "seconds",
	           seconds, (char *)NULL);
	buf_char(out, '\n');
	add_logins(out, &f->listen_logins, lang);
	add_events(out, &f->listen_events, lang);
	if (servers > 1)
		add(out, lang, SAY_EAR_DHCP_MANY, servers);
	else if (servers == 1)
		add(out, lang, SAY_EAR_DHCP_ONE, servers);
	buf_fmt(out, "%s\n",
	        say(file ? SAY_EAR_HALF_FILE : SAY_EAR_HALF, lang));
}
