/* SPDX-License-Identifier: Apache-2.0 */
#include "program.h"

#include "core/arena.h"
#include "core/json.h"
#include "core/lock.h"
#include "report/document_json.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <time.h>

#define QUIET_SCAN "scan --no-questions --quiet --out %/r"

/* A machine of its own: /etc/machine-id and os-release under a root. */
static void make_root(const struct program *p, const char *name, char id)
{
	char path[256];
	char text[40];
	struct err e;

	snprintf(path, sizeof(path), "%s/%s/etc", p->folder, name);
	assert_true(file_mkdir(path, &e));
	memset(text, id, 32);
	strcpy(text + 32, "\n");
	snprintf(path, sizeof(path), "%s/etc/machine-id", name);
	program_write(p, path, text, 33);
	snprintf(path, sizeof(path), "%s/etc/os-release", name);
	program_write(p, path, "ID=debian\nVERSION_ID=12\n", 24);
}

struct counting {
	const char *begin;
	const char *end;
	unsigned found;
	char name[300]; /* the last found */
};

static bool count_one(void *ctx, const char *name)
{
	struct counting *c = ctx;
	size_t len = strlen(name), end = strlen(c->end);

	if (strncmp(name, c->begin, strlen(c->begin)) == 0 && len >= end &&
	    strcmp(name + len - end, c->end) == 0) {
		c->found++;
		snprintf(c->name, sizeof(c->name), "%s", name);
	}
	return true;
}

/* How many files of the folder begin and end like that. */
static struct counting count(const struct program *p, const char *folder,
                             const char *begin, const char *end)
{
	struct counting c = { begin, end, 0, "" };
	struct err e;

	assert_true(file_list(program_path(p, folder), count_one, &c, &e));
	return c;
}

/* A whole document; the arena is the caller's. */
static struct document *read_document(const struct program *p, const char *name,
                                      struct arena *a)
{
	char *text = program_read(p, name);
	struct document *d = arena_alloc(a, 1, sizeof(*d));
	struct err e;
	cJSON *json;

	if (!text)
		fail_msg("there is no %s", name);
	json = json_parse(text, strlen(text), &e);
	if (!json || !document_from_json(d, json, a, &e))
		fail_msg("%s: %s", name, e.text);
	cJSON_Delete(json);
	free(text);
	return d;
}

static void expect_text(const struct program *p, const char *name,
                        const char *part)
{
	char *text = program_read(p, name);

	if (!text || !strstr(text, part))
		fail_msg("no \"%s\" in %s", part, name);
	free(text);
}

static int scan(struct program *p, const char *line)
{
	program_run(p, line);
	/* A probe that fails on the machine of the tests is no matter here. */
	if (p->status != 0 && p->status != 3)
		fail_msg("garde %s: status %d\n%s", line, p->status, p->err);
	return p->status;
}

