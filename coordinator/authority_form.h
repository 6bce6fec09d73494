/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_AUTHORITY_FORM_H
#define COORDINATOR_AUTHORITY_FORM_H

#include "coordinator/request.h"
#include "core/err.h"

#include <stdbool.h>

/*
 * On the page of settings: the authority that is kept, each certificate by
 * its subject and end, and a form that brings another or removes it.
 */
bool authority_form_write(struct request *r, struct response *out,
                          struct err *e);

/*
 * Judge and keep the file of that form, in a transaction; no file removes
 * what is kept. *why is the id of words that tell what is wrong with it, NULL
 * when it was kept.
 */
bool authority_form_take(struct request *r, const char **why, struct err *e);

#endif
