/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_RULE_PRODUCT_H
#define CHECKS_RULE_PRODUCT_H

#include "checks/baseline.h"

/* The name of a product of a list as a reader says it; its id, else "?". */
static inline const char *product_say(const struct baseline *b,
                                      const char *list, const char *id)
{
	const struct product *p = id ? baseline_product(b, list, id) : NULL;

	if (p)
		return p->name;
	return id ? id : "?";
}

#endif
