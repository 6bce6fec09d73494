/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_ASSIGNMENT_H
#define CHECKS_PROBE_ASSIGNMENT_H

#include <stdbool.h>

/*
 * Whether one of the text's lines gives a key a value: "key = value", where
 * TeamViewer writes "[type] key". The key may go on behind what is asked for;
 * value: what it has to begin with, NULL: it must not be empty. The text is
 * cut into lines, in place.
 */
bool assignment_find(char *text, const char *key, const char *value);

#endif
