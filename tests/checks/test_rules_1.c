/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checks/facts_json.h"
#include "checks/ruling.h"
#include "core/date.h"
#include "core/file.h"
#include "core/json.h"
#include "core/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The rules of the first half of the baseline: the cases of rules_1.cases. */

#define NOW     INT64_C(1795305600) /* 2026-11-22 */
#define CASES   (TESTS_DIR "/checks/rules_1.cases")
#define COLUMNS 8
#define BYTES   (1u << 18)

enum column {
	COLUMN_CONTROL,
	COLUMN_ANSWER,
	COLUMN_VERDICT,
	COLUMN_SEVERITY,
	COLUMN_MESSAGE,
	COLUMN_CODES,
	COLUMN_CONTRADICTION,
	COLUMN_FACTS,
};

static struct baseline *builtin;

static int setup(void **state)
{
	struct err e;

	(void)state;
	builtin = baseline_builtin(&e);
	if (!builtin)
		fprintf(stderr, "%s\n", e.text);
	return builtin ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	baseline_free(builtin);
	return 0;
}

/* One value: ' is ", <N> is N days before now. */
static void add_value(struct buf *out, const char *text)
{
	for (; *text; text++) {
		char *end;

		if (*text != '<') {
			buf_char(out, *text == '\'' ? '"' : *text);
			continue;
		}
		buf_fmt(out, "%" PRId64,
		        NOW - strtol(text + 1, &end, 10) * DATE_DAY);
		text = end; /* the > */
	}
}

/* "name=VALUE", "name!STATE" or "name!STATE=ROWS" as a member. */
static void add_fact(struct buf *out, char *text)
{
	char *value = strchr(text, '=');
	char *known = strchr(text, '!');

	if (value)
		*value++ = '\0';
	if (known && (!value || known < value))
		*known++ = '\0';
	else
		known = NULL;
	buf_fmt(out, "%s\"%s\":{\"state\":\"%s\"", out->len > 1 ? "," : "",
	        text, known ? known : "known");
	if (value) {
		buf_str(out, ",\"value\":");
		add_value(out, value);
	}
	buf_char(out, '}');
}

static void read_facts(struct facts *f, char *text, struct arena *a)
{
	struct buf json;
	struct err e;
	cJSON *tree;

	memset(f, 0, sizeof(*f));
	buf_init(&json, 1u << 16);
	buf_char(&json, '{');
	while (text && *text) {
		char *next = strchr(text, ';');

		if (next)
			*next++ = '\0';
		add_fact(&json, text_trim(text));
		text = next;
	}
	buf_char(&json, '}');
	tree = json_parse(buf_text(&json), json.len, &e);
	if (!tree || !facts_from_json(f, tree, a, &e))
		fail_msg("%s in %s", e.text, buf_text(&json));
	cJSON_Delete(tree);
	buf_clear(&json);
}

/* Every code is one that the rule says it may emit. */
static void check_codes(const struct ruling *r, const char *control)
{
	const struct rule *rule = rule_find(control);
	const struct evidence *line = r->evidence.data;

	for (size_t i = 0; i < r->evidence.count; i++) {
		bool found = false;

		for (size_t j = 0; rule && rule->codes[j]; j++)
			found =
			    found || strcmp(rule->codes[j], line[i].code) == 0;
		if (!found)
			fail_msg("%s does not list %s", control, line[i].code);
	}
}

/* What it says exists in every language, and no {name} is left. */
static void check_words(const struct ruling *r, const struct inputs *in)
{
	const char *ids[] = { r->message, r->contradiction };

	for (size_t i = 0; i < 2; i++)
		for (int lang = 0; ids[i] && lang < LANG_COUNT; lang++) {
			const char *said =
			    ruling_say(r, in, ids[i], (enum lang)lang);

			if (!said || !*said || strchr(said, '{'))
				fail_msg("%s says %s: %s", in->control->id,
				         ids[i], said ? said : "");
		}
}

/* The codes of all evidence, in order; "-" is none. */
static void check_evidence(const struct ruling *r, const char *codes,
                           unsigned line)
{
	const struct evidence *evidence = r->evidence.data;
	struct buf all;

	buf_init(&all, 4096);
	for (size_t i = 0; i < r->evidence.count; i++)
		buf_fmt(&all, "%s%s", i ? "," : "", evidence[i].code);
	if (strcmp(all.len ? buf_text(&all) : "-", codes) != 0)
		fail_msg("line %u: the evidence is %s, not %s", line,
		         all.len ? buf_text(&all) : "-", codes);
	buf_clear(&all);
}

