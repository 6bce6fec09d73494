/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/know.h"
#include "checks/probe/linux/nl80211.h"
#include "checks/probe/linux/tree.h"
#include "checks/probe/linux/wifi_ies.h"
#include "checks/probe/probe.h"
#include "checks/probe/wifi_kind.h"
#include "core/text.h"

#include <string.h>

/* What the interfaces came to; the weakest network counts. */
struct reading {
	const struct probe_context *c;
	struct arena *arena;
	size_t interfaces;
	size_t connected;
	const char *security;
	const char *why; /* one could not be asked */
};

static void take(struct reading *r, const struct nl80211_network *n)
{
	const char *security = wifi_ies_security(n->ies, n->len, n->privacy);

	r->connected++;
	if (!security)
		r->why = "the network's beacon is damaged";
	else if (!r->security ||
	         wifi_kind_strength(security) < wifi_kind_strength(r->security))
		r->security = security;
}

static bool look(void *ctx, const char *path)
{
	struct reading *r = ctx;
	struct nl80211_network network;
	char index_path[TREE_PATH];
	int64_t index;
	struct err e;
	char *text;

	r->interfaces++;
	/* ".../wlan0/phy80211" to ".../wlan0/ifindex" */
	if (!tree_path(index_path, "%.*s/ifindex",
	               (int)(strrchr(path, '/') - path), path) ||
	    tree_text(r->c, index_path, r->arena, &text) != TREE_OK ||
	    !text_int(text_trim(text), 1, INT32_MAX, &index)) {
		r->why = "an interface has no index";
		return true;
	}
	if (!r->c->live)
		r->why = "only a running machine can tell";
	else if (!nl80211_read((unsigned)index, &network, &e))
		r->why = arena_strdup(r->arena, e.text);
	else if (network.connected)
		take(r, &network);
	return true;
}

static void wifi_read(const struct probe_context *c, struct facts *f,
                      struct arena *a)
{
	struct reading r = { .c = c, .arena = a };
	struct fact_text *wifi = &f->wifi_security;

	tree_glob(c, "/sys/class/net/*/phy80211", look, &r);
	if (r.interfaces == 0)
		know_not(&wifi->fact, FACT_ABSENT, "no Wi-Fi interface");
	else if (r.why)
		know_not(&wifi->fact, FACT_FAILED, r.why);
	else if (r.connected == 0)
		know_not(&wifi->fact, FACT_ABSENT, "no Wi-Fi is connected");
	else
		know_text(wifi, r.security);
}

const struct probe probe_wifi = { .area = "wifi",
	                          .deadline = 3000,
	                          .read = wifi_read };
