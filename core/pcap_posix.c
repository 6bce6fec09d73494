/* SPDX-License-Identifier: Apache-2.0 */
/* libpcap's header wants the old names of unsigned types. */
#define _DEFAULT_SOURCE
#include "core/pcap.h"

#include "core/library.h"

#include <poll.h>
#include <stddef.h>

#define SYMBOLS                    \
	SYMBOL(create)             \
	SYMBOL(set_snaplen)        \
	SYMBOL(set_promisc)        \
	SYMBOL(set_timeout)        \
	SYMBOL(set_buffer_size)    \
	SYMBOL(set_immediate_mode) \
	SYMBOL(activate)           \
	SYMBOL(fopen_offline)      \
	SYMBOL(setnonblock)        \
	SYMBOL(datalink)           \
	SYMBOL(next_ex)            \
	SYMBOL(stats)              \
	SYMBOL(sendpacket)         \
	SYMBOL(compile)            \
	SYMBOL(setfilter)          \
	SYMBOL(freecode)           \
	SYMBOL(geterr)             \
	SYMBOL(close)              \
	SYMBOL(findalldevs)        \
	SYMBOL(freealldevs)

static struct pcap_calls calls;

/* Compared and never called: the table has the types of the header. */
#define SYMBOL(name) \
	_Static_assert(sizeof(calls.name == pcap_##name) > 0, #name);
SYMBOLS
#undef SYMBOL

static int (*selectable_fd)(pcap_t *);

const struct pcap_calls *pcap_calls(struct err *e)
{
	static const char *const names[] = { "libpcap.so.0.8", "libpcap.so.1",
		                             NULL };
	static const struct library_symbol symbol[] = {
#define SYMBOL(name) { "pcap_" #name, &calls.name },
		SYMBOLS
#undef SYMBOL
		{ "pcap_get_selectable_fd", &selectable_fd },
	};
	static bool loaded;

	if (!loaded)
		loaded = library_load(names, symbol,
		                      sizeof(symbol) / sizeof(symbol[0]), e);
	return loaded ? &calls : NULL;
}

const struct pcap_calls *pcap_live(struct err *e)
{
	return pcap_calls(e);
}

bool pcap_wait(pcap_t *live, unsigned milliseconds)
{
	struct pollfd wait = { .fd = selectable_fd(live), .events = POLLIN };

	return poll(&wait, 1, (int)milliseconds) > 0;
}

intptr_t pcap_socket(pcap_t *live)
{
	return selectable_fd(live);
}
