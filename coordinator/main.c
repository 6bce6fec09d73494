/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/order.h"

#include "core/interrupt.h"
#include "core/place.h"
#include "core/tty.h"

int main(int argc, char **argv)
{
	interrupt_catch();
	tty_prepare();
	/* Keys, and where town halls are weak: nobody else's business. */
	place_guard(NULL);
	return (int)order_main(argc, argv);
}
