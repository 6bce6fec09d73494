/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/agent/program.h"

#include "checks/facts_json.h"
#include "checks/probe/net/outside/mail.h"
#include "checks/probe/net/outside/rdap.h"
#include "checks/probe/net/outside/site.h"
#include "core/json.h"
#include "tests/checks/certified.h"
#include "tests/outside/name_server.h"
#include "tests/outside/web_server.h"

#include <errno.h>
#include <sched.h>
#include <sys/mount.h>
#include <time.h>

/*
 * The look from outside, driven as a user would, in a network of its own
 * where our servers play the Internet. It needs root, or namespaces for all;
 * where that is not to be had it fails: -DOUTSIDE_TESTS=OFF leaves it out.
 */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define DAY       INT64_C(86400)
#define AT_ONCE   19 /* looks side by side */
#define CUTS      61 /* bytes of an answer, all of them but two */
#define TRIM      23 /* bytes of a handshake between two cuts */
#define DNS       "203.0.113.53"
#define WEB       "203.0.113.80"  /* 80 and 443 */
#define PLAIN     "203.0.113.81"  /* 80 alone */
#define SECURE    "203.0.113.82"  /* 443 alone */
#define CLOSED    "203.0.113.83"  /* nothing */
#define MAIL      "203.0.113.25"  /* 25 with STARTTLS */
#define MAIL_BARE "203.0.113.26"  /* 25 without */
#define OLD       "203.0.113.84"  /* TLS 1.1 at best */
#define SILENT    "198.51.100.66" /* swallows everything */

/* A look and what must come of it. */
static const struct look_case {
	const char *what;
	const char *site; /* NULL: not given */
	const char *mail;
	const char *expected; /* "1.3=yes https=false ...", see check() */
} cases[] = {
#include "tests/outside/waits.def"
/* The others are quick. */
#include "tests/outside/cases.def"
};

/* How many of them wait. */
enum {
	WAITS = sizeof((const struct look_case[]){
#include "tests/outside/waits.def"
		}) /
	        sizeof(struct look_case)
};

/* What the servers show. */
enum cert {
	CERT_GOOD,
	CERT_ENDED,
	CERT_SOON,
	CERT_OTHER,
	CERT_OWN,
	CERT_STRANGER,
	CERT_OLD,
	CERTS
};

static struct {
	pid_t child[16];
	size_t children;
	SSL_CTX *tls[CERTS];
	char folder[64];
	int log;
} world;

/* Words of the host table that name no certificate but a mood. */
static const struct {
	const char *name;
	enum cert cert;
	const char *plain;
	const char *secure;
} moods[] = {
#include "tests/outside/hosts.def"
};

static struct web_host hosts[COUNT(moods)];

static const struct web_page pages[] = {
	{ "mta-sts.fine.fr", "/.well-known/mta-sts.txt",
	  "version: STSv1\r\nmode: enforce\r\nmx: mx.fine.fr\r\n" },
	{ "mta-sts.weak.fr", "/.well-known/mta-sts.txt",
	  "version: STSv1\r\nmode: testing\r\nmx: mx.fine.fr\r\n" },
	{ "rdap.nic.fr", "/domain/fine.fr",
	  "{\"events\":[{\"eventAction\":\"expiration\",\"eventDate\":"
	  "\"2031-05-06T07:08:09Z\"}]}" },
	{ "rdap.nic.fr", "/domain/ended.fr", "{\"events\":[]}" },
	{ "rdap.nic.fr", "/domain/weak.fr", "<html>busy</html>" },
	{ "data.iana.org", "/rdap/dns.json",
	  "{\"services\":[[[\"bzh\"],[\"https://rdap.bzh/rdap/\"]]]}" },
	{ "rdap.bzh", "/rdap/domain/xn--saint-l-z0a.bzh",
	  "{\"events\":[{\"eventAction\":\"expiration\",\"eventDate\":"
	  "\"2030-01-02T03:04:05.6+02:00\"}]}" },
};

static void must(bool good, const char *what)
{
	if (good)
		return;
	print_error("%s: %s (is this root, or are there namespaces?)\n", what,
	            strerror(errno));
	exit(1);
}

