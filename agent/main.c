/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"
#include "core/interrupt.h"
#include "core/place.h"

int main(int argc, char **argv)
{
	interrupt_catch();
	/* What is written tells where the town hall is weak. */
	place_guard(NULL);
	return (int)command_main(argc, argv);
}
