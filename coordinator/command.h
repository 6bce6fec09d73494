/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_COMMAND_H
#define COORDINATOR_COMMAND_H

#include "core/arena.h"
#include "core/lang.h"

#include <stdbool.h>
#include <stddef.h>

/* The exit status of the program, as the manual says. */
enum command_ending {
	COMMAND_DONE = 0,
	COMMAND_BROKEN = 1, /* the disk, the memory, the store, the network */
	COMMAND_USAGE = 2,  /* the command line, or a file it names */
	COMMAND_SOME = 3,   /* finished, but some of it was refused */
	COMMAND_INTERRUPTED = 130
};

enum command_option {
	COMMAND_STATE, /* folder, default ./garde-coordinator or $STATE_DIRECTORY */
	COMMAND_STORE,  /* postgresql://... or a path */
	COMMAND_LISTEN, /* address:port, default 127.0.0.1:8080 */
	COMMAND_LANG,   /* fr, en */
	COMMAND_OUT,    /* folder or file */
	COMMAND_LIST,   /* CSV of communes */
	COMMAND_DEPARTMENT,
	COMMAND_EPCI,
	COMMAND_PROGRAMS, /* folder with Garde.exe and garde, to put in kits */
	COMMAND_EXPIRES,  /* day */
	COMMAND_TO,       /* store to move to */
	COMMAND_SEED,
	COMMAND_COMMUNES, /* how many */
	COMMAND_HELP,
	COMMAND_VERSION,
	COMMAND_OPTIONS
};

/* What every command is given. */
struct command_line {
	enum lang lang;
	struct arena *arena;
	const char *value[COMMAND_OPTIONS]; /* NULL: not given, "" a flag */
	const char *const *operand;
	size_t operands;
	const char *state; /* resolved */
	const char *store; /* resolved */
};

/* One line of commands.def. */
struct command {
	const char *name; /* "serve"; "store move" has two words */
	unsigned
	    options; /* bits 1 << enum command_option, beyond the common ones */
	size_t least; /* operands */
	size_t most;
	enum command_ending (*run)(struct command_line *line);
};

/* Run the program: argv as main() gets it. Words are command-NAME in wording.h. */
enum command_ending command_main(int argc, char **argv);

/* Tell somebody at the console: words with {names} filled in, NULL-ended. */
void command_say(const struct command_line *line, const char *id, ...);
void command_blame(const struct command_line *line, const char *id, ...);

#endif
