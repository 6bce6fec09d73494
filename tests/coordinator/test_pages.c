/* SPDX-License-Identifier: Apache-2.0 */
#include "client.h"
#include "fill.h"
#include "store.h"

#include "coordinator/listing.h"
#include "coordinator/setting.h"
#include "coordinator/threshold.h"
#include <stdlib.h>

#define COMMUNES 800
#define NOW      CLIENT_NOW

/* What somebody could have put wherever a text is kept. */
#define HOSTILE \
	"=1+1<script>canary()</script>\"'&amp;\xE2\x80\xAE'; DROP TABLE commune;--"

static size_t occurrences(const char *text, const char *part)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, part)); p += strlen(part))
		n++;
	return n;
}

static int64_t number(struct db *db, const char *sql)
{
	int64_t n = -1;
	struct err e;

	if (!db_number(db, sql, DB_NOTHING, &n, &e))
		fail_msg("%s", e.text);
	return n;
}

static void run(struct db *db, const char *sql)
{
	struct err e;

	if (!db_run(db, sql, DB_NOTHING, NULL, &e))
		fail_msg("%s: %s", sql, e.text);
}

static void get(struct client *c, const char *target)
{
	int status = client_get(c, target);

	if (status != 200)
		fail_msg("%s: %d", target, status);
}

static void has(const struct client *c, const char *text)
{
	if (!client_has(c, text))
		fail_msg("no \"%s\" in %s", text, client_body(c));
}

static void lacks(const struct client *c, const char *text)
{
	if (client_has(c, text))
		fail_msg("\"%s\" in %s", text, client_body(c));
}

static void as(struct client *c, const char *account, enum role role)
{
	c->account = account;
	c->role = role;
}

/* How many rows of communes a list shows. */
static size_t rows(const struct client *c)
{
	return occurrences(client_body(c), "<th scope=\"row\"><a ");
}

static void today_tells_who_to_call(struct client *c)
{
	char count[64];
	int64_t todo = number(c->db, "SELECT COUNT(*) FROM commune"
	                             " WHERE urgency > 0");

	get(c, "/");
	snprintf(count, sizeof(count), "<b>%d</b>", (int)todo);
	has(c, count);
	assert_int_equal(occurrences(client_body(c), "class=\"who-call\""), 10);
	has(c, "point grave");
	has(c, "Un certificat finit le ");
	has(c, "href=\"tel:0400000000\"");
	has(c, "n’ont jamais rien envoyé");
	has(c, "role=\"img\"");
	/* An EPCI of 28 communes, and nothing of the others. */
	as(c, "pays", ROLE_READER);
	get(c, "/");
	lacks(c, "/communes/01001\"");
	as(c, "nobody", ROLE_READER);
	get(c, "/");
	has(c, "Aucune commune n’est encore là");
	lacks(c, "Saint-Éloi");
	as(c, "chef", ROLE_ADMINISTRATOR);
}