static void check_text(const char *what, const char *is, const char *wanted,
                       unsigned line)
{
	if (strcmp(is ? is : "-", wanted) != 0)
		fail_msg("line %u: the %s is %s, not %s", line, what,
		         is ? is : "-", wanted);
}

static void run_case(char **cell, unsigned line)
{
	struct arena *a = arena_new(1 << 20);
	struct answer answer = { cell[COLUMN_CONTROL], cell[COLUMN_ANSWER] };
	struct answers answers = { .row = &answer };
	struct facts f;
	struct inputs in = { &f, &answers, builtin,
		             baseline_control(builtin, cell[COLUMN_CONTROL]),
		             NOW };
	struct ruling r;

	assert_non_null(a);
	if (!in.control)
		fail_msg("line %u: no control %s", line, cell[COLUMN_CONTROL]);
	answers.count = strcmp(cell[COLUMN_ANSWER], "-") != 0;
	if (answers.count &&
	    !question_choice(in.control->question, cell[COLUMN_ANSWER]))
		fail_msg("line %u: no answer %s", line, cell[COLUMN_ANSWER]);
	read_facts(&f, cell[COLUMN_FACTS], a);
	assert_true(ruling_make(&in, a, &r));
	check_text("verdict", verdict_name(r.verdict), cell[COLUMN_VERDICT],
	           line);
	check_text("message", r.message, cell[COLUMN_MESSAGE], line);
	check_text("contradiction", r.contradiction, cell[COLUMN_CONTRADICTION],
	           line);
	check_text("severity", severity_name(r.severity),
	           strcmp(cell[COLUMN_SEVERITY], "-") == 0
	               ? severity_name(in.control->severity)
	               : cell[COLUMN_SEVERITY],
	           line);
	if (r.declared != (text_begins(r.message, "answer-") ||
	                   text_begins(r.message, "declared-")))
		fail_msg("line %u: %s is declared %d", line, r.message,
		         r.declared);
	check_codes(&r, in.control->id);
	check_words(&r, &in);
	check_evidence(&r, cell[COLUMN_CODES], line);
	arena_free(a);
}

static void test_cases(void **state)
{
	unsigned number = 0;
	unsigned cases = 0;
	struct buf file;
	struct err e;
	char *cursor;
	char *text;

	(void)state;
	buf_init(&file, BYTES);
	if (!file_read(CASES, &file, &e))
		fail_msg("%s", e.text);
	cursor = file.data;
	while ((text = text_line(&cursor)) != NULL) {
		char *cell[COLUMNS] = { 0 };
		size_t n = 0;

		number++;
		if (*text == '#' || *text == '\0')
			continue;
		while (text && n < COLUMNS) {
			char *next = strchr(text, '|');

			if (next)
				*next++ = '\0';
			cell[n++] = text_trim(text);
			text = next;
		}
		if (n != COLUMNS || text)
			fail_msg("line %u has %zu columns", number, n);
		run_case(cell, number);
		cases++;
	}
	assert_true(cases > 200);
	buf_clear(&file);
}

/* Whatever keeps all facts from us, nothing is good, bad or left out. */
static void test_unread_is_unknown(void **state)
{
	static const enum fact_state states[] = { FACT_UNASKED, FACT_DENIED,
		                                  FACT_UNSUPPORTED,
		                                  FACT_FAILED };
	static const struct answers silence;
	struct facts f;
	size_t rules;

	(void)state;
	rule_list(&rules);
	for (size_t i = 0; i < rules * 4; i++) {
		struct arena *a = arena_new(1 << 20);
		const struct rule *rule = rule_list(&rules)[i / 4];
		struct inputs in = { &f, &silence, builtin,
			             baseline_control(builtin, rule->id), NOW };
		const struct fact_field *field;
		struct ruling r;

		memset(&f, 0, sizeof(f));
		for (size_t j = 0; (field = fact_field(j)) != NULL; j++)
			fact_find(&f, field->name)->state = states[i % 4];
		assert_true(ruling_make(&in, a, &r));
		if (r.verdict != VERDICT_UNKNOWN)
			fail_msg("%s is %s when all is %s", rule->id,
			         verdict_name(r.verdict),
			         fact_state_name(states[i % 4]));
		check_codes(&r, rule->id);
		check_words(&r, &in);
		arena_free(a);
	}
}