static void run_ip(const char *line)
{
	char text[256];

	snprintf(text, sizeof(text), "ip %s", line);
	must(system(text) == 0, text);
}

static void write_text(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	must(f && fputs(text, f) >= 0 && fclose(f) == 0, path);
}

/* Leave the world behind: a network and a resolv.conf of our own. */
static void enter(void)
{
	uid_t uid = getuid();
	gid_t gid = getgid();
	char text[64];

	must(unshare(CLONE_NEWNET | CLONE_NEWNS | (uid ? CLONE_NEWUSER : 0)) ==
	         0,
	     "unshare");
	if (uid) {
		write_text("/proc/self/setgroups", "deny");
		snprintf(text, sizeof(text), "0 %u 1\n", (unsigned)uid);
		write_text("/proc/self/uid_map", text);
		snprintf(text, sizeof(text), "0 %u 1\n", (unsigned)gid);
		write_text("/proc/self/gid_map", text);
	}
	must(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0, "mount");
	run_ip("link set lo up");
	for (const char *const *a =
	         (const char *const[]){ DNS, WEB, PLAIN, SECURE, CLOSED, OLD,
	                                MAIL, MAIL_BARE, "192.168.7.7", NULL };
	     *a; a++) {
		snprintf(text, sizeof(text), "addr add %s/32 dev lo", *a);
		run_ip(text);
	}
	/* Frames for somebody else's card: nobody answers, not even "no". */
	run_ip("link add outside0 type veth peer name outside1");
	run_ip("addr add 198.51.100.1/24 dev outside0");
	run_ip("link set outside1 up");
	run_ip("link set outside0 up");
	run_ip("neigh add " SILENT " lladdr 02:00:00:00:00:66 dev outside0");
}

/* The system's resolvers are what this text says. */
static void set_resolvers(const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/resolv.conf", world.folder);
	(void)umount("/etc/resolv.conf");
	write_text(path, text);
	must(mount(path, "/etc/resolv.conf", NULL, MS_BIND, NULL) == 0,
	     "mount resolv.conf");
}

static void make_certificates(void)
{
	static char names[8192];
	const int64_t now = (int64_t)time(NULL);
	const struct certified_words root = { "Racine", NULL, now - 900 * DAY,
		                              now + 900 * DAY, 1 };
	const struct certified_words other = { "Ailleurs", NULL, root.from,
		                               root.to, 1 };
	const struct {
		int64_t from, to;
		const char *names;
	} lives[CERTS] = {
		[CERT_GOOD] = { now - DAY, now + 300 * DAY, names },
		[CERT_ENDED] = { now - 90 * DAY, now - DAY, names },
		[CERT_SOON] = { now - 300 * DAY, now + 5 * DAY, names },
		[CERT_OTHER] = { now - DAY, now + 300 * DAY,
		                 "DNS:hebergeur.example" },
		[CERT_OWN] = { now - DAY, now + 300 * DAY, names },
		[CERT_STRANGER] = { now - DAY, now + 300 * DAY, names },
		[CERT_OLD] = { now - DAY, now + 300 * DAY, names },
	};
	struct certified roots, stranger;
	char path[128];

	for (size_t i = 0; i < COUNT(moods); i++)
		snprintf(names + strlen(names), sizeof(names) - strlen(names),
		         "%sDNS:%s", i ? "," : "", moods[i].name);
	certified_make(&roots, NULL, &root);
	certified_make(&stranger, NULL, &other);
	snprintf(path, sizeof(path), "%s/roots.pem", world.folder);
	certified_write(&roots, path);
	for (int i = 0; i < CERTS; i++) {
		const struct certified_words w = { "Site", lives[i].names,
			                           lives[i].from, lives[i].to,
			                           0 };
		struct certified c;

		certified_make(&c,
		               i == CERT_OWN        ? NULL
		               : i == CERT_STRANGER ? &stranger
		                                    : &roots,
		               &w);
		world.tls[i] = certified_server(&c, NULL);
		certified_free(&c);
	}
	SSL_CTX_set_max_proto_version(world.tls[CERT_OLD], TLS1_1_VERSION);
	certified_free(&roots);
	certified_free(&stranger);
}

