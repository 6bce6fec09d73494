/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_OFFICE_RELEASE_H
#define CHECKS_PROBE_WINDOWS_DECODE_OFFICE_RELEASE_H

#include <stdbool.h>

/* What an installation of Office by Click-to-Run is. */
struct office_release {
	int year; /* 2016, 2019...; 0: Microsoft 365, renewed for ever */
};

/*
 * The next product of a value ProductReleaseIds, as "ProPlus2019Retail,
 * O365HomePremRetail"; *ids moves behind it. What is no suite and no program
 * that opens documents is left out. False at the end. first: the year of what
 * has no year in its name: 2016, or 2013 for Office 15. Names:
 * learn.microsoft.com, "Product IDs that are supported by the Office
 * Deployment Tool for Click-to-Run".
 */
bool office_release_next(const char **ids, int first,
                         struct office_release *out);

/*
 * Whether that version of Office 16, "16.0.17328.20162", lets no macro of a
 * file from the Internet run unless told otherwise: from Version 2208, build
 * 15601, where all channels have it. learn.microsoft.com, "Macros from the
 * internet are blocked by default in Office".
 */
bool office_release_blocks(const char *version);

/*
 * The number in the folder of a program of Office: 16 for
 * "C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"; 0: none.
 */
int office_release_folder(const char *path);

#endif
