/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/outside/spf.h"
#include "checks/probe/net/outside/spf_walk.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A record, and what is read of it. */
static const struct {
	const char *text;
	const char *read;  /* each term: qualifier, kind, domain */
	const char *wrong; /* NULL: nothing */
} records[] = {
	{ "v=spf1 -all", "-all", NULL },
	{ "V=SPF1 ~ALL", "~all", NULL },
	{ "v=spf1", "", NULL },
	{ "v=spf1 ", "", NULL },
	{ "v=spf1   a   mx  ?all ", "+a +mx ?all", NULL },
	{ "v=spf1 include:spf.example -all", "+include:spf.example -all",
	  NULL },
	{ "v=spf1 include:SPF.Example", "+include:spf.example", NULL },
	{ "v=spf1 a:mail.example/24 mx/24//64 -all", "+a:mail.example +mx -all",
	  NULL },
	{ "v=spf1 a//64 -all", "+a -all", NULL },
	{ "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all", "+ip +ip -all",
	  NULL },
	{ "v=spf1 ip4:192.0.2.1 -all", "+ip -all", NULL },
	{ "v=spf1 ptr ptr:example -all", "+ptr +ptr:example -all", NULL },
	{ "v=spf1 exists:%{i}._spf.example -all",
	  "+exists:%{i}._spf.example -all", NULL },
	{ "v=spf1 redirect=_spf.example", " redirect:_spf.example", NULL },
	{ "v=spf1 exp=why.example x=y -all", "-all", NULL },
	{ "v=spf1 include: -all", "", "include:" },
	{ "v=spf1 include -all", "", "include" },
	{ "v=spf1 all:x", "", "all:x" },
	{ "v=spf1 -all/24", "", "-all/24" },
	{ "v=spf1 ip4:192.0.2 -all", "", "ip4:192.0.2" },
	{ "v=spf1 ip4:192.0.2.0/33 -all", "", "ip4:192.0.2.0/33" },
	{ "v=spf1 ip4:2001:db8:: -all", "", "ip4:2001:db8::" },
	{ "v=spf1 ip6:192.0.2.1 -all", "", "ip6:192.0.2.1" },
	{ "v=spf1 ip6:2001:db8::/129 -all", "", "ip6:2001:db8::/129" },
	{ "v=spf1 a/33 -all", "", "a/33" },
	{ "v=spf1 a/24//129 -all", "", "a/24//129" },
	{ "v=spf1 a mxx -all", "+a", "mxx" },
	{ "v=spf1 192.0.2.1 -all", "", "192.0.2.1" },
	{ "v=spf1 redirect= -all", "", "redirect=" },
	{ "v=spf1 -all v=spf1 a", "-all +a", NULL },
	{ "v=spf1 a..b", "", "a..b" },
	{ "v=spf1 a:a..b", "", "a:a..b" },
	{ "v=spf1 -", "", "-" },
};

static void write_terms(char *out, size_t size, const struct spf *spf)
{
	static const char *const kinds[] = {
		[SPF_ALL] = "all",    [SPF_INCLUDE] = "include",
		[SPF_A] = "a",        [SPF_MX] = "mx",
		[SPF_PTR] = "ptr",    [SPF_EXISTS] = "exists",
		[SPF_ADDRESS] = "ip", [SPF_REDIRECT] = "redirect",
	};
	size_t used = 0;

	out[0] = '\0';
	for (size_t i = 0; i < spf->terms; i++) {
		const struct spf_term *t = &spf->term[i];

		used += (size_t)snprintf(
		    out + used, size - used, "%s%c%s%s%s", i ? " " : "",
		    t->qualifier ? t->qualifier : ' ', kinds[t->kind],
		    t->domain ? ":" : "", t->domain ? t->domain : "");
	}
}

static void test_records(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(records); i++) {
		struct arena *a = arena_new(1 << 16);
		char read[1000];
		struct spf spf;

		assert_true(spf_is(records[i].text));
		assert_true(spf_parse(&spf, records[i].text, a));
		write_terms(read, sizeof(read), &spf);
		if (strcmp(read, records[i].read) != 0 ||
		    !spf.wrong != !records[i].wrong ||
		    (spf.wrong && strcmp(spf.wrong, records[i].wrong) != 0))
			fail_msg("%s: \"%s\", wrong %s", records[i].text, read,
			         spf.wrong ? spf.wrong : "-");
		arena_free(a);
	}
}

static void test_is(void **state)
{
	static const char *const others[] = { "",
		                              "v=spf",
		                              "v=spf10 -all",
		                              "v=spf2.0/pra -all",
		                              " v=spf1 -all",
		                              "google-site=v=spf1" };

	(void)state;
	for (size_t i = 0; i < COUNT(others); i++)
		assert_false(spf_is(others[i]));
}

