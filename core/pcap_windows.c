/* SPDX-License-Identifier: Apache-2.0 */
#include "core/pcap.h"

#include "core/library.h"
#include "core/wide.h"

#include <errno.h>
#include <io.h>
#include <stddef.h>
#include <stdlib.h>
#include <windows.h>

#define NPCAP L"\\Npcap\\wpcap.dll" /* in Windows' System32 */
#define PAUSE 10 /* milliseconds between two looks for a packet */

/* clang-format off */
#define FILE_SYMBOLS     \
	SYMBOL(datalink) \
	SYMBOL(next_ex)  \
	SYMBOL(compile)  \
	SYMBOL(setfilter) \
	SYMBOL(freecode) \
	SYMBOL(geterr)   \
	SYMBOL(close)

#define LIVE_SYMBOLS            \
	FILE_SYMBOLS            \
	SYMBOL(create)          \
	SYMBOL(set_snaplen)     \
	SYMBOL(set_promisc)     \
	SYMBOL(set_timeout)     \
	SYMBOL(set_buffer_size) \
	SYMBOL(activate)        \
	SYMBOL(setnonblock)     \
	SYMBOL(stats)           \
	SYMBOL(sendpacket)      \
	SYMBOL(findalldevs)     \
	SYMBOL(freealldevs)
/* clang-format on */

static struct pcap_calls live;

/*
 * The library that the program carries has a name for a handle of Windows
 * alone, which it closes: it gets one of its own.
 */
static pcap_t *read_stream(FILE *file, char *why)
{
	HANDLE self = GetCurrentProcess();
	HANDLE own;
	pcap_t *p;

	if (!DuplicateHandle(self, (HANDLE)_get_osfhandle(_fileno(file)), self,
	                     &own, 0, FALSE, DUPLICATE_SAME_ACCESS))
		return NULL;
	p = pcap_hopen_offline((intptr_t)own, why);
	if (p)
		fclose(file);
	return p;
}

const struct pcap_calls *pcap_calls(struct err *e)
{
	static const struct pcap_calls files = { .fopen_offline = read_stream,
#define SYMBOL(name) .name = pcap_##name,
		                                 FILE_SYMBOLS
#undef SYMBOL
	};

	(void)e;
	return &files;
}

/* Npcap's own folder, which the loader does not look into by itself. */
static char *npcap_path(void)
{
	wchar_t path[MAX_PATH + sizeof(NPCAP) / sizeof(wchar_t)];
	UINT len = GetSystemDirectoryW(path, MAX_PATH);

	if (len == 0 || len >= MAX_PATH)
		return NULL;
	for (size_t i = 0; i < sizeof(NPCAP) / sizeof(wchar_t); i++)
		path[len + i] = NPCAP[i];
	return wide_utf8(path);
}

/* What the process found when it looked for Npcap. */
static struct {
	bool there;
	struct err why;
} npcap;

static BOOL CALLBACK load(INIT_ONCE *once, void *given, void **out)
{
	static const struct library_symbol symbol[] = {
#define SYMBOL(name) { "pcap_" #name, &live.name },
		LIVE_SYMBOLS
#undef SYMBOL
	};
	/* Older ones lack it. */
	static const struct library_symbol more = { "pcap_set_immediate_mode",
		                                    &live.set_immediate_mode };
	char *path = npcap_path();
	const char *const names[] = { path, NULL };
	struct err e;

	(void)once;
	(void)given;
	(void)out;
	if (!path)
		err_set(&npcap.why, "out of memory");
	else
		npcap.there = library_load(names, symbol,
		                           sizeof(symbol) / sizeof(symbol[0]),
		                           &npcap.why);
	if (npcap.there)
		(void)library_load(names, &more, 1, &e);
	free(path);
	return TRUE;
}

const struct pcap_calls *pcap_live(struct err *e)
{
	static INIT_ONCE once = INIT_ONCE_STATIC_INIT;

	InitOnceExecuteOnce(&once, load, NULL, NULL);
	if (npcap.there)
		return &live;
	*e = npcap.why;
	return NULL;
}

bool pcap_wait(pcap_t *p, unsigned milliseconds)
{
	(void)p;
	/* Npcap's event is set by what its buffer holds, not by a packet. */
	Sleep(milliseconds < PAUSE ? milliseconds : PAUSE);
	return true;
}

intptr_t pcap_socket(pcap_t *p)
{
	(void)p;
	/* What Npcap has is no socket: it is to be read now and then. */
	return -1;
}