static void start_web(const char *address, const int *ports, SSL_CTX *tls,
                      SSL_CTX *mail)
{
	static struct web_server servers[8];
	static size_t used;
	struct web_server *w = &servers[used++];

	*w = (struct web_server){
		.address = address,
		.ports = ports,
		.host = hosts,
		.hosts = COUNT(hosts),
		.page = pages,
		.pages = COUNT(pages),
		.mail = mail,
		.log = world.log,
		.tls = tls,
		.alone = tls != world.tls[CERT_GOOD],
	};
	world.child[world.children++] = web_server_start(w);
}

static void start_servers(void)
{
	static const int both[] = { 80, 443, 0 }, plain[] = { 80, 0 },
			 secure[] = { 443, 0 }, mail[] = { 25, 0 };
	SSL_CTX *good = world.tls[CERT_GOOD];
	char path[128];
	struct buf zone;
	struct err e;

	snprintf(path, sizeof(path), "%s/log", world.folder);
	world.log = open(path, O_CREAT | O_RDWR | O_APPEND | O_CLOEXEC, 0600);
	must(world.log >= 0, path);
	buf_init(&zone, 1u << 20);
	must(file_read(TESTS_DIR "/outside/zone.txt", &zone, &e), "zone.txt");
	for (int i = 0; i <= CUTS; i++)
		buf_fmt(&zone, "%d.cut.fr A " WEB "\n%d.trim.fr A " WEB "\n", i,
		        i * TRIM);
	for (size_t i = 0; i < COUNT(moods); i++)
		hosts[i] =
		    (struct web_host){ moods[i].name, world.tls[moods[i].cert],
			               moods[i].plain, moods[i].secure };
	world.child[world.children++] = name_server_start(DNS, buf_text(&zone));
	buf_clear(&zone);
	start_web(WEB, both, good, NULL);
	start_web("192.168.7.7", both, good, NULL);
	start_web(PLAIN, plain, good, NULL);
	start_web(SECURE, secure, good, NULL);
	start_web(OLD, both, world.tls[CERT_OLD], NULL);
	start_web(MAIL, mail, good, good);
	start_web(MAIL_BARE, mail, good, NULL);
}

/* What was learned, from the file that the program wrote. */
static cJSON *read_facts(const struct program *p)
{
	char *text = program_read(p, "facts.json");
	cJSON *json = text ? cJSON_Parse(text) : NULL;

	if (!json)
		fail_msg("no facts: %s", p->err);
	free(text);
	return json;
}

static const cJSON *fact_of(const cJSON *json, const char *name)
{
	char key[64];

	snprintf(key, sizeof(key), "outside.%s", name);
	return cJSON_GetObjectItem(cJSON_GetObjectItem(json, "facts"), key);
}

static const cJSON *row_of(const cJSON *list, const char *key,
                           const char *wanted)
{
	const cJSON *row;

	cJSON_ArrayForEach (row, cJSON_GetObjectItem(list, "value")) {
		const cJSON *cell = cJSON_GetObjectItem(row, key);

		if (cJSON_IsString(cell) &&
		    strcmp(cell->valuestring, wanted) == 0)
			return row;
	}
	return NULL;
}

static const char *text_of(const cJSON *row, const char *key)
{
	const cJSON *cell = cJSON_GetObjectItem(row, key);

	return cJSON_IsString(cell) ? cell->valuestring : "-";
}

/* What a fact is, in one word: its value, or its state. */
static const char *word_of(const cJSON *fact)
{
	static char number[32];
	const cJSON *value = cJSON_GetObjectItem(fact, "value");
	const char *state = text_of(fact, "state");

	if (!fact)
		return "unasked";
	if (strcmp(state, "known") != 0 || cJSON_IsArray(value))
		return state;
	if (cJSON_IsBool(value))
		return cJSON_IsTrue(value) ? "true" : "false";
	if (cJSON_IsString(value))
		return value->valuestring;
	snprintf(number, sizeof(number), "%.0f", value->valuedouble);
	return number;
}