/* Somebody's DNS: lines of a zone, found by name and kind. */
static const struct {
	const char *name;
	enum dns_kind kind;
	const char *text; /* NULL: nobody can say */
} zone[] = {
	{ "good.example", DNS_TXT, "v=spf1 mx include:_spf.host.example -all" },
	{ "good.example", DNS_TXT, "google-site-verification=x" },
	{ "good.example", DNS_MX, "mx.good.example" },
	{ "_spf.host.example", DNS_TXT, "v=spf1 ip4:192.0.2.0/24 ?all" },
	{ "two.example", DNS_TXT, "v=spf1 -all" },
	{ "two.example", DNS_TXT, "v=spf1 ~all" },
	{ "other.example", DNS_TXT, "no policy" },
	{ "plus.example", DNS_TXT, "v=spf1 +all" },
	{ "bare.example", DNS_TXT, "v=spf1 all" },
	{ "open.example", DNS_TXT, "v=spf1 ip4:192.0.2.1" },
	{ "sent.example", DNS_TXT, "v=spf1 redirect=good.example" },
	{ "sent2.example", DNS_TXT, "v=spf1 redirect=good.example ~all" },
	{ "lost.example", DNS_TXT, "v=spf1 redirect=nowhere.example" },
	{ "hole.example", DNS_TXT, "v=spf1 include:nowhere.example -all" },
	{ "self.example", DNS_TXT, "v=spf1 include:self.example -all" },
	{ "ring.example", DNS_TXT, "v=spf1 include:ring2.example -all" },
	{ "ring2.example", DNS_TXT, "v=spf1 include:ring.example -all" },
	{ "turn.example", DNS_TXT, "v=spf1 redirect=turn.example" },
	{ "typo.example", DNS_TXT, "v=spf1 inlcude:good.example -all" },
	{ "deeptypo.example", DNS_TXT, "v=spf1 include:typo.example -all" },
	{ "ten.example", DNS_TXT,
	  "v=spf1 ptr ptr ptr ptr ptr ptr ptr ptr ptr ptr -all" },
	{ "eleven.example", DNS_TXT,
	  "v=spf1 ptr ptr ptr ptr ptr ptr ptr ptr ptr ptr ptr -all" },
	{ "behind.example", DNS_TXT,
	  "v=spf1 -all ptr ptr ptr ptr ptr ptr ptr ptr ptr ptr ptr" },
	{ "sum.example", DNS_TXT,
	  "v=spf1 include:six.example include:five.example -all" },
	{ "six.example", DNS_TXT, "v=spf1 ptr ptr ptr ptr ptr -all" },
	{ "five.example", DNS_TXT, "v=spf1 ptr ptr ptr ptr -all" },
	{ "same.example", DNS_TXT,
	  "v=spf1 include:_spf.host.example include:_spf.host.example -all" },
	{ "void2.example", DNS_TXT, "v=spf1 a:v1.example mx:v2.example -all" },
	{ "void3.example", DNS_TXT,
	  "v=spf1 a:v1.example mx:v2.example exists:v3.example -all" },
	{ "wide.example", DNS_TXT, "v=spf1 a:wide2.example -all" },
	{ "wide2.example", DNS_AAAA, "2001:db8::1" },
	{ "macro.example", DNS_TXT,
	  "v=spf1 exists:%{i}.e.example include:%{d}.x.example -all" },
	{ "late.example", DNS_TXT, "v=spf1 include:down.example -all" },
	{ "latevoid.example", DNS_TXT,
	  "v=spf1 include:down.example redirect=down.example" },
	{ "down.example", DNS_TXT, NULL },
	{ "many.example", DNS_TXT, "v=spf1 include:two.example -all" },
	{ "fan.example", DNS_TXT,
	  "v=spf1 include:fan.a.example include:fan.b.example -all" },
	{ "fan.a.example", DNS_TXT,
	  "v=spf1 include:fan.b.example "
	  "include:fan.c.example -all" },
	{ "fan.b.example", DNS_TXT,
	  "v=spf1 include:fan.c.example "
	  "include:fan.d.example -all" },
	{ "fan.c.example", DNS_TXT,
	  "v=spf1 include:fan.d.example "
	  "include:fan.d.example -all" },
	{ "fan.d.example", DNS_TXT, "v=spf1 -all" },
};

static unsigned asked;

