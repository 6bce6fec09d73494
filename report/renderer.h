/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_RENDERER_H
#define REPORT_RENDERER_H

#include "core/buf.h"
#include "core/err.h"
#include "core/lang.h"
#include "report/compare.h"
#include "report/document.h"

#include <stdbool.h>

struct kit;
struct contact_receipt;

/* How a document is to be shown. */
struct view {
	const struct document *document;
	enum lang lang;
	const struct comparison *comparison; /* NULL without --previous */
	unsigned width; /* columns of a terminal; 0: not one, 80 */
	bool colour;    /* a terminal that wants it */
	const struct kit
	    *kit; /* who to call (contact.h); NULL: nobody is known */
	const struct contact_receipt
	    *receipt;        /* of what the kit's coordinator got; or NULL */
	struct arena *arena; /* for scratch */
};

/*
 * One way to show a document. One file in report/ defines one of these and
 * exports nothing else.
 */
struct renderer {
	const char *name;      /* as after --as: "html" */
	const char *extension; /* of a file: "html" */
	const char *stem_fr;   /* of a file: "rapport", "liste-a-cocher" */
	const char *stem_en;
	struct words about; /* one line for --help */

	/*
	 * Append the rendering to out. Never reads the system, prints or
	 * looks at the clock. The caller looks at buf_ok(out).
	 */
	void (*render)(const struct view *v, struct buf *out);
};

/* All renderers in help order; the array is static. */
const struct renderer *const *renderer_list(size_t *count);

/* The renderer of that name, or NULL. */
const struct renderer *renderer_find(const char *name);

#endif
