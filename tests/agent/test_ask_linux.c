/* SPDX-License-Identifier: Apache-2.0 */
#include "program.h"

#include "agent/ask.h"
#include "core/arena.h"
#include "core/clock.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>

/* A person who answers from a list. */
struct person {
	const char *const *reply; /* NULL-ended: number, text, r, q, ! or "" */
	size_t at;
	char seen[64 << 10]; /* the questions, one a line */
	unsigned saves;
};

static void tell(void *ctx, const char *text)
{
	(void)ctx;
	assert_non_null(text);
}

static enum frontend_reply next(struct person *p, const char *text,
                                const char **reply)
{
	strncat(p->seen, text, sizeof(p->seen) - strlen(p->seen) - 2);
	strcat(p->seen, "\n");
	*reply = p->reply[p->at];
	if (!*reply)
		return FRONTEND_QUIT;
	p->at++;
	switch ((*reply)[0]) {
	case 'r':
		return FRONTEND_BACK;
	case 'q':
		return FRONTEND_QUIT;
	case '!':
		return FRONTEND_INTERRUPTED;
	case '\0':
		return FRONTEND_NOTHING;
	default:
		return FRONTEND_GIVEN;
	}
}

static enum frontend_reply choose(void *ctx, const struct frontend_question *q,
                                  size_t *choice)
{
	const char *reply;
	enum frontend_reply kind = next(ctx, q->text, &reply);

	assert_true(q->choices > 1);
	if (kind == FRONTEND_GIVEN)
		*choice = (size_t)atoi(reply) - 1;
	return kind;
}

static enum frontend_reply type(void *ctx, const struct frontend_question *q,
                                char *out, size_t size)
{
	const char *reply;
	enum frontend_reply kind = next(ctx, q->text, &reply);

	if (kind == FRONTEND_GIVEN)
		snprintf(out, size, "%s", reply);
	return kind;
}

static void save(void *ctx, const struct answers *answers)
{
	struct person *p = ctx;

	assert_non_null(answers->row);
	p->saves++;
}

/* Everything a round of questions needs. */
struct round {
	struct session session;
	struct person person;
	struct frontend frontend;
	struct ask ask;
	struct answers answers;
	enum frontend_reply end;
};

static struct round *start(const char *const *replies)
{
	struct round *r = calloc(1, sizeof(*r));
	struct err e;

	assert_non_null(r);
	r->session.arena = arena_new(8u << 20);
	r->session.baseline = baseline_builtin(&e);
	assert_non_null(r->session.baseline);
	r->person.reply = replies;
	r->ask.session = &r->session;
	r->ask.baseline = r->session.baseline;
	r->frontend = (struct frontend){
		.ctx = &r->person, .tell = tell, .choose = choose, .type = type
	};
	r->ask.frontend = &r->frontend;
	r->ask.now = 1795305600; /* 2026-11-22 */
	r->ask.save = save;
	r->ask.ctx = &r->person;
	return r;
}

static void run(struct round *r)
{
	r->end = ask_run(&r->ask, &r->answers);
}

static void stop(struct round *r)
{
	baseline_free(r->session.baseline);
	arena_free(r->session.arena);
	free(r);
}

/* The first control with a choice, by the order of questions. */
static const struct control *first(const struct round *r, size_t skip)
{
	const struct baseline *b = r->ask.baseline;

	for (size_t i = 0; i < b->controls; i++)
		if (b->control[i].question && skip-- == 0)
			return &b->control[i];
	fail();
	return NULL;
}

static void test_answers(void **state)
{
	static const char *const replies[] = { "Exemple", "01001", "1", "2",
		                               NULL };
	struct round *r = start(replies);
	const char *answer;

	(void)state;
	run(r);
	assert_int_equal(r->end, FRONTEND_QUIT);
	assert_string_equal(r->answers.name, "Exemple");
	assert_string_equal(r->answers.insee, "01001");
	assert_int_equal(r->answers.count, 2);
	assert_int_equal(r->answers.made_at, r->ask.now);
	answer = answers_find(&r->answers, first(r, 0)->id);
	assert_string_equal(answer, first(r, 0)->question->choice[0].id);
	answer = answers_find(&r->answers, first(r, 1)->id);
	assert_string_equal(answer, first(r, 1)->question->choice[1].id);
	assert_int_equal(r->person.saves, 3);
	stop(r);
}

