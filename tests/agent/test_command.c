/* SPDX-License-Identifier: Apache-2.0 */
#include "program.h"

#include "agent/command.h"
#include "agent/help.h"
#include "agent/version.h"
#include "report/renderer.h"

#define NB "\xC2\xA0" /* no-break space */

static const struct {
	const char *line;
	int status;
	const char *out; /* is in stdout, or NULL */
	const char *err; /* is in stderr, or NULL */
} cases[] = {
	{ "--version", 0, "garde " GARDE_VERSION, NULL },
	{ "-V", 0, "garde ", NULL },
	{ "--help", 0, "garde explain POINT", NULL },
	{ "-h --lang en", 0, "garde explain ID", NULL },
	{ "--help --lang=en", 0, "Exit status", NULL },
	{ "judge --help", 0, "garde judge FAITS [options]", NULL },
	{ "scan -h", 0, "--fail-on A|B|C|D|E", NULL },
	{ "scna", 2, NULL, "Vouliez-vous dire «" NB "scan" NB "»" },
	{ "scna --lang en", 2, NULL, "Did you mean “scan”?" },
	{ "zzzzzz", 2, NULL, "Je ne connais pas la commande" },
	{ "scan --no-qestions", 2, NULL, "«" NB "--no-questions" NB "»" },
	{ "scan --zzzzzzzzzz", 2, NULL, "--zzzzzzzzzz" },
	{ "scan --answ x", 2, NULL, "«" NB "--answers" NB "»" },
	{ "scan -z", 2, NULL, "«" NB "-z" NB "»" },
	{ "scan --out", 2, NULL, "attend une valeur" },
	{ "scan --json=1", 2, NULL, "ne prend pas de valeur" },
	{ "scan extra", 2, NULL, "est de trop" },
	{ "judge", 2, NULL, "Il manque un mot après" },
	{ "judge a b", 2, NULL, "est de trop" },
	{ "merge", 2, NULL, "DOCUMENT..." },
	{ "checks --out x", 2, NULL, "ne sert pas à" },
	{ "--fail-on F", 2, NULL, "n’est pas une note" },
	{ "--fail-on CC", 2, NULL, "n’est pas une note" },
	{ "--lang de", 2, NULL, "Choisissez fr ou en" },
	{ "--now hier", 2, NULL, "2026-11-22" },
	{ "collect --user moi", 2, NULL, "n’est pas un numéro" },
	{ "collect --root %/absent", 2, NULL, "n’existe pas" },
	{ "scan --only backup-recnet", 2, NULL, "backup-recent" },
	{ "scan --skip backup-recent,zzzzzzzz", 2, NULL, "garde checks" },
	{ "scan --only ,", 2, NULL, NULL },
	{ "collect --lan 8.8.8.0/24", 2, NULL, "n’est pas un réseau privé" },
	{ "collect --lan 192.168.0.0/16", 2, NULL, "est trop grand" },
	{ "scan --lan 169.254.3.0/24", 2, NULL, "qui n’ont pas trouvé de" },
	{ "scan --lan 192.168.1.20", 2, NULL, "n’est pas un réseau. Écrivez" },
	{ "scan --lan eth0", 2, NULL, "par exemple 192.168.1.0/24" },
	{ "collect --site mairie", 2, NULL, "n’est pas une adresse" },
	{ "scan --mail mairie@ --lang en", 2, NULL, "is not an address" },
	{ "judge x --site a.fr", 2, NULL, "site" },
	{ "collect --lan=8.8.8.0/24 --lang en", 2, NULL, "own network only" },
	{ "collect --lan auto --lan-ports --lan-thorough", 2, NULL,
	  "pas les deux" },
	{ "scan --lan-thorough", 2, NULL, "«" NB "--lan-thorough" NB "»" },
	{ "collect --lan none --lan-ports", 2, NULL, "va avec --lan" },
	{ "collect --lan auto --roots absent.pem", 2, NULL, "n’existe pas" },
	{ "network --roots %/no-roots", 2, NULL, "aucun certificat" },
	{ "network --lan 10.251.252.0/24", 2, NULL, "pas branché au réseau" },
	{ "collect --lan auto --root %", 2, NULL, "Enlevez --lan ou --root" },
	{ "network --lan none", 2, NULL, "Enlevez --lan none" },
	{ "network --lan 1.2.3.0/24", 2, NULL, "n’est pas un réseau privé" },
	{ "network --root /", 2, NULL, "ne sert pas à" },
	{ "network x", 2, NULL, "est de trop" },
	{ "judge x --lan auto", 2, NULL, "ne sert pas à" },
	{ "explain backup-recnet", 2, NULL, "backup-recent" },
	{ "explain sauvegarde-regulere", 2, NULL, "sauvegarde-reguliere" },
	{ "explain sauvegarde-reguliere", 0, "backup-recent", NULL },
	{ "explain backup-recent --lang en", 0, "For the technician", NULL },
	{ "checks", 0, "backup-recent", NULL },
	{ "checks --json", 0, "\"id_fr\":\t\"sauvegarde-reguliere\"", NULL },
	{ "report x", 2, NULL, "--as" },
	{ "report x --as htlm", 2, NULL, "«" NB "html" NB "»" },
	{ "report absent.json --as html", 2, NULL, "n’existe pas" },
	{ "judge absent.json", 2, NULL, "n’existe pas" },
	{ "judge %", 2, NULL, "C’est un dossier." },
	{ "judge -", 2, NULL, "Ce fichier est vide." },
	{ "collect -o %/absent/facts.json", 1, NULL,
	  "Ce dossier n’existe pas." },
	{ "scan --baseline absent.json", 5, NULL, "n’existe pas" },
	{ "scan --answers absent.json", 2, NULL, "n’existe pas" },
	{ "-- scan --no-questions --out", 2, NULL, "est de trop" },
};

