/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/audit.h"
#include "coordinator/authority_form.h"
#include "coordinator/box.h"
#include "coordinator/page.h"
#include "coordinator/route.h"
#include "coordinator/setting.h"
#include "coordinator/standing.h"
#include "coordinator/threshold.h"
#include "coordinator/wording.h"
#include "core/base64.h"
#include "core/text.h"
#include "report/kit_shape.h"
#include "report/markup.h"

#include <stdio.h>
#include <string.h>

/* All of it goes into kits: what those would refuse is refused here. */
static bool is_name(const char *s)
{
	return !s[0] || kit_shape_name(s);
}

static bool is_lines(const char *s)
{
	return strlen(s) < SETTING_TEXT;
}

static bool is_phone(const char *s)
{
	return !s[0] || kit_shape_phone(s);
}

static bool is_email(const char *s)
{
	return !s[0] || kit_shape_email(s);
}

static bool is_url(const char *s)
{
	return !s[0] || (strlen(s) < SETTING_TEXT && kit_shape_url(s));
}

static bool is_within(const char *s, int64_t most)
{
	int64_t n;

	return !s[0] || text_int(s, 1, most, &n);
}

static bool is_months(const char *s)
{
	return is_within(s, THRESHOLD_SILENCE_MOST);
}

static bool is_days(const char *s)
{
	return is_within(s, THRESHOLD_SOON_MOST);
}

/* The settings that are one text each, as the page has them. */
static const struct line {
	const char *name;
	const char *type;
	const char *label;
	const char *hint;
	const char *error;
	unsigned lines;
	bool (*good)(const char *value);
} lines[] = {
	{ "name", "text", "settings-name", "settings-name-hint",
	  "settings-long", 1, is_name },
	{ "address", "text", "settings-address", NULL, "settings-long", 4,
	  is_lines },
	{ "phone", "tel", "settings-phone", NULL, "settings-phone-wrong", 1,
	  is_phone },
	{ "email", "email", "settings-email", NULL, "settings-email-wrong", 1,
	  is_email },
	{ "url", "url", "settings-url", "settings-url-hint",
	  "settings-url-wrong", 1, is_url },
	{ THRESHOLD_SILENCE_NAME, "number", "settings-silence",
	  "settings-silence-hint", "settings-silence-wrong", 1, is_months },
	{ THRESHOLD_SOON_NAME, "number", "settings-soon", "settings-soon-hint",
	  "settings-soon-wrong", 1, is_days },
};
#define COUNT (sizeof(lines) / sizeof(lines[0]))

/* What stands in the form, and which of it is wrong. */
struct draft {
	const char *value[COUNT];
	bool wrong[COUNT];
	const char *numbers; /* "Gendarmerie\t17\n..." */
	bool numbers_wrong;
	bool any;
	const char *notice; /* id of words, or NULL */
	bool good;
};

static const char *given(const struct request *r, const char *name)
{
	const char *value = request_form(r, name);

	return value ? value : "";
}

/* The draft of what is kept. */
static void from_store(struct draft *d, const struct setting *s)
{
	const char *texts[COUNT] = { s->name, s->address, s->phone, s->email,
		                     s->url,  s->silence, s->soon };

	memcpy(d->value, texts, sizeof(texts));
}

static void emergency(struct request *r, struct response *out,
                      const struct draft *d, const struct setting *s)
{
	struct buf *b = &out->body;
	bool stored = !d->numbers;

	buf_str(b, "<fieldset><legend>");
	wording_html(b, "settings-numbers", r->lang, NULL);
	buf_str(b, "</legend>\n<p class=\"hint\">");
	wording_html(b, "settings-numbers-hint", r->lang, NULL);
	buf_str(b, "</p>\n");
	if (d->numbers_wrong) {
		buf_str(b, "<p class=\"field-error\">");
		wording_html(b, "settings-numbers-wrong", r->lang, NULL);
		buf_str(b, "</p>\n");
	}
	for (size_t i = 0; i < KIT_NUMBERS; i++) {
		char who[24];
		char phone[24];
		bool there = stored && i < s->numbers;

		snprintf(who, sizeof(who), "number-%d-name", (int)i + 1);
		snprintf(phone, sizeof(phone), "number-%d-phone", (int)i + 1);
		const struct box boxes[] = {
			{ .name = who,
			  .label = "settings-number-name",
			  .most = 80,
			  .value = there    ? s->number[i].name
			           : stored ? ""
			                    : given(r, who) },
			{ .name = phone,
			  .type = "tel",
			  .label = "settings-number-phone",
			  .most = 30,
			  .value = there    ? s->number[i].phone
			           : stored ? ""
			                    : given(r, phone) },
		};

		buf_str(b, "<div class=\"row\">\n");
		box_write(r, out, &boxes[0]);
		box_write(r, out, &boxes[1]);
		buf_str(b, "</div>\n");
	}
	buf_str(b, "</fieldset>\n");
}

static void logo(struct request *r, struct response *out,
                 const struct setting *s)
{
	const struct box file = { .name = "logo",
		                  .type = "file",
		                  .label = "settings-logo-file",
		                  .hint = "settings-logo-hint" };
	struct buf *b = &out->body;

	buf_str(b, "<section>\n<h2>");
	wording_html(b, "settings-logo", r->lang, NULL);
	buf_str(b, "</h2>\n");
	if (s->logo[0]) {
		buf_str(b, "<p><img height=\"80\" src=\"/logo/");
		markup_text(b, s->logo);
		buf_char(b, '"');
		markup_attr(b, "alt", wording("settings-logo", r->lang));
		buf_str(b, "></p>\n");
	}
	page_form_upload(r, out, "/reglages/logo", "stack");
	box_write(r, out, &file);
	box_button(r, out, "second", "settings-logo-go");
	buf_str(b, "</form>\n</section>\n");
}

