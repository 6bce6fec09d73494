/* SPDX-License-Identifier: Apache-2.0 */
#include "report/sign_words.h"

#include "core/text.h"
#include "report/label.h"

#include <stdio.h>
#include <string.h>

/* What to ask for, by the start of the code: the first that fits. */
static const struct {
	const char *start;
	const char *label;
} asks[] = {
	{ "smb1", "ask-old-share" },
	{ "smb-", "ask-folder" },
	{ "ftp-anonymous", "ask-folder" },
	{ "rsync-", "ask-folder" },
	{ "nfs-", "ask-folder" },
	{ "backup-exposed", "ask-folder" },
	{ "backup-stale", "ask-backup" },
	{ "rdp-", "ask-remote" },
	{ "vnc-", "ask-password" },
	{ "telnet-no-auth", "ask-password" },
	{ "http-admin-open", "ask-password" },
	{ "db-no-auth", "ask-password" },
	{ "db-exposed", "ask-limit" },
	{ "telnet", "ask-protected" },
	{ "ftp-", "ask-protected" },
	{ "pop3-", "ask-protected" },
	{ "imap-", "ask-protected" },
	{ "smtp-", "ask-protected" },
	{ "http-basic-", "ask-protected" },
	{ "snmp-", "ask-factory" },
	{ "upnp-", "ask-door" },
	{ "router-port-", "ask-door" },
	{ "tls-legacy", "ask-update" },
	{ "tls-", "ask-certificate" },
	{ "out-of-date", "ask-update" },
};

const char *sign_words_does(const char *code, enum lang lang)
{
	char id[64];

	if (!code)
		return NULL;
	/* Which door it is says the technician's sheet. */
	if (text_begins(code, "upnp-mapping"))
		code = "upnp-mapping";
	snprintf(id, sizeof(id), "sign-%s", code);
	return label_exists(id) ? label(id, lang) : NULL;
}

const char *sign_words_ask(const char *code, enum lang lang)
{
	for (size_t i = 0; code && i < sizeof(asks) / sizeof(asks[0]); i++)
		if (text_begins(code, asks[i].start))
			return label(asks[i].label, lang);
	return NULL;
}
