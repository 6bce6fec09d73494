/* SPDX-License-Identifier: Apache-2.0 */
#include "core/desktop.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const openers[] = { "/usr/bin/xdg-open", "/bin/xdg-open",
	                               "/usr/local/bin/xdg-open" };

static const char *opener(void)
{
	for (size_t i = 0; i < sizeof(openers) / sizeof(openers[0]); i++)
		if (access(openers[i], X_OK) == 0)
			return openers[i];
	return NULL;
}

static bool set(const char *name)
{
	const char *value = getenv(name);

	return value && value[0];
}

bool desktop_there(void)
{
	return (set("DISPLAY") || set("WAYLAND_DISPLAY")) && opener();
}

/*
 * Not run_command(): the viewer needs the session's environment and outlives
 * us. The grandchild is adopted by the system.
 */
static void launch(const char *program, const char *path)
{
	int null = open("/dev/null", O_RDWR);
	pid_t pid;

	if (null < 0 || dup2(null, STDIN_FILENO) < 0 ||
	    dup2(null, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0 ||
	    setsid() < 0)
		_exit(1);
	pid = fork();
	if (pid == 0) {
		execl(program, program, path, (char *)NULL);
		_exit(127);
	}
	_exit(pid < 0);
}

bool desktop_show(const char *path, struct err *e)
{
	const char *program = opener();
	int status = 0;
	pid_t pid;

	if (!program)
		return err_sys(e, ENOENT, "there is no xdg-open");
	pid = fork();
	if (pid == 0)
		launch(program, path);
	if (pid < 0)
		return err_sys(e, errno, "cannot start %s", program);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return err_set(e, "cannot start %s", program);
	return true;
}

const char *desktop_language(void)
{
	return NULL;
}