static bool draw(struct request *r, struct response *out, struct draft *d,
                 struct err *e)
{
	struct setting s;

	if (!setting_read(&s, r->db, r->arena, e))
		return false;
	if (!d->numbers)
		from_store(d, &s);
	page_open(r, out, "nav-reglages", "/reglages");
	if (d->notice)
		box_notice(r, out, d->good ? "good" : "bad", d->notice);
	page_form(r, out, "/reglages", "stack");
	for (size_t i = 0; i < COUNT; i++) {
		const struct box box = {
			.name = lines[i].name,
			.type = lines[i].type,
			.label = lines[i].label,
			.hint = lines[i].hint,
			.error = d->wrong[i] ? lines[i].error : NULL,
			.value = d->value[i],
			.lines = lines[i].lines,
			/* Numbers have no such attribute. */
			.most = text_is(lines[i].type, "number")
			            ? 0
			            : SETTING_TEXT - 1,
		};

		box_write(r, out, &box);
	}
	emergency(r, out, d, &s);
	box_button(r, out, NULL, "settings-go");
	buf_str(&out->body, "</form>\n");
	logo(r, out, &s);
	if (!authority_form_write(r, out, e))
		return false;
	page_close(r, out);
	return true;
}

bool page_settings_show(struct request *r, struct response *out, struct err *e)
{
	struct draft d = { .notice = NULL };

	return draw(r, out, &d, e);
}

/* The emergency numbers of the form, one a line. */
static void take_numbers(struct request *r, struct draft *d)
{
	struct buf b;

	buf_init(&b, 4096);
	for (int i = 1; i <= KIT_NUMBERS; i++) {
		char who[24];
		char phone[24];
		const char *name;
		const char *number;

		snprintf(who, sizeof(who), "number-%d-name", i);
		snprintf(phone, sizeof(phone), "number-%d-phone", i);
		name = given(r, who);
		number = given(r, phone);
		if (!name[0] && !number[0])
			continue;
		if (!name[0] || !number[0] || !is_name(name) ||
		    !is_phone(number))
			d->numbers_wrong = true;
		buf_fmt(&b, "%s\t%s\n", name, number);
	}
	d->numbers = arena_strdup(r->arena, buf_text(&b));
	buf_clear(&b);
}

static void take(struct request *r, struct draft *d)
{
	for (size_t i = 0; i < COUNT; i++) {
		char *value = arena_strdup(r->arena, given(r, lines[i].name));

		d->value[i] = value ? text_trim(value) : "";
		d->wrong[i] = !lines[i].good(d->value[i]);
		d->any = d->any || d->wrong[i];
	}
	take_numbers(r, d);
	d->any = d->any || d->numbers_wrong;
}

struct writing {
	struct request *r;
	const struct draft *d;
};

static bool write(void *ctx, struct db *db, struct err *e)
{
	const struct writing *w = ctx;

	for (size_t i = 0; i < COUNT; i++)
		if (!setting_write(db, lines[i].name, w->d->value[i], e))
			return false;
	/* A threshold that changes makes other communes urgent, at once. */
	return setting_write(db, "numbers", w->d->numbers, e) &&
	       standing_refresh(db, w->r->now, e) &&
	       audit_note(w->r, "settings", "", "", e);
}

bool page_settings_write(struct request *r, struct response *out, struct err *e)
{
	struct draft d = { .notice = NULL };
	struct writing w = { .r = r, .d = &d };

	take(r, &d);
	if (!d.numbers)
		return err_set(e, "no memory is left");
	if (d.any) {
		out->status = 422;
		d.notice = "settings-wrong";
		return draw(r, out, &d, e);
	}
	if (!db_transact(r->db, write, &w, e))
		return false;
	d = (struct draft){ .notice = "settings-done", .good = true };
	return draw(r, out, &d, e);
}

struct picture {
	struct request *r;
	const struct field *file;
	bool good;
};

static bool write_logo(void *ctx, struct db *db, struct err *e)
{
	struct picture *p = ctx;

	return setting_logo_write(db, p->file ? p->file->data : NULL,
	                          p->file ? p->file->len : 0, &p->good,
	                          p->r->arena, e) &&
	       (!p->good || audit_note(p->r, "settings-logo", "", "", e));
}

bool page_settings_logo(struct request *r, struct response *out, struct err *e)
{
	struct picture p = { .r = r, .file = request_file(r, "logo") };
	struct draft d = { .notice = "settings-done", .good = true };

	if (!db_transact(r->db, write_logo, &p, e))
		return false;
	if (!p.good) {
		out->status = 422;
		d = (struct draft){ .notice = "settings-logo-wrong" };
	}
	return draw(r, out, &d, e);
}

bool page_settings_roots(struct request *r, struct response *out, struct err *e)
{
	struct draft d = { .notice = "settings-done", .good = true };
	const char *why;

	if (!authority_form_take(r, &why, e))
		return false;
	if (why) {
		out->status = 422;
		d = (struct draft){ .notice = why };
	}
	return draw(r, out, &d, e);
}

/* The picture itself; its address changes with it. */
bool page_settings_picture(struct request *r, struct response *out,
                           struct err *e)
{
	const char *text;

	if (!setting_logo(&text, r->db, r->arena, e))
		return false;
	if (!text || !base64_decode(&out->body, text, strlen(text), e))
		return page_say(r, out, 404, "say-absent-title", "say-absent");
	out->type = "image/png";
	out->cache = true;
	return true;
}
