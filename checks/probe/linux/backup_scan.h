/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_BACKUP_SCAN_H
#define CHECKS_PROBE_LINUX_BACKUP_SCAN_H

#include "checks/probe/linux/backup_target.h"
#include "checks/probe/linux/disk.h"
#include "checks/probe/linux/mounts.h"
#include "checks/probe/linux/shell.h"
#include "checks/probe/linux/user.h"
#include "core/rows.h"

#define BACKUP_SCAN_MAX 100 /* rows: more would help nobody */

/*
 * A look at the whole machine for what copies its files. Commands that run by
 * themselves are found first; then each tool looks at its own configuration
 * and traces, and adds or completes rows.
 */
struct backup_scan {
	const struct probe_context *c;
	struct arena *a; /* everything below; not the facts' arena */
	struct users users;
	struct mounts mounts;
	struct mounts configured;
	struct rows copies;    /* struct backup_copy * */
	struct rows denied;    /* const char *: what was closed to us */
	bool schedules_denied; /* one of them was a schedule */
	struct rows runs;      /* struct backup_run: programs that jobs run */
	unsigned remote_looks; /* folders of other machines looked into */
	unsigned scripts;      /* read so far */
};

/* A program that a job runs. */
struct backup_run {
	const char *program;
	enum tri enabled;
};

/* A row on its way; the head is what the fact will hold. */
struct backup_copy {
	struct backup row; /* place and plugged are filled at the end */
	struct backup_target target;
	bool recorded; /* last_success is what the tool noted of its copies */
};

/* A command that the machine runs by itself, or would. */
struct backup_command {
	const char *program; /* base name: "restic" */
	char *const *word;   /* its arguments too */
	size_t words;
	const char *output;      /* where its output goes, or NULL */
	const struct shell *env; /* its variables */
	const char *home;        /* of whom it runs as */
	const char *where;       /* the unit or the file */
	enum tri enabled;        /* it runs by itself */
	bool vendor;             /* it came with a package */
	int64_t started;         /* last time it did, 0: not known */
	enum tri ended;          /* and that ended well */
};

/* A tool that copies files: one file, one of these. */
struct backup_tool {
	const char *const *programs; /* NULL-ended; whose commands it reads */
	void (*command)(struct backup_scan *s, const struct backup_command *c);
	void (*look)(struct backup_scan *s); /* or NULL */
};

/*
 * The row of a tool and target, made if need be; NULL when there are too
 * many. raw may be NULL: then the row is the tool's only one without target.
 */
struct backup_copy *backup_scan_copy(struct backup_scan *s, const char *tool,
                                     const char *raw, const char *home,
                                     const char *where);

/* Take note of a success at that time; CELL_UNKNOWN and the future are none. */
void backup_scan_success(struct backup_scan *s, struct backup_copy *copy,
                         int64_t time);

/* The copy runs by itself, or is known not to. */
void backup_scan_schedule(struct backup_copy *copy, enum tri scheduled);

/* Add something to what is copied. */
void backup_scan_what(struct backup_scan *s, struct backup_copy *copy,
                      const char *what);

/* Remember that a place was closed to us, if r says so; returns r. */
enum tree_result backup_scan_note(struct backup_scan *s, enum tree_result r,
                                  const char *what);

/* Text of a file below the scan's arena, closed ones noted; NULL if none. */
char *backup_scan_text(struct backup_scan *s, const char *path);

/* tree_glob(), a closed place noted. */
enum tree_result backup_scan_glob(struct backup_scan *s, const char *pattern,
                                  bool (*each)(void *ctx, const char *path),
                                  void *ctx);

/* Make *time that of the newest that matches, if it is newer. */
enum tree_result backup_scan_latest(const struct backup_scan *s,
                                    const char *pattern, int64_t *time);

/*
 * Run look(scan, what), where what is in the folder of copies at path, in a
 * worker when the folder may hang. What look returns, or CELL_UNKNOWN; 0 when
 * the folder's disk is here and the folder is not: whatever was copied is gone.
 */
int64_t backup_scan_newest(struct backup_scan *s, const char *path,
                           int64_t (*look)(struct backup_scan *s,
                                           const char *what),
                           const char *what);

/* Look so into the folder that a copy goes to, unless its last is known. */
void backup_scan_look(struct backup_scan *s, struct backup_copy *copy,
                      int64_t (*look)(struct backup_scan *s, const char *path));

/* Whether a program runs by itself; UNKNOWN when a schedule was closed. */
enum tri backup_scan_runs(const struct backup_scan *s, const char *program);

/* Newest time of two, where CELL_UNKNOWN is older than anything. */
int64_t backup_scan_newer(int64_t a, int64_t b);

#endif
