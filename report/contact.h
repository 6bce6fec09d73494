/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_CONTACT_H
#define REPORT_CONTACT_H

#include "report/renderer.h"

/*
 * The coordinator of the view's kit, on a page. A view without a kit shows
 * nothing, and neither does the kit of another commune than the document's.
 */

/* The kit that may be shown with the view's document, or NULL. */
const struct kit *contact_kit(const struct view *v);

/* The logo, an <img> with the name in place of it; nothing without one. */
void contact_logo(struct buf *out, const struct view *v);

/* A <section>: name, telephone, mail, address, emergency numbers. */
void contact_section(struct buf *out, const struct view *v);

/* A paragraph of one line: name, telephone, mail. */
void contact_line(struct buf *out, const struct view *v);

#endif
