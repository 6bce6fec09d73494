/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_KEYFILE_H
#define CHECKS_PROBE_LINUX_KEYFILE_H

#include <stdbool.h>

/*
 * A file of "[group]" and "key = value" lines, as desktops and systemd write
 * them; "#" and ";" begin a comment line.
 */
struct keyfile {
	char *at;          /* what is left */
	const char *group; /* "" before the first */
	const char *key;
	const char *value; /* trimmed */
};

/* Begin to read text, which is cut up and must stay; NULL is empty. */
void keyfile_init(struct keyfile *k, char *text);

/* Go to the next key; false at the end. */
bool keyfile_next(struct keyfile *k);

#endif