/*
 * What key is: a fact's name; "443" or "25" for the chain and version that a
 * port showed; else a criterion.
 */
static const char *found(const cJSON *json, const char *key)
{
	static char text[200];
	const cJSON *row;

	if (strcmp(key, "443") == 0 || strcmp(key, "25") == 0) {
		row = row_of(fact_of(json, "tls"), "service",
		             key[0] == '4' ? "https" : "smtp");
		snprintf(text, sizeof(text), "%s/%s/%s", text_of(row, "chain"),
		         text_of(row, "best"),
		         cJSON_IsTrue(cJSON_GetObjectItem(row, "named"))
		             ? "named"
		             : "-");
		return text;
	}
	row = row_of(fact_of(json, "criteria"), "item", key);
	if (row) {
		const cJSON *good = cJSON_GetObjectItem(row, "good");

		return cJSON_IsTrue(good)    ? "yes"
		       : cJSON_IsFalse(good) ? "no"
		                             : "unknown";
	}
	return word_of(fact_of(json, key));
}

static bool matches(const char *what, const char *expected, const cJSON *json)
{
	char words[1000];
	char *cursor = words;
	bool good = true;
	char *word;

	snprintf(words, sizeof(words), "%s", expected);
	while ((word = strtok_r(cursor, " ", &cursor))) {
		char *equal = strchr(word, '=');
		const char *got;

		*equal++ = '\0';
		got = found(json, word);
		if (strcmp(got, equal) == 0)
			continue;
		print_error("%s: %s is %s, not %s\n", what, word, got, equal);
		good = false;
	}
	if (!good) {
		char *all = cJSON_Print(cJSON_GetObjectItem(json, "facts"));

		print_error("%s\n", strstr(all, "\"outside.")
		                        ? strstr(all, "\"outside.")
		                        : all);
		free(all);
	}
	return good;
}

/* One look at work. */
struct running {
	char resolvers[128]; /* file that it sees as resolv.conf, or "" */
	struct program *p;
	FILE *out, *err;
	pid_t pid;
};

/* In the child: resolvers of its own. */
static void take_resolvers(void *ctx)
{
	const struct running *r = ctx;

	must(unshare(CLONE_NEWNS) == 0 &&
	         mount(r->resolvers, "/etc/resolv.conf", NULL, MS_BIND, NULL) ==
	             0,
	     "mount resolvers");
}

static void begin(struct running *r, const char *site, const char *mail,
                  const char *resolvers)
{
	char line[512];

	r->p = program_new();
	r->resolvers[0] = '\0';
	if (resolvers) {
		snprintf(r->resolvers, sizeof(r->resolvers), "%s/resolvers",
		         r->p->folder);
		write_text(r->resolvers, resolvers);
		r->p->setup = take_resolvers;
		r->p->ctx = r;
	}
	assert_int_equal(mkdir(program_path(r->p, "tree"), 0700), 0);
	snprintf(line, sizeof(line),
	         "collect --root %%/tree --roots %s/roots.pem%s%s%s%s -o "
	         "%%/facts.json",
	         world.folder, site ? " --site " : "", site ? site : "",
	         mail ? " --mail " : "", mail ? mail : "");
	r->out = tmpfile();
	r->err = tmpfile();
	r->pid = program_start(r->p, line, r->out, r->err);
}

static cJSON *end(struct running *r)
{
	cJSON *json;

	program_wait(r->p, r->pid);
	program_slurp(r->out, r->p->out, sizeof(r->p->out));
	program_slurp(r->err, r->p->err, sizeof(r->p->err));
	json = read_facts(r->p);
	program_free(r->p);
	return json;
}

