/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_BACKUP_LISTING_H
#define CHECKS_PROBE_NET_BACKUP_LISTING_H

#include "checks/baseline.h"
#include "checks/probe/net/sight.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BACKUP_LISTING_NAME    80 /* bytes of a name that are kept */
#define BACKUP_LISTING_FOLDERS 3  /* to look into, at most */

/*
 * What a list of files that anyone may read shows of copies, by the names
 * that the baseline knows. Names are hostile; times are clocks of others.
 */
struct backup_listing {
	const struct baseline *baseline;
	int64_t now;
	bool inside;    /* a folder of copies: any archive is one */
	size_t count;   /* copies seen */
	int64_t newest; /* time of the newest, or CELL_UNKNOWN */
	char name[BACKUP_LISTING_NAME]; /* its name, without a path */

	/* Folders whose name speaks of copies. */
	char folder[BACKUP_LISTING_FOLDERS][BACKUP_LISTING_NAME];
	size_t folders;
};

/* An empty one. inside: see above. */
void backup_listing_init(struct backup_listing *l, const struct baseline *b,
                         int64_t now, bool inside);

/*
 * One entry of a list. size is in bytes and time in seconds, both CELL_UNKNOWN
 * when the list does not tell. A time to come is not believed.
 */
void backup_listing_add(struct backup_listing *l, const char *name, bool folder,
                        int64_t size, int64_t time);

/*
 * One line of the answer to LIST, as Unix or DOS write it, or to MLSD
 * (RFC 3659); a line that is none of these is passed over. It is cut up.
 */
void backup_listing_line(struct backup_listing *l, char *line);

/*
 * A page that lists a folder, NUL-terminated, by nginx, Apache, IIS, lighttpd
 * or Python. False, and nothing is read, when it is not one.
 */
bool backup_listing_page(struct backup_listing *l, const char *html);

/*
 * Tell what was seen of the port that showed it: one sign, of the newest copy
 * in all its lists.
 */
void backup_listing_tell(const struct backup_listing *l, struct sight *s,
                         uint32_t address, uint16_t port);

#endif
