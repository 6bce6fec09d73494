/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/checks/exchange.h"

/* What greets, or answers one question, and tells its name. */

static const struct exchange ssh[] = {
	{ "Debian", "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n",
	  .product = "OpenSSH_9.2p1 Debian-2+deb12u3", .kind = "computer" },
	{ "old", "SSH-1.99-Cisco-1.25\n", .product = "Cisco-1.25",
	  .kind = "router" },
	{ "Windows", "SSH-2.0-OpenSSH_for_Windows_8.1\r\n",
	  .product = "OpenSSH_for_Windows_8.1", .kind = "computer" },
	{ "lines before", "Bonjour\r\nMairie\r\nSSH-2.0-dropbear_2019.78\r\n",
	  .product = "dropbear_2019.78" },
	{ "no version", "SSH-\r\n", .signs = NULL },
	{ "control characters",
	  "SSH-2.0-a\x1b[31mb\x00"
	  "c\r\n",
	  .len = 20, .product = "a [31mb c" },
	{ "not SSH", "220 mairie.example ESMTP\r\n", .over = TALK_SILENCE },
	{ "cut", "SSH-2.0-OpenSSH", .signs = NULL },
	{ "never",
	  "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n"
	  "18\n19\n20\nSSH-2.0-late\r\n",
	  .signs = NULL },
	{ "nothing", "", .over = TALK_SILENCE },
};

static void test_ssh(void **state)
{
	(void)state;
	exchange_have(ssh, sizeof(ssh) / sizeof(*ssh), "banner", 22, "ssh",
	              NULL);
}

static const struct exchange rtsp[] = {
	{ "camera",
	  "RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: Hikvision\r\n"
	  "Public: OPTIONS, DESCRIBE\r\n\r\n",
	  .product = "Hikvision", .kind = "camera",
	  .said = "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n", .not_said = "DESCRIBE" },
	{ "no name", "RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\n\r\n",
	  .kind = "camera" },
	{ "loudspeaker", "RTSP/1.0 200 OK\r\nServer: AirTunes/220.68\r\n\r\n",
	  .product = "AirTunes/220.68" },
	{ "a page", "HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n",
	  .signs = NULL },
	{ "cut", "RTSP/1.0 200 OK\r\nServer: x\r\n", .signs = NULL },
};

static void test_rtsp(void **state)
{
	(void)state;
	exchange_have(rtsp, sizeof(rtsp) / sizeof(*rtsp), "rtsp", 554, "rtsp",
	              NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ssh),
		cmocka_unit_test(test_rtsp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