static const struct dns_answer *ask(void *ctx, const char *name,
                                    enum dns_kind kind)
{
	struct arena *a = ctx;
	struct dns_answer *answer = arena_alloc(a, 1, sizeof(*answer));
	const char **text = arena_alloc(a, COUNT(zone), sizeof(*text));
	bool there = false;

	asked++;
	answer->text = text;
	for (size_t i = 0; i < COUNT(zone); i++) {
		there = there || strcmp(zone[i].name, name) == 0;
		if (strcmp(zone[i].name, name) != 0 || zone[i].kind != kind)
			continue;
		if (!zone[i].text) {
			answer->state = DNS_FAILED;
			answer->why = "timeout";
			return answer;
		}
		text[answer->count++] = zone[i].text;
	}
	answer->state = answer->count ? DNS_FOUND
	                : there       ? DNS_NONE
	                              : DNS_NO_NAME;
	return answer;
}

static void wait_none(void *ctx)
{
	(void)ctx;
	fail_msg("nothing waits here");
}

static const struct {
	const char *domain;
	unsigned records;
	char all;
	unsigned lookups;
	unsigned voids;
	const char *broken;
	const char *unread;
} walks[] = {
	{ "good.example", 1, '-', 2, 0, NULL, NULL },
	{ "two.example", 2, 0, 0, 0, "several records at two.example", NULL },
	{ "other.example", 0, 0, 0, 0, NULL, NULL },
	{ "nowhere.example", 0, 0, 0, 0, NULL, NULL },
	{ "plus.example", 1, '+', 0, 0, NULL, NULL },
	{ "bare.example", 1, '+', 0, 0, NULL, NULL },
	{ "open.example", 1, 0, 0, 0, NULL, NULL },
	{ "sent.example", 1, '-', 3, 0, NULL, NULL },
	{ "sent2.example", 1, '~', 0, 0, NULL, NULL },
	{ "lost.example", 1, 0, 1, 1, "no record at nowhere.example", NULL },
	{ "hole.example", 1, '-', 1, 1, "no record at nowhere.example", NULL },
	{ "self.example", 1, '-', 1, 0, "a loop at self.example", NULL },
	{ "ring.example", 1, '-', 2, 0, "a loop at ring.example", NULL },
	{ "turn.example", 1, 0, 1, 0, "a loop at turn.example", NULL },
	{ "typo.example", 1, 0, 0, 0, "a wrong word: inlcude:good.example",
	  NULL },
	{ "deeptypo.example", 1, '-', 1, 0,
	  "a wrong word: inlcude:good.example", NULL },
	{ "ten.example", 1, '-', 10, 0, NULL, NULL },
	{ "eleven.example", 1, 0, 11, 0, NULL, NULL },
	{ "behind.example", 1, '-', 0, 0, NULL, NULL },
	{ "sum.example", 1, 0, 11, 0, NULL, NULL },
	{ "same.example", 1, '-', 2, 0, NULL, NULL },
	{ "void2.example", 1, '-', 2, 2, NULL, NULL },
	{ "void3.example", 1, '-', 3, 3, NULL, NULL },
	{ "wide.example", 1, '-', 1, 0, NULL, NULL },
	{ "macro.example", 1, '-', 2, 0, NULL, NULL },
	{ "late.example", 1, '-', 1, 0, NULL, "down.example: timeout" },
	{ "latevoid.example", 1, 0, 2, 0, NULL, "down.example: timeout" },
	{ "down.example", 0, 0, 0, 0, NULL, "down.example: timeout" },
	{ "many.example", 1, '-', 1, 0, "several records at two.example",
	  NULL },
	{ "fan.example", 1, 0, 11, 0, NULL, NULL },
};

static bool equal(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static void test_walks(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(walks); i++) {
		struct arena *a = arena_new(1 << 22);
		const struct spf_source source = { ask, wait_none, a };
		struct spf_walk w;

		asked = 0;
		spf_walk_read(&w, walks[i].domain, &source, a);
		if (w.records != walks[i].records || w.all != walks[i].all ||
		    w.lookups != walks[i].lookups ||
		    w.voids != walks[i].voids ||
		    !equal(w.broken, walks[i].broken) ||
		    !equal(w.unread, walks[i].unread))
			fail_msg("%s: %u records, %c, %u lookups, %u void, "
			         "broken %s, unread %s",
			         walks[i].domain, w.records,
			         w.all ? w.all : '0', w.lookups, w.voids,
			         w.broken ? w.broken : "-",
			         w.unread ? w.unread : "-");
		/* However the records refer to each other. */
		assert_true(asked < 200);
		arena_free(a);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_is),
		cmocka_unit_test(test_walks),
	};

	return cmocka_run_group_tests_name("spf", tests, NULL, NULL);
}
