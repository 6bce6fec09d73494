/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_EXCHANGE_FORM_H
#define COORDINATOR_EXCHANGE_FORM_H

#include "coordinator/exchange.h"

/* A form that brings files, while it comes. False when it is none. */
bool exchange_form_open(struct exchange *x);

/* Some of it; x->refused is set when it is too much or no form. */
void exchange_form_take(struct exchange *x, const char *data, size_t len);

/* All is there: the request's form; false when it is broken. */
bool exchange_form_finish(struct exchange *x);
void exchange_form_clear(struct exchange *x);

#endif
