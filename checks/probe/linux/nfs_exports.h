/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_NFS_EXPORTS_H
#define CHECKS_PROBE_LINUX_NFS_EXPORTS_H

#include "core/arena.h"
#include "core/rows.h"

#include <stdbool.h>
#include <stddef.h>

/* One folder offered to one kind of client, as exports(5) means it. */
struct nfs_export {
	const char *path;
	const char *client; /* as written; "*" when none was */
	bool world;         /* any machine, without proving who it is */
	bool writable;
	bool root_squash;
};

/*
 * Add the struct nfs_export of len bytes of /etc/exports to rows. False when
 * memory ran out.
 */
bool nfs_exports_parse(struct rows *out, const char *text, size_t len);

#endif
