/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_FOLD_H
#define CORE_FOLD_H

#include <stddef.h>

/*
 * Copy src to dst of size bytes as people search for it: "Œuilly-l’Évêque" is
 * "oeuilly l eveque". Latin letters without accents in lower case, digits,
 * and one space for each run of anything else, none at the ends. Cut where
 * size ends; always terminated.
 */
void fold_text(char *dst, size_t size, const char *src);

#endif
