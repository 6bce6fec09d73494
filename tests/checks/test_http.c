/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/tls_service.h"
#include "tests/checks/exchange.h"

#include <openssl/ssl.h>

#define OK    "HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\n"
#define JSON  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
#define BASIC "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic "
#define FORM  "<form method=\"post\" action=\"/set.cgi\"><input name=\"ssid\">"
#define LARGE "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
#define MOVED "HTTP/1.1 302 Found\r\nLocation: "
#define ADMIN "<title>Freebox</title><h1>Configuration</h1>" FORM
#define STOP  "Content-Length: 0\r\n\r\n"
#define INDEX "<html><head><title>Index of /</title></head>"
#define SEARCH                                                        \
	"{\"cluster_name\" : \"mairie\", \"version\" : { \"number\" " \
	": \"8.11.1\", \"lucene_version\" : \"9\" } }"

static const struct exchange normal[] = {
	{ "a page", OK "<title>Mairie de Saint-Martin</title>bonjour",
	  .product = "nginx", .said = "GET / HTTP/1.1\r\nHost: 192.0.2.1\r\n" },
	{ "another port", OK, .port = 8081, .said = "Host: 192.0.2.1:8081\r\n",
	  .product = "nginx" },
	{ "Basic", BASIC "realm=\"Web Image Monitor\"\r\n" STOP,
	  .signs = "http-basic-clear=Basic", .kind = "printer" },
	{ "Basic, closed early", BASIC "realm=\"x\"\r\n\r\n<html>",
	  .signs = "http-basic-clear=Basic" },
	{ "Basic or better",
	  BASIC "realm=\"x\"\r\nWWW-Authenticate: Digest realm=\"x\"\r\n" STOP,
	  .signs = NULL },
	{ "Basic or better, on one line",
	  "HTTP/1.1 401 Unauthorized\r\n"
	  "WWW-Authenticate: Negotiate, Basic realm=\"x\"\r\n" STOP,
	  .signs = NULL },
	{ "Digest",
	  "HTTP/1.1 401 Unauthorized\r\nServer: App-webs/\r\n"
	  "WWW-Authenticate: Digest realm=\"DS-2CD2143\", nonce=\"4f\"\r\n" STOP,
	  .product = "App-webs/", .kind = "camera" },
	{ "serial numbers are not kept",
	  "HTTP/1.1 200 OK\r\nServer: HP HTTP Server; HP OfficeJet Pro 8620 - "
	  "A7F65A; Serial Number: CN123\r\n\r\n",
	  .product = "HP HTTP Server", .kind = "printer" },
	{ "settings", OK ADMIN, .product = "nginx", .kind = "router",
	  .signs = "http-admin-open=Freebox" },
	{ "settings in chunks",
	  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	  "1b\r\n<title>Freebox</title><h1>C\r\n"
	  "52;x=y\r\nonfiguration</h1><form method=\"post\" "
	  "action=\"/set.cgi\"><input name=\"ssid\">       \r\n0\r\n\r\n",
	  .kind = "router", .signs = "http-admin-open=Freebox",
	  .over = TALK_SILENCE },
	{ "settings cut off",
	  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	  "ff\r\n" ADMIN,
	  .kind = "router" },
	{ "settings that do not end", LARGE ADMIN, .kind = "router" },
	{ "settings still coming", OK ADMIN, .kind = "router",
	  .product = "nginx", .over = TALK_SILENCE },
	{ "settings with a password", OK ADMIN "<input type=password>",
	  .product = "nginx", .kind = "router" },
	{ "settings with a login", OK ADMIN "<a href=\"/in\">Se connecter</a>",
	  .product = "nginx", .kind = "router" },
	{ "an error with settings", "HTTP/1.1 404 Not Found\r\n\r\n" ADMIN,
	  .kind = "router" },
	{ "settings of nothing we know",
	  OK "<title>Site</title>Configuration" FORM, .product = "nginx" },
	{ "a search field",
	  OK "<title>Freebox</title>Configuration<form method=\"post\"><input "
	     "type=\"search\" name=q></form><input name=x>",
	  .product = "nginx", .kind = "router" },
	{ "the model",
	  OK "<title>HP LaserJet MFP M426fdn&nbsp;&nbsp;192.0.2.1</title>",
	  .product = "nginx", .kind = "printer" },
	{ "named where the page begins", OK "<h1>Synology</h1>",
	  .product = "nginx", .kind = "storage" },
	{ "a device of a maker of many kinds",
	  OK "<title>NETGEAR ReadyNAS 102</title>", .product = "nginx",
	  .kind = "storage" },
	{ "not HTTP", "SSH-2.0-OpenSSH\r\n", .signs = NULL },
	{ "a version to come", "HTTP/2.0 200 OK\r\n\r\n", .signs = NULL },
	{ "no status", "HTTP/1.1 OK\r\n\r\n", .signs = NULL },
	{ "headers only", "HTTP/1.1 200 OK\r\nServer: x\r\n", .signs = NULL },
	{ "silence", "", .over = TALK_SILENCE },
	{ "moved here",
	  MOVED "/index.asp\r\n"
	        "\r\n" CUT OK ADMIN,
	  .said = "GET /index.asp HTTP", .product = "nginx", .kind = "router",
	  .signs = "http-admin-open=Freebox" },
	{ "moved here, in full",
	  MOVED "http://192.0.2.1/a?b#c\r\n"
	        "\r\n" CUT OK,
	  .said = "GET /a?b HTTP", .product = "nginx" },
	{ "moved beside",
	  MOVED "start.htm\r\n"
	        "\r\n" CUT OK,
	  .said = "GET /start.htm HTTP", .product = "nginx" },
	{ "moved twice",
	  MOVED "/a\r\n"
	        "\r\n" CUT MOVED "/b\r\n"
	        "\r\n" CUT OK,
	  .said = "GET /a HTTP", .not_said = "GET /b" },
	{ "moved by the page",
	  OK "<META HTTP-EQUIV=\"Refresh\" CONTENT=\"0; URL=/web.htm\">" CUT OK,
	  .said = "GET /web.htm HTTP", .product = "nginx" },
	{ "the page again",
	  OK "<meta http-equiv=refresh content=\"9; url=/\">" CUT,
	  .product = "nginx" },
	{ "moved to TLS", MOVED "https://192.0.2.1/\r\n" STOP, .signs = NULL },
	{ "moved to a port that is looked at",
	  MOVED "https://192.0.2.1:5001/\r\n" STOP, .signs = NULL },
	{ "moved to a port of its own",
	  MOVED "https://192.0.2.1:4443/ui/\r\n" STOP,
	  .called = "4443 https /ui/" },
	{ "moved elsewhere", MOVED "http://evil.example/\r\n" STOP,
	  .signs = NULL },
	{ "moved to another device", MOVED "http://192.0.2.10/\r\n" STOP,
	  .signs = NULL },
	{ "moved to no port", MOVED "http://192.0.2.1:0/\r\n" STOP,
	  .signs = NULL },
	{ "moved to a script", MOVED "javascript:x\r\n" STOP, .signs = NULL },
	{ "moved past the host", MOVED "//evil.example/\r\n" STOP,
	  .signs = NULL },
	{ "moved with a space", MOVED "/a b\r\n" STOP, .signs = NULL },
	{ "Elasticsearch", JSON SEARCH, .product = "Elasticsearch 8.11.1",
	  .port = 9200 },
	{ "CouchDB", JSON "{\"couchdb\":\"Welcome\",\"version\":\"3.3.2\"}",
	  .product = "CouchDB 3.3.2", .port = 5984, .not_said = "_all_dbs" },
	{ "an index",
	  OK INDEX "<a href=\"backup.zip\">backup.zip</a> 21-Nov-2025 10:05",
	  .product = "nginx", .signs = "backup-exposed@1763719500=backup.zip" },
	{ "an index with a folder", OK INDEX "<a href=\"backup/\">backup/</a>",
	  .product = "nginx", .not_said = "GET /backup" },
	{ "chunk without a size",
	  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
	  .signs = NULL },
	{ "chunk too large",
	  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n",
	  .signs = NULL },
	{ "nothing inside", "HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n",
	  .product = "x", .over = TALK_SILENCE },
};

