/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_CONTACT_H
#define REPORT_CONTACT_H

#include "report/renderer.h"

#include <stdint.h>

/*
 * The coordinator of the view's kit, on a page. A view without a kit shows
 * nothing, and neither does the kit of another commune than the document's.
 */

/* That the coordinator got results, in the coordinator's own words. */
struct contact_receipt {
	const char *number; /* "7KQ2-M4XD-9T3W" */
	int64_t received_at;
};

/* The kit that may be shown with the view's document, or NULL. */
const struct kit *contact_kit(const struct view *v);

/* The logo, an <img> with the name in place of it; nothing without one. */
void contact_logo(struct buf *out, const struct view *v);

/* A <section>: name, telephone, mail, address, emergency numbers, the
 * newest receipt. */
void contact_section(struct buf *out, const struct view *v);

/* A paragraph of one line: name, telephone, mail; one more for the receipt. */
void contact_line(struct buf *out, const struct view *v);

#endif
