/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/issue.h"

#include "coordinator/audit.h"
#include "coordinator/kit_maker.h"
#include "coordinator/scope.h"
#include "coordinator/service.h"
#include "coordinator/setting.h"
#include "core/date.h"
#include "core/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *text(const struct db_rows *rows, int column, struct arena *a)
{
	const char *copy = db_column_copy(rows, column, a);

	return copy ? copy : "";
}

/* What a kit tells of a commune of the store; *found is false for none. */
static bool find(struct request *r, const char *insee,
                 struct gazetteer_commune *g, struct roster_commune *c,
                 bool *found, struct err *e)
{
	static const char sql[] =
	    "SELECT c.insee, c.name, c.department, c.site, c.mail, c.phone"
	    " FROM commune c WHERE c.insee = $2 AND c.left_at IS NULL"
	    " AND " SCOPE;
	struct db_rows *rows = db_query(
	    r->db, sql, DB_VALUES(db_text(r->account), db_text(insee)), e);

	if (!rows)
		return false;
	*found = db_next(rows);
	if (*found) {
		*g = (struct gazetteer_commune){
			.insee = text(rows, 0, r->arena),
			.name = text(rows, 1, r->arena),
			.department = text(rows, 2, r->arena),
			.shared = true,
		};
		*c = (struct roster_commune){
			.commune = g,
			.site = text(rows, 3, r->arena),
			.mail = text(rows, 4, r->arena),
			.phone = text(rows, 5, r->arena),
		};
	}
	return db_end(rows, e);
}

/* Add the kits to the zip, each noted; communes out of sight are left out. */
static bool add_all(struct request *r, struct kit_maker *m, struct parcel *p,
                    const char *const *insee, size_t count, size_t *made,
                    struct err *e)
{
	const struct kit_maker_order order = {
		.now = r->now,
		.expires = r->now + KIT_MAKER_DAYS * DATE_DAY,
		.by = r->account,
		.roots = r->service->roots,
	};

	for (size_t i = 0; i < count && *made < ISSUE_MOST; i++) {
		struct gazetteer_commune g;
		struct roster_commune c;
		bool found;

		if (!find(r, insee[i], &g, &c, &found, e))
			return false;
		if (!found)
			continue;
		if (!audit_note(r, "kit-made", insee[i], "", e) ||
		    !kit_maker_add(m, r->db, p, &c, &order, e))
			return false;
		++*made;
	}
	return true;
}

/* A file without a name: a token is never left behind. */
static int open_nameless(const struct request *r, struct err *e)
{
	char *path = arena_fmt(r->arena, "%s/" FILE_TEMPORARY "XXXXXX",
	                       r->service->state);
	int fd = path ? mkstemp(path) : -1;

	if (fd < 0)
		err_sys(e, errno, "a kit cannot be written");
	else
		unlink(path);
	return fd;
}

static bool write_zip(struct request *r, struct kit_maker *m, int fd,
                      const char *const *insee, size_t count, size_t *made,
                      struct err *e)
{
	struct parcel *p = parcel_open(fd, r->now, e);
	struct err late;
	bool ok = p && add_all(r, m, p, insee, count, made, e);

	return parcel_close(p, ok ? e : &late) && ok;
}

/* Why no kit can be made here: who reads it can mend one thing at a time. */
static bool explain(struct request *r, const char **why, struct err *e)
{
	struct setting s;

	if (!setting_read(&s, r->db, r->arena, e))
		return false;
	*why = s.name[0] ? "kits-no-programs" : "kits-no-name";
	return true;
}

bool issue_send(struct request *r, struct response *out,
                const char *const *insee, size_t count, const char **why,
                struct err *e)
{
	const char *programs = r->service->programs;
	struct kit_maker *m;
	size_t made = 0;
	bool ok;
	int fd;

	*why = NULL;
	if (r->service->demo) {
		*why = "kits-demo";
		return true;
	}
	if (!r->service->keys || !r->service->state) {
		*why = "kits-no-keys";
		return true;
	}
	m = kit_maker_open(r->db, r->service->keys,
	                   programs ? programs : KIT_MAKER_PROGRAMS, e);
	if (!m)
		return explain(r, why, e);
	fd = open_nameless(r, e);
	ok = fd >= 0 && write_zip(r, m, fd, insee, count, &made, e);
	kit_maker_close(m);
	if (ok && made) {
		out->type = "application/zip";
		out->filename = made == 1 ? "garde-kit.zip" : "garde-kits.zip";
		out->file = fd;
		return true;
	}
	if (fd >= 0)
		close(fd);
	*why = ok ? "kits-none-chosen" : NULL;
	return ok;
}
