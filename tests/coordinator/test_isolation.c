/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is a commune's reaches nobody but those whose scope it is in. Every
 * route of routes.def is asked by every account of invented regions, with all
 * fields that its forms and links have, filled with what is not theirs.
 */
#include "coordinator/intake.h"
#include "coordinator/member.h"
#include "coordinator/packed.h"
#include "coordinator/route.h"
#include "coordinator/setting.h"
#include "tests/coordinator/client.h"
#include "tests/coordinator/region.h"
#include "tests/coordinator/sealed.h"
#include "tests/coordinator/store.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <unistd.h>

#define FIELDS   400 /* names of fields that pages have */
#define ACCOUNTS 8
#define VALUES   64 /* what may stand for a {part} of a path */

static const struct route routes[] = {
#define ROUTE(method, path, role, kind, handler) \
	{ method, path, role, kind, handler },
#include "coordinator/routes.def"
#undef ROUTE
};

#define ROUTES (sizeof(routes) / sizeof(routes[0]))

/* A field that some page has, and where its form or link goes. */
struct known {
	const char *path; /* as routes.def writes it */
	char name[64];
	char value[128];
};

/* Keys, for kits and for what comes sealed; and what kits are made from. */
static struct sealed sealed;
static char programs[300];

struct walk {
	struct client c;
	struct region region;
	struct known known[FIELDS];
	size_t fields;
	bool answered[ROUTES]; /* with a page */
	size_t asked;
	size_t packed; /* files in zips that were looked into */
	size_t taken;  /* sealed files that were taken in */
};

/* Whether bytes hold a text; they may have NUL in them. */
static bool holds(const char *data, size_t len, const char *text)
{
	size_t n = strlen(text);

	for (const char *at = data; len >= n; at++, len--) {
		const char *next = memchr(at, text[0], len - n + 1);

		if (!next)
			return false;
		len -= (size_t)(next - at);
		at = next;
		if (memcmp(at, text, n) == 0)
			return true;
	}
	return false;
}

/* Nothing of a commune outside; what was said to the page may come back. */
static void inspect(const struct walk *w, const struct region_account *who,
                    const char *method, const char *target, const char *said,
                    const char *data, size_t len)
{
	for (size_t i = 0; i < w->region.communes; i++) {
		const struct region_commune *c = &w->region.commune[i];

		if (region_sees(who, c))
			continue;
		for (size_t m = 0; m < REGION_MARKS; m++)
			if (holds(data, len, c->mark[m]) &&
			    !strstr(said, c->mark[m]))
				fail_msg("%s %s, asked by %s with %s, shows %s",
				         method, target, who->name, said,
				         c->mark[m]);
		if (!region_sees_epci(&w->region, who, c) &&
		    holds(data, len, c->epci_name))
			fail_msg("%s %s, asked by %s with %s, shows %s", method,
			         target, who->name, said, c->epci_name);
	}
}

/*
 * What a kit says of itself. The codes are not looked for: any five letters
 * may stand in a certificate or a token.
 */
static void inspect_kit(const struct walk *w, const struct region_account *who,
                        const char *name, const char *data, size_t len)
{
	for (size_t i = 0; i < w->region.communes; i++) {
		const struct region_commune *c = &w->region.commune[i];

		if (!region_sees(who, c) &&
		    (holds(data, len, c->mark[REGION_NAME]) ||
		     holds(data, len, c->mark[REGION_HOST])))
			fail_msg("%s, made for %s, is of %s", name, who->name,
			         c->mark[REGION_NAME]);
	}
}

/* Every name and every byte of the files in a zip. */
static void inspect_zip(struct walk *w, const struct region_account *who,
                        const char *method, const char *target,
                        const char *said)
{
	static char data[1 << 20];
	struct archive *zip = archive_read_new();
	struct archive_entry *entry;

	assert_non_null(zip);
	archive_read_support_format_zip(zip);
	assert_int_equal(archive_read_open_fd(zip, w->c.out.file, 65536),
	                 ARCHIVE_OK);
	while (archive_read_next_header(zip, &entry) == ARCHIVE_OK) {
		const char *name = archive_entry_pathname(entry);
		la_ssize_t n = archive_read_data(zip, data, sizeof(data));

		assert_true(n >= 0 && (size_t)n < sizeof(data));
		inspect(w, who, method, target, said, name, strlen(name));
		inspect_kit(w, who, name, data, (size_t)n);
		w->packed++;
	}
	archive_read_free(zip);
}