static void test_lines(void **state)
{
	struct program *p = program_new();

	(void)state;
	program_write(p, "no-roots", "mairie", 6);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		program_expect(p, cases[i].line, cases[i].status);
		if (cases[i].out)
			program_printed(p, cases[i].out);
		if (cases[i].err)
			program_said(p, cases[i].err);
		if (cases[i].status)
			assert_string_equal(p->out, "");
	}
	program_free(p);
}

static const struct {
	const char *env[4];
	bool english;
} langs[] = {
	{ { NULL }, false },
	{ { "LANG=en_GB.UTF-8" }, true },
	{ { "LANG=fr_FR.UTF-8" }, false },
	{ { "LANG=tr_TR.UTF-8" }, false },
	{ { "LANG=fr_FR.UTF-8", "LC_MESSAGES=en_US" }, true },
	{ { "LC_ALL=C", "LANG=en_GB.UTF-8" }, false },
	{ { "LC_ALL=en_US", "LANG=fr_FR.UTF-8" }, true },
};

static void test_lang(void **state)
{
	struct program *p = program_new();

	(void)state;
	for (size_t i = 0; i < sizeof(langs) / sizeof(langs[0]); i++) {
		memcpy(p->env, langs[i].env, sizeof(langs[i].env));
		program_expect(p, "--help", 0);
		program_printed(p, langs[i].english ? "Commands" : "Commandes");
	}
	program_free(p);
}

/* A file of the source tree, to be freed. */
static char *source(const char *name)
{
	char path[4096];
	struct buf b;
	struct err e;
	char *text;

	snprintf(path, sizeof(path), "%s/%s", SOURCE_DIR, name);
	buf_init(&b, 1u << 20);
	assert_true(file_read(path, &b, &e));
	text = strdup(buf_text(&b));
	buf_clear(&b);
	assert_non_null(text);
	return text;
}

/* name with its hyphens as roff wants them. */
static const char *roff(const char *name)
{
	static char out[128];
	size_t n = 0;

	for (; *name && n + 3 < sizeof(out); name++) {
		if (*name == '-')
			out[n++] = '\\';
		out[n++] = *name;
	}
	out[n] = '\0';
	return out;
}

static void expect_in(const char *text, const char *what, const char *where)
{
	if (!strstr(text, what))
		fail_msg("%s does not tell %s", where, what);
}

static void test_manual(void **state)
{
	static const char *const pages[] = { "packaging/man/garde.1",
		                             "packaging/man/fr/garde.1" };

	(void)state;
	for (int lang = 0; lang < 2; lang++) {
		char *page = source(pages[lang]);
		const struct command *c;
		char text[128];
		size_t count;
		const struct renderer *const *list = renderer_list(&count);

		for (int i = 0; i < OPTION_COUNT; i++) {
			const struct option_row *row =
			    option_row((enum option_id)i);

			snprintf(text, sizeof(text), "\\-\\-%s",
			         roff(row->name));
			expect_in(page, text, pages[lang]);
		}
		for (size_t i = 0; (c = command_list(i)); i++) {
			snprintf(text, sizeof(text), "garde %s", c->name);
			expect_in(page, text, pages[lang]);
		}
		for (size_t i = 0; i < count; i++) {
			expect_in(page, list[i]->name, pages[lang]);
			snprintf(text, sizeof(text), "%s.%s",
			         roff(list[i]->stem_fr), list[i]->extension);
			if (strcmp(list[i]->name, "json") != 0)
				expect_in(page, text, pages[lang]);
		}
		free(page);
	}
}

/* The completion offers exactly the options that a command takes. */
static void test_completion(void **state)
{
	char *script = source("packaging/completions/garde");
	const struct command *c;
	size_t count;
	const struct renderer *const *list = renderer_list(&count);

	(void)state;
	for (size_t i = 0; (c = command_list(i)); i++) {
		char head[64];
		char line[512];
		const char *at;

		snprintf(head, sizeof(head), "\t%s) echo \"", c->name);
		at = strstr(script, head);
		assert_non_null(at);
		snprintf(line, sizeof(line), " %.*s ",
		         (int)strcspn(at + strlen(head), "\""),
		         at + strlen(head));
		for (int o = 0; o < OPTION_COUNT; o++) {
			char word[64];
			bool takes = c->options & UINT32_C(1) << o;

			snprintf(word, sizeof(word), " --%s ",
			         option_row((enum option_id)o)->name);
			if ((strstr(line, word) != NULL) != takes)
				fail_msg("garde %s%s in the completion",
				         c->name, word);
		}
	}
	for (size_t i = 0; i < count; i++)
		expect_in(script, list[i]->name, "the completion");
	free(script);
}

/* The help of a command shows each of its options, and an example. */
static void test_help(void **state)
{
	const struct command *c;

	(void)state;
	for (size_t i = 0; (c = command_list(i)); i++)
		for (int lang = 0; lang < LANG_COUNT; lang++) {
			struct buf b;

			buf_init(&b, 64u << 10);
			help_write(&b, c, (enum lang)lang);
			for (int o = 0; o < OPTION_COUNT; o++) {
				const struct option_row *row =
				    option_row((enum option_id)o);

				if (c->options & UINT32_C(1) << o)
					expect_in(buf_text(&b), row->name,
					          c->name);
			}
			expect_in(buf_text(&b), "\n  garde", c->name);
			buf_clear(&b);
		}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_lang),
		cmocka_unit_test(test_manual),
		cmocka_unit_test(test_completion),
		cmocka_unit_test(test_help),
	};

	return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}
