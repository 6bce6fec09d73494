/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_LISTING_H
#define AGENT_LISTING_H

#include "agent/ending.h"
#include "agent/session.h"

/* "garde checks": list what is checked. */
enum ending listing_run(struct session *s);

#endif
