/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_STYLE_H
#define REPORT_STYLE_H

#include "core/buf.h"

/* Append the one style sheet of all pages (style.css). */
void style_write(struct buf *out);

/* Append its SHA-256 in base64, as a Content-Security-Policy names it. */
void style_hash(struct buf *out);

#endif