static void inspect_file(struct walk *w, const struct region_account *who,
                         const char *method, const char *target,
                         const char *said)
{
	static char data[1 << 20];
	ssize_t n;

	assert_true(lseek(w->c.out.file, 0, SEEK_SET) == 0);
	if (text_is(w->c.out.type, "application/zip"))
		inspect_zip(w, who, method, target, said);
	else
		while ((n = read(w->c.out.file, data, sizeof(data))) > 0)
			inspect(w, who, method, target, said, data, (size_t)n);
	close(w->c.out.file);
	w->c.out.file = -1;
}

static void inspect_answer(struct walk *w, const struct region_account *who,
                           const char *method, const char *target,
                           const char *said)
{
	const struct response *out = &w->c.out;
	const char *const header[] = { out->location, out->filename,
		                       out->set_cookie };

	w->asked++;
	if (out->status >= 500)
		fail_msg("%s %s, asked by %s with %s: %d", method, target,
		         who->name, said, out->status);
	inspect(w, who, method, target, said, client_body(&w->c),
	        out->body.len);
	for (size_t i = 0; i < 3; i++)
		if (header[i])
			inspect(w, who, method, target, said, header[i],
			        strlen(header[i]));
	if (out->file >= 0)
		inspect_file(w, who, method, target, said);
}

static void be(struct walk *w, const struct region_account *who)
{
	w->c.account = who->name;
	w->c.role = who->role;
}

/* The value of an attribute in a tag that ends at end; "" for none. */
static void attribute(char *out, size_t size, const char *tag, const char *end,
                      const char *name)
{
	char mark[32];
	const char *at;
	size_t n;

	out[0] = '\0';
	snprintf(mark, sizeof(mark), " %s=\"", name);
	at = strstr(tag, mark);
	if (!at || at > end)
		return;
	at += strlen(mark);
	n = strcspn(at, "\"");
	snprintf(out, size, "%.*s", (int)n, at);
}

/* Whether a path is of that route, whatever stands for {..}. */
static bool same_route(const char *path, const char *pattern)
{
	size_t before = strcspn(pattern, "{");
	const char *after = strchr(pattern, '}');

	if (!after)
		return text_is(path, pattern);
	return strncmp(path, pattern, before) == 0 &&
	       text_ends(path, after + 1) &&
	       !memchr(path + before, '/',
	               strlen(path) > before + strlen(after + 1)
	                   ? strlen(path) - before - strlen(after + 1)
	                   : 0);
}

/* Note a field; one of no route is of no use. */
static void learn(struct walk *w, const char *path, const char *name,
                  const char *value)
{
	struct known *k = &w->known[w->fields];
	const char *pattern = NULL;

	for (size_t i = 0; i < ROUTES && !pattern; i++)
		if (same_route(path, routes[i].path))
			pattern = routes[i].path;
	if (!pattern || !name[0] || text_is(name, "csrf"))
		return;
	for (size_t i = 0; i < w->fields; i++)
		if (text_is(w->known[i].path, pattern) &&
		    text_is(w->known[i].name, name))
			return;
	assert_true(w->fields < FIELDS);
	k->path = pattern;
	snprintf(k->name, sizeof(k->name), "%s", name);
	snprintf(k->value, sizeof(k->value), "%s", value);
	w->fields++;
}

/* The fields of a link's query: "/communes?tri=nom&amp;page=2". */
static void learn_link(struct walk *w, const char *here, const char *href)
{
	char path[128];
	size_t n = strcspn(href, "?");

	snprintf(path, sizeof(path), "%.*s", (int)n, n ? href : here);
	href += n;
	while (*href == '?' || *href == '&') {
		char name[64];

		href++;
		if (strncmp(href, "amp;", 4) == 0)
			href += 4;
		n = strcspn(href, "=&");
		snprintf(name, sizeof(name), "%.*s", (int)n, href);
		learn(w, path, name, "");
		href += strcspn(href, "&");
	}
}

