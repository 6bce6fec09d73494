/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_ASSESS_NETWORK_H
#define AGENT_ASSESS_NETWORK_H

#include "checks/facts.h"
#include "core/arena.h"
#include "report/document.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Fill in what a machine saw of the network at time now; left empty when
 * nobody agreed to a look. What a scanner says is cut to what a document may
 * hold. False if memory ran out.
 */
bool assess_network(struct document_network *out, const struct facts *f,
                    const char *machine, int64_t now, struct arena *a);

#endif
