/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/import.h"
#include "coordinator/intake.h"
#include "coordinator/keyring.h"
#include "coordinator/order.h"
#include "coordinator/wording.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/interrupt.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define OPENERS    2
#define DEPTH      8      /* folders inside each other */
#define FILES      100000 /* looked at in all */
#define SEALED     ".garde"
#define PATH_BYTES 4096

/* One run of the command. */
struct import_run {
	struct order_line *line;
	struct intake *intake;
	const char *folder; /* that is being read */
	unsigned depth;
	unsigned files;
	unsigned taken;
	unsigned known;
	unsigned refused;
};

static void say(const struct import_run *run, const char *path, int status,
                const char *number)
{
	const char *said = wording(import_words(status), run->line->lang);

	if (number[0])
		order_say(run->line, "import-line-number", "file", path, "said",
		          said, "number", number, NULL);
	else
		order_say(run->line, "import-line", "file", path, "said", said,
		          NULL);
}

static void take_file(struct import_run *run, const char *path)
{
	struct intake_result result;
	struct buf data;
	struct err e;

	/* One more than is taken, to tell what is too large. */
	buf_init(&data, ENVELOPE_BYTES + 1);
	if (!file_read(path, &data, &e)) {
		run->refused++;
		if (buf_ok(&data))
			order_say(run->line, "import-unread", "file", path,
			          NULL);
		else
			say(run, path, 413, "");
		buf_clear(&data);
		return;
	}
	intake_take(run->intake, data.data, data.len, "file", clock_now(),
	            &result);
	result.status = import_status(result.status, data.data, data.len);
	buf_clear(&data);
	if (result.status == 201)
		run->taken++;
	else if (result.status == 200)
		run->known++;
	else
		run->refused++;
	say(run, path, result.status, result.receipt);
}

static bool is_folder(const char *path)
{
	struct stat s;

	return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

static bool take_path(struct import_run *run, const char *path);

/* What is in a folder: sealed results, and folders that are no links. */
static bool take_inside(void *ctx, const char *name)
{
	struct import_run *run = ctx;
	size_t len = strlen(name);
	char path[PATH_BYTES];
	int n = snprintf(path, sizeof(path), "%s/%s", run->folder, name);

	if (interrupt_seen() || run->files >= FILES)
		return false;
	if (n < 0 || (size_t)n >= sizeof(path) || file_is_link(path))
		return true;
	if (is_folder(path))
		return take_path(run, path);
	if (len > sizeof(SEALED) - 1 &&
	    text_same(name + len - (sizeof(SEALED) - 1), SEALED))
		return take_path(run, path);
	/* Somebody meant it to be received: it is not passed over unseen. */
	if (import_mail_name(name)) {
		run->refused++;
		say(run, path, IMPORT_MAIL, "");
	}
	return true;
}

static bool take_path(struct import_run *run, const char *path)
{
	const char *outer = run->folder;
	struct err e;
	bool ok;

	run->files++;
	if (!is_folder(path)) {
		take_file(run, path);
		return true;
	}
	if (run->depth == DEPTH)
		return true;
	run->folder = path;
	run->depth++;
	ok = file_list(path, take_inside, run, &e);
	run->depth--;
	run->folder = outer;
	if (!ok) {
		run->refused++;
		order_say(run->line, "import-unread", "file", path, NULL);
	}
	return !interrupt_seen();
}

static enum order_ending total(const struct import_run *run)
{
	char taken[16], known[16], refused[16];

	snprintf(taken, sizeof(taken), "%u", run->taken);
	snprintf(known, sizeof(known), "%u", run->known);
	snprintf(refused, sizeof(refused), "%u", run->refused);
	order_say(run->line, "import-total", "taken", taken, "known", known,
	          "refused", refused, NULL);
	if (interrupt_seen())
		return ORDER_INTERRUPTED;
	return run->refused ? ORDER_SOME : ORDER_DONE;
}

enum order_ending order_import(struct order_line *line)
{
	struct import_run run = { .line = line };
	struct keyring *keys;
	enum order_ending ending;
	struct err e;

	keys = keyring_open(line->state, "", clock_now(), false, &e);
	if (!keys)
		return order_fail(line, ORDER_BROKEN, &e);
	run.intake = intake_new(line->store, keys, OPENERS, &e);
	if (run.intake) {
		for (size_t i = 0; i < line->operands; i++)
			if (!take_path(&run, line->operand[i]))
				break;
		ending = total(&run);
	} else {
		ending = order_fail(line, ORDER_BROKEN, &e);
	}
	intake_free(run.intake);
	keyring_close(keys);
	return ending;
}