/* Back and again: the answer of a question is that given last. */
static void test_back(void **state)
{
	static const char *const replies[] = { "",  "",  "r", "Exemple",
		                               "",  "1", "1", "r",
		                               "r", "2", NULL };
	struct round *r = start(replies);

	(void)state;
	run(r);
	/* From the first question, back is back to the commune. */
	assert_string_equal(r->answers.name, "Exemple");
	assert_null(r->answers.insee);
	assert_int_equal(r->answers.count, 2);
	assert_string_equal(answers_find(&r->answers, first(r, 0)->id),
	                    first(r, 0)->question->choice[1].id);
	assert_string_equal(answers_find(&r->answers, first(r, 1)->id),
	                    first(r, 1)->question->choice[0].id);
	stop(r);
}

static void test_stop(void **state)
{
	static const char *const quit[] = { "Exemple", "q", NULL };
	static const char *const interrupt[] = { "", "", "1", "!", NULL };
	struct round *r = start(quit);

	(void)state;
	run(r);
	assert_int_equal(r->end, FRONTEND_QUIT);
	assert_int_equal(r->answers.count, 0);
	stop(r);
	r = start(interrupt);
	run(r);
	assert_int_equal(r->end, FRONTEND_INTERRUPTED);
	assert_int_equal(r->answers.count, 1);
	stop(r);
}

/* Everything asked, everything answered; a bad address is asked again. */
static void test_all(void **state)
{
	const char *replies[200] = { NULL };
	struct round *r = start(replies);
	size_t n = 0;

	(void)state;
	replies[n++] = "r";
	replies[n++] = "Exemple";
	replies[n++] = "1";
	replies[n++] = "2a004";
	for (size_t i = 0; i < r->ask.baseline->controls; i++) {
		const struct question *q = r->ask.baseline->control[i].question;

		if (!q)
			continue;
		if (q->kind == QUESTION_DOMAIN)
			replies[n++] = "not an address";
		replies[n++] =
		    q->kind == QUESTION_DOMAIN ? "https://www.exemple.fr" : "1";
	}
	replies[n] = NULL;
	run(r);
	assert_int_equal(r->end, FRONTEND_GIVEN);
	assert_int_equal(r->person.at, n);
	assert_string_equal(r->answers.insee, "2A004");
	for (size_t i = 0; i < r->answers.count; i++)
		assert_null(strstr(r->answers.row[i].value, "://"));
	stop(r);
}

