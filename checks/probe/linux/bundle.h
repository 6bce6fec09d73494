/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_BUNDLE_H
#define CHECKS_PROBE_LINUX_BUNDLE_H

#include "checks/probe/linux/tree.h"

/* Programs that came by another way than the distribution's packages. */

#define BUNDLE_TEXT 128 /* bytes of a name or a version */

struct bundle {
	char name[BUNDLE_TEXT]; /* "firefox", "org.libreoffice.LibreOffice" */
	char version[BUNDLE_TEXT]; /* "" when it is not said */
};

/* Call each(ctx, b) for the flatpaks and snaps of the whole machine. */
void bundle_list(const struct probe_context *c,
                 void (*each)(void *ctx, const struct bundle *b), void *ctx);

/*
 * The version of a program unpacked into a folder of its own, by the file
 * at path (a program or a note beside it), as LibreOffice, Firefox and Java
 * write it down; "" when nothing says it.
 */
void bundle_version(const struct probe_context *c, const char *path,
                    char out[BUNDLE_TEXT]);

#endif
