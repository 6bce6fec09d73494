/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_TOKEN_H
#define COORDINATOR_TOKEN_H

#include "core/hash.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Secrets that a browser holds, made by random_token(): cookies, one-time
 * links, what a form gives back. The store has their SHA-256 alone.
 */

/* Whether text could be of random_token(): its length, its letters alone. */
bool token_valid(const char *text);

/*
 * The SHA-256 of purpose, ':' and text as hexadecimal: what is stored, or
 * what follows from a secret without telling it.
 */
void token_hash(char out[HASH_TEXT], const char *purpose, const char *text);

/* Whether both are there, not empty and equal; in the time their lengths take. */
bool token_same(const char *a, const char *b);

#endif
