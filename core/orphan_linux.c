/* SPDX-License-Identifier: Apache-2.0 */
#include "core/orphan.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

void orphan_end(long parent)
{
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* It may have ended before we asked. */
	if ((long)getppid() != parent)
		_exit(127);
}
