/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_NAMING_H
#define COORDINATOR_NAMING_H

#include "report/submission.h"

/*
 * Which member of a submission a text of anybody names, in the schema's own
 * names and no other byte: "document.findings[].severity" for
 * "document.findings[2].severity", as far as there are such names; "" for none.
 */
void naming_find(char out[SUBMISSION_FIELD], const char *field);

#endif