/* With a step that divides into CUT rows the words of one turn stay apart. */
static void have(const struct exchange *list, size_t count,
                 enum talk_level level, const char *service)
{
	for (size_t i = 0; i < count; i++) {
		struct exchange d = list[i];

		d.level = level;
		exchange_step(&d, "http", 80, service, 1, NULL);
		exchange_step(&d, "http", 80, service, 1000000, NULL);
	}
}

static void test_normal(void **state)
{
	(void)state;
	have(normal, sizeof(normal) / sizeof(*normal), TALK_NORMAL, "http");
}

static const struct exchange thorough[] = {
	{ "Elasticsearch", JSON SEARCH, .product = "Elasticsearch 8.11.1",
	  .signs = "db-no-auth=Elasticsearch 8.11.1" },
	{ "Elasticsearch with a password",
	  "HTTP/1.1 401 Unauthorized\r\n"
	  "WWW-Authenticate: ApiKey, Bearer, Basic realm=\"security\"\r\n\r\n"
	  "{\"error\":1}",
	  .signs = NULL },
	{ "CouchDB",
	  JSON "{\"couchdb\":\"Welcome\",\"version\":\"3.3.2\"}" CUT JSON
	       "[\"_users\"]",
	  .product = "CouchDB 3.3.2", .said = "GET /_all_dbs",
	  .signs = "db-no-auth=CouchDB" },
	{ "CouchDB with a password",
	  JSON "{\"couchdb\":\"Welcome\",\"version\":\"3.3.2\"}" CUT
	       "HTTP/1.1 401 Unauthorized\r\n\r\n{\"error\":\"unauthorized\"}",
	  .product = "CouchDB 3.3.2", .said = "GET /_all_dbs" },
	{ "no port of Docker",
	  "HTTP/1.1 404 Not Found\r\n\r\n{\"message\":\"page not found\"}",
	  .not_said = "/version" },
	{ "an index with a folder",
	  OK INDEX
	  "<a href=\"backup/\">backup/</a>" CUT OK
	  "<title>Index of /backup/</title><a href=\"a.zip\">a.zip</a> "
	  "21-Nov-2025 10:05",
	  .product = "nginx", .said = "GET /backup/ HTTP",
	  .signs = "backup-exposed@1763719500=a.zip" },
	{ "a folder that is closed",
	  OK INDEX "<a href=\"backup/\">backup/</a>" CUT
	           "HTTP/1.1 403 Forbidden\r\n\r\n" INDEX "<a "
	           "href=\"a.zip\">a.zip</a>",
	  .product = "nginx" },
};

