/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_IDN_H
#define CORE_IDN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A host name as people write it ("saint-lô.fr", UTF-8) as DNS has it
 * ("xn--saint-l-z0a.fr"): lower case for Latin letters, labels with others
 * than ASCII by RFC 3492. False when it does not fit into size or into the
 * lengths of RFC 1035, or is no text.
 */
bool idn_ascii(char *out, size_t size, const char *name);

#endif
