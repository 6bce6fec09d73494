/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_SRVSVC_H
#define CHECKS_PROBE_NET_SRVSVC_H

#include "checks/probe/net/wire.h"

/*
 * The list of a server's shares, as its pipe "srvsvc" gives it: NetrShareEnum
 * at level 1 (MS-SRVS 3.1.4.8) over DCE/RPC (C706 chapter 12). A message of
 * DCE/RPC is a fragment; a list may take several.
 */
#define SRVSVC_NAME 244 /* bytes of a share's name: 80 UTF-16 units, a NUL */
#define SRVSVC_MOST 32
#define SRVSVC_POOL 2048 /* bytes of all their names */
#define SRVSVC_STUB 8192 /* bytes of a list that are read: 70 shares */

enum srvsvc_kind { SRVSVC_DISK, SRVSVC_PRINTER, SRVSVC_DEVICE, SRVSVC_PIPE };

struct srvsvc_share {
	uint16_t name; /* where it stands in pool */
	uint8_t kind;  /* enum srvsvc_kind */
};

/*
 * The shares of a server, without those that every Windows or Samba has for
 * its own service and its administrators: IPC$, print$, C$...
 */
struct srvsvc {
	struct srvsvc_share share[SRVSVC_MOST];
	size_t count; /* of share */
	size_t total; /* that the server has, more perhaps */
	char pool[SRVSVC_POOL];
	size_t used; /* of pool */

	/* The list as it comes. */
	bool last;   /* the fragment at hand is the last one */
	size_t left; /* bytes of it that are still to come */
	size_t len;  /* of stub */
	uint8_t stub[SRVSVC_STUB];
};

/* Append the message that opens the conversation; the one that asks. */
void srvsvc_bind(struct buf *out);
void srvsvc_ask(struct srvsvc *s, struct buf *out, const char *server);

/* Whether the pipe agrees to the conversation. */
bool srvsvc_bound(struct wire message);

/* How far the answer is. */
enum srvsvc_next { SRVSVC_REFUSED, SRVSVC_MORE, SRVSVC_LAST };

/*
 * Take what the pipe said: fragments, or the rest of one. What goes beyond
 * SRVSVC_STUB is left out.
 */
enum srvsvc_next srvsvc_take(struct srvsvc *s, struct wire data);

/*
 * Read the list off what was taken; what is cut off is not there. False when
 * the server refuses the list.
 */
bool srvsvc_list(struct srvsvc *s);

/* The name of share number i. */
const char *srvsvc_name(const struct srvsvc *s, size_t i);

/* Add a share of that name and type (MS-SRVS 2.2.2.4), unless it is one of
 * those that are left out. */
void srvsvc_add(struct srvsvc *s, const char *name, uint32_t type);

#endif