/* Each filter against what the store counts. */
static void lists_are_filtered(struct client *c)
{
	static const struct {
		const char *target;
		const char *sql;
	} cases[] = {
		{ "/communes", "SELECT COUNT(*) FROM commune" },
		{ "/communes?note=E",
		  "SELECT COUNT(*) FROM commune WHERE letter = 'E'" },
		{ "/communes?note=-",
		  "SELECT COUNT(*) FROM commune WHERE letter = ''" },
		{ "/communes?envoi=1",
		  "SELECT COUNT(*) FROM commune WHERE received_at = 0" },
		{ "/communes?envoi=3",
		  "SELECT COUNT(*) FROM commune WHERE received_at < 1779537600" },
		{ "/communes?envoi=4",
		  "SELECT COUNT(*) FROM commune WHERE received_at >= 1779537600" },
		{ "/communes?hab=1",
		  "SELECT COUNT(*) FROM commune WHERE population < 200" },
		{ "/communes?hab=6",
		  "SELECT COUNT(*) FROM commune WHERE population >= 3500" },
		{ "/communes?dep=02",
		  "SELECT COUNT(*) FROM commune WHERE department = '02'" },
		{ "/communes?epci=200000003&note=C",
		  "SELECT COUNT(*) FROM commune WHERE epci = '200000003'"
		  " AND letter = 'C'" },
		{ "/communes?urgent=1",
		  "SELECT COUNT(*) FROM commune WHERE urgency > 0" },
		{ "/communes?point=control-4",
		  "SELECT COUNT(*) FROM finding WHERE control = 'control-4'"
		  " AND verdict = 'fail'" },
		{ "/communes?q=%C3%89LOI+77",
		  "SELECT COUNT(*) FROM commune WHERE folded LIKE '%eloi%77%'" },
		{ "/communes?q=01077",
		  "SELECT COUNT(*) FROM commune WHERE folded LIKE '%01077%'" },
		{ "/communes?q=%25", "SELECT 0" },
		{ "/communes?q=x%27+OR+1%3D1", "SELECT 0" },
		{ "/communes?suivi=done",
		  "SELECT COUNT(*) FROM commune WHERE followup = 'done'" },
		/* What cannot be is as if it was not there. */
		{ "/communes?note=Z&hab=99&envoi=-1&tri=1000&page=0&suivi=x",
		  "SELECT COUNT(*) FROM commune" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t n = number(c->db, cases[i].sql);
		char said[64];

		get(c, cases[i].target);
		if (n == 0)
			snprintf(said, sizeof(said), "Aucune commune");
		else if (n == 1)
			snprintf(said, sizeof(said), ">1 commune<");
		else
			snprintf(said, sizeof(said), ">%d communes<", (int)n);
		if (!client_has(c, said))
			fail_msg("%s: not %s", cases[i].target, said);
		assert_int_equal(rows(c), n < 100 ? n : 100);
	}
}

/* How long silence is, as the coordinator chose. */
static void silence_is_as_long_as_was_chosen(struct client *c)
{
	int64_t old = number(c->db, "SELECT COUNT(*) FROM commune WHERE"
	                            " received_at BETWEEN 1 AND 1792713599");
	char said[64];
	struct err e;

	/* A month, 30 days and a half, before NOW. */
	assert_true(setting_write(c->db, THRESHOLD_SILENCE_NAME, "1", &e));
	assert_true(old > 1);
	snprintf(said, sizeof(said), ">%d communes<", (int)old);
	get(c, "/communes?envoi=2");
	has(c, said);
	has(c, "Rien depuis un mois<");
	lacks(c, "six mois");
	snprintf(said, sizeof(said), "%d communes n’envoient plus rien",
	         (int)old);
	get(c, "/");
	has(c, said);
	has(c, "depuis un mois");
	get(c, "/bilan");
	has(c, "n’ont rien envoyé depuis un mois");
	get(c, "/communes.csv?envoi=2");
	assert_int_equal(occurrences(client_body(c), "\r\n"), old + 1);
	assert_true(setting_write(c->db, THRESHOLD_SILENCE_NAME, "", &e));
	get(c, "/");
	has(c, "depuis 6 mois");
}

/* The value of one column of the rows of a CSV, read as a spreadsheet does. */
static size_t column(const char *csv, int which, char out[][80], size_t most)
{
	size_t n = 0;
	int at = 0;
	bool quoted = false;
	size_t len = 0;

	for (const char *p = strstr(csv, "\r\n") + 2; *p && n < most; p++) {
		if (*p == '"') {
			quoted = !quoted;
		} else if (!quoted && (*p == ';' || *p == '\n')) {
			if (at == which) {
				out[n][len] = '\0';
				n++;
			}
			len = 0;
			at = *p == '\n' ? 0 : at + 1;
		} else if (at == which && *p != '\r' && len < 79) {
			out[n][len++] = *p;
		}
	}
	return n;
}

static int by_text(const char *a, const char *b)
{
	return strcmp(a, b);
}

static int by_number(const char *a, const char *b)
{
	long x = strtol(a, NULL, 10);
	long y = strtol(b, NULL, 10);

	return (x > y) - (x < y);
}

static void lists_are_sorted_both_ways(struct client *c)
{
	static const struct {
		int sort;
		int column; /* of the export */
		int (*compare)(const char *a, const char *b);
	} cases[] = {
		{ LISTING_POPULATION, 4, by_number },
		{ LISTING_RECEIVED, 8, by_text },
		{ LISTING_LETTER, 5, by_text },
	};
	static char values[COMMUNES][80];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (int way = 0; way < 2; way++) {
			char target[80];
			size_t n;

			snprintf(target, sizeof(target),
			         "/communes.csv?note=%s&tri=%d&sens=%d",
			         i == 2 ? "" : "C", cases[i].sort, way);
			get(c, target);
			n = column(client_body(c), cases[i].column, values,
			           COMMUNES);
			assert_true(n > 100);
			for (size_t j = 1; j < n; j++) {
				int order =
				    cases[i].compare(values[j - 1], values[j]);

				/* Without a letter is last, both ways. */
				if (i == 2 && !values[j][0])
					continue;
				if (way ? order > 0 : order < 0)
					fail_msg("%s: %s before %s", target,
					         values[j - 1], values[j]);
			}
		}
}

static void pages_follow_each_other(struct client *c)
{
	char first[160];
	const char *at;

	get(c, "/communes?tri=1");
	assert_int_equal(rows(c), LISTING_ROWS);
	has(c, "href=\"/communes?tri=1&amp;page=2\" rel=\"next\"");
	has(c, "Page 1 sur 8");
	at = strstr(client_body(c), "<th scope=\"row\"><a ");
	snprintf(first, sizeof(first), "%.60s", at);
	get(c, "/communes?tri=1&page=8");
	assert_int_equal(rows(c), COMMUNES - 7 * LISTING_ROWS);
	lacks(c, first);
	lacks(c, "rel=\"next\"");
	get(c, "/communes?tri=1&page=9");
	assert_int_equal(rows(c), 0);
	/* The address of a page is only ever made of its own parts. */
	get(c, "/communes?q=%22%3E%3Cscript%3E&tri=1");
	lacks(c, "<script");
}

static void the_export_is_the_same_list(struct client *c)
{
	static char names[COMMUNES + 1][80];
	int64_t noted = number(c->db, "SELECT COUNT(*) FROM audit"
	                              " WHERE action = 'export'");

	get(c, "/communes.csv?note=D&epci=200000002");
	assert_int_equal(
	    column(client_body(c), 1, names, COMMUNES + 1),
	    number(c->db, "SELECT COUNT(*) FROM commune WHERE letter = 'D'"
	                  " AND epci = '200000002'"));
	assert_memory_equal(client_body(c), "\xEF\xBB\xBF\"Code INSEE\";", 15);
	assert_string_equal(c->out.type, "text/csv; charset=utf-8");
	assert_string_equal(c->out.filename, "communes.csv");
	get(c, "/communes.csv");
	assert_int_equal(column(client_body(c), 1, names, COMMUNES + 1),
	                 COMMUNES);
	assert_int_equal(column(client_body(c), 6, names, 3), 3);
	assert_non_null(strchr(names[0], ','));
	assert_int_equal(number(c->db, "SELECT COUNT(*) FROM audit"
	                               " WHERE action = 'export'"),
	                 noted + 2);
	as(c, "pays", ROLE_READER);
	get(c, "/communes.csv");
	assert_int_equal(column(client_body(c), 1, names, COMMUNES + 1), 28);
	as(c, "chef", ROLE_ADMINISTRATOR);
}

static void a_commune_shows_all_that_is_known(struct client *c)
{
	int64_t noted = number(c->db, "SELECT COUNT(*) FROM audit"
	                              " WHERE action = 'read'");

	get(c, "/communes/01002");
	has(c, "<h1>Saint-Éloi-1</h1>");
	has(c, "Poste 1");
	has(c, "Windows 11 Pro 24H2");
	has(c, "points à régler");
	has(c, "n’est pas en ordre");
	has(c, "04 00 00 00 00");
	has(c, "/communes/01002/fiche");
	assert_int_equal(number(c->db, "SELECT COUNT(*) FROM audit"
	                               " WHERE action = 'read'"
	                               " AND insee = '01002'"),
	                 1);
	get(c, "/communes/01002/fiche");
	has(c, "À voir ensemble");
	assert_int_equal(number(c->db, "SELECT COUNT(*) FROM audit"
	                               " WHERE action = 'read'"),
	                 noted + 2);
	assert_int_equal(client_get(c, "/communes/99999"), 404);
	assert_int_equal(client_get(c, "/communes/%27--"), 404);
}

/* Two sticks each call their first machine "Poste 1". */
static void machines_of_one_label_are_told_apart(struct client *c)
{
	get(c, "/communes/01006");
	lacks(c, "n°\u00a0");
	run(c->db, "UPDATE machine SET label = 'Poste 1', arrived_at = 5"
	           " WHERE insee = '01006' AND machine = 'machine-1'");
	get(c, "/communes/01006");
	/* Who came first is first. */
	has(c, "<td>Poste 1 n°\u00a01</td>");
	has(c, "<td>Poste 1 n°\u00a02</td>");
	has(c, "Plusieurs clés ont servi ici");
	get(c, "/communes/01006/fiche");
	has(c, "Poste 1 n°\u00a02, ");
	c->lang = LANG_EN;
	get(c, "/communes/01006");
	has(c, "<td>Poste 1 no.\u00a02</td>");
	c->lang = LANG_FR;
}

/* What is no longer kept is not in order, and not "never" either. */
static void a_commune_without_detail_says_so(struct client *c)
{
	get(c, "/communes/01007");
	has(c, "Windows 11 Pro 24H2");
	run(c->db, "DELETE FROM machine WHERE insee = '01007'");
	run(c->db, "DELETE FROM finding WHERE insee = '01007'");
	run(c->db, "DELETE FROM standing WHERE insee = '01007'");
	run(c->db, "DELETE FROM rating WHERE insee = '01007'");
	get(c, "/communes/01007");
	has(c, "Le détail d’un envoi s’efface après un an");
	has(c, "Rien n’est arrivé depuis un an");
	has(c, "href=\"/communes/01007/relance\"");
	lacks(c, "<svg class=\"trend\"");
	lacks(c, "Postes</h2>");
	get(c, "/communes/01007/fiche");
	has(c, "Aucun résultat récent");
	lacks(c, "Rien à régler");
	run(c->db, "UPDATE commune SET letter = '' WHERE insee = '01007'");
	get(c, "/communes/01007");
	has(c, "Trop ancien pour une note");
}

static void a_silent_commune_is_reminded(struct client *c)
{
	char target[40];

	/* 7919 i + 13 is below 8, modulo 100: the 34th. */
	get(c, "/communes?envoi=1&tri=1");
	snprintf(target, sizeof(target), "%.15s",
	         strstr(client_body(c), "row\"><a href=\"") + 14);
	get(c, target);
	has(c, "n’a encore rien envoyé");
	strcat(target, "/relance");
	get(c, target);
	has(c, "Nous n’avons pas encore reçu de résultat");
	has(c, "href=\"mailto:?subject=");
	has(c, "%0D%0A");
	lacks(c, "mailto:?subject=S\xC3");
}

static void follow_up_is_written_and_listed(struct client *c)
{
	assert_int_equal(client_post(c, "/communes/01010/suivi",
	                             "etat=underway&note=Vu+le+maire%0D%0A"
	                             "Rappeler&jour=2026-12-01"),
	                 303);
	assert_string_equal(c->out.location, "/communes/01010?fait=1#suivi");
	get(c, "/communes/01010");
	has(c, "Vu le maire\nRappeler</textarea>");
	has(c, "value=\"underway\" checked");
	has(c, "value=\"2026-12-01\"");
	has(c, "par Camille");
	get(c, "/communes?suivi=underway");
	assert_int_equal(rows(c), 1);
	/* Written again, it is one line still. */
	assert_int_equal(
	    client_post(c, "/communes/01010/suivi", "etat=done&note=&jour="),
	    303);
	assert_int_equal(number(c->db, "SELECT COUNT(*) FROM followup"), 1);
	assert_int_equal(number(c->db, "SELECT COUNT(*) FROM commune"
	                               " WHERE followup = 'done'"
	                               " AND next_at IS NULL"),
	                 1);
}

static void follow_up_is_refused(struct client *c)
{
	static const char *const forms[] = {
		"etat=x&note=",
		"note=a",
		"etat=call",
		"etat=call&note=&jour=2026-13-01",
		"etat=call&note=&jour=1026-01-01",
		"etat=call&note=&jour=%27",
	};
	int64_t before = number(c->db, "SELECT COUNT(*) FROM followup");

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		assert_int_equal(
		    client_post(c, "/communes/01011/suivi", forms[i]), 422);
	c->forged = true;
	assert_int_equal(
	    client_post(c, "/communes/01011/suivi", "etat=call&note="), 403);
	c->forged = false;
	as(c, "pays", ROLE_READER);
	assert_int_equal(
	    client_post(c, "/communes/01030/suivi", "etat=call&note="), 403);
	/* Of another district, and of nowhere. */
	as(c, "ain", ROLE_ADVISER);
	assert_int_equal(
	    client_post(c, "/communes/02001/suivi", "etat=call&note="), 404);
	assert_int_equal(
	    client_post(c, "/communes/99999/suivi", "etat=call&note="), 404);
	as(c, "chef", ROLE_ADMINISTRATOR);
	assert_int_equal(number(c->db, "SELECT COUNT(*) FROM followup"),
	                 before);
}

/* Who is looked after is not called; whose day has come is, first. */
static void follow_up_changes_today(struct client *c)
{
	int64_t urgent = number(c->db, "SELECT COUNT(*) FROM commune"
	                               " WHERE urgency > 0");
	char said[40];

	run(c->db, "UPDATE commune SET followup = 'underway'"
	           " WHERE urgency > 0");
	get(c, "/");
	has(c, "Rien d’urgent aujourd’hui");
	assert_int_equal(client_post(c, "/communes/01040/suivi",
	                             "etat=call&note=&jour=2026-11-22"),
	                 303);
	get(c, "/");
	has(c, "Rappel prévu le 22 novembre 2026");
	assert_int_equal(occurrences(client_body(c), "class=\"who-call\""), 1);
	/* Done until something new comes in. */
	run(c->db, "UPDATE commune SET followup = 'done', next_at = NULL,"
	           " followup_at = received_at + 1");
	get(c, "/");
	has(c, "Rien d’urgent aujourd’hui");
	run(c->db, "UPDATE commune SET followup_at = received_at - 1"
	           " WHERE received_at > 0");
	get(c, "/");
	snprintf(said, sizeof(said), "<b>%d</b>", (int)urgent);
	has(c, said);
	run(c->db, "UPDATE commune SET followup = 'none', followup_at = 0,"
	           " next_at = NULL");
	run(c->db, "DELETE FROM followup");
}

static void problems_are_counted(struct client *c)
{
	char said[64];
	int64_t fails = number(c->db, "SELECT COUNT(*) FROM finding WHERE"
	                              " control = 'control-4'"
	                              " AND verdict = 'fail'");

	get(c, "/problemes");
	assert_int_equal(occurrences(client_body(c), "<li><h2>"), 10);
	get(c, "/problemes/control-4");
	snprintf(said, sizeof(said), "%d communes sur 736", (int)fails);
	has(c, said);
	has(c, "href=\"/communes?point=control-4\"");
	assert_int_equal(occurrences(client_body(c), "<li class=\"row\">"),
	                 fails < 100 ? fails : 100);
	assert_int_equal(client_get(c, "/problemes/no-such"), 404);
	as(c, "pays", ROLE_READER);
	get(c, "/problemes/control-4");
	lacks(c, "/communes/01001\"");
	as(c, "chef", ROLE_ADMINISTRATOR);
}

static void the_summary_names_nobody(struct client *c)
{
	get(c, "/bilan");
	lacks(c, "Saint-");
	lacks(c, "/communes/");
	lacks(c, "Communauté");
	has(c, "communes sur 10");
	has(c, "ont une meilleure note");
	/* Of 28 communes the letter E has few. */
	as(c, "pays", ROLE_READER);
	get(c, "/bilan");
	has(c, "moins de 5");
	as(c, "nobody", ROLE_READER);
	get(c, "/bilan");
	has(c, "Moins de 5 communes ont envoyé un résultat");
	as(c, "chef", ROLE_ADMINISTRATOR);
}

/* What an account may not see is on no page of its own. */
static void districts_are_apart(struct client *c)
{
	static const char *const targets[] = {
		"/",
		"/communes",
		"/communes?dep=02",
		"/communes?epci=200000020",
		"/communes.csv",
		"/problemes",
		"/problemes/control-4",
		"/bilan",
		"/communes?point=control-4",
	};

	as(c, "ain", ROLE_ADVISER);
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		get(c, targets[i]);
		lacks(c, "/communes/02");
		lacks(c, "\"02");
		lacks(c, ">02<");
		lacks(c, "Communauté de communes 20<");
	}
	assert_int_equal(client_get(c, "/communes/02001"), 404);
	assert_int_equal(client_get(c, "/communes/02001/fiche"), 404);
	assert_int_equal(client_get(c, "/communes/02001/relance"), 404);
	as(c, "", ROLE_NOBODY);
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		assert_int_equal(client_get(c, targets[i]), 303);
	as(c, "chef", ROLE_ADMINISTRATOR);
}