/* What a reader is told, and the provider: values, not only codes. */
static const struct {
	const char *control;
	const char *facts;
	const char *said;  /* part of the French sentence */
	const char *value; /* of the last evidence, or NULL */
	int64_t port;
} told[] = {
	{ "backup-recent",
	  "backup.list=[{'tool':'rsync','kind':'backup','place':"
	  "'network','last_success':<5>},{'tool':'borg','kind':"
	  "'backup','place':'network','target':'nas:/b','where':"
	  "'/etc/b','last_success':<2>}]",
	  "20 novembre 2026. Elle est faite par borg",
	  "borg to nas:/b (network), last success "
	  "2026-11-20T00:00:00Z, in /etc/b",
	  0 },
	{ "backup-recent",
	  "backup.list=[{'tool':'borg','kind':'backup','place':"
	  "'network'}]",
	  "avec borg", "borg to ? (network), last success ?, in ?", 0 },
	{ "backup-recent",
	  "backup.list=[{'tool':'borg','kind':'backup','scheduled':"
	  "true,'last_success':0}]",
	  "avec borg", "borg to ? (?), last success never, in ?", 0 },
	{ "backup-recent",
	  "backup.list=[{'tool':'file-history','kind':'backup','place':"
	  "'removable','target':'E:','last_success':<2>,'where':'x'}]",
	  "Elle est faite par l’Historique des fichiers",
	  "file-history to E: (removable), last success "
	  "2026-11-20T00:00:00Z, in x",
	  0 },
	{ "backup-recent",
	  "backup.list=[{'tool':'by-hand','kind':'backup','place':"
	  "'removable','last_success':<2>}]",
	  "Elle est faite par une copie à la main",
	  "by-hand to ? (removable), last success 2026-11-20T00:00:00Z, "
	  "in ?",
	  0 },
	{ "backup-recent",
	  "backup.list=[{'tool':'azure-backup','kind':'backup'}]",
	  "avec Azure Backup. La date",
	  "azure-backup to ? (?), last success ?, in ?", 0 },
	{ "os-supported", "system.id='debian';system.version='11'",
	  "Debian 11 ne reçoit plus de corrections depuis le 31 août",
	  "Debian 11, ended 2026-08-31, LTS", 0 },
	{ "os-supported", "system.id='x';system.version='1'", "ne connaît pas",
	  "x 1", 0 },
	{ "os-supported", "system.id='x';system.version='1';system.edition='e'",
	  "ne connaît pas", "x 1 e", 0 },
	{ "antivirus-on",
	  "system.family='linux';antivirus.list=[{'product':'avast'},"
	  "{'product':'clamav','running':false}]",
	  "Avast", "Avast", 0 },
	{ "antivirus-fresh",
	  "system.family='windows';antivirus.list=[{'product':"
	  "'defender','running':true,'signatures':<20>}]",
	  "Microsoft Defender n’a rien appris depuis le 2 novembre",
	  "Microsoft Defender, signatures of 2026-11-02T00:00:00Z", 0 },
	{ "firewall-on", "firewall.on=false;firewall.tool='ufw'", "arrêté",
	  "ufw", 0 },
	{ "firewall-on", "firewall.on=false;firewall.tool!absent", "arrêté",
	  "no firewall tool", 0 },
	{ "nas-printer-updated",
	  "lan.devices=[{'address':'10.0.0.9','kind':'printer',"
	  "'vendor':'Ricoh'}];lan.signs=[{'address':'10.0.0.9','port':80,"
	  "'transport':'tcp','code':'http-admin-open','value':'Web'}]",
	  "Appareil : copieur Ricoh, 10.0.0.9", "Web", 80 },
	{ "share-open",
	  "share.list=[];lan.names=[{'address':'10.0.0.8','name':'NAS'}];"
	  "lan.signs=[{'address':'10.0.0.8','port':445,'transport':'tcp',"
	  "'code':'smb-guest-read','value':'commun'}]",
	  "Appareil : appareil NAS, 10.0.0.8", "commun", 445 },
	{ "remote-desktop-closed",
	  "remote.desktop=false;remote.tools=[{'product':'x11vnc',"
	  "'kind':'vnc','running':true}];ssh.running=false;"
	  "listener.list=[{'transport':'tcp','port':5903,"
	  "'loopback':false}]",
	  "x11vnc", "x11vnc", 5903 },
	{ "remote-desktop-closed",
	  "remote.desktop=true;remote.tools=[];ssh.running=false;"
	  "lan.mappings=[{'port':80,'description':'web'},"
	  "{'port':13389,'target':'a:3389','description':'bureau'}]",
	  "depuis Internet", "bureau", 13389 },
	{ "router-no-open-port",
	  "lan.mappings=[{'port':8443,'transport':'tcp',"
	  "'description':'cam'}]",
	  "1 porte", "cam", 8443 },
	{ "share-open",
	  "share.list=[{'name':'a','guest':true,'writable':false},"
	  "{'name':'b','guest':true,'writable':true},"
	  "{'protocol':'smb','name':'c','path':'/c','clients':'*',"
	  "'guest':true,'writable':true}]",
	  "Son nom est b", "smb c, /c, *", 0 },
	{ "software-supported",
	  "software.list=[{'product':'libreoffice','version':"
	  "'25.2.1'},{'product':'office','version':'2019'}]",
	  "LibreOffice 25.2 n’est plus suivi depuis le 30 novembre "
	  "2025",
	  "Office 2019, support ends 2025-10-14", 0 },
	{ "session-password",
	  "account.list=[{'number':1004,'password':'empty'}];"
	  "account.autologin=false",
	  "sans mot de passe", "uid 1004", 0 },
	{ "leavers-removed",
	  "account.list=[{'number':1004,'human':true,'last_login':"
	  "<400>}]",
	  "six mois", "uid 1004, last login 400 days ago", 0 },
};

