/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_FOLLOWUP_FORM_H
#define COORDINATOR_FOLLOWUP_FORM_H

#include "coordinator/commune.h"
#include "coordinator/followup.h"

/* What is done about a commune, as a form for who may change it. */
void followup_form_write(struct request *r, struct response *out,
                         const struct commune *c, const struct followup *f);

#endif
