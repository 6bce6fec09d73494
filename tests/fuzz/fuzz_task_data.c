/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/task_data.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(const struct task_data *t)
{
	if (t->actions > TASK_DATA_ACTIONS || t->started < CELL_UNKNOWN ||
	    t->result < CELL_UNKNOWN)
		abort();
	for (size_t i = 0; i < t->actions; i++)
		if (!t->action[i].command || !t->action[i].arguments ||
		    !t->action[i].folder)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(1 << 20);
	struct task_data t;

	if (!a)
		return 0;
	task_data_init(&t);
	(void)task_data_actions(data, size, a, &t);
	look(&t);
	task_data_init(&t);
	(void)task_data_runs(data, size, &t);
	look(&t);
	task_data_init(&t);
	(void)task_data_xml((const char *)data, size, a, &t);
	look(&t);
	arena_free(a);
	return 0;
}