/* Every text that the store keeps, on every page and in the export. */
static void hostile_texts_are_inert(struct client *c)
{
	static const char *const sql[] = {
		"UPDATE commune SET name = $1, epci_name = $1, site = $1,"
		" mail = $1, phone = $1 WHERE insee = '01003'",
		"UPDATE commune SET urgency = 99999 WHERE insee = $1",
		"UPDATE machine SET label = $1, system = $1"
		" WHERE insee = '01003'",
		"UPDATE control SET title = $1",
		"UPDATE standing SET version = $1 WHERE insee = '01003'",
		"UPDATE account SET display = $1 WHERE name = 'chef'",
	};
	static const char *const targets[] = {
		"/",
		"/communes",
		"/communes?epci=200000000",
		"/communes?point=control-4",
		"/communes/01003",
		"/communes/01003/fiche",
		"/communes/01003/relance",
		"/problemes",
		"/problemes/control-4",
		"/bilan",
		"/communes?q=%3Cscript%3Ecanary%28%29%3C%2Fscript%3E",
		"/communes?epci=%3Cscript%3E&dep=%22onload%3D1&point=%3Cb%3E",
	};
	struct err e;

	for (size_t i = 0; i < sizeof(sql) / sizeof(sql[0]); i++)
		if (!db_run(c->db, sql[i],
		            DB_VALUES(db_text(i == 1 ? "01003" : HOSTILE)),
		            NULL, &e))
			fail_msg("%s", e.text);
	assert_int_equal(
	    client_post(c, "/communes/01003/suivi",
	                "etat=call&note=%3Cscript%3Ecanary%28%29%3C%2Fscript%3E"
	                "%3C%2Ftextarea%3E&jour=2026-11-22"),
	    303);
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		get(c, targets[i]);
		lacks(c, "<script");
		lacks(c, "\xE2\x80\xAE");
		lacks(c, "\"onload");
		assert_int_equal(occurrences(client_body(c), "</textarea>"),
		                 occurrences(client_body(c), "<textarea "));
	}
	get(c, "/communes.csv?q=01003");
	has(c, "\"'=1+1");
	lacks(c, ";\"=");
	lacks(c, "\xE2\x80\xAE");
	assert_int_equal(number(c->db, "SELECT COUNT(*) FROM commune"),
	                 COMMUNES);
}

