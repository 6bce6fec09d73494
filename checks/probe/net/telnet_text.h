/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_TELNET_TEXT_H
#define CHECKS_PROBE_NET_TELNET_TEXT_H

#include "checks/baseline.h"

#include <stdbool.h>

/* What the first words of a Telnet server come to. */
enum telnet_text {
	TELNET_TEXT_OTHER, /* nothing that is known */
	TELNET_TEXT_LOGIN, /* it asks who comes */
	TELNET_TEXT_OPEN,  /* a menu or a shell is there for anyone */
};

/*
 * Judge all that was said until it fell silent, without Telnet's own
 * commands; cut up.
 */
enum telnet_text telnet_text_judge(char *text, const struct baseline *b);

#endif
