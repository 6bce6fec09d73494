/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/order.h"
#include "coordinator/serving.h"

enum order_ending order_serve(struct order_line *line)
{
	return serving_run(line, false);
}