static void a_commune_leaves_when_its_name_is_typed(struct client *c)
{
	as(c, "ain", ROLE_ADVISER);
	assert_int_equal(
	    client_post(c, "/communes/01050/suppression", "nom=Saint-Eloi-49"),
	    403);
	as(c, "chef", ROLE_ADMINISTRATOR);
	get(c, "/communes/01050/suppression");
	has(c, "name=\"nom\"");
	assert_int_equal(
	    client_post(c, "/communes/01050/suppression", "nom=Saint-Eloi-48"),
	    422);
	get(c, "/communes/01050");
	assert_int_equal(
	    client_post(c, "/communes/01050/suppression", "nom=saint+eloi+49"),
	    200);
	assert_int_equal(client_get(c, "/communes/01050"), 404);
	assert_int_equal(number(c->db, "SELECT COUNT(*) FROM finding"
	                               " WHERE insee = '01050'"),
	                 0);
	assert_int_equal(number(c->db, "SELECT COUNT(*) FROM audit"
	                               " WHERE action = 'deletion'"
	                               " AND detail = '01050'"),
	                 1);
	get(c, "/communes");
	has(c, "799 communes");
}

static void english_is_there_too(struct client *c)
{
	c->lang = LANG_EN;
	get(c, "/");
	has(c, "Call first");
	get(c, "/communes");
	has(c, "800 communes");
	get(c, "/bilan");
	has(c, "have a better grade");
	c->lang = LANG_FR;
}

