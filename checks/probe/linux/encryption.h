/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_ENCRYPTION_H
#define CHECKS_PROBE_LINUX_ENCRYPTION_H

#include "checks/facts.h"
#include "checks/probe/linux/mounts.h"

/*
 * Whether what a mounted file system writes reaches its disks encrypted, by
 * LUKS or another dm-crypt under any LVM or RAID, or by ecryptfs. UNKNOWN for
 * what hides its disks: a container's overlay, a ZFS or network file system.
 * A disk that encrypts by itself cannot be told from one that does not.
 */
enum tri encryption_mount(const struct probe_context *c, const struct mount *m);

/*
 * Whether single folders of a home may be encrypted on a file system that is
 * not: fscrypt is set up there, but which folders only their owner can see.
 */
bool encryption_folders(const struct probe_context *c, const struct mount *m);

#endif