static void test_thorough(void **state)
{
	(void)state;
	have(thorough, sizeof(thorough) / sizeof(*thorough), TALK_THOROUGH,
	     "http");
}

static const struct exchange docker[] = {
	{ "Docker",
	  "HTTP/1.1 404 Not Found\r\n\r\n{\"message\":\"page not found\"}" CUT
	      JSON "{\"Version\":\"24.0.5\",\"ApiVersion\":\"1.43\"}",
	  .product = "Docker 24.0.5", .said = "GET /version",
	  .signs = "db-no-auth=Docker 24.0.5", .port = 2375 },
};

static void test_docker(void **state)
{
	(void)state;
	have(docker, 1, TALK_THOROUGH, "docker");
}

/* The model and the names of a page. */
static void test_model(void **state)
{
	static const char page[] = OK "<title>HP LaserJet MFP M426fdn&nbsp;x"
				      "</title>";
	struct spoken s;

	(void)state;
	spoken_init(&s, TALK_NORMAL);
	s.plan.baseline = builtin_baseline();
	s.plan.host = "copieur.mairie.example";
	spoken_feed(&s, "http", 80, NULL, page, sizeof(page) - 1, 100,
	            TALK_CLOSED);
	assert_string_equal(sight_find(&s.sight, SPOKEN_ADDRESS)->model,
	                    "HP LaserJet MFP M426fdn");
	assert_non_null(
	    strstr(buf_text(&s.said), "Host: copieur.mairie.example\r\n"));
	spoken_clear(&s);
}

/* A page without an end is not waited for, and is judged by its head. */
static void test_flood(void **state)
{
	static char page[60000];
	struct spoken s;

	(void)state;
	memset(page, 'x', sizeof(page));
	memcpy(page, OK ADMIN, sizeof(OK ADMIN) - 1);
	spoken_init(&s, TALK_NORMAL);
	s.plan.baseline = builtin_baseline();
	spoken_feed(&s, "http", 80, NULL, page, sizeof(page), 8192,
	            TALK_CLOSED);
	assert_int_equal(s.sight.signs.count, 0);
	assert_string_equal(spoken_port(&s, 80)->product, "nginx");
	spoken_clear(&s);
}

/* A port that turns out to want TLS is asked so. */
static void test_wants_tls(void **state)
{
	static const struct exchange wants[] = {
		{ "nginx",
		  "HTTP/1.1 400 Bad Request\r\n\r\nThe plain HTTP request was "
		  "sent to HTTPS port" CUT "nothing",
		  .over = TALK_SILENCE, .said = "\x16\x03\x01" },
		{ "an alert", "\x15\x03\x03", .len = 3, .over = TALK_SILENCE,
		  .said = "\x16\x03\x01" },
	};
	struct err e;
	SSL_CTX *roots = tls_roots_new(NULL, &e);

	(void)state;
	assert_non_null(roots);
	for (size_t i = 0; i < 2; i++)
		exchange_step(&wants[i], "http", 8081, "http", 1000, roots);
	SSL_CTX_free(roots);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_normal), cmocka_unit_test(test_thorough),
		cmocka_unit_test(test_docker), cmocka_unit_test(test_model),
		cmocka_unit_test(test_flood),  cmocka_unit_test(test_wants_tls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