static void test_cases(void **state)
{
	struct running running[AT_ONCE];
	size_t bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i += AT_ONCE) {
		size_t n =
		    COUNT(cases) - i < AT_ONCE ? COUNT(cases) - i : AT_ONCE;

		for (size_t j = 0; j < n; j++)
			begin(&running[j], cases[i + j].site, cases[i + j].mail,
			      NULL);
		for (size_t j = 0; j < n; j++) {
			cJSON *json = end(&running[j]);

			bad += !matches(cases[i + j].what,
			                cases[i + j].expected, json);
			cJSON_Delete(json);
		}
	}
	assert_int_equal(bad, 0);
}

/* The domain of what a person would type, as the program makes it of it. */
static const char *domain_of(const char *typed, char out[DOMAIN_BYTES])
{
	if (!typed)
		return NULL;
	assert_true(domain_parse(typed, out));
	return out;
}

/* The same look in this very process, part by part or as a probe. */
static cJSON *look_here(const struct look_case *c, bool whole)
{
	extern const struct probe probe_outside;
	char site[DOMAIN_BYTES], mail[DOMAIN_BYTES], roots[128];
	struct err e;
	struct baseline *b = baseline_builtin(&e);
	struct arena *a = arena_new(16u << 20);
	struct probe_context context = { .baseline = b,
		                         .now = (int64_t)time(NULL),
		                         .roots = roots,
		                         .site = domain_of(c->site, site),
		                         .mail = domain_of(c->mail, mail) };
	struct facts *f = arena_alloc(a, 1, sizeof(*f));
	cJSON *json = cJSON_CreateObject();
	struct look l;

	snprintf(roots, sizeof(roots), "%s/roots.pem", world.folder);
	if (whole) {
		assert_true(probe_outside.wanted(&context));
		probe_outside.read(&context, f, a);
	} else {
		assert_true(look_open(&l, &context, f, a, &e));
		if (c->site)
			site_read(&l);
		if (c->mail)
			mail_read(&l);
		rdap_read(&l);
		look_close(&l);
	}
	cJSON_AddItemToObject(json, "facts", facts_to_json(f));
	arena_free(a);
	baseline_free(b);
	return json;
}

static void test_here(void **state)
{
	size_t bad = 0;

	(void)state;
	for (size_t i = WAITS; i < COUNT(cases); i++) {
		cJSON *json = look_here(&cases[i], i % 8 == 0);

		bad += !matches(cases[i].what, cases[i].expected, json);
		cJSON_Delete(json);
	}
	assert_int_equal(bad, 0);
}

static bool asked(const char *text)
{
	char path[128];
	struct buf b;
	struct err e;
	bool there;

	snprintf(path, sizeof(path), "%s/log", world.folder);
	buf_init(&b, 16u << 20);
	assert_true(file_read(path, &b, &e));
	there = strstr(buf_text(&b), text) != NULL;
	buf_clear(&b);
	return there;
}

/* Nothing is asked of a private address, nor of who is not concerned. */
static void test_manners(void **state)
{
	(void)state;
	/* The log is worth something: */
	assert_true(asked("443 www.fine.fr GET / HTTP/1.1\n"));
	assert_true(asked("80 www.fine.fr GET / HTTP/1.1\n"));
	assert_true(asked("25 mail EHLO"));
	assert_false(asked(" private.fr "));
	assert_false(asked(" inward.test "));
	assert_false(asked(" 192.168.7.7 "));
	assert_false(asked("hebergeur.example"));
	assert_false(asked("orange.fr"));
	assert_false(asked("25 mail MAIL"));
	assert_false(asked("POST"));
}

/* Looks at hosts that are cut off after so many bytes, side by side. */
static void look_cut(int first, int step, const char *ending)
{
	struct running running[AT_ONCE];
	char site[AT_ONCE][64];

	for (int j = 0; j < AT_ONCE; j++) {
		snprintf(site[j], sizeof(site[j]), "%d%s", first + j * step,
		         ending);
		begin(&running[j], site[j], NULL, NULL);
	}
	for (int j = 0; j < AT_ONCE; j++) {
		cJSON *json = end(&running[j]);
		const char *reachable = found(json, "1.3");
		const char *https = found(json, "https");

		/* Half an answer is never a good one. */
		if (strcmp(word_of(fact_of(json, "site")), site[j]) != 0 ||
		    strcmp(reachable, "yes") == 0 || strcmp(https, "true") == 0)
			fail_msg("%s: 1.3 %s, https %s", site[j], reachable,
			         https);
		cJSON_Delete(json);
	}
}

