/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_KIT_CHOICE_H
#define AGENT_KIT_CHOICE_H

#include "agent/ending.h"
#include "agent/folder.h"
#include "agent/kit_file.h"
#include "agent/session.h"

#include <stdint.h>

/*
 * Which kit counts: the one of --kit, or beside the program, if it can take
 * the place of the one that is kept with the results; else that one.
 */

/*
 * Find it and put it into the session: s->kit, or NULL. A refused one is told, with what
 * happens now and what to do, and is no reason to stop; USAGE when --kit names
 * a folder without any.
 */
enum ending kit_choice_make(struct session *s, int64_t now);

/* Keep a new one with the results; what fails is told, and is no reason. */
void kit_choice_keep(struct session *s, const struct folder *f);

/* Go on without it after all: the clerk says it is not of this commune. */
void kit_choice_drop(struct session *s);

/* What the kit was refused for, by what is known before: pure. */
enum kit_fault kit_choice_judge(const struct kit_file *kit, const char *signer,
                                const struct kit_file *in_use,
                                const char *insee, int64_t now);

#endif
