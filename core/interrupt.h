/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_INTERRUPT_H
#define CORE_INTERRUPT_H

#include <stdbool.h>

/*
 * Ctrl+C and a request to end become a flag that is looked at between two
 * steps, so that no file is ever left half done. A second one ends at once.
 */
void interrupt_catch(void);

/*
 * As interrupt_catch(), for a worker that ends soon by itself: a second one
 * does not end it, since Ctrl+C and the parent may both ask.
 */
void interrupt_hold(void);

/* Ask to stop, as Ctrl+C does: for the button of a window. */
void interrupt_raise(void);

/* Whether somebody asked to stop. */
bool interrupt_seen(void);

#endif
