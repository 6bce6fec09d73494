/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_REDUCTION_H
#define REPORT_REDUCTION_H

#include "core/arena.h"
#include "report/document.h"

/*
 * What of a document may leave the town hall: an allow-list. Findings keep
 * their id, verdict, severity, scope and advice. What was seen is kept when
 * every value in it is a number, the end of something, or a product that the
 * advice or the system names; else it is told as ranges ("Il y a 46 à 90
 * jours.") or left out. Evidence keeps its code, port and transport, and of
 * its value only the day that something ends. A machine keeps its salted id,
 * "Poste 1" and its system. Devices keep their kind, how sure that is, and
 * their ports, under addresses that are no addresses: 0.0.KIND.NUMBER, so that
 * documents of two machines that saw the same devices can be merged. No name
 * of person, machine, file, network or device is left, no address, no free
 * text. The time of the look stays, so that two of one day can be told apart.
 * d shares texts with from, and is rated anew. False if memory ran out.
 */
bool reduction_make(struct document *d, const struct document *from,
                    struct arena *a);

#endif
