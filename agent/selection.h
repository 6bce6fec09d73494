/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_SELECTION_H
#define AGENT_SELECTION_H

#include "agent/session.h"
#include "checks/baseline.h"

#include <stdbool.h>

/* Controls that the user named. */
struct selection {
	const char **id; /* English ones, of the baseline */
	size_t count;
};

/*
 * The control of that id, English or French; NULL, and told with the nearest
 * one, when there is none.
 */
const struct control *selection_control(const struct session *s,
                                        const struct baseline *b,
                                        const char *id);

/* Read ids with commas between; false, and told, when one is wrong. */
bool selection_parse(struct selection *out, const struct session *s,
                     const struct baseline *b, const char *text);

#endif
