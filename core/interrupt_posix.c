/* SPDX-License-Identifier: Apache-2.0 */
#include "core/interrupt.h"

#include <signal.h>
#include <string.h>

static volatile sig_atomic_t seen;

static void note(int signal_number)
{
	(void)signal_number;
	seen = 1;
}

static void catch_all(int flags)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action;

	/* No SA_RESTART: a question that waits for its answer must end. */
	memset(&action, 0, sizeof(action));
	sigemptyset(&action.sa_mask);
	action.sa_handler = note;
	action.sa_flags = flags;
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &action, NULL);
	/* A reader that went away is an error of write(), not our end. */
	signal(SIGPIPE, SIG_IGN);
}

void interrupt_catch(void)
{
	catch_all((int)SA_RESETHAND);
}

void interrupt_hold(void)
{
	catch_all(0);
}

void interrupt_raise(void)
{
	seen = 1;
}

bool interrupt_seen(void)
{
	return seen != 0;
}
