/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_QR_H
#define COORDINATOR_QR_H

#include "core/buf.h"

#include <stdbool.h>

/*
 * Append text as a QR code, inline SVG with label as what it is called; false
 * when it is too long or memory ran out, and then nothing is appended.
 */
bool qr_svg(struct buf *out, const char *text, const char *label);

#endif
