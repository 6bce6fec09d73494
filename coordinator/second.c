/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/second.h"

#include "coordinator/audit.h"
#include "coordinator/guess.h"
#include "coordinator/journal.h"
#include "coordinator/lockbox.h"
#include "coordinator/page.h"
#include "coordinator/qr.h"
#include "coordinator/service.h"
#include "coordinator/setting.h"
#include "coordinator/wording.h"
#include "core/secret.h"
#include "report/markup.h"

#include <stdio.h>

/* What is changed together, or not at all. */
struct renewal {
	struct request *r;
	const struct member *m;
	const char *sealed;
	int64_t step;
	char (*codes)[MEMBER_CODE];
};

static void secret_text(struct buf *b, const char *secret)
{
	buf_str(b, "<p><code class=\"secret\">");
	for (size_t i = 0; secret[i]; i++) {
		if (i && i % 4 == 0)
			buf_char(b, ' ');
		buf_char(b, secret[i]);
	}
	buf_str(b, "</code></p>\n");
}

bool second_draw(struct request *r, struct response *out, const char *secret,
                 const char *account, struct err *e)
{
	struct buf *b = &out->body;
	struct setting s;
	struct buf uri;

	if (!setting_read(&s, r->db, r->arena, e))
		return false;
	buf_init(&uri, 4096);
	totp_uri(&uri, secret, account,
	         s.name[0] ? s.name : wording("page-brand", r->lang));
	(void)qr_svg(b, buf_text(&uri), wording("second-qr", r->lang));
	buf_str(b, "<p>");
	wording_html(b, "second-text", r->lang, NULL);
	buf_str(b, "</p>\n");
	secret_text(b, secret);
	buf_str(b, "<p><a");
	markup_attr(b, "href", buf_text(&uri));
	buf_char(b, '>');
	wording_html(b, "second-link", r->lang, NULL);
	buf_str(b, "</a></p>\n");
	buf_clear(&uri);
	return true;
}

static bool write(void *ctx, struct db *db, struct err *e)
{
	struct renewal *c = ctx;

	return member_set_totp(db, c->m->name, c->sealed, c->step, e) &&
	       member_make_codes(db, c->m->name, c->codes, e) &&
	       visit_end_all(db, c->m->name, e) &&
	       audit_note_of(c->r, c->m->name, "second-factor", "", "", e);
}

bool second_set(struct request *r, const struct member *m, const char *secret,
                const char *typed, enum login_result *result, int64_t *wait,
                char codes[MEMBER_CODES][MEMBER_CODE], struct err *e)
{
	char sealed[LOCKBOX_TEXT];
	struct renewal c = { .r = r, .m = m, .sealed = sealed, .codes = codes };

	*result = LOGIN_WAIT;
	if (!guess_try(r->db, GUESS_CODE, m->name, r->now, wait, e))
		return false;
	if (*wait)
		return true;
	*result = LOGIN_WRONG;
	if (!totp_check(secret, typed, r->now, 0, &c.step))
		return audit_note_of(r, m->name, "code-refused", "", "", e);
	*result = LOGIN_RIGHT;
	return lockbox_seal(sealed, r->service->keys, m->name, secret, e) &&
	       guess_right(r->db, GUESS_CODE, m->name, e) &&
	       db_transact(r->db, write, &c, e);
}

bool second_check(const struct request *r, const struct member *m,
                  const char *typed, int64_t *step)
{
	char secret[LOCKBOX_SECRET];
	struct err e;
	bool right;

	if (!m->totp[0])
		return false;
	if (!lockbox_open(secret, r->service->keys, m->name, m->totp, &e)) {
		journal_write(JOURNAL_ERROR, "the second factor of %s: %s",
		              m->name, e.text);
		return false;
	}
	right = totp_check(secret, typed, r->now, m->totp_step, step);
	secret_clear(secret, sizeof(secret));
	return right;
}

bool second_count_lost(struct db *db, const struct keyring *keys, int64_t *lost,
                       struct err *e)
{
	static const char sql[] =
	    "SELECT name, totp FROM account WHERE totp <> ''";
	struct db_rows *rows = db_query(db, sql, DB_NOTHING, e);

	*lost = 0;
	if (!rows)
		return false;
	while (db_next(rows)) {
		char name[MEMBER_NAME + 1];
		char secret[LOCKBOX_SECRET];
		struct err ignored;

		snprintf(name, sizeof(name), "%s", db_column_text(rows, 0));
		if (!lockbox_open(secret, keys, name, db_column_text(rows, 1),
		                  &ignored))
			++*lost;
		secret_clear(secret, sizeof(secret));
	}
	return db_end(rows, e);
}

bool second_show_codes(struct request *r, struct response *out,
                       char codes[MEMBER_CODES][MEMBER_CODE], const char *next)
{
	struct buf *b = &out->body;

	page_open(r, out, "second-codes-title", "/compte");
	buf_str(b, "<p>");
	wording_html(b, "second-codes", r->lang, NULL);
	buf_str(b, "</p>\n<ul class=\"codes\">\n");
	for (size_t i = 0; i < MEMBER_CODES; i++)
		buf_fmt(b, "<li><code>%s</code></li>\n", codes[i]);
	buf_str(b, "</ul>\n<p><a class=\"button\"");
	markup_attr(b, "href", next);
	buf_char(b, '>');
	wording_html(b, "second-on", r->lang, NULL);
	buf_str(b, "</a></p>\n");
	page_close(r, out);
	return true;
}
