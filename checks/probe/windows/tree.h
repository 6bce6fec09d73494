/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_TREE_H
#define CHECKS_PROBE_WINDOWS_TREE_H

#include "checks/probe/source.h"
#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Files and folders of the machine, read only. Paths are UTF-8. */

#define TREE_PATH 1024       /* bytes of a path that a probe makes */
#define TREE_TEXT (1u << 20) /* bytes of a file that is read as text */

struct tree_stat {
	bool folder;
	bool link;      /* leads elsewhere: not to be walked into */
	bool elsewhere; /* its content is in a cloud: reading would fetch it */
	int64_t size;   /* bytes */
	int64_t mtime;  /* time of the last change */
};

/* Make a path; false, and out is "", when it is longer than TREE_PATH. */
bool tree_path(char out[TREE_PATH], const char *fmt, ...) ERR_PRINTF(2, 3);

enum tree_result tree_stat(const char *path, struct tree_stat *out);

/*
 * Call each(ctx, name, stat) for what is in a folder, in no order, 10,000
 * entries at most, until it returns false.
 */
enum tree_result tree_list(const char *folder,
                           bool (*each)(void *ctx, const char *name,
                                        const struct tree_stat *st),
                           void *ctx);

/*
 * The text of a file in UTF-8, whatever it is written in, in a. One that is
 * larger than TREE_TEXT, or whose content is in a cloud, is FAILED.
 */
enum tree_result tree_text(const char *path, struct arena *a, const char **out);

/* What was found by tree_newest(). */
struct tree_newest {
	enum tree_result result; /* of the folder itself */
	int64_t time;            /* of the newest file, 0: none fits */
};

/*
 * The newest file in a folder, and in the folders below it down to a depth
 * (0: in itself alone), whose name fits the pattern, where a * is any text,
 * and that is larger than size bytes. 5,000 entries are looked at in all.
 * remote: the folder may be on a network that does not answer; it is looked at
 * in a worker, for 3 seconds at most.
 */
void tree_newest(const char *folder, const char *pattern, int64_t size,
                 unsigned depth, bool remote, struct tree_newest *out);

#endif
