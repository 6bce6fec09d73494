/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/product_state.h"

#include "core/text.h"

#define RUNNING_BITS 0xf000
#define RUNNING      0x1000
#define OLD_BITS     0x00f0

struct product_state product_state_decode(int64_t state)
{
	struct product_state s = { TRI_UNKNOWN, TRI_UNKNOWN };

	if (state < 0 || state > UINT32_MAX)
		return s;
	s.running = (state & RUNNING_BITS) == RUNNING ? TRI_YES : TRI_NO;
	s.current = (state & OLD_BITS) == 0 ? TRI_YES : TRI_NO;
	return s;
}

const struct product *product_state_named(const struct baseline *b,
                                          const char *name)
{
	for (size_t i = 0; i < b->products; i++) {
		const struct product *p = &b->product[i];

		for (size_t j = 0;
		     text_is(p->list, "antivirus") && j < p->programs; j++)
			if (text_like(p->program[j], name))
				return p;
	}
	return NULL;
}
