/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/page.h"

#include "coordinator/brand.h"
#include "coordinator/route.h"
#include "coordinator/service.h"
#include "coordinator/sheet.h"
#include "coordinator/wording.h"
#include "report/markup.h"

#include <stdio.h>
#include <string.h>

static const char *const nav[] = {
#define NAV(path) path,
#include "coordinator/nav.def"
#undef NAV
};

#define NAVS (sizeof(nav) / sizeof(nav[0]))

static void words(struct buf *b, const char *id, enum lang lang)
{
	markup_text(b, wording(id, lang));
}

static void head(struct request *r, struct buf *b, const char *title,
                 const struct brand *brand)
{
	buf_fmt(b,
	        "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	        "<meta charset=\"utf-8\">\n"
	        "<meta name=\"viewport\" "
	        "content=\"width=device-width, initial-scale=1\">\n"
	        "<meta name=\"robots\" content=\"noindex\">\n<title>",
	        lang_name(r->lang));
	markup_text(b, title);
	buf_str(b, " · ");
	markup_text(b, brand->name);
	buf_str(b, "</title>\n<link rel=\"stylesheet\" href=\"");
	sheet_path(b);
	buf_str(b, "\">\n<link rel=\"icon\" href=\"/favicon.svg\" "
	           "type=\"image/svg+xml\">\n</head>\n<body>\n"
	           "<a class=\"skip\" href=\"#main\">");
	words(b, "page-skip-nav", r->lang);
	buf_str(b, "</a>\n");
}

static void nav_entry(struct request *r, struct buf *b, const char *path,
                      const char *here)
{
	char id[40] = "nav";
	const struct route *route = route_of(path);

	/* What is not there, or not for this visitor, is not offered. */
	if (!route || r->role < route->role)
		return;
	snprintf(id, sizeof(id), "nav-%s", path + 1);
	buf_str(b, "<li><a");
	markup_attr(b, "href", path);
	if (strcmp(path, here) == 0)
		buf_str(b, " aria-current=\"page\"");
	buf_char(b, '>');
	words(b, id, r->lang);
	buf_str(b, "</a></li>\n");
}

static void account(struct request *r, struct response *out)
{
	struct buf *b = &out->body;

	buf_str(b, "<div class=\"who\">\n<span class=\"who-name\">");
	if (route_of("/compte")) {
		buf_str(b, "<a href=\"/compte\"><span class=\"hidden\">");
		words(b, "page-account", r->lang);
		buf_str(b, " </span>");
	}
	markup_text(b, r->display[0] ? r->display : r->account);
	buf_str(b, route_of("/compte") ? "</a></span>\n" : "</span>\n");
	page_form(r, out, "/deconnexion", "sign-out");
	buf_str(b, "<button class=\"quiet\">");
	words(b, "page-sign-out", r->lang);
	buf_str(b, "</button></form>\n</div>\n");
}

static void banner(struct request *r, struct response *out, const char *here,
                   const struct brand *brand)
{
	struct buf *b = &out->body;

	if (r->service && r->service->demo) {
		buf_str(b, "<p class=\"demo\">");
		words(b, "page-demo", r->lang);
		buf_str(b, "</p>\n");
	}
	buf_str(b, "<header class=\"top\">\n<a class=\"brand\" href=\"/\">");
	brand_logo(b, brand);
	markup_element(b, "span", NULL, brand->name);
	buf_str(b, "</a>\n");
	if (r->role != ROLE_NOBODY) {
		account(r, out);
		buf_str(b, "<nav");
		markup_attr(b, "aria-label", wording("page-nav", r->lang));
		buf_str(b, ">\n<ul>\n");
		for (size_t i = 0; i < NAVS; i++)
			nav_entry(r, b, nav[i], here);
		buf_str(b, "</ul>\n</nav>\n");
	}
	buf_str(b, "</header>\n");
}

void page_open_text(struct request *r, struct response *out, const char *title,
                    const char *here)
{
	struct brand brand;

	brand_read(&brand, r);
	head(r, &out->body, title, &brand);
	banner(r, out, here, &brand);
	buf_str(&out->body, "<main id=\"main\" tabindex=\"-1\">\n");
	markup_element(&out->body, "h1", NULL, title);
}

void page_open(struct request *r, struct response *out, const char *title,
               const char *here)
{
	page_open_text(r, out, wording(title, r->lang), here);
}

/* The same page in the other language, with what was asked of it. */
static void language(struct request *r, struct buf *b)
{
	enum lang other = r->lang == LANG_FR ? LANG_EN : LANG_FR;

	buf_fmt(b, "<a href=\"?lang=%s\" hreflang=\"%s\" lang=\"%s\">",
	        lang_name(other), lang_name(other), lang_name(other));
	words(b, "page-language", r->lang);
	buf_str(b, "</a>");
}

void page_close(struct request *r, struct response *out)
{
	struct buf *b = &out->body;

	buf_str(b, "</main>\n<footer class=\"foot\">\n<p>");
	wording_html(b, "page-foot", r->lang, "version", GARDE_VERSION, NULL);
	buf_str(b, "</p>\n<p>");
	if (strcmp(r->method, "POST") != 0)
		language(r, b);
	buf_str(b, "</p>\n</footer>\n</body>\n</html>\n");
}

static void form(struct request *r, struct response *out, const char *path,
                 const char *class, const char *type)
{
	struct buf *b = &out->body;

	buf_str(b, "<form method=\"post\"");
	markup_attr(b, "action", path);
	if (class)
		markup_attr(b, "class", class);
	if (type)
		markup_attr(b, "enctype", type);
	buf_str(b, "><input type=\"hidden\" name=\"csrf\"");
	markup_attr(b, "value", r->csrf);
	buf_str(b, ">\n");
}

void page_form(struct request *r, struct response *out, const char *path,
               const char *class)
{
	form(r, out, path, class, NULL);
}

void page_form_upload(struct request *r, struct response *out, const char *path,
                      const char *class)
{
	form(r, out, path, class, "multipart/form-data");
}

bool page_say(struct request *r, struct response *out, int status,
              const char *title, const char *text)
{
	out->status = status;
	page_open(r, out, title, "");
	buf_str(&out->body, "<p class=\"lead\">");
	words(&out->body, text, r->lang);
	buf_str(&out->body, "</p>\n<p><a href=\"/\">");
	words(&out->body, "say-back", r->lang);
	buf_str(&out->body, "</a></p>\n");
	page_close(r, out);
	return true;
}