/* All fields of all forms and links of the page that came. */
static void harvest(struct walk *w, const char *here)
{
	const char *at = client_body(&w->c);
	char action[128] = "";

	while ((at = strchr(at, '<'))) {
		const char *end = strchr(at, '>');
		char name[64];
		char value[128];

		if (!end)
			return;
		if (strncmp(at, "<form", 5) == 0) {
			attribute(action, sizeof(action), at, end, "action");
			if (!action[0])
				snprintf(action, sizeof(action), "%s", here);
		}
		if (strncmp(at, "<a ", 3) == 0) {
			attribute(value, sizeof(value), at, end, "href");
			learn_link(w, here, value);
		}
		attribute(name, sizeof(name), at, end, "name");
		attribute(value, sizeof(value), at, end, "value");
		if (strncmp(at, "<input", 6) == 0 ||
		    strncmp(at, "<select", 7) == 0 ||
		    strncmp(at, "<textarea", 9) == 0 ||
		    strncmp(at, "<button", 7) == 0)
			learn(w, action, name, value);
		at = end;
	}
}

/* The path of a route with part in the place of {..}. */
static void fill_in(char *out, size_t size, const char *path, const char *part)
{
	size_t before = strcspn(path, "{");
	const char *after = strchr(path, '}');

	if (after)
		snprintf(out, size, "%.*s%s%s", (int)before, path, part,
		         after + 1);
	else
		snprintf(out, size, "%s", path);
}

/* What may stand for {..}: communes, accounts, controls, nonsense. */
static size_t parts(const struct walk *w, const char *path,
                    const char *out[VALUES])
{
	size_t n = 0;

	if (!strchr(path, '{')) {
		out[0] = "";
		return 1;
	}
	for (size_t i = 0; i < w->region.communes; i++)
		out[n++] = w->region.commune[i].mark[REGION_INSEE];
	for (size_t i = 0; i < w->region.accounts; i++)
		out[n++] = w->region.account[i].name;
	for (size_t i = 0; i < REGION_CONTROLS; i++)
		out[n++] = region_control[i];
	out[n++] = "x";
	assert_true(n <= VALUES);
	return n;
}

static bool walked(const struct route *route, const char *method)
{
	/* Others have neither store nor session. */
	return (route->kind == ROUTE_PAGE || route->kind == ROUTE_UPLOAD) &&
	       text_is(route->method, method);
}

/* Every page, as it is; the administrator's tell which fields there are. */
static void read_all(struct walk *w, const struct region_account *who)
{
	const char *part[VALUES];
	char target[160];

	be(w, who);
	for (size_t i = 0; i < ROUTES; i++) {
		size_t n;

		if (!walked(&routes[i], "GET"))
			continue;
		n = parts(w, routes[i].path, part);
		for (size_t p = 0; p < n; p++) {
			fill_in(target, sizeof(target), routes[i].path,
			        part[p]);
			if (client_get(&w->c, target) == 200) {
				w->answered[i] = true;
				if (who->role == ROLE_ADMINISTRATOR)
					harvest(w, target);
			}
			inspect_answer(w, who, "GET", target, part[p]);
		}
	}
}

/* Something that is not theirs, as a field may want it. */
static const char *bait(struct walk *w, const struct region_account *who)
{
	const struct region_commune *c = region_some(&w->region, who, false);

	switch (region_dice(&w->region) % 4) {
	case 0:
		return c->mark[REGION_INSEE];
	case 1:
		return c->mark[REGION_NAME];
	case 2:
		return c->epci;
	default:
		return c->department;
	}
}

/* Every page again, with every field that it has, one at a time. */
static void query_all(struct walk *w, const struct region_account *who)
{
	be(w, who);
	for (size_t f = 0; f < w->fields; f++)
		for (size_t i = 0; i < ROUTES; i++) {
			const struct region_commune *c =
			    region_some(&w->region, who, false);
			const char *said = bait(w, who);
			char path[160];
			char target[400];

			if (!walked(&routes[i], "GET") ||
			    !text_is(w->known[f].path, routes[i].path))
				continue;
			fill_in(path, sizeof(path), routes[i].path,
			        region_dice(&w->region) % 2
			            ? c->mark[REGION_INSEE]
			            : region_some(&w->region, who, true)
			                  ->mark[REGION_INSEE]);
			snprintf(target, sizeof(target), "%s?%s=%s", path,
			         w->known[f].name, said);
			(void)client_get(&w->c, target);
			inspect_answer(w, who, "GET", target, target);
		}
}

