/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/order.h"

#include "coordinator/db.h"
#include "coordinator/order_option.h"
#include "coordinator/setting.h"
#include "core/buf.h"
#include "core/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NB "\xC2\xA0" /* no-break space */

static char folder[] = "/tmp/garde-order-XXXXXX";

static const struct {
	const char *line;
	int status;
	const char *out; /* is in stdout, or NULL */
	const char *err; /* is in stderr, or NULL */
} cases[] = {
	{ "--version", ORDER_DONE, "garde-coordinator " GARDE_VERSION, NULL },
	{ "-V", ORDER_DONE, "garde-coordinator ", NULL },
	{ "--help", ORDER_DONE, "Commandes", NULL },
	{ "-h --lang en", ORDER_DONE, "Exit status", NULL },
	{ "--help --lang=en", ORDER_DONE, "--state FOLDER", NULL },
	{ "serve --help", ORDER_DONE, "--listen ADRESSE:PORT", NULL },
	{ "", ORDER_USAGE, NULL, "COMMANDE [OPTIONS]" },
	{ "srve", ORDER_USAGE, NULL, "Vouliez-vous dire «" NB "serve" NB "»" },
	{ "srve --lang en", ORDER_USAGE, NULL, "Did you mean “serve”?" },
	{ "zzzzzz", ORDER_USAGE, NULL, "Je ne connais pas la commande" },
	{ "serve --sate x", ORDER_USAGE, NULL, "«" NB "--state" NB "»" },
	{ "serve --zzzzzzzzzz", ORDER_USAGE, NULL, "--zzzzzzzzzz" },
	{ "serve --stat x", ORDER_USAGE, NULL, "«" NB "--state" NB "»" },
	{ "kit --dep 64", ORDER_USAGE, NULL, "«" NB "--department" NB "»" },
	{ "serve -z", ORDER_USAGE, NULL, "«" NB "-z" NB "»" },
	{ "serve --state", ORDER_USAGE, NULL, "attend une valeur" },
	{ "serve --help=1", ORDER_USAGE, NULL, "ne prend pas de valeur" },
	{ "serve extra", ORDER_USAGE, NULL, "est de trop" },
	{ "serve --seed 3", ORDER_USAGE, NULL, "ne sert pas à" },
	{ "serve --lang de", ORDER_USAGE, NULL, "Choisissez fr ou en" },
	{ "serve --state %/file", ORDER_BROKEN, NULL, "not a folder" },
	{ "serve --state /proc/none", ORDER_BROKEN, NULL, "/proc/none" },
	/* Nobody becomes an administrator by mistake. */
	{ "invite --state %/i", ORDER_DONE, "\n/invitation/", NULL },
	{ "invite chef --state %/i", ORDER_USAGE, NULL,
	  "ajoutez «" NB "--new" NB "»" },
	{ "invite --new --state %/i", ORDER_USAGE, NULL, "Il manque un mot" },
	{ "invite chef --new --state %/i", ORDER_DONE, "\n/invitation/", NULL },
	{ "invite chef --new --state %/i", ORDER_USAGE, NULL, "existe déjà" },
	{ "invite chff --state %/i", ORDER_USAGE, NULL,
	  "Vouliez-vous dire «" NB "chef" NB "»" },
	{ "invite chef --state %/i", ORDER_DONE, "\n/invitation/", NULL },
	/* What happened first, in French; the cause on a line of its own. */
	{ "serve --state %/file", ORDER_BROKEN, NULL,
	  "La commande n’a pas pu finir." },
	{ "serve --state %/file", ORDER_BROKEN, NULL,
	  "\ngarde-coordinator: Détail technique" NB ": " },
	{ "serve --state %/file --lang en", ORDER_BROKEN, NULL,
	  "\ngarde-coordinator: Technical detail: " },
	{ "kit --state %/s --list /proc/none", ORDER_USAGE, NULL,
	  "Ce fichier ne peut pas servir.\ngarde-coordinator: Détail" },
	{ "serve --state %/s --proxies 10.0.0.1,x", ORDER_USAGE, NULL,
	  "«" NB "x" NB "» n’est ni une adresse" },
};

/* Append with the folder in the place of %. */
static void expand(struct buf *out, const char *line)
{
	for (; *line; line++)
		if (*line == '%')
			buf_str(out, folder);
		else
			buf_char(out, *line);
}

static void read_into(struct buf *out, const char *name)
{
	char path[64];
	struct err e;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	buf_init(out, 1u << 20);
	assert_true(file_read(path, out, &e));
}

/* Run the program through a shell, which is what a person does. */
static int run(const char *line, struct buf *out, struct buf *err)
{
	struct buf command;
	pid_t pid;
	int status;

	buf_init(&command, 4096);
	expand(&command, "cd % && LC_ALL= LANG= '" COORDINATOR_PROGRAM "' ");
	expand(&command, line);
	expand(&command, " >%/out 2>%/err </dev/null");
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		execl("/bin/sh", "sh", "-c", buf_text(&command), (char *)NULL);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	buf_clear(&command);
	read_into(out, "out");
	read_into(err, "err");
	return WEXITSTATUS(status);
}

static void lines_are_answered(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out;
		struct buf err;
		int status = run(cases[i].line, &out, &err);

		if (status != cases[i].status ||
		    (cases[i].out && !strstr(buf_text(&out), cases[i].out)) ||
		    (cases[i].err && !strstr(buf_text(&err), cases[i].err)))
			fail_msg("%s: %d\n%s%s", cases[i].line, status,
			         buf_text(&out), buf_text(&err));
		assert_true(out.len == 0 || err.len == 0);
		buf_clear(&out);
		buf_clear(&err);
	}
}

