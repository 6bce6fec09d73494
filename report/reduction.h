/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_REDUCTION_H
#define REPORT_REDUCTION_H

#include "core/arena.h"
#include "report/document.h"

/*
 * What of a document may leave the town hall: an allow-list. Findings keep
 * their id, verdict, severity, scope, advice and the words of what was seen, with every
 * value turned into a range ("46 à 90 jours") or left out; evidence keeps its
 * code, port and transport; a machine keeps its salted id and "Poste 1" and
 * its system; devices are counted by kind. No name of person, machine, file,
 * network or device is left, no address, no free text. d shares texts with
 * from. False if memory ran out.
 */
bool reduction_make(struct document *d, const struct document *from,
                    struct arena *a);

#endif
