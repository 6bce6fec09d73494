/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_KIT_CONFIRM_H
#define AGENT_KIT_CONFIRM_H

#include "agent/frontend.h"
#include "agent/session.h"
#include "checks/answers.h"
#include "checks/baseline.h"

#include <stdbool.h>

/*
 * Put what the session's kit says of the commune into the answers: its name
 * and code, its website and its mail. The first time a person is asked whether
 * it is the right one, later it is shown; f may be NULL, then nobody is there.
 * Who says no goes on without the kit. *changed tells whether there is
 * something to save. QUIT and INTERRUPTED as from any question.
 */
enum frontend_reply kit_confirm_run(struct session *s, const struct frontend *f,
                                    const struct baseline *b,
                                    struct answers *answers, bool *changed);

/* Whether the session's kit answers that control's question. */
bool kit_confirm_answers(const struct session *s, const char *control);

#endif
