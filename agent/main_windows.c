/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"
#include "agent/window.h"
#include "core/argument.h"
#include "core/interrupt.h"
#include "core/library.h"
#include "core/place.h"

#include <windows.h>

/* The program that has a window instead of a console. */
int main(int argc, char **argv)
{
	bool left = false;
	enum ending ending;

	library_prepare();
	interrupt_catch();
	/* What is written tells where the town hall is weak. */
	place_guard(NULL);
	argv = argument_list(&argc, argv);
	if (!window_wanted(argc, argv))
		return (int)command_main(argc, argv, NULL);
	ending = window_main(argc, argv, &left);
	/* Its files are replaced whole or not at all: nothing is half done. */
	if (left)
		TerminateProcess(GetCurrentProcess(), (UINT)ending);
	return (int)ending;
}
