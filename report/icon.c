/* SPDX-License-Identifier: Apache-2.0 */
#include "report/icon.h"

#define INK   "#2b3a44"
#define PAPER "#ffffff"
#define SAND  "#f6f2e9"

/* Outlines that differ, so that they are told apart without colour. */
static const char *const shapes[DEVICE_KINDS] = {
	/* Two aerials, a flat body, three lamps. */
	[DEVICE_ROUTER] =
	    "<path d=\"M11 20L7 5M29 20l4-15\"/>"
	    "<rect x=\"3\" y=\"19\" width=\"34\" height=\"15\" rx=\"3\"/>"
	    "<path d=\"M10 26.5h.01M16 26.5h.01M22 26.5h.01\" "
	    "stroke-width=\"3.5\"/>",
	/* A tower with three drawers. */
	[DEVICE_STORAGE] =
	    "<rect x=\"8\" y=\"3\" width=\"24\" height=\"34\" rx=\"2\"/>"
	    "<path d=\"M13 10h14M13 17h14M13 24h14\"/>"
	    "<path d=\"M26.5 31h.01\" stroke-width=\"3.5\"/>",
	/* A sheet goes in above and comes out in front. */
	[DEVICE_PRINTER] =
	    "<path d=\"M11 14V4h18v10\"/>"
	    "<rect x=\"3\" y=\"14\" width=\"34\" height=\"16\" rx=\"2\"/>"
	    "<path d=\"M10 24h20v13H10z\" fill=\"" PAPER "\"/>"
	    "<path d=\"M14 29h12M14 33h8M31 19h.01\"/>",
	/* A screen on a foot. */
	[DEVICE_COMPUTER] =
	    "<rect x=\"3\" y=\"5\" width=\"34\" height=\"23\" rx=\"2\"/>"
	    "<path d=\"M20 28v7M12 36h16\"/>",
	/* A slab with a button. */
	[DEVICE_PHONE] =
	    "<rect x=\"11\" y=\"3\" width=\"18\" height=\"34\" rx=\"3\"/>"
	    "<path d=\"M11 9h18M11 30h18M20 33.5h.01\"/>",
	/* An eye on an arm. */
	[DEVICE_CAMERA] =
	    "<circle cx=\"20\" cy=\"15\" r=\"12\"/>"
	    "<circle cx=\"20\" cy=\"15\" r=\"5\" fill=\"" INK "\"/>"
	    "<path d=\"M20 27v9M11 37h18\"/>",
	/* A dashed outline with a question. */
	[DEVICE_UNKNOWN] =
	    "<rect x=\"4\" y=\"4\" width=\"32\" height=\"32\" rx=\"6\" "
	    "stroke-dasharray=\"5 4\"/>"
	    "<path d=\"M15 16a5 5 0 1 1 7.5 4.3c-1.7 1-2.5 1.9-2.5 "
	    "3.7M20 29h.01\"/>",
};

static void open(struct buf *out, int x, int y)
{
	buf_fmt(out,
	        "<g transform=\"translate(%d %d)\" fill=\"" SAND
	        "\" stroke=\"" INK "\" stroke-width=\"2\" "
	        "stroke-linecap=\"round\" stroke-linejoin=\"round\">",
	        x, y);
}

void icon_write(struct buf *out, enum device_kind kind, int x, int y)
{
	open(out, x, y);
	buf_str(out, shapes[kind]);
	buf_str(out, "</g>\n");
}

void icon_internet(struct buf *out, int x, int y)
{
	open(out, x, y);
	buf_str(out, "<path d=\"M16 34a13 13 0 0 1 0-22 16 16 0 0 1 28-3 13 13 "
	             "0 0 1 4 25z\"/></g>\n");
}
