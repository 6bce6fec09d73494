/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_RENDERING_H
#define AGENT_RENDERING_H

#include "agent/ending.h"
#include "agent/session.h"

/* "garde report": show a document in one of the forms. */
enum ending rendering_run(struct session *s);

#endif
