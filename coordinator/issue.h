/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_ISSUE_H
#define COORDINATOR_ISSUE_H

#include "coordinator/request.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>

#define ISSUE_MOST 40 /* communes whose kits go into one file */

/*
 * Make the kits of these communes, which who asks may see: one zip as the
 * answer, with a folder each. It is nowhere else; those who lose it make new
 * kits. *why is the id of words that say why not, or NULL.
 */
bool issue_send(struct request *r, struct response *out,
                const char *const *insee, size_t count, const char **why,
                struct err *e);

#endif
