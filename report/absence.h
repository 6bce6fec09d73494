/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_ABSENCE_H
#define REPORT_ABSENCE_H

#include "core/buf.h"
#include "core/lang.h"
#include "report/document.h"

#include <stdbool.h>

/*
 * Days between two looks at machines of one commune after which the older one
 * tells nothing about today. The length is ours: one monthly round of fixes
 * of Microsoft was missed for sure.
 */
#define ABSENCE_DAYS 31

/*
 * Whether that machine was left out of the last visit: seen that many days
 * before the one that was seen last. A time that is not known is no absence.
 */
bool absence_is(const struct document *d, const struct document_machine *m);

/*
 * Append a sentence for each of them, one a line: "Poste 2 n’a pas été revu
 * depuis le 3 mai 2026." Nothing when all were seen.
 */
void absence_write(struct buf *out, const struct document *d, enum lang lang);

#endif
