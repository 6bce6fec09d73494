/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "agent/assess.h"
#include "agent/network_table.h"
#include "checks/sign.h"
#include "report/label.h"
#include "tests/fuzz/builtin.h"

#include <stdio.h>
#include <string.h>

#define NOW INT64_C(1795330800)

#define KNOWN                       \
	{                           \
		.state = FACT_KNOWN \
	}
#define LIST(rows)                                        \
	{                                                 \
		.fact = KNOWN, .row = (rows),             \
		.count = sizeof(rows) / sizeof((rows)[0]) \
	}

static const struct lan_range ranges[] = { { "192.168.1.0/24", "eth0" } };

static const struct device devices[] = {
	{ .address = "192.168.1.1",
	  .kind = "router",
	  .vendor = "Freebox SAS",
	  .gateway = TRI_YES },
	{ .address = "192.168.1.10", .kind = "computer", .self = TRI_YES },
	{ .address = "192.168.1.20",
	  .kind = "storage",
	  .model = "DS\x1b[31m218" },
	/* What a hostile or future scanner could say. */
	{ .address = "192.168.1.30", .kind = "toaster" },
	{ .address = NULL, .kind = NULL },
	{ .address = "192.168.1.31", .kind = NULL },
};

static const struct device_name names[] = {
	{ "192.168.1.20", "stock", "mdns" },
	{ "192.168.1.20", NULL, "mdns" },
	{ NULL, "nobody", "mdns" },
};

static const struct device_port ports[] = {
	{ "192.168.1.20", 445, "tcp", "microsoft-ds", NULL },
	{ "192.168.1.20", 5353, "udp", NULL, NULL },
	{ NULL, 80, NULL, NULL, NULL },
};

static const struct device_sign signs[] = {
	{ "192.168.1.20", 445, "tcp", "smb-guest-write", "actes",
	  CELL_UNKNOWN },
	{ "192.168.1.30", 9100, "tcp", "raw-print-open", NULL, CELL_UNKNOWN },
	{ "192.168.1.31", 0, NULL, "not-yet-known", NULL, CELL_UNKNOWN },
	{ "192.168.1.31", 0, NULL, NULL, NULL, CELL_UNKNOWN },
};

static const struct tls_service tls[] = {
	{ .host = "192.168.1.1",
	  .port = 443,
	  .subject = "box",
	  .not_after = NOW - 1,
	  .chain = "untrusted",
	  .issuer = "box" },
	{ .host = "192.168.1.10",
	  .port = 443,
	  .not_before = NOW - 1,
	  .not_after = NOW + INT64_C(31536000),
	  .chain = "self-signed",
	  .subject = "poste" },
	{ .host = "192.168.1.10",
	  .port = 993,
	  .not_before = NOW - 1,
	  .not_after = NOW + INT64_C(31536000),
	  .chain = "trusted" },
	{ .host = "192.168.1.30", .port = 993, .not_after = CELL_UNKNOWN },
};

static const struct mapping mappings[] = {
	{ 3389, "tcp", "192.168.1.10:3389", "bureau" },
	{ 80, "tcp", "192.168.1.100:80", "another" },
	{ 25565, "tcp", "192.168.1.10:25565", "jeu" },
	{ 81, "tcp", NULL, NULL },
};

static const struct facts full = {
	.lan_ranges = LIST(ranges),
	.lan_devices = LIST(devices),
	.lan_names = LIST(names),
	.lan_ports = LIST(ports),
	.lan_signs = LIST(signs),
	.lan_tls = LIST(tls),
	.lan_mappings = LIST(mappings),
};

/* The table as one text, to be cleared. */
static struct buf write_table(const struct facts *f, enum lang lang)
{
	const struct answers none = { 0 };
	struct assessment as = { .facts = f,
		                 .answers = &none,
		                 .baseline = builtin_baseline(),
		                 .now = NOW,
		                 .lang = lang };
	struct arena *arena = arena_new(8u << 20);
	struct document d;
	struct err e;
	struct buf b;

	if (!assess_make(&d, &as, arena, &e))
		fail_msg("%s", e.text);
	buf_init(&b, 1u << 20);
	network_table_write(&b, &d, f, 200);
	assert_true(buf_ok(&b));
	arena_free(arena);
	return b;
}

