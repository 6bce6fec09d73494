/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_WINDOW_H
#define AGENT_WINDOW_H

#include "agent/ending.h"

#include <stdbool.h>

/*
 * Whether the command line wants a window: it does unless it says that nobody
 * is to be asked, or wants another command than to scan.
 */
bool window_wanted(int argc, char **argv);

/*
 * As command_main(), with a window as the front end; argv as
 * argument_list() leaves it. *left is set when the session had to be left
 * behind at work: the process must end without waiting for it. Windows only.
 */
enum ending window_main(int argc, char **argv, bool *left);

#endif
