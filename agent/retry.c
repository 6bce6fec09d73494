/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/retry.h"

#define DAY INT64_C(86400)

int64_t retry_delay(unsigned tries, int64_t asked, uint32_t chance)
{
	int64_t bound = RETRY_LEAST * 2;

	for (unsigned i = 1; i < tries && bound < RETRY_MOST; i++)
		bound *= 2;
	if (bound > RETRY_MOST)
		bound = RETRY_MOST;
	if (asked < 0)
		asked = 0;
	if (asked > DAY)
		asked = DAY;
	return asked + RETRY_LEAST +
	       (int64_t)((uint64_t)(bound - RETRY_LEAST + 1) * chance >> 32);
}