static void test_cut_everywhere(void **state)
{
	(void)state;
	/* The empty line behind the headers ends at 57 bytes. */
	for (int i = 0; i + AT_ONCE <= 57; i += AT_ONCE)
		look_cut(i, 1, ".cut.fr");
	look_cut(57 - AT_ONCE, 1, ".cut.fr");
	for (int i = 0; i + AT_ONCE <= CUTS; i += AT_ONCE)
		look_cut(i * TRIM, TRIM, ".trim.fr");
}

/* No servers to ask, no answers from those there are. */
static void test_no_internet(void **state)
{
	static const char *const resolvers[] = {
		"nameserver " CLOSED "\n",
		"nameserver " SILENT "\n",
		"nameserver 192.0.2.53\n",
		"# nothing\n",
	};
	static const char expected[] =
	    "site=fine.fr https=failed 1.3=unknown 1.4=unknown 2.4=unknown "
	    "2.5=unknown 2.6=unknown spf=failed dmarc=failed "
	    "domain-expires=failed tls=failed";
	struct running running[COUNT(resolvers)];

	(void)state;
	for (size_t i = 0; i < COUNT(resolvers); i++)
		begin(&running[i], "fine.fr", "fine.fr", resolvers[i]);
	for (size_t i = 0; i < COUNT(resolvers); i++) {
		cJSON *json = end(&running[i]);

		assert_true(matches(resolvers[i], expected, json));
		assert_true(strlen(text_of(fact_of(json, "https"), "why")) > 5);
		assert_true(strlen(text_of(fact_of(json, "spf"), "why")) > 5);
		cJSON_Delete(json);
	}
}

/* In the child: a network with nothing in it. */
static void take_nothing(void *ctx)
{
	(void)ctx;
	must(unshare(CLONE_NEWNET) == 0, "unshare");
}

static void test_no_network(void **state)
{
	struct program *p = program_new();
	char *text;
	cJSON *json;

	(void)state;
	assert_int_equal(mkdir(program_path(p, "tree"), 0700), 0);
	p->setup = take_nothing;
	program_run(p, "collect --root %/tree --site fine.fr --mail fine.fr "
	               "-o %/facts.json");
	text = program_read(p, "facts.json");
	assert_non_null(text);
	json = cJSON_Parse(text);
	assert_true(matches("no network",
	                    "https=failed 1.3=unknown 2.4=unknown spf=failed "
	                    "dmarc=failed domain-expires=failed",
	                    json));
	cJSON_Delete(json);
	free(text);
	program_free(p);
}

/* A proxy that refuses tunnels: asked, and not gone around. */
static void test_proxy(void **state)
{
	struct program *p = program_new();
	char *text;
	cJSON *json;

	(void)state;
	assert_int_equal(mkdir(program_path(p, "tree"), 0700), 0);
	p->env[0] = "http_proxy=http://" PLAIN ":80";
	p->env[1] = "https_proxy=http://" PLAIN ":80";
	program_run(p, "collect --root %/tree --site secure.fr -o "
	               "%/facts.json");
	text = program_read(p, "facts.json");
	assert_non_null(text);
	json = cJSON_Parse(text);
	assert_true(matches("proxy",
	                    "https=failed 1.3=yes 1.4=unknown 1.5=unknown "
	                    "domain-expires=failed tls=failed",
	                    json));
	assert_true(asked("80 secure.fr GET http://secure.fr/ HTTP/1.1\n"));
	assert_true(asked("80 secure.fr CONNECT secure.fr:443 HTTP/1.1\n"));
	cJSON_Delete(json);
	free(text);
	/* One that is not there says nothing of the site either. */
	p->env[0] = "http_proxy=http://" CLOSED ":3128";
	p->env[1] = "https_proxy=http://" CLOSED ":3128";
	program_run(p, "collect --root %/tree --site fine.fr -o %/facts.json");
	text = program_read(p, "facts.json");
	json = cJSON_Parse(text);
	assert_true(matches("dead proxy",
	                    "https=failed 1.3=unknown 1.4=unknown", json));
	cJSON_Delete(json);
	free(text);
	program_free(p);
}

