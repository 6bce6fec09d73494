/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_SLIP_H
#define COORDINATOR_SLIP_H

#include "coordinator/request.h"
#include "coordinator/roster.h"
#include "core/buf.h"
#include "core/err.h"

#include <stdbool.h>

/*
 * A table of communes on its way through the visitor's browser, from the page
 * that counts them to the one that adds them, as hidden fields of a form. What
 * comes back is foreign again: it is read like any other table.
 */

/*
 * Append the fields, inside of a form that may carry files. False when there
 * are more communes than a form can bring.
 */
bool slip_write(struct response *out, const struct roster *roster);

/* The table that the form brought, a text for roster_read(); empty for none. */
bool slip_read(struct buf *table, const struct request *r, struct err *e);

#endif
