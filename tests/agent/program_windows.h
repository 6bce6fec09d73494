/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_AGENT_PROGRAM_WINDOWS_H
#define TESTS_AGENT_PROGRAM_WINDOWS_H

/* Part of program.h. */

#include "core/wide.h"
#include "tests/core/scratch.h"

#include <windows.h>

/* Of so many cuts of a file one is tried: Wine starts programs slowly. */
#define PROGRAM_CUTS 9

/* A path without what begins long ones; to be freed. */
static inline wchar_t *program_wide(const char *path)
{
	wchar_t *wide = wide_path(path);

	assert_non_null(wide);
	wmemmove(wide, wide + 4, wcslen(wide + 4) + 1);
	return wide;
}

static inline struct program *program_new(void)
{
	static unsigned turn;
	struct program *p = calloc(1, sizeof(*p));
	wchar_t temporary[200];
	char *utf8;
	struct err e;

	assert_non_null(p);
	assert_in_range(GetTempPathW(200, temporary), 1, 199);
	utf8 = wide_utf8(temporary);
	snprintf(p->folder, sizeof(p->folder), "%sgarde-test-%lu-%u", utf8,
	         GetCurrentProcessId(), turn++);
	free(utf8);
	for (char *c = p->folder; *c; c++)
		*c = *c == '\\' ? '/' : *c;
	assert_true(file_mkdir(p->folder, &e));
	return p;
}

static inline void program_free(struct program *p)
{
	struct err e;

	file_list(p->folder, scratch_remove, p->folder, &e);
	scratch_remove_folder(p->folder);
	free(p);
}

/* learn.microsoft.com, "Parsing C command-line arguments", backwards. */
static inline void program_quote(struct buf *b, const char *word)
{
	buf_char(b, '"');
	for (size_t slashes = 0; *word; word++) {
		slashes = *word == '\\' ? slashes + 1 : 0;
		if (*word == '"')
			buf_char(b, '\\');
		buf_char(b, *word);
		if (slashes > 0 && (word[1] == '"' || !word[1]))
			for (size_t i = 0; i < slashes; i++)
				buf_char(b, '\\');
	}
	buf_str(b, "\" ");
}

/* A file that the child has for standard input or output. */
static inline HANDLE program_stream(const char *path, bool input)
{
	SECURITY_ATTRIBUTES inherit = { .nLength = sizeof(inherit),
		                        .bInheritHandle = TRUE };
	wchar_t *wide = path ? program_wide(path) : NULL;
	HANDLE h = CreateFileW(wide ? wide : L"NUL",
	                       input ? GENERIC_READ : GENERIC_WRITE,
	                       FILE_SHARE_READ | FILE_SHARE_WRITE, &inherit,
	                       input ? OPEN_EXISTING : CREATE_ALWAYS, 0, NULL);

	assert_ptr_not_equal(h, INVALID_HANDLE_VALUE);
	free(wide);
	return h;
}

static inline void program_set(const char *text, bool there)
{
	wchar_t *wide = wide_text(text);
	wchar_t *equal = wcschr(wide, L'=');

	*equal = L'\0';
	SetEnvironmentVariableW(wide, there && equal[1] ? equal + 1 : NULL);
	free(wide);
}

static inline void program_environ(const struct program *p, bool there)
{
	/* Not the language of who runs the tests. */
	program_set("LANG=fr_FR.UTF-8", there);
	program_set("LC_ALL=", false);
	program_set("LC_MESSAGES=", false);
	for (size_t i = 0; i < 8 && p->env[i]; i++)
		program_set(p->env[i], there);
}

/* Start it with the words of line, as program_words() cuts it. */
static inline HANDLE program_start(struct program *p, const char *line,
                                   HANDLE out, HANDLE err)
{
	STARTUPINFOW start = { .cb = sizeof(start),
		               .dwFlags = STARTF_USESTDHANDLES,
		               .hStdOutput = out,
		               .hStdError = err };
	PROCESS_INFORMATION process;
	wchar_t *folder = program_wide(p->cwd ? p->cwd : p->folder);
	wchar_t *command;
	struct buf b;

	buf_init(&b, 60000);
	for (char **word = program_words(p, line); *word; word++)
		program_quote(&b, *word);
	assert_true(buf_ok(&b));
	command = wide_text(buf_text(&b));
	start.hStdInput = program_stream(p->input, true);
	program_environ(p, true);
	if (!CreateProcessW(NULL, command, NULL, NULL, TRUE, 0, NULL, folder,
	                    &start, &process))
		fail_msg("%s: error %lu", buf_text(&b), GetLastError());
	program_environ(p, false);
	CloseHandle(start.hStdInput);
	CloseHandle(process.hThread);
	buf_clear(&b);
	free(command);
	free(folder);
	return process.hProcess;
}

static inline void program_wait(struct program *p, HANDLE process)
{
	DWORD status = 0;

	assert_int_equal(WaitForSingleObject(process, 60000), WAIT_OBJECT_0);
	assert_true(GetExitCodeProcess(process, &status));
	CloseHandle(process);
	p->status = (int)status;
}

/* What was written to path, which is removed. */
static inline void program_take(const char *path, char *text, size_t size)
{
	wchar_t *wide = wide_path(path);
	FILE *f = _wfopen(wide, L"rb");

	assert_non_null(f);
	program_slurp(f, text, size);
	free(wide);
	/* What a process held may be let go a moment after its end. */
	for (int tries = 0; !file_remove(path); tries++) {
		assert_true(tries < 100);
		Sleep(20);
	}
}

static inline int program_run(struct program *p, const char *line)
{
	char out[300], err[300];
	HANDLE streams[2];

	snprintf(out, sizeof(out), "%s.out", p->folder);
	snprintf(err, sizeof(err), "%s.err", p->folder);
	streams[0] = program_stream(p->output ? p->output : out, false);
	streams[1] = program_stream(err, false);
	program_wait(p, program_start(p, line, streams[0], streams[1]));
	CloseHandle(streams[0]);
	CloseHandle(streams[1]);
	p->out[0] = '\0';
	if (!p->output)
		program_take(out, p->out, sizeof(p->out));
	program_take(err, p->err, sizeof(p->err));
	return p->status;
}

#endif
