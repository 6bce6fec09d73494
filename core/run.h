/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_RUN_H
#define CORE_RUN_H

#include "core/buf.h"
#include "core/err.h"

#include <stdbool.h>

/*
 * Run a program without a shell: argv[0] is an absolute path, or a name that
 * is looked for in the system's own folders only, argv ends with NULL. Its
 * input is empty, its environment is minimal with LC_ALL=C, its errors are
 * dropped; what it prints is appended to out, up to out's limit. It is killed
 * after deadline milliseconds. True when it ended by itself; its exit status
 * is then in *status. e->sys is ENOENT when there is no such program.
 */
bool run_command(const char *const *argv, unsigned deadline, struct buf *out,
                 int *status, struct err *e);

#endif