/* For a code of the region, one that is not theirs; otherwise the value. */
static const char *swap(struct walk *w, const struct region_account *who,
                        const char *value)
{
	const struct region_commune *other =
	    region_some(&w->region, who, false);

	for (size_t i = 0; i < w->region.communes; i++) {
		const struct region_commune *c = &w->region.commune[i];

		if (text_is(value, c->mark[REGION_INSEE]))
			return other->mark[REGION_INSEE];
		if (text_is(value, c->department))
			return other->department;
		if (text_is(value, c->epci))
			return other->epci;
	}
	return value;
}

/*
 * A form with all its fields: what stood there, and another code for a code.
 * No word of a commune outside: it would be right to show it again.
 */
static void compose(struct walk *w, const struct region_account *who,
                    const struct route *route, char *out, size_t size)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t f = 0; f < w->fields; f++) {
		const struct known *k = &w->known[f];
		const char *value = k->value;

		if (!text_is(k->path, route->path))
			continue;
		if (region_dice(&w->region) % 2)
			value = swap(w, who, value);
		n += (size_t)snprintf(out + n, size - n, "%s%s=%s",
		                      n ? "&" : "", k->name, value);
		assert_true(n < size);
	}
}

static void send_one(struct walk *w, const struct region_account *who,
                     const struct route *route, const char *part)
{
	static char form[16384];
	static char said[17000];
	char target[160];

	fill_in(target, sizeof(target), route->path, part);
	compose(w, who, route, form, sizeof(form));
	snprintf(said, sizeof(said), "%s %s", target, form);
	if (route->kind == ROUTE_UPLOAD)
		(void)client_upload(&w->c, target, "file", "x.csv", form,
		                    strlen(form));
	else
		(void)client_post(&w->c, target, form);
	inspect_answer(w, who, "POST", target, said);
}

/* Every form, about what is theirs and what is not. */
static void write_all(struct walk *w, const struct region_account *who)
{
	const char *part[VALUES];

	be(w, who);
	for (size_t i = 0; i < ROUTES; i++) {
		size_t n;

		if (!walked(&routes[i], "POST"))
			continue;
		n = parts(w, routes[i].path, part);
		for (size_t p = 0; p < n; p++)
			send_one(w, who, &routes[i], part[p]);
	}
}

/* Seal what a machine of a commune says, with a kit of its own. */
static void seal(struct walk *w, const struct region_commune *c,
                 struct buf *out)
{
	static const char sql[] =
	    "INSERT INTO kit (insee, id, token, made_at, made_by, expires)"
	    " VALUES ($1, $2, $3, 0, '', $4)";
	struct sealed_kit kit;
	struct document d;
	char hash[HASH_TEXT];
	struct err e;

	snprintf(kit.insee, sizeof(kit.insee), "%.7s", c->mark[REGION_INSEE]);
	snprintf(kit.id, sizeof(kit.id), "%s-%016x", kit.insee,
	         (unsigned)w->taken);
	assert_true(random_token(kit.token, &e));
	hash_sha256(hash, kit.token, strlen(kit.token));
	region_run(w->c.db, sql,
	           DB_VALUES(db_text(kit.insee), db_text(kit.id), db_text(hash),
	                     db_int(w->c.now + DATE_DAY)));
	sealed_document(&d, &sealed, (unsigned)w->taken, 0, w->c.now - 3600);
	sealed_submission(out, &sealed, &kit, &d);
}

/*
 * Whoever is given a sealed file may carry it: it is taken in for the commune
 * of its kit, and the page that lists it says no word of that commune.
 */
static void carry(struct walk *w, const struct region_account *who, bool inside)
{
	static const char count[] = "SELECT COUNT(*) FROM receipt WHERE"
				    " insee = $1 AND way = 'page'";
	const struct region_commune *c = region_some(&w->region, who, inside);
	int64_t before, after;
	struct buf file;
	struct err e;

	if (who->role < ROLE_ADVISER)
		return;
	buf_init(&file, ENVELOPE_BYTES);
	seal(w, c, &file);
	assert_true(db_number(w->c.db, count,
	                      DB_VALUES(db_text(c->mark[REGION_INSEE])),
	                      &before, &e));
	be(w, who);
	(void)client_upload(&w->c, "/imports", "fichier", "a.garde", file.data,
	                    file.len);
	inspect_answer(w, who, "POST", "/imports", "a sealed file");
	assert_true(db_number(w->c.db, count,
	                      DB_VALUES(db_text(c->mark[REGION_INSEE])), &after,
	                      &e));
	assert_int_equal(after, before + 1);
	w->taken++;
	buf_clear(&file);
}

