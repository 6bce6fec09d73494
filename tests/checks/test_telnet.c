/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/exchange.h"

/* WILL ECHO, WILL SUPPRESS GO AHEAD: a Telnet server begins so. */
#define WILLS "\377\373\001\377\373\003"
#define DOES  "\377\375\030\377\375\040\377\375\043\377\375\047"

static const struct exchange dialogues[] = {
	{ "inetutils",
	  DOES "\377\373\003\r\nDebian GNU/Linux 12\r\n\r\n"
	       "server login: ",
	  .over = TALK_SILENCE, .signs = "telnet",
	  .said = "\377\374\030\377\374\040\377\374\043\377\374\047"
	          "\377\376\003" },
	{ "negotiation and silence", DOES, .over = TALK_SILENCE,
	  .signs = "telnet" },
	{ "negotiation and a subnegotiation",
	  DOES "\377\372\030\001\377\360Login: ", .over = TALK_SILENCE,
	  .signs = "telnet" },
	{ "no negotiation, but a login", "\r\nUser Name:", .over = TALK_SILENCE,
	  .signs = "telnet" },
	{ "French", "\r\nMot de passe : ", .over = TALK_SILENCE,
	  .signs = "telnet" },
	{ "Russian",
	  WILLS "\xd0\x9f\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbb\xd1\x8c "
	        "\xd0\xbf\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbb\xd1\x8c> ",
	  .over = TALK_SILENCE, .signs = "telnet" },
	{ "menu",
	  WILLS "\r\nRICOH Maintenance Shell\r\n\r\n1. Reseau\r\n2. Papier\r\n"
	        "3. Redemarrer\r\n\r\nVotre choix> ",
	  .over = TALK_SILENCE, .signs = "telnet telnet-no-auth" },
	{ "menu without negotiation",
	  "Menu\r\n[1] Status\r\n[2] Network\r\nEnter choice: ",
	  .over = TALK_SILENCE, .signs = "telnet telnet-no-auth" },
	{ "busybox shell", WILLS "\r\n/ # ", .over = TALK_SILENCE,
	  .signs = "telnet telnet-no-auth" },
	{ "shell in colours",
	  WILLS "\r\nBusyBox v1.36\r\n\x1b[1;32mroot@box\x1b[0m:/# \x1b[6n",
	  .over = TALK_SILENCE, .signs = "telnet telnet-no-auth" },
	{ "user's shell", WILLS "Last login: Mon Nov 20\r\njean@pc:~$ ",
	  .over = TALK_SILENCE, .signs = "telnet telnet-no-auth" },
	{ "JetDirect",
	  WILLS "HP JetDirect\r\nPassword is not set\r\n\r\nPlease type "
	        "\"menu\" for the MENU system, \r\nor \"?\" for help, or \"/\" "
	        "for current settings.\r\n> ",
	  .over = TALK_SILENCE, .signs = "telnet telnet-no-auth" },
	{ "JetDirect with a password",
	  WILLS "HP JetDirect\r\n\r\nEnter username: ", .over = TALK_SILENCE,
	  .signs = "telnet" },
	{ "Cisco",
	  "\377\373\001\r\n\r\nUser Access Verification\r\n\r\nPassword: ",
	  .over = TALK_SILENCE, .signs = "telnet" },
	{ "Cisco, no password set",
	  "\377\373\001\r\nPassword required, but none set\r\n",
	  .signs = "telnet" },
	{ "a shell that hangs up", WILLS "/ # ", .signs = "telnet" },
	{ "a banner",
	  WILLS "\r\n#############\r\n# Mairie    #\r\n"
	        "#############\r\n",
	  .over = TALK_SILENCE, .signs = "telnet" },
	{ "a banner without its end", WILLS "\r\n#############",
	  .over = TALK_SILENCE, .signs = "telnet" },
	{ "a numbered notice", WILLS "1. Acces reserve\r\n2. Tout est note\r\n",
	  .over = TALK_SILENCE, .signs = "telnet" },
	{ "one number", WILLS "1. Continuer ? ", .over = TALK_SILENCE,
	  .signs = "telnet" },
	{ "wait for a key", WILLS "Press RETURN to get started. ",
	  .over = TALK_SILENCE, .signs = "telnet" },
	{ "SSH", "SSH-2.0-OpenSSH_9.2p1\r\n", .over = TALK_SILENCE },
	{ "a page", "HTTP/1.1 400 Bad Request\r\n\r\n<html></html>",
	  .signs = NULL },
	{ "mail", "220 mail.example ESMTP\r\n", .over = TALK_SILENCE },
	{ "silence", "", .over = TALK_SILENCE },
	{ "a command that is cut", "\377", .over = TALK_SILENCE },
	{ "an option that is cut", "\377\373", .over = TALK_SILENCE },
};

static void test_dialogues(void **state)
{
	(void)state;
	exchange_have(dialogues, sizeof(dialogues) / sizeof(*dialogues),
	              "telnet", 23, "telnet", NULL);
}

/* One that asks for ever gets an end of answers, and is still known. */
static void test_endless(void **state)
{
	struct spoken s;
	char flood[6000];

	(void)state;
	spoken_init(&s, TALK_NORMAL);
	s.plan.baseline = builtin_baseline();
	for (size_t i = 0; i < sizeof(flood); i += 3)
		memcpy(flood + i, "\377\375\001", 3);
	spoken_feed(&s, "telnet", 23, NULL, flood, sizeof(flood), 500,
	            TALK_SILENCE);
	assert_int_equal(s.said.len, 120);
	assert_non_null(spoken_sign(&s, "telnet"));
	spoken_clear(&s);

	spoken_init(&s, TALK_NORMAL);
	s.plan.baseline = builtin_baseline();
	memset(flood, '#', sizeof(flood));
	memcpy(flood, "\377\375\001", 3);
	spoken_feed(&s, "telnet", 23, NULL, flood, sizeof(flood), 500,
	            TALK_SILENCE);
	assert_non_null(spoken_sign(&s, "telnet"));
	assert_null(spoken_sign(&s, "telnet-no-auth"));
	spoken_clear(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dialogues),
		cmocka_unit_test(test_endless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
