/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/nl80211.h"
#include "tests/checks/probed.h"

#include <linux/nl80211.h>
#include <linux/netlink.h>

extern const struct probe probe_wifi;

/* A message as the kernel builds it. */
struct attributes {
	uint8_t data[8192];
	size_t len;
};

static void put(struct attributes *m, unsigned type, const void *value,
                size_t len)
{
	struct nlattr head = { .nla_len = (uint16_t)(sizeof(head) + len),
		               .nla_type = (uint16_t)type };

	memcpy(m->data + m->len, &head, sizeof(head));
	memcpy(m->data + m->len + sizeof(head), value, len);
	m->len += (sizeof(head) + len + 3) & ~(size_t)3;
}

/* A scan result with a state, a capability and elements of its beacon. */
static void scan(struct attributes *out, uint32_t status, uint16_t capability,
                 unsigned type, const void *ies, size_t len)
{
	struct attributes inner = { .len = 0 };
	uint32_t index = 3;

	put(&inner, NL80211_BSS_CAPABILITY, &capability, sizeof(capability));
	put(&inner, NL80211_BSS_STATUS, &status, sizeof(status));
	put(&inner, type, ies, len);
	out->len = 0;
	put(out, NL80211_ATTR_IFINDEX, &index, sizeof(index));
	put(out, NL80211_ATTR_BSS | NLA_F_NESTED, inner.data, inner.len);
}

static void the_connected_network_is_found(void **state)
{
	static const uint8_t ies[] = { 0, 2, 'a', 'b' };
	static const uint8_t huge[5000];
	struct nl80211_network n;
	struct attributes m;

	(void)state;
	memset(&n, 0, sizeof(n));
	scan(&m, NL80211_BSS_STATUS_ASSOCIATED, 0x11,
	     NL80211_BSS_INFORMATION_ELEMENTS, ies, sizeof(ies));
	assert_true(nl80211_parse(&n, m.data, m.len));
	assert_true(n.connected);
	assert_true(n.privacy);
	assert_int_equal(n.len, sizeof(ies));
	assert_memory_equal(n.ies, ies, sizeof(ies));
	for (size_t cut = 0; cut < m.len - 3; cut++) {
		struct attributes part = { .len = cut };

		memcpy(part.data, m.data, cut);
		assert_false(nl80211_parse(&n, part.data, part.len));
	}
	scan(&m, NL80211_BSS_STATUS_ASSOCIATED, 0x01, NL80211_BSS_BEACON_IES,
	     ies, sizeof(ies));
	assert_true(nl80211_parse(&n, m.data, m.len));
	assert_false(n.privacy);
	scan(&m, NL80211_BSS_STATUS_AUTHENTICATED, 0x11,
	     NL80211_BSS_INFORMATION_ELEMENTS, ies, sizeof(ies));
	assert_false(nl80211_parse(&n, m.data, m.len));
	scan(&m, NL80211_BSS_STATUS_ASSOCIATED, 0x11,
	     NL80211_BSS_INFORMATION_ELEMENTS, huge, sizeof(huge));
	assert_false(nl80211_parse(&n, m.data, m.len));
}

static void no_such_interface(void **state)
{
	struct nl80211_network n;
	struct err e;

	(void)state;
	/* Whether the kernel knows Wi-Fi or not, this is not connected */
	if (nl80211_read(INT32_MAX, &n, &e))
		assert_false(n.connected);
	else
		assert_true(e.text[0] != '\0');
}

static void machines(void **state)
{
	static const struct planted files[] = {
		{ .path = "/sys/class/net/eth0/ifindex", .text = "2\n" },
		{ .path = "/sys/class/net/wlan0/phy80211/index",
		  .text = "0\n" },
		{ .path = "/sys/class/net/wlan0/ifindex", .text = "3\n" },
	};
	struct probed p;

	(void)state;
	probed_plant(&p, files, 1);
	probed_read(&p, &probe_wifi);
	assert_int_equal(p.facts.wifi_security.fact.state, FACT_ABSENT);
	planted_add(p.root, &files[1]);
	probed_read(&p, &probe_wifi);
	assert_int_equal(p.facts.wifi_security.fact.state, FACT_FAILED);
	planted_add(p.root, &files[2]);
	probed_read(&p, &probe_wifi);
	assert_int_equal(p.facts.wifi_security.fact.state, FACT_FAILED);
	assert_string_equal(p.facts.wifi_security.fact.why,
	                    "only a running machine can tell");
	p.context.live = true;
	probed_read(&p, &probe_wifi);
	assert_true(p.facts.wifi_security.fact.state == FACT_FAILED ||
	            p.facts.wifi_security.fact.state == FACT_ABSENT);
	probed_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_connected_network_is_found),
		cmocka_unit_test(no_such_interface),
		cmocka_unit_test(machines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