static void visit(struct walk *w, const struct region_account *who)
{
	char before[65];
	char after[65];

	read_all(w, who);
	query_all(w, who);
	region_hash(before, &w->region, w->c.db, who);
	write_all(w, who);
	region_hash(after, &w->region, w->c.db, who);
	if (strcmp(before, after) != 0)
		fail_msg("%s changed what is not theirs", who->name);
	carry(w, who, true);
	carry(w, who, false);
	/* What was written is not shown to others. */
	read_all(w, who);
}

static void walk(struct db *db, uint64_t seed)
{
	static struct walk w;
	struct err e;

	memset(&w, 0, sizeof(w));
	client_init(&w.c, db);
	w.c.service.state = sealed.state;
	w.c.service.programs = programs;
	w.c.service.keys = sealed.keys;
	w.c.service.intake = intake_new(store_where(), sealed.keys, 1, &e);
	if (!w.c.service.intake || !setting_write(db, "name", "Essai", &e))
		fail_msg("%s", e.text);
	region_make(&w.region, db, seed, w.c.now);
	for (size_t i = 0; i < w.region.accounts; i++) {
		const struct region_account *who = &w.region.account[i];

		/* The administrator comes first, and only looks. */
		if (who->role == ROLE_ADMINISTRATOR)
			read_all(&w, who);
		else
			visit(&w, who);
	}
	for (size_t i = 0; i < ROUTES; i++)
		if (walked(&routes[i], "GET") &&
		    routes[i].role >= ROLE_READER && !w.answered[i])
			fail_msg("no {..} that is tried fits %s: add one to"
			         " parts()",
			         routes[i].path);
	assert_true(w.packed > 0 && w.taken > 0);
	print_message("seed %u: %zu fields, %zu requests, %zu files in zips,"
	              " %zu sealed files\n",
	              (unsigned)seed, w.fields, w.asked, w.packed, w.taken);
	client_clear(&w.c);
	intake_free(w.c.service.intake);
}

static void run(enum db_kind kind)
{
	uint64_t seeds = getenv("GARDE_NIGHTLY") ? 40 : 2;

	for (uint64_t seed = 1; seed <= seeds; seed++) {
		struct db *db = store_fresh(kind);

		walk(db, seed);
		store_end(db);
	}
}

static void nobody_sees_what_is_not_theirs_sqlite(void **state)
{
	(void)state;
	run(DB_SQLITE);
}

static void nobody_sees_what_is_not_theirs_postgresql(void **state)
{
	(void)state;
	run(DB_POSTGRESQL);
}

/* The look that must find something, does. */
static void a_leak_would_be_seen(void **state)
{
	static const char page[] = "<p>\0Saintabcdefgh</p>";

	(void)state;
	assert_true(holds(page, sizeof(page) - 1, "Saintabcdefgh"));
	assert_true(holds("2A001", 5, "2A001"));
	assert_false(holds("2A001", 4, "2A001"));
	assert_false(holds("2A002A00", 8, "2A001"));
	assert_true(
	    same_route("/communes/2A001/suivi", "/communes/{insee}/suivi"));
	assert_false(same_route("/communes/2A001/suivi", "/communes/{insee}"));
	assert_true(same_route("/compte", "/compte"));
}

static int setup(void **state)
{
	char command[700];

	(void)state;
	sealed_open(&sealed);
	snprintf(programs, sizeof(programs), "%s/programs", sealed.state);
	snprintf(command, sizeof(command), "mkdir %s && echo x >%s/Garde.exe",
	         programs, programs);
	return system(command);
}

static int teardown(void **state)
{
	(void)state;
	sealed_close(&sealed);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_leak_would_be_seen),
		cmocka_unit_test(nobody_sees_what_is_not_theirs_sqlite),
		cmocka_unit_test(nobody_sees_what_is_not_theirs_postgresql),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
