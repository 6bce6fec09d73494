/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_ENROLMENT_FORM_H
#define COORDINATOR_ENROLMENT_FORM_H

#include "coordinator/request.h"
#include "coordinator/roster.h"

#include <stddef.h>

/* What somebody wants to add, and what is known of that. */
struct enrolment_form {
	struct gazetteer gazetteer;
	struct roster roster;
	const char *department; /* NULL for none */
	const char *epci;
	size_t known; /* communes of the roster that are here already */
};

/* Ask which communes: by département, by EPCI of one, or by a table. */
void enrolment_form_ask(struct request *r, struct response *out,
                        const struct enrolment_form *f);

/*
 * What would be added, what is here already, which lines of a table are wrong,
 * and the button that adds them.
 */
void enrolment_form_count(struct request *r, struct response *out,
                          const struct enrolment_form *f);

/* What was added, and where to go on. */
void enrolment_form_done(struct request *r, struct response *out,
                         const struct enrolment_form *f);

#endif
