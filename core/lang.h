/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_LANG_H
#define CORE_LANG_H

#include <stdbool.h>

/* The languages that everything a user reads exists in. French is first. */
enum lang { LANG_FR, LANG_EN, LANG_COUNT };

/* One text in every language; static, or in the arena of its owner. */
struct words {
	const char *text[LANG_COUNT];
};

/* "fr" or "en". */
const char *lang_name(enum lang lang);

/* Read "fr" or "en"; false if it is neither. */
bool lang_parse(const char *name, enum lang *out);

/*
 * The language that a command line asks for by --lang, else the environment
 * by LC_ALL, LC_MESSAGES or LANG, where all but English is French; false when
 * neither says one.
 */
bool lang_asked(int argc, char **argv, enum lang *out);

#endif
