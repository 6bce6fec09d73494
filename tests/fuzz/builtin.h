/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FUZZ_BUILTIN_H
#define TESTS_FUZZ_BUILTIN_H

#include "checks/baseline.h"

#include <stdlib.h>

/* The baseline that is compiled in, read once; it is never freed. */
static inline const struct baseline *builtin_baseline(void)
{
	static struct baseline *b;
	struct err e;

	if (!b)
		b = baseline_builtin(&e);
	if (!b)
		abort();
	return b;
}

#endif
