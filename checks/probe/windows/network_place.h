/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_NETWORK_PLACE_H
#define CHECKS_PROBE_WINDOWS_NETWORK_PLACE_H

#include "checks/facts.h"

/* What Windows holds the networks for that this machine is on now. */
struct network_places {
	enum tri domain;
	enum tri private;
	enum tri public;
};

/*
 * Ask the Network List Manager, within that many milliseconds. All is unknown
 * when it does not answer; no network at all is NO for each.
 */
void network_place_ask(struct network_places *out, unsigned deadline);

#endif
