/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_NSS_H
#define CHECKS_PROBE_LINUX_NSS_H

#include "checks/probe/linux/tree.h"
#include "core/arena.h"

/*
 * Call each(ctx, der, len) for the certificates of an NSS database (Firefox,
 * Thunderbird, Chromium) whose private key is there too: those that someone
 * signs or proves who they are with. The path is that of its cert9.db;
 * key4.db lies beside it. No key is read, only which there are.
 */
enum tree_result nss_read(const struct probe_context *c, struct arena *a,
                          const char *path,
                          void (*each)(void *ctx, const void *der, size_t len),
                          void *ctx);

#endif
