/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_target.h"
#include "checks/probe/linux/backup_unit.h"
#include "checks/probe/linux/bacula.h"
#include "checks/probe/linux/cron.h"
#include "checks/probe/linux/shell.h"
#include "checks/probe/linux/yaml.h"
#include "core/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * Everything that the search for backups reads as text: scripts, crontabs,
 * units, YAML, addresses; and Bacula's state.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool each_command(void *ctx, const struct shell_command *cmd)
{
	struct arena *a = ctx;
	struct backup_target target;

	if (cmd->words == 0 || cmd->words > SHELL_WORDS)
		abort();
	for (size_t i = 0; i < cmd->words; i++) {
		if (strlen(cmd->word[i]) >= SHELL_WORD)
			abort();
		backup_target_parse(a, cmd->word[i], "/home/x", &target);
	}
	return true;
}

/* A URL's password must never be shown. */
static void hide(struct arena *a, const char *text)
{
	struct backup_target target;
	const char *url =
	    arena_fmt(a, "sftp://bob:SECRET%.200s@host/path", text);

	/* A line break or a second scheme makes another address of it. */
	if (!url || strpbrk(text, "\r\n"))
		return;
	backup_target_parse(a, url, NULL, &target);
	if (target.shown && strstr(target.shown, "SECRET"))
		abort();
}

static void read_lines(struct arena *a, const char *text)
{
	char *copy = arena_strdup(a, text);
	struct backup_unit_line unit = { 0 };
	struct yaml_line yaml;
	struct cron_line cron;
	char *line;

	while (backup_unit_next(&copy, &unit))
		if (!unit.section || !unit.key || !unit.value)
			abort();
	copy = arena_strdup(a, text);
	while (yaml_next(&copy, &yaml)) {
		char *list = yaml.value;

		if (!yaml.value)
			abort();
		while (yaml_entry(&list))
			;
	}
	copy = arena_strdup(a, text);
	for (int i = 0; (line = text_line(&copy)); i++)
		if (cron_parse(line, i % 2 == 0, &cron) && !cron.command[0])
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(32u << 20);
	struct shell shell;
	char *text;
	int64_t last;

	bacula_last(data, size, &last);
	text = arena_alloc(a, size + 1, 1);
	if (text) {
		memcpy(text, data, size);
		shell_init(&shell, a);
		shell_set(&shell, "HOME", "/home/x");
		shell_read(&shell, text, each_command, a);
		read_lines(a, text);
		hide(a, text);
	}
	arena_free(a);
	return 0;
}
