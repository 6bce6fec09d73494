/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_DISCLOSURE_H
#define COORDINATOR_DISCLOSURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What may be told of a few communes without telling which. Fewer than this
 * are never counted (the rule of Insee's files on small areas asks for 11
 * households or 5 firms; a commune is more like a firm).
 */
#define DISCLOSURE_LEAST 5

/* Whether n may be told: none, or enough. */
bool disclosure_tells(int64_t n);

/*
 * Whether n of a known total may be told: neither those counted nor those
 * left over are few.
 */
bool disclosure_tells_of(int64_t n, int64_t total);

/*
 * Which counts of a breakdown whose total is known are to be hidden: the few,
 * and then the smallest others until those hidden are at least
 * DISCLOSURE_LEAST together and two, so that no difference gives one away.
 */
void disclosure_hide(const int64_t *count, bool *hidden, size_t counts);

#endif
