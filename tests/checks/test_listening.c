/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "listened.h"
#include "said.h"

#include "checks/probe/net/listen/hearing.h"

/*
 * Every conversation of listened.def, wrapped and cut in every manner, is
 * heard the same; also all of them at once.
 */
static const struct captured_manner manners[] = {
	{ .name = "plain", .link = 1 },
	{ .name = "pcapng", .link = 1, .ng = true },
	{ .name = "a VLAN", .link = 1, .tags = 1 },
	{ .name = "VLANs in VLANs", .link = 1, .tags = 3 },
	{ .name = "SNAP", .link = 1, .snap = true },
	{ .name = "PPPoE in a VLAN", .link = 1, .tags = 1, .pppoe = true },
	{ .name = "cooked", .link = 113 },
	{ .name = "cooked 2, pcapng", .link = 276, .ng = true },
	{ .name = "raw", .link = 101 },
	{ .name = "loopback", .link = 0 },
	{ .name = "IPv6", .link = 1, .ipv6 = true },
	{ .name = "IPv6, raw", .link = 101, .ipv6 = true },
	{ .name = "IPv6, loopback", .link = 0, .ipv6 = true },
	{ .name = "IPv6, PPPoE", .link = 1, .ipv6 = true, .pppoe = true },
	{ .name = "IPv6, extensions",
	  .link = 1,
	  .ipv6 = true,
	  .extensions = true },
	{ .name = "fragments", .link = 1, .fragment = 8 },
	{ .name = "fragments, backwards",
	  .link = 1,
	  .fragment = 16,
	  .backwards = true },
	{ .name = "fragments of IPv6",
	  .link = 1,
	  .fragment = 24,
	  .ipv6 = true },
	{ .name = "fragments of IPv6, backwards, VLAN",
	  .link = 1,
	  .fragment = 8,
	  .backwards = true,
	  .ipv6 = true,
	  .extensions = true,
	  .tags = 2 },
	{ .name = "byte by byte", .link = 1, .segment = 1 },
	{ .name = "seven bytes", .link = 1, .segment = 7 },
	{ .name = "repeated", .link = 1, .repeated = true, .segment = 50 },
	{ .name = "reordered", .link = 1, .segment = 3, .reordered = true },
	{ .name = "reordered and repeated",
	  .link = 113,
	  .segment = 5,
	  .reordered = true,
	  .repeated = true },
	{ .name = "overlapping", .link = 1, .segment = 4, .overlapping = true },
	{ .name = "fragments of segments of IPv6",
	  .link = 276,
	  .segment = 5,
	  .fragment = 8,
	  .ipv6 = true,
	  .ng = true },
	{ .name = "from the middle", .link = 1, .middle = true },
	{ .name = "from the middle, IPv6",
	  .link = 1,
	  .middle = true,
	  .ipv6 = true,
	  .segment = 100 },
};

/* Case i; now the lower address asks, now the higher. */
static void converse(struct captured *c, size_t i)
{
	struct captured_end client = { i % 2 ? 10 : 200,
		                       (uint16_t)(40000 + i) };
	struct captured_end server = { 100, said_cases[i].port };

	said_again(c, i, client, server);
}

static void test_each(void **state)
{
	(void)state;
	for (size_t m = 0; m < sizeof(manners) / sizeof(manners[0]); m++)
		for (size_t i = 0; i < SAID_CASES; i++) {
			struct captured c;
			struct listened l;

			captured_init(&c, &manners[m]);
			converse(&c, i);
			listened_to(&l, captured_file(&c));
			if (strcmp(l.text, said_cases[i].heard) != 0)
				fail_msg("%s, %s: heard \"%s\", not \"%s\"",
				         said_cases[i].name, manners[m].name,
				         l.text, said_cases[i].heard);
			listened_clear(&l);
			buf_clear(&c.file);
		}
}

/* What every case counts of one kind: "ftp 1, smb1 2". */
static long long count_in(const char *heard, const char *name)
{
	char word[64];
	const char *at;

	snprintf(word, sizeof(word), "%s ", name);
	for (at = heard; (at = strstr(at, word)); at++)
		if (at == heard || at[-1] == ' ')
			return strtoll(at + strlen(word), NULL, 10);
	return 0;
}

static void test_all(void **state)
{
	(void)state;
	for (size_t m = 0; m < sizeof(manners) / sizeof(manners[0]); m++) {
		struct captured c;
		struct listened l;

		captured_init(&c, &manners[m]);
		for (size_t i = 0; i < SAID_CASES; i++)
			converse(&c, i);
		listened_to(&l, captured_file(&c));
		for (int k = 0; k < HEARD_LOGINS + HEARD_EVENTS; k++) {
			const char *name =
			    k < HEARD_LOGINS
				? hearing_login_name((enum hearing_login)k)
				: hearing_event_code(
				      (enum hearing_event)(k - HEARD_LOGINS));
			long long sum = 0;

			for (size_t i = 0; i < SAID_CASES; i++)
				sum += count_in(said_cases[i].heard, name);
			/* Those who are alike everywhere count once. */
			if (k == HEARD_HTTP)
				sum = 2;
			if (k == HEARD_SNMP)
				sum = 2;
			if (count_in(l.text, name) != sum)
				fail_msg("%s: %s %lld of %lld", manners[m].name,
				         name, count_in(l.text, name), sum);
		}
		listened_clear(&l);
		buf_clear(&c.file);
	}
}

