/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_WORDING_H
#define AGENT_WORDING_H

#include "checks/baseline.h"
#include "core/arena.h"
#include "core/lang.h"
#include "report/document.h"

#include <stdbool.h>

/*
 * Put a finding into words: title as its verdict is, detail from its message,
 * contradiction and arguments, advice from its control. Texts live in a or in
 * the baseline. False if memory ran out.
 */
bool wording_finding(struct document_finding *f, const struct baseline *b,
                     const struct control *c, enum lang lang, struct arena *a);

/*
 * The document in another language, as far as the baseline can: when it is
 * the one that the document was judged by, findings that it knows get their
 * words anew; others keep theirs. The rating is made anew. False if memory
 * ran out.
 */
bool wording_translate(struct document *d, const struct baseline *b,
                       enum lang lang, struct arena *a);

#endif
