/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/copy_command.h"

#include "checks/probe/windows/decode/backup_name.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool look(void *ctx, const struct command_line *line)
{
	struct copy_command c;

	if (line->words == 0 || line->words > COMMAND_LINE_WORDS)
		abort();
	if (copy_command_read(line, "E:\\r", ctx, &c) && !c.tool)
		abort();
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(4 << 20);
	char *text = size < 65536 ? malloc(size + 1) : NULL;
	int64_t time;

	if (a && text) {
		if (size > 0)
			memcpy(text, data, size);
		text[size] = '\0';
		command_line_script(text, a, look, a);
		(void)backup_name_time(text, &time);
	}
	free(text);
	arena_free(a);
	return 0;
}
