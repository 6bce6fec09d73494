/* SPDX-License-Identifier: Apache-2.0 */
/* setgroups(). */
#define _GNU_SOURCE
#include "store.h"

#include "coordinator/migrate.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATH 512

static char folder[64]; /* of this program's stores */
static char bin[PATH];  /* of PostgreSQL's programs */
static pid_t server;    /* 0: none */
static pid_t owner;     /* who started it: no child of ours ends it */
static char where[PATH];
static unsigned count;
static bool durable; /* PostgreSQL waits for the disk */

const char *store_name(enum db_kind kind)
{
	return kind == DB_SQLITE ? "sqlite" : "postgresql";
}

const char *store_where(void)
{
	return where;
}

/* PostgreSQL refuses to run as root. */
static void be_postgres(void)
{
	const struct passwd *user = getpwnam("postgres");

	if (geteuid() != 0)
		return;
	if (!user || setgroups(0, NULL) != 0 || setgid(user->pw_gid) != 0 ||
	    setuid(user->pw_uid) != 0)
		_exit(126);
}

static pid_t start(const char *const *argv)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);
		char log[PATH];
		int fd;

		be_postgres();
		/* A test that crashes takes the server with it. */
		prctl(PR_SET_PDEATHSIG, SIGQUIT);
		snprintf(log, sizeof(log), "%s/log", folder);
		fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0644);
		dup2(null, 0);
		dup2(fd, 1);
		dup2(fd, 2);
		execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	return pid;
}

static void run(const char *const *argv)
{
	int status = -1;
	pid_t pid = start(argv);

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (status != 0)
		fail_msg("%s ended with %d", argv[0], status);
}

static void find_programs(void)
{
	glob_t found;
	char *end;

	if (glob("/usr/lib/postgresql/*/bin/initdb", 0, NULL, &found) != 0 ||
	    found.gl_pathc == 0)
		fail_msg("PostgreSQL is not installed");
	snprintf(bin, sizeof(bin), "%s", found.gl_pathv[found.gl_pathc - 1]);
	globfree(&found);
	end = strrchr(bin, '/');
	if (end)
		*end = '\0';
}

static void own(const char *path)
{
	const struct passwd *user = getpwnam("postgres");

	if (geteuid() == 0 && user)
		assert_int_equal(chown(path, user->pw_uid, user->pw_gid), 0);
}

static void clean(void)
{
	pid_t pid;

	if (getpid() != owner)
		return;
	if (server > 0) {
		kill(server, SIGCONT);
		kill(server, SIGQUIT);
		waitpid(server, NULL, 0);
	}
	pid = fork();
	if (pid == 0) {
		execl("/bin/rm", "rm", "-rf", folder, (char *)NULL);
		_exit(127);
	}
	if (pid > 0)
		waitpid(pid, NULL, 0);
}

static void make_folder(void)
{
	if (folder[0])
		return;
	snprintf(folder, sizeof(folder), "/tmp/garde-store-XXXXXX");
	assert_non_null(mkdtemp(folder));
	own(folder);
	assert_int_equal(chmod(folder, 0755), 0);
	owner = getpid();
	atexit(clean);
}

static bool answers(void)
{
	char at[PATH];
	struct err e;
	struct db *db;

	snprintf(at, sizeof(at), "postgresql:///postgres?host=%s&user=postgres",
	         folder);
	db = db_open(at, &e);
	db_close(db);
	return db != NULL;
}

void store_start(void)
{
	char program[PATH + 16], data[PATH], sockets[PATH];
	const char *const argv[] = { program,
		                     "-D",
		                     data,
		                     "-k",
		                     sockets,
		                     "-c",
		                     "listen_addresses=",
		                     "-c",
		                     "shared_buffers=16MB",
		                     "-c",
		                     "max_connections=60",
		                     "-c",
		                     durable ? "fsync=on" : "fsync=off",
		                     NULL };

	snprintf(program, sizeof(program), "%s/postgres", bin);
	snprintf(data, sizeof(data), "%s/data", folder);
	snprintf(sockets, sizeof(sockets), "%s", folder);
	server = start(argv);
	for (int i = 0; i < 200 && !answers(); i++)
		clock_wait(50);
	if (!answers())
		fail_msg("PostgreSQL does not start, see %s/log", folder);
}

