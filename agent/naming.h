/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_NAMING_H
#define AGENT_NAMING_H

#include "agent/folder.h"
#include "agent/frontend.h"
#include "agent/session.h"
#include "report/document.h"

/*
 * Ask what the machine of d is called when the folder does not know it yet;
 * no answer leaves "Poste 2" or so. former is as in shelf_read(). BACK has no
 * question to go to and counts as no answer.
 */
enum frontend_reply naming_ask(const struct frontend *front,
                               const struct folder *f, struct session *s,
                               struct document *d, const char *former);

#endif
