/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/qr.h"

#include "report/markup.h"

#include <qrencode.h>

#define QUIET 4 /* empty modules around it, as ISO/IEC 18004 wants */

/* The dark modules of a row, runs of them as one rectangle each. */
static void row(struct buf *out, const unsigned char *dark, int width, int y)
{
	for (int x = 0; x < width; x++) {
		int run = 0;

		while (x + run < width && (dark[x + run] & 1))
			run++;
		if (run)
			buf_fmt(out, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET,
			        run, run);
		x += run;
	}
}

bool qr_svg(struct buf *out, const char *text, const char *label)
{
	QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	int size;

	if (!code)
		return false;
	size = code->width + 2 * QUIET;
	buf_fmt(out,
	        "<svg class=\"qr\" role=\"img\" width=\"%d\" height=\"%d\""
	        " viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\"",
	        size * 5, size * 5, size, size);
	markup_attr(out, "aria-label", label);
	buf_fmt(out, "><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/>", size, size);
	buf_str(out, "<path fill=\"#000\" d=\"");
	for (int y = 0; y < code->width; y++)
		row(out, code->data + y * code->width, code->width, y);
	buf_str(out, "\"/></svg>\n");
	QRcode_free(code);
	return true;
}