static void test_files(void **state)
{
	struct program *p = program_new();
	struct arena *a = arena_new(16u << 20);
	struct document *d;
	struct counting c;
	struct stat st;

	(void)state;
	scan(p, "scan --no-questions --out %/r");
	program_printed(p, "/r/rapport.html");
	c = count(p, "r", "poste-", ".json");
	assert_int_equal(c.found, 1);
	assert_int_equal(strlen(c.name), strlen("poste-.json") + 16);
	d = read_document(p, "r/commune.json", a);
	assert_string_equal(d->subject, "commune");
	assert_string_equal(d->machine[0].label, "Poste 1");
	assert_int_equal(d->findings, 50);
	expect_text(p, "r/rapport.html", "<html lang=\"fr\"");
	assert_int_equal(count(p, "r", "reponses", ".json").found, 0);
	/* What is written tells where the town hall is weak. */
	assert_int_equal(stat(program_path(p, "r"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(stat(program_path(p, "r/commune.json"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	arena_free(a);
	program_free(p);
}

/* Who shares the folder on purpose shares the files too. */
static void test_shared_folder(void **state)
{
	struct program *p = program_new();
	struct stat st;

	(void)state;
	assert_int_equal(mkdir(program_path(p, "r"), 0770), 0);
	assert_int_equal(chmod(program_path(p, "r"), 0770), 0);
	scan(p, QUIET_SCAN);
	assert_int_equal(stat(program_path(p, "r/commune.json"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
	program_free(p);
}

static void test_english(void **state)
{
	struct program *p = program_new();
	struct arena *a = arena_new(16u << 20);
	struct document *d;

	(void)state;
	scan(p, "scan --no-questions --out %/r --lang en");
	expect_text(p, "r/report.html", "<html lang=\"en\"");
	d = read_document(p, "r/commune.json", a);
	assert_string_equal(d->machine[0].label, "Computer 1");
	/* The label is a number: it follows the language. */
	scan(p, QUIET_SCAN);
	d = read_document(p, "r/commune.json", a);
	assert_string_equal(d->machine[0].label, "Poste 1");
	arena_free(a);
	program_free(p);
}

/* Machines are told apart by what a probe reads. */
static void need_probes(void)
{
	if (strcmp(PROBES, "none") == 0)
		skip();
}

static void test_machines(void **state)
{
	struct program *p;
	struct arena *a;
	struct document *d;

	(void)state;
	need_probes();
	p = program_new();
	a = arena_new(32u << 20);
	make_root(p, "one", '1');
	make_root(p, "two", '2');
	scan(p, QUIET_SCAN " --root %/one");
	scan(p, "scan --no-questions --out %/r --root %/two");
	program_printed(p, "Note de la commune");
	scan(p, QUIET_SCAN " --root %/one");
	assert_int_equal(count(p, "r", "poste-", ".json").found, 2);
	d = read_document(p, "r/commune.json", a);
	assert_int_equal(d->machines, 2);
	assert_string_not_equal(d->machine[0].label, d->machine[1].label);
	for (size_t i = 0; i < 2; i++)
		assert_memory_equal(d->machine[i].label, "Poste ", 6);
	arena_free(a);
	program_free(p);
}

/* The visit before is that of an earlier day, not of five minutes ago. */
static void test_before(void **state)
{
	struct program *p = program_new();
	struct arena *a = arena_new(32u << 20);
	struct document *d;

	(void)state;
	make_root(p, "one", '1');
	scan(p, QUIET_SCAN " --root %/one --now 2026-10-01");
	assert_false(file_exists(program_path(p, "r/precedent")));
	scan(p, QUIET_SCAN " --root %/one --now 2026-11-01T08:00:00Z");
	d = read_document(p, "r/precedent/commune.json", a);
	assert_int_equal(d->made_at, 1790812800);
	scan(p, QUIET_SCAN " --root %/one --now 2026-11-01T12:00:00Z");
	d = read_document(p, "r/precedent/commune.json", a);
	assert_int_equal(d->made_at, 1790812800);
	assert_int_equal(count(p, "r/precedent", "poste-", ".json").found, 1);
	arena_free(a);
	program_free(p);
}

/* Pipes and links put into the folder of results by somebody else. */
static void test_planted(void **state)
{
	struct program *p = program_new();
	struct stat st;
	struct err e;
	char *text;

	(void)state;
	make_root(p, "one", '1');
	assert_true(file_mkdir(program_path(p, "r"), &e));
	assert_true(file_mkdir(program_path(p, "else"), &e));
	program_write(p, "else/kept", "kept", 4);
	assert_int_equal(
	    symlink("../else/kept", program_path(p, "r/rapport.html")), 0);
	assert_int_equal(symlink("/dev/full", program_path(p, "r/points.csv")),
	                 0);
	assert_int_equal(
	    symlink("../else/new", program_path(p, "r/.garde-lock")), 0);
	assert_int_equal(mkfifo(program_path(p, "r/rapport.txt"), 0600), 0);
	scan(p, QUIET_SCAN " --root %/one --now 2026-10-01");
	text = program_read(p, "else/kept");
	assert_string_equal(text, "kept");
	free(text);
	assert_false(file_exists(program_path(p, "else/new")));
	assert_int_equal(lstat(program_path(p, "r/rapport.html"), &st), 0);
	assert_true(S_ISREG(st.st_mode));
	assert_int_equal(lstat(program_path(p, "r/points.csv"), &st), 0);
	assert_true(S_ISREG(st.st_mode));
	assert_int_equal(lstat(program_path(p, "r/rapport.txt"), &st), 0);
	assert_true(S_ISREG(st.st_mode));
	/* Nor is the former document put where a link leads. */
	assert_int_equal(symlink("../else", program_path(p, "r/precedent")), 0);
	scan(p, QUIET_SCAN " --root %/one --now 2026-11-01");
	program_said(p, "precedent is a link");
	assert_false(file_exists(program_path(p, "else/commune.json")));
	program_free(p);
}

/* Once the commune is known a machine has another id, and stays one. */
static void test_commune_known(void **state)
{
	static const char answers[] =
	    "{\"format\":1,\"made_at\":\"2026-11-01T00:00:00Z\",\"commune\":"
	    "{\"insee\":\"01001\",\"name\":\"Exemple\"},\"answers\":{}}";
	struct program *p = program_new();
	struct arena *a = arena_new(32u << 20);
	struct document *d;
	struct counting first;

	(void)state;
	make_root(p, "one", '1');
	program_write(p, "a.json", answers, strlen(answers));
	scan(p, QUIET_SCAN " --root %/one");
	first = count(p, "r", "poste-", ".json");
	scan(p, QUIET_SCAN " --root %/one --answers a.json");
	assert_int_equal(count(p, "r", "poste-", ".json").found, 1);
	assert_string_not_equal(count(p, "r", "poste-", ".json").name,
	                        first.name);
	d = read_document(p, "r/commune.json", a);
	assert_int_equal(d->machines, 1);
	assert_string_equal(d->commune.name, "Exemple");
	assert_string_equal(d->machine[0].label, "Poste 1");
	/* Asked once for the commune: the answers are there next time. */
	expect_text(p, "r/reponses.json", "01001");
	scan(p, QUIET_SCAN " --root %/one");
	d = read_document(p, "r/commune.json", a);
	assert_string_equal(d->commune.insee, "01001");
	arena_free(a);
	program_free(p);
}

static const char *const broken[] = {
	"", "{", "null", "[]", "{\"format\":99}", "\xFF\xFE", "{}",
};

/* Old results that cannot be read are told, kept and stepped over. */
static void test_corrupt(void **state)
{
	struct program *p = program_new();
	char own[400], aside[500];

	(void)state;
	make_root(p, "one", '1');
	scan(p, QUIET_SCAN " --root %/one");
	snprintf(own, sizeof(own), "r/%s",
	         count(p, "r", "poste-", ".json").name);
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		const char *text = broken[i];

		program_write(p, own, text, strlen(text));
		program_write(p, "r/commune.json", text, strlen(text));
		program_write(p, "r/reponses.json", text, strlen(text));
		program_write(p, "r/poste-0.json", text, strlen(text));
		scan(p, QUIET_SCAN " --root %/one");
		program_said(p, "poste-0.json");
		program_said(p, "commune.json");
		program_said(p, "reponses.json");
		expect_text(p, own, "\"format\"");
		snprintf(aside, sizeof(aside), "%s.illisible", own);
		expect_text(p, aside, text);
		expect_text(p, "r/reponses.json.illisible", text);
		/* It is in nobody's way: it stays what it is. */
		expect_text(p, "r/poste-0.json", text);
	}
	program_free(p);
}

/* An answer that the baseline forgot does not take the others with it. */
static void test_old_answers(void **state)
{
	static const char answers[] =
	    "{\"format\":1,\"made_at\":\"2026-11-01T00:00:00Z\","
	    "\"commune\":{\"insee\":\"2A004\",\"name\":\"Ajaccio\"},"
	    "\"answers\":{\"no-such-control\":\"yes\"}}";
	struct program *p = program_new();
	struct arena *a = arena_new(32u << 20);
	struct err e;

	(void)state;
	assert_true(file_mkdir(program_path(p, "r"), &e));
	program_write(p, "r/reponses.json", answers, strlen(answers));
	scan(p, QUIET_SCAN " --now 2026-11-22");
	assert_string_equal(p->err, "");
	assert_string_equal(
	    read_document(p, "r/commune.json", a)->commune.insee, "2A004");
	arena_free(a);
	program_free(p);
}

static void test_partial(void **state)
{
	struct program *p = program_new();
	struct arena *a = arena_new(32u << 20);

	(void)state;
	p->env[0] = "XDG_DATA_HOME=/nowhere/at/all";
	scan(p, "scan --no-questions --only os-updates,sauvegarde-reguliere "
	        "--json");
	program_said(p, "Je ne la range pas");
	program_printed(p, "\"backup-recent\"");
	assert_null(strstr(p->out, "\"antivirus-on\""));
	scan(p, QUIET_SCAN " --skip os-updates");
	assert_int_equal(read_document(p, "r/commune.json", a)->findings, 49);
	arena_free(a);
	program_free(p);
}

/* Halves of our own files go; whatever else is there stays. */
static void test_sweep(void **state)
{
	static const struct {
		const char *name;
		bool stays;
	} files[] = {
		{ "r/commune.json.tmp-Ab3dE9", false },
		{ "r/poste-0123456789abcdef.json.tmp-zzzzzz", false },
		{ "r/rapport.html.tmp-000000", false },
		{ "r/report.html.tmp-qwerty", false },
		{ "r/.garde.tmp-Ab3dE9", false },
		{ "r/lettre.html.tmp-123456", true },
		{ "r/commune.json.backup", true },
		{ "r/commune.json.old.tmp-123456", true },
		{ "r/rapport.html.tmp-12345", true },
		{ "r/notes", true },
	};
	struct program *p = program_new();
	struct err e;

	(void)state;
	assert_true(file_mkdir(program_path(p, "r"), &e));
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		program_write(p, files[i].name, "x", 1);
	scan(p, QUIET_SCAN);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (file_exists(program_path(p, files[i].name)) !=
		    files[i].stays)
			fail_msg("%s", files[i].name);
	program_free(p);
}

static const struct {
	const char *line;
	int status;
} letters[] = {
	{ "--fail-on A", 10 },
	{ "--fail-on E", 10 }, /* no letter is not good enough either */
	{ "", 0 },
};

static void test_fail_on(void **state)
{
	struct program *p = program_new();
	char line[200];

	(void)state;
	make_root(p, "one", '1');
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		snprintf(line, sizeof(line), "%s --root %%/one %s", QUIET_SCAN,
		         letters[i].line);
		program_run(p, line);
		if (letters[i].status)
			assert_int_equal(p->status, letters[i].status);
		else
			assert_true(p->status == 0 || p->status == 3);
	}
	program_free(p);
}

static const char *const names[] = {
	"accents é œ 日本",
	"many  spaces ",
	"-dash",
	"\"quotes' $(x) `y`",
};

static void test_paths(void **state)
{
	struct program *p = program_new();
	char line[9000], folder[8192];

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		/* In a line of program_run() a space is "~". */
		snprintf(folder, sizeof(folder), "%s", names[i]);
		for (char *c = folder; *c; c++)
			*c = *c == ' ' ? '~' : *c;
		snprintf(line, sizeof(line),
		         "scan --no-questions --quiet --out=%%/%s", folder);
		scan(p, line);
		assert_string_equal(p->err, "");
		snprintf(folder, sizeof(folder), "%s/rapport.html", names[i]);
		assert_true(file_exists(program_path(p, folder)));
	}
	/* 260 characters are too many for Windows, not for us. */
	strcpy(folder, "x");
	while (strlen(folder) < 1500)
		strcat(folder, "/a-long-name-of-a-folder");
	snprintf(line, sizeof(line), "scan --no-questions --quiet --out %%/%s",
	         folder);
	scan(p, line);
	strcat(folder, "/rapport.html");
	assert_true(file_exists(program_path(p, folder)));
	program_free(p);
}

/* A place that is no folder: the results go home, and that is told. */
static void test_fallback_home(void **state)
{
	struct program *p = program_new();

	(void)state;
	program_write(p, "r", "x", 1);
	scan(p, "scan --no-questions --out %/r");
	program_said(p, "Je ne peux pas ranger les résultats");
	program_printed(p, "/.local/share/garde/rapport.html");
	expect_text(p, ".local/share/garde/rapport.html", "<html");
	expect_text(p, "r", "x");
	program_free(p);
}

static void test_no_home(void **state)
{
	struct program *p = program_new();
	char path[100];
	struct stat st;

	(void)state;
	p->env[0] = "HOME=";
	program_write(p, "r", "x", 1);
	scan(p, "scan --no-questions --out %/r");
	snprintf(path, sizeof(path), "garde-%ld", (long)getuid());
	assert_int_equal(stat(program_path(p, path), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	/* Somebody else could have made it a link to what is ours. */
	nftw(program_path(p, path), program_remove, 16, FTW_DEPTH | FTW_PHYS);
	assert_int_equal(mkdir(program_path(p, "trap"), 0700), 0);
	assert_int_equal(symlink("trap", program_path(p, path)), 0);
	program_run(p, "scan --no-questions --out %/r");
	assert_int_equal(p->status, 1);
	program_said(p, "aucun endroit");
	program_printed(p, "Note");
	assert_int_equal(count(p, "trap", "", "").found, 0);
	program_free(p);
}

/* As a user without rights in the folder, and with none at home. */
static void test_read_only(void **state)
{
	struct program *p = program_new();

	(void)state;
	if (getuid() != 0) {
		program_free(p);
		skip();
	}
	assert_int_equal(chmod(p->folder, 0755), 0);
	assert_int_equal(mkdir(program_path(p, "r"), 0755), 0);
	assert_int_equal(mkdir(program_path(p, "tmp"), 0777), 0);
	assert_int_equal(chmod(program_path(p, "tmp"), 01777), 0);
	p->uid = 65534;
	p->env[0] = "HOME=/nowhere";
	p->env[1] = "TMPDIR=";
	p->cwd = "/";
	scan(p, "scan --no-questions --out %/r");
	program_said(p, "Vous n’en avez pas le droit.");
	program_printed(p, "/tmp/garde-65534/rapport.html");
	p->uid = 0;
	nftw("/tmp/garde-65534", program_remove, 16, FTW_DEPTH | FTW_PHYS);
	program_free(p);
}

/* In the child: a disk of its own, so small that nothing fits. */
static void mount_small(void *ctx)
{
	if (unshare(CLONE_NEWNS) != 0 ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("tmpfs", ctx, "tmpfs", 0, "size=64k") != 0)
		_exit(77);
}

static void mount_read_only(void *ctx)
{
	if (unshare(CLONE_NEWNS) != 0 ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("tmpfs", ctx, "tmpfs", MS_RDONLY, "size=64k") != 0)
		_exit(77);
}

static void test_disk(void **state)
{
	static const struct {
		void (*setup)(void *ctx);
		const char *said;
	} disks[] = {
		{ mount_small, "Le disque est plein." },
		{ mount_read_only, "protégé contre l’écriture" },
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct program *p = program_new();
		char folder[100];

		snprintf(folder, sizeof(folder), "%s/r", p->folder);
		assert_int_equal(mkdir(folder, 0700), 0);
		p->setup = disks[i].setup;
		p->ctx = folder;
		program_run(p, "scan --no-questions --out %/r");
		if (p->status == 77) {
			program_free(p);
			skip();
		}
		assert_true(p->status == 0 || p->status == 3);
		program_said(p, disks[i].said);
		program_said(p, "/.local/share/garde");
		expect_text(p, ".local/share/garde/rapport.html", "</html>");
		program_free(p);
	}
}

/* Where somebody else is at work we wait, and then go on. */
static void test_two(void **state)
{
	struct program *p;
	struct lock *lock;
	FILE *out[2], *err[2];
	pid_t pid[2];
	struct err e;

	(void)state;
	need_probes();
	p = program_new();
	make_root(p, "one", '1');
	make_root(p, "two", '2');
	assert_true(file_mkdir(program_path(p, "r"), &e));
	assert_int_equal(lock_open(&lock, program_path(p, "r/.garde-lock")),
	                 LOCK_TAKEN);
	for (int i = 0; i < 2; i++) {
		out[i] = tmpfile();
		err[i] = tmpfile();
		pid[i] = program_start(
		    p,
		    i ? "scan --no-questions --out %/r --root %/two"
		      : "scan --no-questions --out %/r --root %/one",
		    out[i], err[i]);
	}
	nanosleep(&(struct timespec){ .tv_sec = 1 }, NULL);
	lock_close(lock);
	for (int i = 0; i < 2; i++) {
		program_wait(p, pid[i]);
		assert_true(p->status == 0 || p->status == 3);
		program_slurp(out[i], p->out, sizeof(p->out));
		program_slurp(err[i], p->err, sizeof(p->err));
		program_said(p, "J’attends qu’il finisse");
	}
	assert_int_equal(count(p, "r", "poste-", ".json").found, 2);
	expect_text(p, "r/commune.json", "\"Poste 2\"");
	program_free(p);
}

#define KILLS 50

/* Killed at any moment, what is in the folder is whole. */
static void test_killed(void **state)
{
	struct program *p = program_new();
	struct arena *a;

	(void)state;
	make_root(p, "one", '1');
	scan(p, QUIET_SCAN " --root %/one");
	srand(2026);
	for (int i = 0; i < KILLS; i++) {
		FILE *out = tmpfile(), *err = tmpfile();
		pid_t pid =
		    program_start(p, QUIET_SCAN " --root %/one", out, err);
		long wait = rand() % 120;

		nanosleep(&(struct timespec){ .tv_nsec = wait * 1000000 },
		          NULL);
		kill(pid, SIGKILL);
		program_wait(p, pid);
		fclose(out);
		fclose(err);
		a = arena_new(32u << 20);
		assert_int_equal(
		    read_document(p, "r/commune.json", a)->findings, 50);
		assert_int_equal(count(p, "r", "poste-", ".json").found, 1);
		expect_text(p, "r/rapport.html", "</html>");
		arena_free(a);
	}
	/* The halves that were left go with the next visit. */
	scan(p, QUIET_SCAN " --root %/one");
	assert_string_equal(p->err, "");
	assert_int_equal(count(p, "r", "", "").found,
	                 count(p, "r", "", ".json").found +
	                     count(p, "r", "", ".html").found +
	                     count(p, "r", "", ".csv").found +
	                     count(p, "r", "", ".ics").found +
	                     count(p, "r", "", ".txt").found +
	                     count(p, "r", ".garde-lock", "").found);
	program_free(p);
}

/* Ctrl+C ends with 130; the results from before stay. */
static void test_interrupted(void **state)
{
	struct program *p = program_new();
	struct lock *lock;
	FILE *out = tmpfile(), *err = tmpfile();
	char *before, *after;
	pid_t pid;

	(void)state;
	make_root(p, "one", '1');
	scan(p, QUIET_SCAN " --root %/one");
	before = program_read(p, "r/commune.json");
	assert_int_equal(lock_open(&lock, program_path(p, "r/.garde-lock")),
	                 LOCK_TAKEN);
	pid = program_start(p, "scan --no-questions --out %/r --root %/one",
	                    out, err);
	nanosleep(&(struct timespec){ .tv_nsec = 700000000 }, NULL);
	kill(pid, SIGINT);
	program_wait(p, pid);
	program_slurp(out, p->out, sizeof(p->out));
	program_slurp(err, p->err, sizeof(p->err));
	lock_close(lock);
	assert_int_equal(p->status, 130);
	program_said(p, "restent en place");
	after = program_read(p, "r/commune.json");
	assert_string_equal(before, after);
	free(before);
	free(after);
	program_free(p);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_shared_folder),
		cmocka_unit_test(test_english),
		cmocka_unit_test(test_machines),
		cmocka_unit_test(test_before),
		cmocka_unit_test(test_planted),
		cmocka_unit_test(test_commune_known),
		cmocka_unit_test(test_corrupt),
		cmocka_unit_test(test_old_answers),
		cmocka_unit_test(test_partial),
		cmocka_unit_test(test_sweep),
		cmocka_unit_test(test_fail_on),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_fallback_home),
		cmocka_unit_test(test_no_home),
		cmocka_unit_test(test_read_only),
		cmocka_unit_test(test_disk),
		cmocka_unit_test(test_two),
		cmocka_unit_test(test_killed),
		cmocka_unit_test(test_interrupted),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
