/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/kind.h"
#include "checks/probe/net/vendor.h"
#include "core/text.h"

#include <stdlib.h>
#include <string.h>

/*
 * Devices as a town hall has them, by what the look brings of each, judged by
 * the built-in rules. Words: name:X port:N product:X mdns:X ssdp:X wsd:X
 * netbios:X model:X maker:X talk:KIND.
 */
static const struct {
	const char *what;
	uint8_t mac[3];
	const char *words;
	const char *kind; /* NULL: unknown */
	const char *sure;
} cases[] = {
	{ "nothing known", { 0 }, "", NULL, NULL },
	{ "a telephone with an address of its own making",
	  { 0xda, 1, 2 },
	  "",
	  NULL,
	  NULL },
	{ "a Synology", { 0x00, 0x11, 0x32 }, "", "storage", "likely" },
	{ "a Synology that says so",
	  { 0x00, 0x11, 0x32 },
	  "port:22 port:445 port:5000 product:Synology_DSM name:nas",
	  "storage",
	  "certain" },
	{ "a Ricoh",
	  { 0x00, 0x26, 0x73 },
	  "port:9100 port:631 port:80",
	  "printer",
	  "certain" },
	{ "an HP printer, which is no HP computer",
	  { 0x3c, 0xd9, 0x2b },
	  "name:NPI123456 port:9100 mdns:_ipp mdns:_printer",
	  "printer",
	  "certain" },
	{ "an HP computer that says nothing",
	  { 0x3c, 0xd9, 0x2b },
	  "",
	  "computer",
	  "guess" },
	{ "a computer that shares its printer",
	  { 0x00, 0x06, 0x5b },
	  "mdns:_workstation mdns:_ipp port:22 port:631",
	  "computer",
	  "likely" },
	{ "a Windows computer",
	  { 0 },
	  "wsd:Computer port:135 port:445 name:DESKTOP-ABC123",
	  "computer",
	  "certain" },
	{ "a web server that might be anything",
	  { 0 },
	  "port:80 port:443",
	  NULL,
	  NULL },
	{ "a camera",
	  { 0 },
	  "wsd:NetworkVideoTransmitter port:554",
	  "camera",
	  "certain" },
	{ "an iPhone",
	  { 0 },
	  "port:62078 name:iPhone-de-Marie",
	  "phone",
	  "certain" },
	{ "a telephone for a desk",
	  { 0 },
	  "maker:Yealink port:80",
	  "phone",
	  "likely" },
	{ "a second router",
	  { 0 },
	  "ssdp:InternetGatewayDevice model:Livebox",
	  "router",
	  "certain" },
	{ "speaks for two in the same measure",
	  { 0 },
	  "port:554 wsd:Computer",
	  NULL,
	  NULL },
	{ "what was talked with", { 0 }, "talk:printer", "printer", "likely" },
	{ "what was talked with, and more",
	  { 0 },
	  "talk:printer port:9100",
	  "printer",
	  "certain" },
};

static struct baseline *baseline;

static void add_word(struct sight *s, uint32_t at, const char *word)
{
	static const char *const sources[] = { "mdns", "ssdp", "wsd", "netbios",
		                               "maker" };
	const char *value = strchr(word, ':') + 1;

	if (text_begins(word, "name:"))
		sight_name(s, at, value, "mdns");
	else if (text_begins(word, "port:"))
		sight_port(s, at, (uint16_t)atoi(value), "tcp", NULL, NULL);
	else if (text_begins(word, "product:"))
		sight_port(s, at, 80, "tcp", NULL, value);
	else if (text_begins(word, "model:"))
		sight_model(s, at, value);
	else if (text_begins(word, "talk:"))
		sight_kind(s, at, "printer", SIGHT_LIKELY);
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
		if (text_begins(word, sources[i]) &&
		    word[strlen(sources[i])] == ':')
			sight_hint(s, at, sources[i], value);
}

static void test_devices(void **state)
{
	static const char *const sure[] = {
		[SIGHT_GUESS] = "guess",
		[SIGHT_LIKELY] = "likely",
		[SIGHT_CERTAIN] = "certain",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(1u << 20);
		char words[300], *cursor = words;
		const char *word;
		struct sight_device *d;
		struct sight s;

		print_message("%s\n", cases[i].what);
		sight_init(&s, a);
		d = sight_device(&s, 1, "arp");
		memcpy(d->mac, cases[i].mac, 3);
		strcpy(words, cases[i].words);
		while ((word = text_word(&cursor)))
			add_word(&s, 1, word);
		kind_judge(&s, baseline);
		if (!cases[i].kind) {
			assert_null(d->kind);
			assert_int_equal(d->sure, SIGHT_NONE);
		} else {
			assert_non_null(d->kind);
			assert_string_equal(d->kind, cases[i].kind);
			assert_string_equal(sure[d->sure], cases[i].sure);
		}
		arena_free(a);
	}
}

/* What the sweep is certain of, nothing overrules. */
static void test_certain(void **state)
{
	struct arena *a = arena_new(1u << 20);
	struct sight_device *d;
	struct sight s;

	(void)state;
	sight_init(&s, a);
	d = sight_device(&s, 1, "arp");
	sight_kind(&s, 1, "router", SIGHT_CERTAIN);
	sight_port(&s, 1, 9100, "tcp", NULL, "LaserJet");
	sight_name(&s, 1, "npi1", "mdns");
	kind_judge(&s, baseline);
	assert_string_equal(d->kind, "router");
	arena_free(a);
}

static void test_vendor(void **state)
{
	static const struct {
		uint8_t mac[6];
		const char *vendor;
	} table[] = {
		{ { 0x00, 0x11, 0x32, 1, 2, 3 }, "Synology" },
		{ { 0x00, 0x26, 0x73, 1, 2, 3 }, "RICOH" },
		{ { 0x00, 0x24, 0xd4, 1, 2, 3 }, "FREEBOX" },
		{ { 0x00, 0x06, 0x5b, 1, 2, 3 }, "Dell" },
		{ { 0, 0, 0, 0, 0, 0 }, NULL },
		/* Given by nobody, and of a group. */
		{ { 0x02, 0x11, 0x32, 1, 2, 3 }, NULL },
		{ { 0x01, 0x11, 0x32, 1, 2, 3 }, NULL },
		{ { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, NULL },
		{ { 0xfc, 0xff, 0xff, 1, 2, 3 }, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const char *vendor = vendor_find(table[i].mac);

		if (table[i].vendor) {
			assert_non_null(vendor);
			assert_string_equal(vendor, table[i].vendor);
		} else {
			assert_null(vendor);
		}
	}
}

/* Every prefix that can be: what comes out may be shown, and is short. */
static void test_all_vendors(void **state)
{
	unsigned known = 0;

	(void)state;
	for (uint32_t i = 0; i < UINT32_C(1) << 24; i++) {
		const uint8_t mac[6] = { (uint8_t)(i >> 16),
			                 (uint8_t)(i >> 8),
			                 (uint8_t)i,
			                 1,
			                 2,
			                 3 };
		const char *vendor = vendor_find(mac);
		size_t len = vendor ? strlen(vendor) : 1;

		known += vendor != NULL;
		assert_true(len > 0 && len < 30);
	}
	assert_true(known > 25000);
}

static int begin(void **state)
{
	struct err e;

	(void)state;
	baseline = baseline_builtin(&e);
	return baseline ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	baseline_free(baseline);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_devices),
		cmocka_unit_test(test_certain),
		cmocka_unit_test(test_vendor),
		cmocka_unit_test(test_all_vendors),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
