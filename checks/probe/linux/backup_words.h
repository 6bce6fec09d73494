/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_BACKUP_WORDS_H
#define CHECKS_PROBE_LINUX_BACKUP_WORDS_H

#include "checks/probe/linux/backup_scan.h"

/*
 * The next word from *i on that is no option, *i then behind it; NULL at the
 * end. valued, NULL-ended, lists the options whose value is the next word:
 * "-r", "--repo". Behind "--" nothing is an option.
 */
const char *backup_words_next(const struct backup_command *c, size_t *i,
                              const char *const *valued);

/*
 * The value of an option: "-r X", "-rX", "--repo X", "--repo=X"; NULL when it
 * is not given. brief or full may be NULL.
 */
const char *backup_words_option(const struct backup_command *c,
                                const char *brief, const char *full);

/* The word's index, or 0 when it is not there. */
size_t backup_words_find(const struct backup_command *c, const char *word);

#endif