/* Answers of this half-year are offered; older ones are asked again. */
static void test_keep(void **state)
{
	static const char *const keep[] = { "", "", "1", NULL };
	static const char *const again[] = { "", "", "2", NULL };
	static const struct {
		const char *const *replies;
		int64_t days;
		bool asked; /* the first question was asked again */
	} cases[] = {
		{ keep, 10, false },
		{ again, 10, true },
		{ keep, ASK_KEPT_DAYS + 1, true },
		{ keep, -10, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct round *r = start(cases[i].replies);
		const struct control *c = first(r, 0);
		struct answer row = { c->id, c->question->choice[0].id };
		int64_t made = r->ask.now - cases[i].days * 86400;

		r->answers.row = &row;
		r->answers.count = 1;
		r->answers.made_at = made;
		run(r);
		assert_int_equal(
		    strstr(r->person.seen, c->question->text.text[LANG_FR]) !=
			NULL,
		    cases[i].asked);
		stop(r);
	}
}

static const struct {
	const char *typed;
	const char *domain; /* NULL: refused */
} domains[] = {
	{ "mairie-exemple.fr", "mairie-exemple.fr" },
	{ "https://www.Exemple.FR/accueil?a=1", "www.exemple.fr" },
	{ "http://exemple.fr:8080/", "exemple.fr" },
	{ "mairie@exemple.fr", "mairie@exemple.fr" },
	{ "Mairie@Orange.fr", "mairie@orange.fr" },
	{ "saint-étienne.fr", "saint-étienne.fr" },
	{ "exemple", NULL },
	{ "", NULL },
	{ ".fr", NULL },
	{ "exemple.", NULL },
	{ "exemple..fr", NULL },
	{ "-exemple.fr", NULL },
	{ "exemple-.fr", NULL },
	{ "a@b@exemple.fr", NULL },
	{ "@exemple.fr", NULL },
	{ "mairie@", NULL },
	{ "exemple.f", NULL },
	{ "a_b.fr", NULL },
	{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.fr",
	  NULL },
};

static void test_domain(void **state)
{
	char out[254];

	(void)state;
	for (size_t i = 0; i < sizeof(domains) / sizeof(domains[0]); i++) {
		bool ok = ask_domain(out, sizeof(out), domains[i].typed);

		if (ok != (domains[i].domain != NULL))
			fail_msg("%s", domains[i].typed);
		if (ok)
			assert_string_equal(out, domains[i].domain);
	}
	assert_false(ask_domain(out, 5, "exemple.fr"));
}

static void test_insee(void **state)
{
	static const char *const bad[] = {
		"", "1", "010011", "2C004", "A1001", "0100é", "01 01", "-1001"
	};
	char out[6];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(ask_insee(out, bad[i]));
	assert_true(ask_insee(out, "97411"));
	assert_true(ask_insee(out, "2b033"));
	assert_string_equal(out, "2B033");
}

/* The program at a real terminal: a pseudo one, with us at the keyboard. */
struct desk {
	struct program *program;
	int master;
	pid_t pid;
	char seen[256 << 10];
	size_t len;
	size_t from; /* what is behind this was waited for already */
};

static void take_terminal(void *ctx)
{
	const char *name = ctx;
	int fd;

	setsid();
	fd = open(name, O_RDWR);
	if (fd < 0 || ioctl(fd, TIOCSCTTY, 0) != 0)
		_exit(126);
	for (int i = 0; i < 3; i++)
		dup2(fd, i);
}

static void sit_down(struct desk *d, struct program *p, const char *line)
{
	FILE *none = tmpfile();
	struct winsize size = { .ws_row = 24, .ws_col = 60 };

	memset(d, 0, sizeof(*d));
	d->program = p;
	d->master = posix_openpt(O_RDWR | O_NOCTTY);
	assert_true(d->master >= 0);
	assert_int_equal(grantpt(d->master), 0);
	assert_int_equal(unlockpt(d->master), 0);
	assert_int_equal(ioctl(d->master, TIOCSWINSZ, &size), 0);
	p->setup = take_terminal;
	p->ctx = ptsname(d->master);
	d->pid = program_start(p, line, none, none);
	fclose(none);
}

/* Read the screen until text is there (after what was seen before). */
static void wait_for(struct desk *d, const char *text)
{
	int64_t until = clock_ticks() + 20000;

	const char *found;

	while (!(found = strstr(d->seen + d->from, text))) {
		struct pollfd f = { .fd = d->master, .events = POLLIN };
		ssize_t n = 0;

		if (clock_ticks() > until)
			fail_msg("no \"%s\" in:\n%s", text, d->seen + d->from);
		if (poll(&f, 1, 100) > 0)
			n = read(d->master, d->seen + d->len,
			         sizeof(d->seen) - d->len - 1);
		if (n < 0)
			fail_msg("ended without \"%s\":\n%s", text,
			         d->seen + d->from);
		d->len += (size_t)n;
	}
	d->from = (size_t)(found - d->seen) + strlen(text);
}

static void key_in(struct desk *d, const char *text)
{
	assert_int_equal(write(d->master, text, strlen(text)),
	                 (ssize_t)strlen(text));
}

static int stand_up(struct desk *d)
{
	char rest[4096];

	while (read(d->master, rest, sizeof(rest)) > 0)
		;
	program_wait(d->program, d->pid);
	close(d->master);
	return d->program->status;
}

static void test_terminal(void **state)
{
	struct program *p = program_new();
	struct desk *d = calloc(1, sizeof(*d));
	char long_line[3000];
	char *answers;

	(void)state;
	assert_non_null(d);
	sit_down(d, p, "scan --lan none --out %/r");
	wait_for(d, "nom de votre commune");
	wait_for(d, "> ");
	key_in(d, "Exemple\n");
	wait_for(d, "code INSEE");
	wait_for(d, "> ");
	key_in(d, "1234\n");
	wait_for(d, "2A004");
	/* Who cannot answer still sees how to go on. */
	wait_for(d, "seule passe");
	wait_for(d, "> ");
	key_in(d, "01001\n");
	wait_for(d, "Question 1 sur");
	wait_for(d, "> ");
	memset(long_line, '1', sizeof(long_line));
	strcpy(long_line + sizeof(long_line) - 2, "\n");
	key_in(d, long_line);
	wait_for(d, "Tapez un num");
	wait_for(d, "> ");
	key_in(d, "\n");
	wait_for(d, "Tapez un num");
	wait_for(d, "> ");
	key_in(d, "1\n");
	wait_for(d, "Question 2 sur");
	wait_for(d, "> ");
	key_in(d, "R\n");
	wait_for(d, "Question 1 sur");
	wait_for(d, "> ");
	/* Enter alone keeps what was chosen. */
	key_in(d, "\n");
	wait_for(d, "Question 2 sur");
	wait_for(d, "> ");
	key_in(d, "q\n");
	wait_for(d, "rapport.html");
	stand_up(d);
	assert_true(p->status == 0 || p->status == 3);
	answers = program_read(p, "r/reponses.json");
	assert_non_null(answers);
	assert_non_null(strstr(answers, "\"01001\""));
	assert_non_null(strstr(answers, "\"backup-recent\""));
	free(answers);
	free(d);
	program_free(p);
}

/* Ctrl+C at a question: 130, and what was answered is there. */
static void test_ctrl_c(void **state)
{
	struct program *p = program_new();
	struct desk *d = calloc(1, sizeof(*d));

	(void)state;
	assert_non_null(d);
	sit_down(d, p, "scan --lan none --out %/r");
	wait_for(d, "> ");
	key_in(d, "Exemple\n");
	wait_for(d, "> ");
	key_in(d, "\n");
	wait_for(d, "> ");
	key_in(d, "1\n");
	wait_for(d, "Question 2 sur");
	wait_for(d, "> ");
	key_in(d, "\x03");
	wait_for(d, "\nArrêté.");
	assert_int_equal(stand_up(d), 130);
	assert_true(file_exists(program_path(p, "r/reponses.json")));
	assert_false(file_exists(program_path(p, "r/commune.json")));
	free(d);
	program_free(p);
}

/* Ctrl+D, or a terminal that goes away: no more questions, a report. */
static void test_end_of_input(void **state)
{
	struct program *p = program_new();
	struct desk *d = calloc(1, sizeof(*d));

	(void)state;
	assert_non_null(d);
	sit_down(d, p, "--out %/r");
	wait_for(d, "> ");
	key_in(d, "\x04");
	wait_for(d, "rapport.html");
	stand_up(d);
	assert_true(p->status == 0 || p->status == 3);
	free(d);
	program_free(p);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_back),
		cmocka_unit_test(test_stop),
		cmocka_unit_test(test_all),
		cmocka_unit_test(test_keep),
		cmocka_unit_test(test_domain),
		cmocka_unit_test(test_insee),
		cmocka_unit_test(test_terminal),
		cmocka_unit_test(test_ctrl_c),
		cmocka_unit_test(test_end_of_input),
	};

	return cmocka_run_group_tests_name("ask", tests, NULL, NULL);
}