static void expect(const struct buf *b, const char *text)
{
	if (!strstr(buf_text(b), text))
		fail_msg("no \"%s\" in:\n%s", text, buf_text(b));
}

static void test_table(void **state)
{
	static const char *const lines[] = {
		"Network looked at: 192.168.1.0/24\n",
		"192.168.1.1 Internet box, Freebox SAS\n",
		"    To mend: it has a certificate that has expired "
		"[tls-expired, 443/tcp, 2026-11-22]\n",
		"    To know: it has a certificate that nobody vouches for "
		"[tls-untrusted, 443/tcp, box]\n",
		"192.168.1.10 computer, this computer\n",
		"    To know: it has a certificate that is still good "
		"[tls-ends, 993/tcp, 2027-11-22]\n",
		"    To know: it has a certificate that it made itself "
		"[tls-self-signed, 443/tcp, poste, notAfter "
		"2027-11-22]\n",
		"    To mend: it can be reached from the Internet through a "
		"door of the box [upnp-mapping-rdp, 3389/tcp, bureau]\n",
		"    To mend: it can be reached from the Internet through a "
		"door of the box [upnp-mapping-other, 25565/tcp, jeu]\n",
		"192.168.1.20 storage box, DS [31m218, “stock”\n"
		"    Open doors: 445/tcp microsoft-ds, 5353/udp\n"
		"    To mend: it lets anyone write to a folder without a "
		"password [smb-guest-write, 445/tcp, actes]\n",
		"192.168.1.30 unknown device\n"
		"    To know: it prints whatever the network sends "
		"[raw-print-open, 9100/tcp]\n",
		"192.168.1.31 unknown device\n",
		"Number of devices: 5\nPoints to mend: 4\n",
	};
	struct buf b = write_table(&full, LANG_EN);

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		expect(&b, lines[i]);
	assert_null(strstr(buf_text(&b), "another"));
	assert_null(strstr(buf_text(&b), "not-yet-known"));
	assert_null(strchr(buf_text(&b), '\x1b'));
	buf_clear(&b);
	b = write_table(&full, LANG_FR);
	expect(&b, "laisse écrire dans un dossier sans mot de passe");
	buf_clear(&b);
}

static void test_trouble(void **state)
{
	static const struct {
		enum fact_state state;
		const char *said;
	} cases[] = {
		{ FACT_UNASKED, "from this system yet" },
		{ FACT_UNSUPPORTED, "from this system yet" },
		{ FACT_ABSENT, "not attached to a private" },
		{ FACT_FAILED, "Technical detail: out of sockets" },
		{ FACT_DENIED, "I could not look" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct facts f = {
			.lan_devices.fact = { cases[i].state,
			                      "out of sockets" },
		};
		struct buf b = write_table(&f, LANG_EN);

		expect(&b, cases[i].said);
		assert_null(strstr(buf_text(&b), "Number of devices"));
		buf_clear(&b);
	}
}

/* A range that was asked for in vain is told although devices are known. */
static void test_range(void **state)
{
	struct facts f = full;
	struct buf b;

	(void)state;
	f.lan_ranges.fact.state = FACT_FAILED;
	f.lan_ranges.fact.why = "10.1.0.0/24 is not attached here";
	b = write_table(&f, LANG_EN);
	expect(&b, "10.1.0.0/24 is not attached here");
	expect(&b, "Number of devices: 5");
	buf_clear(&b);
}

/* A sign alone on the network is told, and to be mended if it weighs. */
static void test_each_sign(void **state)
{
	const struct sign *sign;

	(void)state;
	for (size_t i = 0; (sign = sign_list(i)); i++) {
		struct device device = { .address = "192.168.1.30" };
		struct device_sign row = { "192.168.1.30", 1,    "tcp",
			                   sign->code,     NULL, NOW - 1 };
		struct facts f = {
			.lan_devices = { KNOWN, &device, 1 },
			.lan_signs = { KNOWN, &row, 1 },
		};
		struct buf b = write_table(&f, LANG_EN);
		char code[64];

		snprintf(code, sizeof(code), " [%s, 1/tcp]\n", sign->code);
		expect(&b, code);
		expect(&b, sign->weight == SIGN_INFORMATION
		               ? "Points to mend: 0\n"
		               : "Points to mend: 1\n");
		buf_clear(&b);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_trouble),
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_each_sign),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
