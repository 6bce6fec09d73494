/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_MERGE_H
#define REPORT_MERGE_H

#include "core/arena.h"
#include "core/err.h"
#include "report/document.h"

/*
 * Merge documents about machines of one commune into one about the commune,
 * rated. Machine findings: the worst machine counts, parts keep each one's.
 * Commune findings: the newest document's that knows it. Network findings:
 * the worst, with everybody's evidence. Devices: see merge_network(). The same machine in several documents
 * counts once, as newest. Order does not matter, and what was merged can be
 * merged again. Head and words are the newest document's, baseline included.
 * Labels that two machines share are numbered. Texts are shared with the
 * list, which must live as long. False and e when there is nothing to merge,
 * too much, or the documents are of different communes.
 */
bool merge_documents(struct document *out, const struct document *const *list,
                     size_t count, struct arena *a, struct err *e);

#endif
