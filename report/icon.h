/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_ICON_H
#define REPORT_ICON_H

#include "core/buf.h"
#include "report/device.h"

/* Units that an icon is wide and high. */
#define ICON_SIZE 40

/*
 * A device of that kind as shapes of an SVG, its corner at x, y. Silent: the
 * word stands beside it.
 */
void icon_write(struct buf *out, enum device_kind kind, int x, int y);

/* A cloud, for the Internet, 64 wide and 36 high. */
void icon_internet(struct buf *out, int x, int y);

#endif