/* The first of two resolvers is dead: the second is asked. */
static void test_second_resolver(void **state)
{
	struct running r;
	cJSON *json;

	(void)state;
	begin(&r, "fine.fr", "fine.fr",
	      "nameserver " CLOSED "\nnameserver " DNS "\n");
	json = end(&r);
	assert_true(matches("two", "1.3=yes spf=true dmarc=reject", json));
	cJSON_Delete(json);
}

/* Of the whole program: the verdicts of a site and a mail domain. */
static void check_verdicts(const char *site, const char *mail,
                           const char *const *wanted)
{
	struct program *p = program_new();
	char line[512];

	assert_int_equal(mkdir(program_path(p, "tree"), 0700), 0);
	snprintf(line, sizeof(line),
	         "scan --root %%/tree --roots %s/roots.pem --site %s --mail %s "
	         "--no-questions --json --lang en --out %%/out",
	         world.folder, site, mail);
	program_run(p, line);
	for (; *wanted; wanted += 2) {
		cJSON *json = cJSON_Parse(p->out);
		const cJSON *finding;
		bool good = false;

		cJSON_ArrayForEach (finding,
		                    cJSON_GetObjectItem(json, "findings"))
			if (strcmp(text_of(finding, "id"), wanted[0]) == 0)
				good = strcmp(text_of(finding, "verdict"),
				              wanted[1]) == 0;
		if (!good)
			fail_msg("%s, %s: %s is not %s\n%s\n%s", site, mail,
			         wanted[0], wanted[1], p->out, p->err);
		cJSON_Delete(json);
	}
	program_free(p);
}

static void test_verdicts(void **state)
{
	static const char *const fine[] = { "website-https",
		                            "pass",
		                            "mail-no-spoofing",
		                            "pass",
		                            "mail-official-address",
		                            "pass",
		                            NULL };
	static const char *const bad[] = { "website-https",
		                           "fail",
		                           "mail-no-spoofing",
		                           "fail",
		                           "tls-expiry",
		                           "fail",
		                           "mail-official-address",
		                           "partial",
		                           NULL };
	static const char *const shared[] = { "website-https",
		                              "fail",
		                              "mail-no-spoofing",
		                              "not-applicable",
		                              "mail-official-address",
		                              "fail",
		                              NULL };

	(void)state;
	check_verdicts("fine.fr", "mairie@fine.fr", fine);
	check_verdicts("https://ended.fr/", "mairie@weak.fr", bad);
	check_verdicts("plain.fr", "mairie@orange.fr", shared);
}

static int setup(void **state)
{
	(void)state;
	unsetenv("http_proxy");
	unsetenv("https_proxy");
	unsetenv("all_proxy");
	unsetenv("HTTPS_PROXY");
	unsetenv("ALL_PROXY");
	strcpy(world.folder, "/tmp/garde-outside-XXXXXX");
	must(mkdtemp(world.folder) != NULL, "mkdtemp");
	enter();
	make_certificates();
	set_resolvers("nameserver " DNS "\n");
	start_servers();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	for (size_t i = 0; i < world.children; i++)
		kill(world.child[i], SIGKILL);
	(void)umount("/etc/resolv.conf");
	for (int i = 0; i < CERTS; i++)
		SSL_CTX_free(world.tls[i]);
	return nftw(world.folder, program_remove, 16, FTW_DEPTH | FTW_PHYS);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_here),
		cmocka_unit_test(test_manners),
		cmocka_unit_test(test_cut_everywhere),
		cmocka_unit_test(test_no_internet),
		cmocka_unit_test(test_no_network),
		cmocka_unit_test(test_proxy),
		cmocka_unit_test(test_second_resolver),
		cmocka_unit_test(test_verdicts),
	};

	return cmocka_run_group_tests_name("outside", tests, setup, teardown);
}
