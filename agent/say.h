/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_SAY_H
#define AGENT_SAY_H

#include "core/buf.h"
#include "core/lang.h"

#include <stdarg.h>
#include <stddef.h>

/*
 * Every sentence that the agent itself says, in every language, so that one
 * test can measure how plain they are.
 */
enum say_id {
#define SAY(id, fr, en) SAY_##id,
#include "agent/say.def"
#undef SAY
	SAY_COUNT
};

/* The words, with {names} to be filled in; static, never NULL. */
const struct words *say_words(enum say_id id);

/* The words in one language. */
const char *say(enum say_id id, enum lang lang);

/*
 * Append the words with their {names} filled in by pairs of name and value,
 * ended by NULL. Values are shown as text_clean() leaves them.
 */
void say_format(struct buf *out, enum lang lang, enum say_id id, ...);
void say_vformat(struct buf *out, enum lang lang, enum say_id id, va_list ap);

#endif