/* A server that hands out an address, or only says how to start (PXE). */
static void offer(struct captured *c, uint8_t server, uint8_t kind, bool gives)
{
	struct captured_end from = { server, 67 }, to = { 255, 68 };
	uint8_t d[300] = { 2, 1, 6 };

	if (gives)
		memcpy(d + 16, "\x0A\0\0\x63", 4);
	memcpy(d + 236, "\x63\x82\x53\x63", 4);
	memcpy(d + 240, "\0\x0C\3pc1", 6);
	memcpy(d + 246, "\x35\1", 2);
	d[248] = kind;
	memcpy(d + 249, "\x36\4\x0A\0\0", 5);
	d[254] = server;
	d[255] = 255;
	captured_udp(c, from, to, d, sizeof(d));
}

static void test_dhcp(void **state)
{
	static const struct {
		uint8_t server[4];
		uint8_t kind;
		bool gives;
		const char *heard;
	} dhcps[] = {
		{ { 1 }, 2, true, "dhcp 1" },
		{ { 1, 1, 1 }, 5, true, "dhcp 1" },
		{ { 1, 2, 1 }, 2, true, "dhcp 2" },
		{ { 1, 2, 3 }, 5, true, "dhcp 3" },
		{ { 1, 2 }, 6, true, "" },
		{ { 1, 2 }, 2, false, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(dhcps) / sizeof(dhcps[0]); i++) {
		struct captured c;
		struct listened l;

		captured_init(&c, &manners[0]);
		for (size_t k = 0; k < 4 && dhcps[i].server[k]; k++)
			offer(&c, dhcps[i].server[k], dhcps[i].kind,
			      dhcps[i].gives);
		listened_to(&l, captured_file(&c));
		assert_string_equal(l.text, dhcps[i].heard);
		listened_clear(&l);
		buf_clear(&c.file);
	}
}

/* A card claims an address; by a question, an answer, an announcement. */
static void claim(struct captured *c, const char *card, uint8_t host)
{
	uint8_t d[28] = { 0, 1, 8, 0, 6, 4, 0, 2 };

	memcpy(d + 8, card, 6);
	if (host)
		memcpy(d + 14, "\x0A\0\0", 3);
	d[17] = host;
	captured_frame(c, 0x0806, d, sizeof(d));
}

#define A "\2\0\0\0\0\x0A"
#define B "\2\0\0\0\0\x0B"
#define V "\0\0\x5E\0\1\7" /* VRRP */
#define M "\3\0\x5E\0\1\7" /* a group, which is nobody's */

static void test_arp(void **state)
{
	static const struct {
		const char *heard;
		struct {
			const char *card;
			uint8_t host;
			unsigned after; /* seconds */
		} claim[4];
	} arps[] = {
		{ "", { { A, 1, 0 }, { A, 1, 1 }, { B, 2, 1 }, { B, 2, 1 } } },
		{ "arp-conflict 1", { { A, 1, 0 }, { B, 1, 1 } } },
		{ "arp-conflict 1",
		  { { A, 1, 0 }, { B, 1, 1 }, { A, 1, 1 }, { B, 1, 1 } } },
		{ "arp-conflict 2",
		  { { A, 1, 0 }, { B, 1, 1 }, { A, 2, 1 }, { B, 2, 1 } } },
		/* One takes over from the other, for good. */
		{ "", { { A, 1, 0 }, { B, 1, 30 }, { B, 1, 5 } } },
		/* By turns: both are there. */
		{ "arp-conflict 1",
		  { { A, 1, 0 }, { B, 1, 20 }, { A, 1, 20 } } },
		{ "", { { A, 1, 0 }, { B, 1, 70 }, { A, 1, 70 } } },
		/* Who only asks if an address is free has none. */
		{ "", { { A, 0, 0 }, { B, 0, 1 } } },
		{ "", { { A, 1, 0 }, { V, 1, 1 }, { M, 1, 1 } } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(arps) / sizeof(arps[0]); i++)
		for (size_t m = 0; m < 8; m++) {
			struct captured c;
			struct listened l;

			captured_init(&c, &manners[m]);
			for (size_t k = 0; k < 4 && arps[i].claim[k].card;
			     k++) {
				c.time +=
				    INT64_C(1000000) * arps[i].claim[k].after;
				claim(&c, arps[i].claim[k].card,
				      arps[i].claim[k].host);
			}
			listened_to(&l, captured_file(&c));
			if (strcmp(l.text, arps[i].heard) != 0)
				fail_msg("%zu, %s: \"%s\"", i, manners[m].name,
				         l.text);
			listened_clear(&l);
			buf_clear(&c.file);
		}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each),
		cmocka_unit_test(test_all),
		cmocka_unit_test(test_dhcp),
		cmocka_unit_test(test_arp),
	};

	return cmocka_run_group_tests_name("listening", tests, NULL, NULL);
}
