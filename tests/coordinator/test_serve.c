/* SPDX-License-Identifier: Apache-2.0 */
#include "proxy.h"
#include "store.h"

#include "coordinator/keyring.h"
#include "core/clock.h"
#include "core/envelope.h"

#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/un.h>

/* The program itself, as systemd starts it. */
struct program {
	char folder[64];
	char where[40]; /* "127.0.0.1:PORT" */
	unsigned port;
	int notify; /* socket that it tells its state at */
	pid_t pid;
};

static void path_of(const struct program *p, const char *name, char out[160])
{
	snprintf(out, 160, "%s/%s", p->folder, name);
}

static void listen_for_state(struct program *p)
{
	struct sockaddr_un a;

	memset(&a, 0, sizeof(a));
	a.sun_family = AF_UNIX;
	snprintf(a.sun_path, sizeof(a.sun_path), "%s/notify", p->folder);
	p->notify = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	assert_true(p->notify >= 0);
	assert_int_equal(bind(p->notify, (struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(setenv("NOTIFY_SOCKET", a.sun_path, 1), 0);
}

/* Whether the program tells that state within a minute. */
static bool tells(const struct program *p, const char *state)
{
	struct pollfd event = { .fd = p->notify, .events = POLLIN };
	char text[100];
	ssize_t n;

	if (poll(&event, 1, 60000) <= 0)
		return false;
	n = recv(p->notify, text, sizeof(text) - 1, 0);
	text[n > 0 ? n : 0] = '\0';
	return strcmp(text, state) == 0;
}

static void start(struct program *p, const char *store)
{
	char state[160];
	char out[160];

	path_of(p, "state", state);
	path_of(p, "out", out);
	p->port = proxy_port();
	snprintf(p->where, sizeof(p->where), "127.0.0.1:%u", p->port);
	p->pid = fork();
	assert_true(p->pid >= 0);
	if (p->pid == 0) {
		int fd = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600);

		dup2(fd, STDOUT_FILENO);
		dup2(fd, STDERR_FILENO);
		execl(COORDINATOR_PROGRAM, "garde-coordinator", "serve",
		      "--state", state, "--listen", p->where,
		      store ? "--store" : (char *)NULL, store, (char *)NULL);
		_exit(127);
	}
	if (!tells(p, "READY=1"))
		fail_msg("not ready, see %s", out);
}

/* Ask it to end; its exit status. */
static int end(struct program *p)
{
	int status;

	assert_int_equal(kill(p->pid, SIGTERM), 0);
	assert_int_equal(waitpid(p->pid, &status, 0), p->pid);
	assert_true(tells(p, "STOPPING=1"));
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void ask(const struct program *p, const char *path, struct buf *answer)
{
	char line[300];

	snprintf(line, sizeof(line), "GET %s HTTP/1.1\r\nHost: h\r\n\r\n",
	         path);
	buf_init(answer, 1u << 20);
	assert_true(raw_ask(p->port, line, strlen(line), 10000, answer));
}

static int status_of(const struct program *p, const char *path)
{
	struct buf answer;
	int status;

	ask(p, path, &answer);
	status = raw_status(buf_text(&answer));
	buf_clear(&answer);
	return status;
}

/* The path of the link that was printed, or "". */
static void invitation(const struct program *p, char out[200])
{
	struct buf b;
	struct err e;
	char path[160];
	const char *link;

	path_of(p, "out", path);
	buf_init(&b, 1u << 16);
	assert_true(file_read(path, &b, &e));
	link = strstr(buf_text(&b), "/invitation/");
	snprintf(out, 200, "%.*s", link ? (int)strcspn(link, "\n") : 0,
	         link ? link : "");
	buf_clear(&b);
}

/* Asks until nobody answers; counts the answers that broke off. */
struct visitor {
	const struct program *program;
	unsigned whole;
	unsigned broken;
};

static void *visit(void *ctx)
{
	static const char line[] = "GET /connexion HTTP/1.1\r\nHost: h\r\n\r\n";
	struct visitor *v = ctx;

	for (;;) {
		struct buf b;
		const char *end_of_page;

		buf_init(&b, 1u << 20);
		if (!raw_ask(v->program->port, line, sizeof(line) - 1, 10000,
		             &b))
			return NULL;
		end_of_page = strstr(buf_text(&b), "</html>\n");
		if (end_of_page)
			v->whole++;
		else if (b.len > 0)
			v->broken++;
		buf_clear(&b);
	}
}

/* What the service says of an empty envelope: 422 when it opens. */
static int send_empty(const struct program *p, const char *certificate)
{
	struct buf envelope, request, answer;
	struct err e;
	int status;

	buf_init(&envelope, ENVELOPE_BYTES);
	buf_init(&request, ENVELOPE_BYTES + 512);
	buf_init(&answer, 1u << 20);
	assert_true(envelope_seal(&envelope, "{}", 2, certificate, &e));
	buf_fmt(&request,
	        "POST /api/v1/reports HTTP/1.1\r\nHost: h\r\n"
	        "Content-Type: application/pkcs7-mime\r\n"
	        "Content-Length: %zu\r\n\r\n",
	        envelope.len);
	assert_true(buf_add(&request, envelope.data, envelope.len));
	assert_true(
	    raw_ask(p->port, request.data, request.len, 10000, &answer));
	status = raw_status(buf_text(&answer));
	buf_clear(&envelope);
	buf_clear(&request);
	buf_clear(&answer);
	return status;
}

/* A new key is made beside it: it takes it, and is the same process. */
static void renew(const struct program *p)
{
	struct keyring *keys;
	char state[160];
	char old[4096];
	struct err e;

	path_of(p, "state", state);
	keys = keyring_open(state, "", 1, false, &e);
	assert_non_null(keys);
	snprintf(old, sizeof(old), "%s", keyring_certificate(keys));
	assert_int_equal(send_empty(p, old), 422);
	assert_true(keyring_renew(keys, "", clock_now(), &e));
	assert_int_equal(kill(p->pid, SIGHUP), 0);
	for (int i = 0; i < 300; i++) {
		if (send_empty(p, keyring_certificate(keys)) == 422)
			break;
		clock_wait(100);
	}
	assert_int_equal(send_empty(p, keyring_certificate(keys)), 422);
	assert_int_equal(send_empty(p, old), 422);
	keyring_close(keys);
}

static void try_store(const char *store)
{
	struct program p;
	struct visitor visitor[4];
	pthread_t thread[4];
	struct stat st;
	struct buf answer;
	char first[200];
	char path[160];
	const char *rm[] = { "rm", "-rf", p.folder, NULL };

	memset(&p, 0, sizeof(p));
	snprintf(p.folder, sizeof(p.folder), "/tmp/garde-serve-XXXXXX");
	assert_non_null(mkdtemp(p.folder));
	listen_for_state(&p);
	start(&p, store);
	invitation(&p, first);
	assert_true(strlen(first) > strlen("/invitation/") + 20);
	assert_int_equal(status_of(&p, first), 200);
	assert_int_equal(status_of(&p, "/invitation/guessed"), 404);
	assert_int_equal(status_of(&p, "/healthz"), 200);
	assert_int_equal(status_of(&p, "/"), 303);
	ask(&p, "/metrics", &answer);
	assert_non_null(strstr(buf_text(&answer), "\ngarde_queue_reports 0\n"));
	assert_non_null(strstr(buf_text(&answer), store ? "store=\"postgresql\""
	                                                : "store=\"sqlite\""));
	buf_clear(&answer);
	path_of(&p, "state", path);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	renew(&p);
	/* It ends while visitors ask: what began is finished. */
	for (size_t i = 0; i < 4; i++) {
		visitor[i] = (struct visitor){ .program = &p };
		assert_int_equal(
		    pthread_create(&thread[i], NULL, visit, &visitor[i]), 0);
	}
	clock_wait(500);
	assert_int_equal(end(&p), 0);
	for (size_t i = 0; i < 4; i++) {
		pthread_join(thread[i], NULL);
		assert_true(visitor[i].whole > 0);
		assert_int_equal(visitor[i].broken, 0);
	}
	/* What it made is there at the next start, and is taken as it is. */
	start(&p, store);
	assert_int_equal(status_of(&p, "/healthz"), 200);
	assert_int_equal(end(&p), 0);
	close(p.notify);
	unsetenv("NOTIFY_SOCKET");
	assert_int_equal(proxy_run(rm), 0);
}

static void it_serves_and_ends_on_sqlite(void **state)
{
	(void)state;
	try_store(NULL);
}

static void it_serves_and_ends_on_postgresql(void **state)
{
	struct db *db = store_empty(DB_POSTGRESQL);

	(void)state;
	try_store(store_where());
	store_end(db);
}

/* A sanitizer keeps copies of the command line that are its own. */
#if defined(__SANITIZE_ADDRESS__)
#define COPIES true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define COPIES true
#endif
#endif
#ifndef COPIES
#define COPIES false
#endif

#define PASSWORD "Sesame-4f1c-77aa"

/* How often a word stands in the memory of a process; -1: it is closed. */
static int count_in(pid_t pid, const char *word)
{
	char path[64], line[512];
	char *copy = malloc(1u << 20);
	size_t len = strlen(word);
	FILE *maps;
	int mem, found = 0;

	assert_non_null(copy);
	snprintf(path, sizeof(path), "/proc/%ld/mem", (long)pid);
	mem = open(path, O_RDONLY | O_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/%ld/maps", (long)pid);
	maps = fopen(path, "re");
	while (mem >= 0 && maps && fgets(line, sizeof(line), maps)) {
		char *end = NULL;
		unsigned long long at = strtoull(line, &end, 16);
		unsigned long long to = strtoull(end + 1, &end, 16);

		for (; strncmp(end, " rw", 3) == 0 && at < to;
		     at += (1u << 20) - len) {
			ssize_t n = pread(mem, copy, 1u << 20, (off_t)at);

			for (ssize_t i = 0; i + (ssize_t)len <= n; i++)
				if (copy[i] == word[0] &&
				    memcmp(copy + i, word, len) == 0)
					found++;
		}
	}
	if (maps)
		fclose(maps);
	if (mem >= 0)
		close(mem);
	free(copy);
	return mem >= 0 ? found : -1;
}

/* Its processes, and theirs: none of them knows the word. */
static unsigned look_into_children(pid_t pid, const char *word)
{
	char path[64], list[512] = "";
	unsigned seen = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/task/%ld/children", (long)pid,
	         (long)pid);
	f = fopen(path, "re");
	assert_non_null(f);
	if (!fgets(list, sizeof(list), f))
		list[0] = '\0';
	fclose(f);
	for (char *at = list, *end; *at; at = end) {
		pid_t child = (pid_t)strtol(at, &end, 10);

		if (end == at)
			break;
		assert_int_equal(count_in(child, word), 0);
		seen += 1 + look_into_children(child, word);
	}
	return seen;
}

/* Who takes over what reads reports finds no password of the store there. */
static void its_openers_know_no_password(void **state)
{
	struct db *db = store_empty(DB_POSTGRESQL);
	struct program p;
	char store[600];
	const char *rm[] = { "rm", "-rf", p.folder, NULL };

	(void)state;
	memset(&p, 0, sizeof(p));
	snprintf(p.folder, sizeof(p.folder), "/tmp/garde-serve-XXXXXX");
	assert_non_null(mkdtemp(p.folder));
	snprintf(store, sizeof(store), "%s&password=" PASSWORD, store_where());
	assert_int_equal(setenv("GARDE_OPTIONS", store, 1), 0);
	listen_for_state(&p);
	start(&p, store);
	assert_int_equal(status_of(&p, "/healthz"), 200);
	/* What is looked for can be found, where it has to be. */
	if (geteuid() == 0 && !COPIES) {
		assert_true(count_in(p.pid, PASSWORD) > 0);
		assert_true(look_into_children(p.pid, PASSWORD) >= 2);
	}
	assert_int_equal(end(&p), 0);
	close(p.notify);
	unsetenv("NOTIFY_SOCKET");
	unsetenv("GARDE_OPTIONS");
	store_end(db);
	assert_int_equal(proxy_run(rm), 0);
	if (geteuid() != 0 || COPIES)
		skip();
}

static void what_cannot_be_served_is_told(void **state)
{
	static const char *const bad[][2] = {
		{ "--listen", "nowhere" },
		{ "--listen", "unix:/proc/none/x" },
		{ "--store", "/proc/none/x.db" },
	};
	char folder[] = "/tmp/garde-serve-XXXXXX";
	const char *rm[] = { "rm", "-rf", folder, NULL };

	(void)state;
	assert_non_null(mkdtemp(folder));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *argv[] = {
			COORDINATOR_PROGRAM, "serve",   "--state", folder,
			bad[i][0],           bad[i][1], NULL
		};

		assert_int_equal(proxy_run(argv), 1);
	}
	assert_int_equal(proxy_run(rm), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_serves_and_ends_on_sqlite),
		cmocka_unit_test(it_serves_and_ends_on_postgresql),
		cmocka_unit_test(its_openers_know_no_password),
		cmocka_unit_test(what_cannot_be_served_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
