/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_NETWORK_H
#define REPORT_NETWORK_H

#include "report/survey.h"

/*
 * The network of the town hall as a section of the report: the drawing, what
 * is wrong where and what to ask, then the other devices. Nothing when nobody
 * looked.
 */
void network_write(struct buf *out, const struct view *v);

/* "copieur, Accueil, Ricoh": a device in the words of readers, escaped. */
void network_device(struct buf *out, const struct view *v,
                    const struct survey_device *d);

#endif