static void test_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		struct arena *a = arena_new(1 << 20);
		struct answers silence = { 0 };
		struct facts f;
		struct inputs in = { &f, &silence, builtin,
			             baseline_control(builtin, told[i].control),
			             NOW };
		char *facts = arena_strdup(a, told[i].facts);
		const struct evidence *last;
		struct ruling r;
		const char *said;

		read_facts(&f, facts, a);
		assert_true(ruling_make(&in, a, &r));
		said = ruling_say(&r, &in, r.message, LANG_FR);
		if (!strstr(said, told[i].said))
			fail_msg("%s says %s", told[i].control, said);
		last = r.evidence.data;
		last += r.evidence.count - 1;
		assert_string_equal(last->value, told[i].value);
		assert_int_equal(last->port, told[i].port);
		arena_free(a);
	}
}

/* The last day still counts, and the warning starts on its day. */
static void test_last_day(void **state)
{
	static const struct {
		int64_t seconds; /* from the end of support */
		enum verdict verdict;
	} moments[] = {
		{ 0, VERDICT_FAIL },
		{ -1, VERDICT_PARTIAL },
		{ -90 * DATE_DAY, VERDICT_PARTIAL },
		{ -90 * DATE_DAY - 1, VERDICT_PASS },
	};
	static const char *const controls[] = { "os-supported",
		                                "software-supported" };
	int64_t ends = baseline_support(builtin, "debian", "12")->ends;
	int64_t other = baseline_support(builtin, "office", "2024")->ends;

	(void)state;
	for (size_t i = 0; i < 8; i++) {
		char facts[] = "system.id='debian';system.version='12';"
			       "software.list=[{'product':'office',"
			       "'version':'2024'}]";
		struct arena *a = arena_new(1 << 20);
		struct answers silence = { 0 };
		struct facts f;
		struct inputs in = { &f, &silence, builtin,
			             baseline_control(builtin, controls[i / 4]),
			             (i < 4 ? ends : other) +
			                 moments[i % 4].seconds };
		struct ruling r;

		read_facts(&f, facts, a);
		assert_true(ruling_make(&in, a, &r));
		assert_int_equal(r.verdict, moments[i % 4].verdict);
		arena_free(a);
	}
}

/* The end of support of what the tables must know, and its order. */
static void test_support(void **state)
{
	static const struct {
		const char *product;
		const char *version;
		const char *last; /* day */
	} ends[] = {
		{ "debian", "12.9", "2028-06-30" },
		{ "ubuntu", "24.04", "2029-05-31" },
		{ "linuxmint", "21.3", "2027-04-30" },
		{ "windows-11", "24H2.home-pro", "2026-10-13" },
		{ "windows", "26100.home-pro", "2026-10-13" },
		{ "windows-11", "25H2.enterprise", "2028-10-10" },
		{ "windows", "17763.server", "2029-01-09" },
		{ "windows", "17763.ltsc", "2029-01-09" },
		{ "office", "2021", "2026-10-13" },
		{ "libreoffice", "25.8.4", "2026-06-12" },
		{ "opensuse-leap", "15.6", "2026-04-30" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		const struct support_end *s =
		    baseline_support(builtin, ends[i].product, ends[i].version);
		char day[DATE_TEXT];

		if (!s)
			fail_msg("%s %s", ends[i].product, ends[i].version);
		date_format_day(day, s->ends - DATE_DAY);
		assert_string_equal(day, ends[i].last);
	}
	assert_null(baseline_support(builtin, "debian", "1"));
	for (size_t i = 0; i < builtin->supports; i++)
		for (size_t j = 0; j < i; j++)
			assert_false(strcmp(builtin->support[i].product,
			                    builtin->support[j].product) == 0 &&
			             strcmp(builtin->support[i].cycle,
			                    builtin->support[j].cycle) == 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_unread_is_unknown),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_last_day),
		cmocka_unit_test(test_support),
	};

	return cmocka_run_group_tests_name("rules_1", tests, setup, teardown);
}