static void pages_of(const char *kind, struct db *db)
{
	static const struct {
		const char *name;
		void (*test)(struct client *c);
	} tests[] = {
#define TEST(name) { #name, name }
		TEST(today_tells_who_to_call),
		TEST(lists_are_filtered),
		TEST(silence_is_as_long_as_was_chosen),
		TEST(lists_are_sorted_both_ways),
		TEST(pages_follow_each_other),
		TEST(the_export_is_the_same_list),
		TEST(a_commune_shows_all_that_is_known),
		TEST(machines_of_one_label_are_told_apart),
		TEST(a_commune_without_detail_says_so),
		TEST(a_silent_commune_is_reminded),
		TEST(follow_up_is_written_and_listed),
		TEST(follow_up_is_refused),
		TEST(follow_up_changes_today),
		TEST(problems_are_counted),
		TEST(the_summary_names_nobody),
		TEST(districts_are_apart),
		TEST(english_is_there_too),
		TEST(hostile_texts_are_inert),
		TEST(a_commune_leaves_when_its_name_is_typed),
#undef TEST
	};
	const struct fill fill = { .communes = COMMUNES,
		                   .controls = 45,
		                   .machines = 2,
		                   .months = 15,
		                   .now = NOW };
	struct client c;
	struct err e;

	if (!fill_store(db, &fill, &e))
		fail_msg("%s: %s", kind, e.text);
	client_init(&c, db);
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
		print_message("%s: %s\n", kind, tests[i].name);
		tests[i].test(&c);
	}
	client_clear(&c);
}

static void pages_stand_on(enum db_kind kind)
{
	struct db *db = store_fresh(kind);

	pages_of(store_name(kind), db);
	store_end(db);
}

static void pages_stand_on_sqlite(void **state)
{
	(void)state;
	pages_stand_on(DB_SQLITE);
}

static void pages_stand_on_postgresql(void **state)
{
	(void)state;
	pages_stand_on(DB_POSTGRESQL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_stand_on_sqlite),
		cmocka_unit_test(pages_stand_on_postgresql),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