/* Where no service ever ran, an invitation would lead nowhere. */
static void no_service_no_invitation(void **state)
{
	struct buf out, err;

	(void)state;
	if (file_exists("/var/lib/garde-coordinator"))
		skip();
	assert_int_equal(run("invite", &out, &err), ORDER_BROKEN);
	assert_int_equal(out.len, 0);
	assert_non_null(strstr(buf_text(&err), "--state"));
	buf_clear(&out);
	buf_clear(&err);
	assert_int_equal(run("invite --state %/named", &out, &err), ORDER_DONE);
	buf_clear(&out);
	buf_clear(&err);
}

static void links_have_the_public_address(void **state)
{
	char path[64];
	struct buf out;
	struct buf err;
	struct db *db;
	struct err e;

	(void)state;
	snprintf(path, sizeof(path), "%s/i/region.db", folder);
	db = db_open(path, &e);
	assert_non_null(db);
	assert_true(setting_write(db, "url", "https://garde.exemple.fr", &e));
	db_close(db);
	assert_int_equal(run("invite chef --state %/i", &out, &err),
	                 ORDER_DONE);
	assert_non_null(
	    strstr(buf_text(&out), "\nhttps://garde.exemple.fr/invitation/"));
	buf_clear(&out);
	buf_clear(&err);
}

static void every_command_says_what_it_does(void **state)
{
	const struct order *order;
	struct buf out;
	struct buf err;

	(void)state;
	assert_non_null(order_list(0));
	for (size_t i = 0; (order = order_list(i)); i++)
		for (size_t lang = 0; lang < 2; lang++) {
			char line[100];
			const char *text;

			snprintf(line, sizeof(line), "%s --help --lang %s",
			         order->name, lang ? "en" : "fr");
			assert_int_equal(run(line, &out, &err), ORDER_DONE);
			text = strstr(buf_text(&out), "\n\n");
			assert_non_null(text);
			/* A sentence, and not the full stop alone. */
			if (strcspn(text + 2, "\n") < 10)
				fail_msg("no words about %s", order->name);
			buf_clear(&out);
			buf_clear(&err);
		}
}

static void source(struct buf *out, const char *name)
{
	char path[300];
	struct err e;

	snprintf(path, sizeof(path), "%s/%s", SOURCE_DIR, name);
	buf_init(out, 1u << 20);
	if (!file_read(path, out, &e))
		fail_msg("%s", e.text);
}

/* The completion offers exactly the options that a command takes. */
static void the_completion_knows_all(void **state)
{
	const struct order *order;
	struct buf script;

	(void)state;
	source(&script, "packaging/completions/garde-coordinator");
	for (size_t i = 0; (order = order_list(i)); i++) {
		const char *mark = strchr(order->name, ' ') ? "\"" : "";
		char head[64];
		char line[512];
		const char *at;

		snprintf(head, sizeof(head), "\t%s%s%s) echo \"", mark,
		         order->name, mark);
		at = strstr(buf_text(&script), head);
		if (!at) {
			fail_msg("no %s in the completion", order->name);
			return;
		}
		snprintf(line, sizeof(line), " %.*s ",
		         (int)strcspn(at + strlen(head), "\""),
		         at + strlen(head));
		for (int o = 0; o < ORDER_OPTIONS; o++) {
			char word[64];
			bool takes = order->options & UINT64_C(1) << o;

			snprintf(word, sizeof(word), " --%s ",
			         order_option_row((enum order_option)o)->name);
			if ((strstr(line, word) != NULL) != takes)
				fail_msg("%s%s in the completion", order->name,
				         word);
		}
	}
	buf_clear(&script);
}

static void the_manuals_tell_of_all(void **state)
{
	static const char *const pages[] = {
		"packaging/man/garde-coordinator.1",
		"packaging/man/fr/garde-coordinator.1",
	};
	const struct order *order;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct buf page;

		source(&page, pages[i]);
		for (size_t j = 0; (order = order_list(j)); j++) {
			char plain[64], quoted[64];

			snprintf(plain, sizeof(plain), "\n.TP\n.B %s\n",
			         order->name);
			snprintf(quoted, sizeof(quoted), "\n.TP\n.BR %s%s",
			         strchr(order->name, ' ') ? "\"" : "",
			         order->name);
			if (!strstr(buf_text(&page), plain) &&
			    !strstr(buf_text(&page), quoted))
				fail_msg("no %s in %s", order->name, pages[i]);
		}
		for (int o = 0; o < ORDER_OPTIONS; o++) {
			const char *name =
			    order_option_row((enum order_option)o)->name;
			char head[64];

			snprintf(head, sizeof(head), "\\-\\-%s", name);
			if (!strstr(buf_text(&page), head))
				fail_msg("no --%s in %s", name, pages[i]);
		}
		buf_clear(&page);
	}
}

static int set_up(void **state)
{
	struct err e;
	char path[64];

	(void)state;
	if (!mkdtemp(folder))
		return 1;
	snprintf(path, sizeof(path), "%s/file", folder);
	return file_replace(path, "x", 1, &e) ? 0 : 1;
}

static int tear_down(void **state)
{
	char command[80];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf -- %s", folder);
	return system(command); /* NOLINT */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_answered),
		cmocka_unit_test(no_service_no_invitation),
		cmocka_unit_test(links_have_the_public_address),
		cmocka_unit_test(every_command_says_what_it_does),
		cmocka_unit_test(the_completion_knows_all),
		cmocka_unit_test(the_manuals_tell_of_all),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
