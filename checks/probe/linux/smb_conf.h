/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_SMB_CONF_H
#define CHECKS_PROBE_LINUX_SMB_CONF_H

#include "checks/probe/linux/source.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/rows.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The configuration of Samba as Samba understands it, from its files: what
 * [global] gives to the shares that follow it, includes, copies, synonyms.
 * "Default" below is Samba's own; texts are as written, without outer quotes.
 */

/* A section that offers a folder or printers. */
struct smb_share {
	const char *name;
	const char *path; /* NULL: none given */
	bool guest_ok;    /* default no */
	bool guest_only;  /* default no; means nothing without guest_ok */
	bool read_only;   /* default yes */
	bool browseable;  /* default yes */
	bool available;   /* default yes */
	bool printable;   /* default no */
	const char *valid_users; /* lists, NULL when empty */
	const char *invalid_users;
	const char *write_list;
	const char *hosts_allow;
	unsigned set; /* which of them its own section wrote */
};

struct smb_conf {
	struct smb_share base;      /* what new sections start with */
	struct rows shares;         /* struct smb_share */
	const char *min_protocol;   /* of the server; NULL: default */
	const char *map_to_guest;   /* NULL: default, never */
	const char *guest_account;  /* "nobody" */
	int64_t restrict_anonymous; /* 0, 1 or 2 */
	const char *usershare_path; /* folder */
	int64_t usershare_max;      /* -1: default, which packages change */
	bool usershare_guests;      /* default no */
	bool registry;              /* more is in Samba's registry */
	const char *varies;         /* an include that depends on who comes */
	const char *denied;         /* an include that may not be read */
	const char *cut;            /* an include too deep or too big */
};

/*
 * Read len bytes of smb.conf and what it includes. Everything is in a.
 * False only when memory runs out; lines that mean nothing are passed over,
 * as Samba does.
 */
bool smb_conf_parse(struct smb_conf *out, const char *text, size_t len,
                    const struct source *from, struct arena *a, struct err *e);

/*
 * Whether the protocol of that name, as in "server min protocol", lets SMB1
 * in. False and e for a name that Samba does not know.
 */
bool smb_conf_smb1(const char *protocol, bool *out, struct err *e);

/* Whether a user or one of its kind stands in a list like "valid users". */
bool smb_conf_lists(const char *list, const char *user);

/* What a file of the usershares folder says. */
struct smb_usershare {
	const char *path;
	bool guest_ok;
	bool everyone_writes; /* usershare_acl gives Everyone F or C... */
	bool everyone_reads;
};

/* Read such a file (text is cut up); false when it is not one. */
bool smb_conf_usershare(struct smb_usershare *out, char *text, struct arena *a);

#endif
