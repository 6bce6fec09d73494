/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_YEAR_H
#define COORDINATOR_YEAR_H

#include "coordinator/chart.h"
#include "coordinator/request.h"
#include "core/err.h"

#include <stdint.h>

/* The last CHART_MONTHS months, the one of now included, oldest first. */

/* How many communes of who asks had each letter. */
bool year_letters(struct request *r, struct chart_month month[CHART_MONTHS],
                  struct err *e);

/* Which letter a commune had. */
bool year_trend(struct request *r, const char *insee,
                struct chart_point point[CHART_MONTHS], struct err *e);

/* The month of a time, as the store counts them. */
int64_t year_month(int64_t time);

#endif
