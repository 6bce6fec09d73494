/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/tls_service.h"
#include "tests/checks/exchange.h"

#include <openssl/ssl.h>

#define GREETING "220 (vsFTPd 3.0.3)\r\n"
#define NO_TLS   "530 Please login with USER and PASS.\r\n"
#define IN       "331 Please specify the password.\r\n230 Login successful.\r\n"
#define PASSIVE  "227 Entering Passive Mode (192,0,2,1,195,80).\r\n"
#define SENT     "150 Here comes.\r\n226 Directory send OK.\r\n221 Bye.\r\n"

static const struct exchange normal[] = {
	{ "clear only", GREETING NO_TLS, .signs = "ftp-cleartext",
	  .product = "(vsFTPd 3.0.3)", .said = "AUTH TLS\r\nQUIT\r\n",
	  .not_said = "USER" },
	{ "not understood", "220 x\r\n500 AUTH not understood\r\n",
	  .signs = "ftp-cleartext", .product = "x" },
	{ "long greeting",
	  "220-Welcome\r\n220-to the town\r\n nothing\r\n220 hall\r\n502 No.\r\n",
	  .signs = "ftp-cleartext", .product = "Welcome" },
	{ "in a frame",
	  "220---------- Welcome to Pure-FTPd ----------\r\n"
	  "220 You will be disconnected.\r\n500 No\r\n",
	  .signs = "ftp-cleartext", .product = "Welcome to Pure-FTPd" },
	{ "wait first", "120 Soon.\r\n220 Now\r\n534 Policy\r\n",
	  .signs = "ftp-cleartext", .product = "Now" },
	{ "not for now", "220 x\r\n431 Later\r\n", .product = "x" },
	{ "offered", "220 x\r\n234 AUTH TLS OK.\r\n", .product = "x",
	  .not_said = "USER" },
	{ "full", "421 Too many connections\r\n", .signs = NULL },
	{ "another protocol", "SSH-2.0-OpenSSH\r\n", .signs = NULL },
	{ "mail", "220 mail.example ESMTP\r\n",
	  .product = "mail.example ESMTP" },
	{ "printer", "220 JD FTP Server Ready\r\n502 No\r\n",
	  .signs = "ftp-cleartext", .product = "JD FTP Server Ready",
	  .kind = "printer" },
	{ "closed at once", GREETING, .product = "(vsFTPd 3.0.3)" },
	{ "silence", "", .over = TALK_SILENCE },
	{ "a code that is none", "999 x\r\n", .signs = NULL },
};

static void test_normal(void **state)
{
	struct exchange list[sizeof(normal) / sizeof(*normal)];

	(void)state;
	memcpy(list, normal, sizeof(normal));
	for (size_t i = 0; i < sizeof(normal) / sizeof(*normal); i++)
		list[i].level = TALK_NORMAL;
	exchange_have(list, sizeof(normal) / sizeof(*normal), "ftp", 21, "ftp",
	              NULL);
}

static const struct exchange thorough[] = {
	{ "anyone", GREETING NO_TLS IN PASSIVE SENT,
	  .signs = "ftp-cleartext ftp-anonymous", .product = "(vsFTPd 3.0.3)",
	  .said =
	      "AUTH TLS\r\nUSER anonymous\r\nPASS garde@\r\nPASV\r\nLIST\r\n"
	      "QUIT\r\n",
	  .called = "50000 ftp-data 21 /" },
	{ "without a word", GREETING NO_TLS "230 In.\r\n" PASSIVE SENT,
	  .signs = "ftp-cleartext ftp-anonymous", .product = "(vsFTPd 3.0.3)",
	  .not_said = "PASS", .called = "50000 ftp-data 21 /" },
	{ "nobody", GREETING NO_TLS "331 Password.\r\n530 Login incorrect.\r\n",
	  .signs = "ftp-cleartext", .product = "(vsFTPd 3.0.3)" },
	{ "account wanted", GREETING NO_TLS "331 Password.\r\n332 Account.\r\n",
	  .signs = "ftp-cleartext", .product = "(vsFTPd 3.0.3)",
	  .not_said = "ACCT" },
	{ "not even asked", GREETING NO_TLS "530 No anonymous.\r\n",
	  .signs = "ftp-cleartext", .product = "(vsFTPd 3.0.3)",
	  .not_said = "PASS" },
	{ "printer", "220 FTP print service:V-1.13\r\n502 No\r\n",
	  .signs = "ftp-cleartext", .product = "FTP print service:V-1.13",
	  .kind = "printer", .not_said = "USER" },
	{ "a port of the system",
	  GREETING NO_TLS IN "227 ok (192,0,2,1,0,25)\r\n",
	  .signs = "ftp-cleartext ftp-anonymous", .product = "(vsFTPd 3.0.3)" },
	{ "no address", GREETING NO_TLS IN "227 ok\r\n",
	  .signs = "ftp-cleartext ftp-anonymous", .product = "(vsFTPd 3.0.3)" },
	{ "numbers too large",
	  GREETING NO_TLS IN "227 ok (192,0,2,1,300,25)\r\n",
	  .signs = "ftp-cleartext ftp-anonymous", .product = "(vsFTPd 3.0.3)" },
	{ "no passive mode", GREETING NO_TLS IN "502 No\r\n",
	  .signs = "ftp-cleartext ftp-anonymous", .product = "(vsFTPd 3.0.3)" },
	{ "a folder", GREETING IN "250 ok\r\n" PASSIVE SENT,
	  .note = "/sauvegardes", .product = "(vsFTPd 3.0.3)",
	  .said =
	      "USER anonymous\r\nPASS garde@\r\nCWD /sauvegardes\r\nPASV\r\n",
	  .not_said = "AUTH", .called = "50000 ftp-data 21 /sauvegardes" },
	{ "a folder that is closed", GREETING IN "550 no\r\n",
	  .note = "/sauvegardes", .product = "(vsFTPd 3.0.3)",
	  .not_said = "PASV" },
};

