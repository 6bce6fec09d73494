/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_EFFORT_H
#define REPORT_EFFORT_H

#include "report/document.h"
#include "report/renderer.h"

/* What a remedy takes, in words, escaped for HTML. */

/* "secrétaire et prestataire". */
void effort_who(struct buf *out, const struct document_finding *f,
                enum lang lang);

/* "20 min", "1 h 30", "2 jours" of seven hours; nothing if not said. */
void effort_time(struct buf *out, int64_t minutes, enum lang lang);

/* "80 à 150 €", "gratuit". */
void effort_euros(struct buf *out, int64_t from, int64_t to, enum lang lang);

/* A list of the three that are known: who, time, cost. */
void effort_write(struct buf *out, const struct view *v,
                  const struct document_finding *f);

#endif
