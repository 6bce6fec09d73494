/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/console.h"

#include "agent/frontend.h"
#include "core/file.h"
#include "core/tty.h"

#include <errno.h>
#include <string.h>

#define LINE_BYTES (16u << 10) /* of one message */

/* A reason that the system gives, in words that help. */
static const struct {
	int sys;
	enum say_id id;
} reasons[] = {
	{ ENOENT, SAY_WHY_MISSING },    { ENOTDIR, SAY_WHY_MISSING },
	{ EACCES, SAY_WHY_DENIED },     { EPERM, SAY_WHY_DENIED },
	{ EROFS, SAY_WHY_READ_ONLY },   { ENOSPC, SAY_WHY_FULL },
	{ EISDIR, SAY_WHY_FOLDER },     { EIO, SAY_WHY_DISK },
	{ ENAMETOOLONG, SAY_WHY_LONG }, { EPIPE, SAY_WHY_PIPE },
};

void console_tell(const struct session *s, bool error, enum say_id id, ...)
{
	struct buf b;
	va_list ap;

	if (!error && s->quiet)
		return;
	buf_init(&b, LINE_BYTES);
	va_start(ap, id);
	say_vformat(&b, s->lang, id, ap);
	va_end(ap);
	if (s->frontend && s->frontend->note) {
		s->frontend->note(s->frontend->ctx, buf_text(&b), error);
	} else {
		buf_char(&b, '\n');
		(void)tty_write(TTY_ERRORS, buf_text(&b), b.len);
	}
	buf_clear(&b);
}

/* What is missing for a file to be written is its folder. */
static enum say_id reason(size_t i, enum say_id what)
{
	return reasons[i].id == SAY_WHY_MISSING && what == SAY_CANNOT_WRITE
	           ? SAY_WHY_NO_FOLDER
	           : reasons[i].id;
}

void console_blame(const struct session *s, enum say_id id, const char *path,
                   const struct err *e)
{
	console_error(s, id, "file", path);
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (e->sys == reasons[i].sys) {
			console_error(s, reason(i, id));
			return;
		}
	console_error(s, SAY_WHY_DETAIL, "detail", e->text);
}

enum ending console_result(const struct session *s, const struct buf *b)
{
	struct err e;

	if (!buf_ok(b)) {
		console_error(s, SAY_NO_MEMORY);
		return ENDING_BROKEN;
	}
	if (tty_write(TTY_OUTPUT, buf_text(b), b->len))
		return ENDING_DONE;
	/* A reader that has enough, as head has, is no failure. */
	if (errno == EPIPE)
		return ENDING_DONE;
	err_sys(&e, errno, "standard output");
	console_blame(s, SAY_NO_OUTPUT, "", &e);
	return ENDING_BROKEN;
}

enum ending console_keep(const struct session *s, const char *path,
                         const struct buf *b)
{
	struct err e;

	if (!path || strcmp(path, "-") == 0)
		return console_result(s, b);
	if (!buf_ok(b)) {
		console_error(s, SAY_NO_MEMORY);
		return ENDING_BROKEN;
	}
	if (file_write(path, buf_text(b), b->len, &e))
		return ENDING_DONE;
	console_blame(s, SAY_CANNOT_WRITE, path, &e);
	return ENDING_BROKEN;
}

void console_space(const struct session *s)
{
	if (!s->quiet)
		(void)tty_write(TTY_ERRORS, "\n", 1);
}

void console_progress(const struct session *s, const char *text)
{
	static bool shown;
	struct buf b;

	if (s->quiet || !tty_is(TTY_ERRORS))
		return;
	if (!text && !shown)
		return;
	shown = text != NULL;
	buf_init(&b, LINE_BYTES);
	buf_fmt(&b, "\r%s\033[K", text ? text : "");
	(void)tty_write(TTY_ERRORS, buf_text(&b), b.len);
	buf_clear(&b);
}
