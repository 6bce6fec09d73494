/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_RETRY_H
#define AGENT_RETRY_H

#include <stdint.h>

#define RETRY_LEAST INT64_C(60)    /* seconds */
#define RETRY_MOST  INT64_C(21600) /* six hours */

/*
 * Seconds to wait after that many failed tries, at least one: anything
 * between a minute and a bound that doubles each time up to six hours ("full
 * jitter"), so that those who failed together do not come back together. What
 * the service asked for (Retry-After, 0: nothing) comes before that, a day at
 * most. chance is a random number, 0 to UINT32_MAX. Pure.
 */
int64_t retry_delay(unsigned tries, int64_t asked, uint32_t chance);

#endif
