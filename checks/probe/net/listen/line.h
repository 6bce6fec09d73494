/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_LISTEN_LINE_H
#define CHECKS_PROBE_NET_LISTEN_LINE_H

#include "checks/probe/net/listen/speech.h"

/*
 * The feed and the gap of tongues that speak in lines: each line goes to the
 * tongue's line(), cut to what a half can hold. What is to be skipped is,
 * and a TLS record where a line should begin makes the conversation TLS.
 */
void line_feed(struct speech *t, int side, const uint8_t *d, size_t n);
void line_gap(struct speech *t, int side, uint64_t n, bool cut);

/*
 * What stands behind a command of the line, without white space around; NULL
 * when the line has another command. Case does not matter.
 */
char *line_after(char *text, const char *command);

#endif