static void test_thorough(void **state)
{
	struct exchange list[sizeof(thorough) / sizeof(*thorough)];

	(void)state;
	memcpy(list, thorough, sizeof(thorough));
	for (size_t i = 0; i < sizeof(thorough) / sizeof(*thorough); i++)
		list[i].level = TALK_THOROUGH;
	exchange_have(list, sizeof(thorough) / sizeof(*thorough), "ftp", 21,
	              "ftp", NULL);
}

/* TLS that does not come about is no reason to stop. */
static void test_broken_tls(void **state)
{
	static const struct exchange broken[] = {
		{ "broken",
		  GREETING
		  "234 Go.\r\nnot TLS at all" CUT GREETING IN PASSIVE SENT,
		  .level = TALK_THOROUGH, .signs = "ftp-anonymous",
		  .product = "(vsFTPd 3.0.3)",
		  .called = "50000 ftp-data 21 /" },
		{ "broken, and no guest wanted", GREETING "234 Go.\r\nno",
		  .level = TALK_NORMAL, .product = "(vsFTPd 3.0.3)" },
	};
	struct err e;
	SSL_CTX *roots = tls_roots_new(NULL, &e);

	(void)state;
	assert_non_null(roots);
	exchange_step(&broken[0], "ftp", 21, "ftp", 1000, roots);
	exchange_step(&broken[1], "ftp", 21, "ftp", 1000, roots);
	exchange_step(&broken[1], "ftp", 21, "ftp", 1, roots);
	SSL_CTX_free(roots);
}

static const struct exchange lists[] = {
	{ "copies",
	  "drwxr-xr-x    2 0        0            4096 Nov 21 10:00 docs\r\n"
	  "-rw-r--r--    1 0        0             500 Oct 02  2026 "
	  "sauvegarde-mairie-20261002.tar.gz\r\n"
	  "-rw-r--r--    1 0        0             500 Sep 02  2026 "
	  "sauvegarde-mairie-20260902.tar.gz\r\n",
	  .signs =
	      "backup-exposed@1790899200=sauvegarde-mairie-20261002.tar.gz",
	  .note = "21 /" },
	{ "a folder of copies",
	  "drwxr-xr-x    2 0        0            4096 Nov 21 10:00 Sauvegardes\r\n",
	  .note = "21 /", .called = "21 ftp /Sauvegardes" },
	{ "in that folder",
	  "-rw-r--r--    1 0        0             500 Oct 02  2026 compta.zip\n"
	  "drwxr-xr-x    2 0        0            4096 Nov 21 10:00 backup\r\n",
	  .signs = "backup-exposed@1790899200=compta.zip",
	  .note = "21 /copies" },
	{ "nothing", "", .note = "21 /" },
	{ "no note", "-rw-r--r-- 1 0 0 500 Oct 02  2026 backup.zip\r\n",
	  .signs = NULL },
	{ "a folder that would speak",
	  "drwxr-xr-x 2 0 0 4096 Nov 21 10:00 backup\rDELE x\r\n",
	  .note = "21 /" },
};

static void test_lists(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		for (size_t step = 1; step < 200; step += 66) {
			struct exchange d = lists[i];

			d.port = 21;
			exchange_step(&d, "ftp-data", 21, "ftp", step, NULL);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_normal),
		cmocka_unit_test(test_thorough),
		cmocka_unit_test(test_broken_tls),
		cmocka_unit_test(test_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
