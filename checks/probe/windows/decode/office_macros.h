/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_OFFICE_MACROS_H
#define CHECKS_PROBE_WINDOWS_DECODE_OFFICE_MACROS_H

#include <stdbool.h>
#include <stdint.h>

/* What the registry says about macros of one program of Office. */
struct office_macros {
	bool outlook;     /* its value is Level, and asks for less */
	int64_t warnings; /* VBAWarnings or Level; CELL_UNKNOWN: not set */
	int64_t internet; /* blockcontentexecutionfrominternet; the same */
	bool blocks;      /* this version blocks them when that is not set */
};

/*
 * How that program treats a macro in a document that somebody sent, as the
 * fact office.macros counts: 0 it runs, 1 asks, 2 signed ones only, 3 none.
 * learn.microsoft.com, "Plan security settings for VBA macros in Office 2016":
 * 1 all, 2 ask (what a new Office does), 3 signed ones, 4 none. Where what
 * comes from the Internet is blocked, no click starts it.
 */
int64_t office_macros_level(const struct office_macros *m);

#endif
