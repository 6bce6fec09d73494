/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/http_page.h"

#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define BEGINNING 2048 /* bytes of a page that may name the device */

/* The model in a text that begins with what is known of it. */
static void read_model(struct http_page *p, const char *text)
{
	static const char *const ends[] = { " - ", "&nbsp;",      "  ",
		                            " | ", ";",           ",",
		                            " :",  "\xe2\x80\x93" };
	char model[HTTP_ANSWER_TEXT];

	snprintf(model, sizeof(model), "%s", text);
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		char *end = strstr(model, ends[i]);

		if (end)
			*end = '\0';
	}
	/* No more than that is no model. */
	if (strlen(text_trim(model)) > strlen(p->device->text))
		snprintf(p->model, sizeof(p->model), "%s", text_trim(model));
}

/* The device that one of its texts names, and what it calls its model. */
static void find_device(struct http_page *p, const struct http_answer *a,
                        const struct baseline *b)
{
	const char *const texts[] = { a->title, a->realm, a->server };
	char beginning[BEGINNING];

	for (size_t t = 0; t < sizeof(texts) / sizeof(*texts); t++)
		for (size_t i = 0; i < b->admin_pages; i++) {
			const char *found =
			    strstr(texts[t], b->admin_page[i].text);

			if (!found)
				continue;
			p->device = &b->admin_page[i];
			p->sure = SIGHT_LIKELY;
			read_model(p, found);
			return;
		}
	snprintf(beginning, sizeof(beginning), "%s", a->body);
	for (size_t i = 0; i < b->admin_pages; i++)
		if (strstr(beginning, b->admin_page[i].text)) {
			p->device = &b->admin_page[i];
			p->sure = SIGHT_GUESS;
			return;
		}
}

static bool has_word(const char *text, const char *const *word, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_has(text, word[i]))
			return true;
	return false;
}

/* Whether a form of the page sends something that was filled in. */
static bool has_form(const char *page)
{
	static const char *const fields[] = { "<input", "<select",
		                              "<textarea" };
	static const char *const idle[] = {
		"type=\"hidden\"", "type=hidden",     "type=\"submit\"",
		"type=submit",     "type=\"search\"", "type=\"button\"",
		"type=\"image\""
	};
	char tag[400];
	bool posts = false;

	for (const char *s = page; (s = strchr(s, '<')); s++) {
		snprintf(tag, sizeof(tag), "%.*s", (int)strcspn(s, ">"), s);
		if (text_has(tag, "<form"))
			posts = text_has(tag, "method=\"post\"") ||
			        text_has(tag, "method=post");
		else if (text_has(tag, "</form"))
			posts = false;
		else if (posts && has_word(tag, fields, 3) &&
		         !has_word(tag, idle, sizeof(idle) / sizeof(*idle)))
			return true;
	}
	return false;
}

/*
 * Strict: the whole page is there, the device is known by it, it has a form
 * with fields, it speaks of settings, and nowhere of whoever comes.
 */
static bool is_open(const struct http_page *p, const struct http_answer *a,
                    const struct baseline *b)
{
	return p->device && a->status == 200 && a->whole && !a->location[0] &&
	       has_word(a->body, b->settings_word, b->settings_words) &&
	       !has_word(a->body, b->login_word, b->login_words) &&
	       has_form(a->body);
}

void http_page_read(struct http_page *p, const struct http_answer *a,
                    const struct baseline *b)
{
	memset(p, 0, sizeof(*p));
	find_device(p, a, b);
	p->open = is_open(p, a, b);
}