void store_signal(int number)
{
	kill(server, number);
	if (number == SIGSTOP || number == SIGCONT)
		return;
	waitpid(server, NULL, 0);
	server = 0;
}

/* A cluster that is made takes seconds: kept, and copied to every program. */
static void have_cluster(void)
{
	char program[PATH + 16], kept[PATH], data[PATH];
	const char *cache = getenv("TMPDIR");
	const char *const make[] = {
		program,    "-D",          data,    "-U",
		"postgres", "-A",          "trust", "-E",
		"UTF8",     "--no-locale", "-N",    "--wal-segsize=1",
		NULL
	};
	char part[PATH + 32];
	const char *const keep[] = { "/bin/cp", "-a", data, part, NULL };
	const char *const copy[] = { "/bin/cp", "-a", kept, data, NULL };
	const char *const drop[] = { "/bin/rm", "-rf", part, NULL };
	struct stat info;
	struct err e;

	snprintf(program, sizeof(program), "%s/initdb", bin);
	snprintf(data, sizeof(data), "%s/data", folder);
	/* Keyed by who uses it, and by when that PostgreSQL was installed. */
	if (stat(program, &info) != 0)
		fail_msg("PostgreSQL is not installed");
	snprintf(kept, sizeof(kept), "%s/garde-cluster-%ld-%lld",
	         cache ? cache : "/tmp", (long)geteuid(),
	         (long long)info.st_mtime);
	if (stat(kept, &info) == 0 && S_ISDIR(info.st_mode)) {
		run(copy);
		return;
	}
	run(make);
	snprintf(part, sizeof(part), "%s.%ld", kept, (long)getpid());
	run(keep);
	/* Another program may have been faster: both are the same. */
	if (!file_rename(part, kept, &e))
		run(drop);
}

static void have_server(void)
{
	if (server > 0)
		return;
	find_programs();
	have_cluster();
	store_start();
}

void store_durable(void)
{
	durable = true;
}

/* A database of that name from another; where is its address. */
static void make_database(const char *name, const char *from)
{
	char at[PATH], sql[128];
	struct err e;
	struct db *db;

	have_server();
	snprintf(at, sizeof(at), "postgresql:///postgres?host=%s&user=postgres",
	         folder);
	db = db_open(at, &e);
	if (!db)
		fail_msg("%s", e.text);
	snprintf(sql, sizeof(sql), "CREATE DATABASE %s TEMPLATE %s", name,
	         from);
	if (!db_script(db, sql, &e))
		fail_msg("%s", e.text);
	db_close(db);
	snprintf(where, sizeof(where), "postgresql:///%s?host=%s&user=postgres",
	         name, folder);
}

static struct db *open_it(void)
{
	struct err e;
	struct db *db = db_open(where, &e);

	if (!db)
		fail_msg("%s", e.text);
	return db;
}

static void migrate_it(struct db *db)
{
	struct err e;

	if (!migrate_run(db, clock_now(), &e))
		fail_msg("%s: %s", where, e.text);
}

struct db *store_empty(enum db_kind kind)
{
	char name[32];

	make_folder();
	snprintf(name, sizeof(name), "t%u", ++count);
	if (kind == DB_SQLITE)
		snprintf(where, sizeof(where), "%s/%s.db", folder, name);
	else
		make_database(name, "template1");
	return open_it();
}

struct db *store_fresh(enum db_kind kind)
{
	static bool made;
	char name[32];
	struct db *db;

	if (kind == DB_SQLITE) {
		db = store_empty(kind);
		migrate_it(db);
		return db;
	}
	make_folder();
	/* Migrated once: to copy a database is faster. */
	if (!made) {
		make_database("fresh", "template1");
		db = open_it();
		migrate_it(db);
		db_close(db);
		made = true;
	}
	snprintf(name, sizeof(name), "t%u", ++count);
	make_database(name, "fresh");
	return open_it();
}

void store_end(struct db *db)
{
	db_close(db);
}
