/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"
#include "core/argument.h"
#include "core/interrupt.h"
#include "core/library.h"
#include "core/place.h"
#include "core/tty.h"

int main(int argc, char **argv)
{
	library_prepare();
	interrupt_catch();
	tty_prepare();
	/* What is written tells where the town hall is weak. */
	place_guard(NULL);
	argv = argument_list(&argc, argv);
	return (int)command_main(argc, argv, NULL);
}
