/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_ENDING_H
#define AGENT_ENDING_H

/*
 * How a command ended: the program's exit status, as the manual says. Who
 * returns anything but DONE has told the user why.
 */
enum ending {
	ENDING_DONE = 0,       /* finished, whatever the letter */
	ENDING_BROKEN = 1,     /* the disk, the memory, the output */
	ENDING_USAGE = 2,      /* the command line, or a file it names */
	ENDING_INCOMPLETE = 3, /* finished, but a probe failed */
	ENDING_WAITING = 4,    /* a result has not left yet */
	ENDING_BASELINE = 5,   /* the baseline cannot be used */
	ENDING_REFUSED = 6,    /* the coordinator will not have it */
	ENDING_LETTER = 10,    /* --fail-on, and the letter is that or worse */
	ENDING_INTERRUPTED = 130
};

#endif
