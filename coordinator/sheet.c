/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/sheet.h"

#include "coordinator/page.h"
#include "coordinator/route.h"

#include <string.h>

#define HASH_BYTES 12 /* of the SHA-256: enough to tell versions apart */
#define PATH_BYTES 64

/* Made from style.css by packaging/cmake/style.cmake. */
extern const unsigned char sheet_data[];
extern const size_t sheet_size;
extern const unsigned char sheet_sha256[];

static void name(struct buf *out)
{
	for (size_t i = 0; i < HASH_BYTES; i++)
		buf_fmt(out, "%02x", (unsigned)sheet_sha256[i]);
	buf_str(out, ".css");
}

void sheet_path(struct buf *out)
{
	buf_str(out, "/style/");
	name(out);
}

bool sheet_send(struct request *r, struct response *out, struct err *e)
{
	struct buf now;
	bool current;

	(void)e;
	buf_init(&now, PATH_BYTES);
	name(&now);
	current = strcmp(buf_text(&now), r->insee) == 0;
	buf_clear(&now);
	/* That of another version must not be kept under this one's name. */
	if (!current)
		return page_say(r, out, 404, "say-absent-title", "say-absent");
	out->type = "text/css; charset=utf-8";
	out->cache = true;
	buf_add(&out->body, sheet_data, sheet_size);
	return true;
}

/* The plaque of report/badge.c, without a letter. */
static const char icon[] =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 104\">"
    "<ellipse cx=\"60\" cy=\"52\" rx=\"58\" ry=\"50\" fill=\"#34495a\"/>"
    "<ellipse cx=\"60\" cy=\"52\" rx=\"50\" ry=\"42\" fill=\"none\" "
    "stroke=\"#e8dcc0\" stroke-width=\"3\"/>"
    "<circle cx=\"18\" cy=\"52\" r=\"4\" fill=\"#e8dcc0\"/>"
    "<circle cx=\"102\" cy=\"52\" r=\"4\" fill=\"#e8dcc0\"/>"
    "<path d=\"M42 72V38l18-12 18 12v34H66V54H54v18z\" fill=\"#e8dcc0\"/>"
    "</svg>\n";

bool sheet_send_icon(struct request *r, struct response *out, struct err *e)
{
	(void)r;
	(void)e;
	out->type = "image/svg+xml";
	out->cache = true;
	buf_str(&out->body, icon);
	return true;
}

bool sheet_send_robots(struct request *r, struct response *out, struct err *e)
{
	(void)r;
	(void)e;
	out->type = "text/plain; charset=utf-8";
	buf_str(&out->body, "User-agent: *\nDisallow: /\n");
	return true;
}
