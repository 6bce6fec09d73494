/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_LISTEN_TEXT_H
#define AGENT_LISTEN_TEXT_H

#include "checks/facts.h"
#include "core/buf.h"
#include "core/lang.h"

#include <stdbool.h>

/*
 * What was heard, in a few plain lines; file: in a capture that somebody else
 * may have made, where it heard more than we can here.
 */
void listen_text_write(struct buf *out, const struct facts *f, bool file,
                       enum lang lang);

#endif
