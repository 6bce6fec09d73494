/* SPDX-License-Identifier: Apache-2.0 */
/* libpcap's header wants the old names of unsigned types. */
#define _DEFAULT_SOURCE
#include "core/capture.h"

#include "core/clock.h"
#include "core/link.h"
#include "core/pcap.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define SNAPLEN   262144             /* bytes: libpcap's own most */
#define BUFFER    (2u << 20)         /* bytes */
#define LINKS     64                 /* addresses of this machine */
#define TIME_MOST (INT64_C(1) << 36) /* seconds: 2,000 years */
#define DELAY     100 /* ms that the system may gather packets for */

struct capture {
	const struct pcap_calls *call;
	pcap_t *pcap;
	bool live; /* else it is a file */
};

bool capture_load(struct err *e)
{
	return pcap_calls(e) != NULL;
}

/* One that packets can come by: up, with an address, not to ourselves. */
static bool usable(const pcap_if_t *i)
{
	bool address = false;

	for (const pcap_addr_t *a = i->addresses; a; a = a->next)
		if (a->addr && a->addr->sa_family == AF_INET)
			address = true;
	return address && !(i->flags & PCAP_IF_LOOPBACK) &&
	       i->flags & PCAP_IF_UP && i->flags & PCAP_IF_RUNNING;
}

/* How it is called everywhere else (core/link.h). */
static bool name_of(const pcap_if_t *i, char *name, size_t size)
{
	struct link_address list[LINKS];
	size_t count = link_addresses(list, LINKS);
	char device[LINK_DEVICE];

	for (size_t n = 0; n < count; n++)
		if (link_device(list[n].interface, device) &&
		    strcmp(device, i->name) == 0)
			return snprintf(name, size, "%s", list[n].interface) <
			       (int)size;
	return false;
}

bool capture_interface(char *name, size_t size, struct err *e)
{
	const struct pcap_calls *call = pcap_live(e);
	char why[PCAP_ERRBUF_SIZE] = "";
	pcap_if_t *list = NULL;
	bool found = false;

	if (!call)
		return false;
	if (call->findalldevs(&list, why) != 0)
		return err_set(e, "no list of interfaces: %s", why);
	for (const pcap_if_t *i = list; i && !found; i = i->next)
		found = usable(i) && name_of(i, name, size);
	call->freealldevs(list);
	if (!found) {
		err_set(e, "no interface is up");
		e->sys = ENODEV;
	}
	return found;
}

/* A capture without libpcap's part, or NULL. */
static struct capture *make(const struct pcap_calls *call, struct err *e)
{
	struct capture *c;

	if (!call)
		return NULL;
	c = calloc(1, sizeof(*c));
	if (!c) {
		err_set(e, "out of memory");
		return NULL;
	}
	c->call = call;
	return c;
}

/* Why an interface could not be opened. */
static void blame(const struct pcap_calls *call, pcap_t *pcap, int status,
                  const char *interface, struct err *e)
{
	static const struct {
		int status;
		int sys;
	} reasons[] = {
		{ PCAP_ERROR_PERM_DENIED, EPERM },
		{ PCAP_ERROR_PROMISC_PERM_DENIED, EPERM },
		{ PCAP_ERROR_NO_SUCH_DEVICE, ENODEV },
		{ PCAP_ERROR_IFACE_NOT_UP, ENETDOWN },
	};

	err_set(e, "%s cannot be listened to: %s", interface,
	        call->geterr(pcap));
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].status == status)
			e->sys = reasons[i].sys;
}

static void prepare(const struct pcap_calls *call, pcap_t *pcap,
                    const struct capture_options *o)
{
	size_t snaplen = o->snaplen ? o->snaplen : SNAPLEN;
	size_t buffer = o->buffer ? o->buffer : BUFFER;

	/* They fail only on a capture that has begun. */
	call->set_snaplen(pcap, snaplen < SNAPLEN ? (int)snaplen : SNAPLEN);
	call->set_buffer_size(pcap, buffer < INT_MAX ? (int)buffer : INT_MAX);
	call->set_promisc(pcap, o->promiscuous);
	if (call->set_immediate_mode)
		call->set_immediate_mode(pcap, o->immediate);
	call->set_timeout(pcap, DELAY);
}

static bool begin(struct capture *c, const char *interface,
                  const struct capture_options *options, struct err *e)
{
	char device[LINK_DEVICE];
	char why[PCAP_ERRBUF_SIZE] = "";
	int status;

	if (!link_device(interface, device)) {
		err_set(e, "there is no interface %s", interface);
		e->sys = ENODEV;
		return false;
	}
	c->pcap = c->call->create(device, why);
	if (!c->pcap)
		return err_set(e, "%s cannot be listened to: %s", interface,
		               why);
	prepare(c->call, c->pcap, options);
	/* Positive is a warning: a promiscuous mode that it does not have. */
	status = c->call->activate(c->pcap);
	if (status < 0) {
		blame(c->call, c->pcap, status, interface, e);
		return false;
	}
	if (c->call->setnonblock(c->pcap, 1, why) != 0)
		return err_set(e, "%s cannot be waited for: %s", interface,
		               why);
	c->live = true;
	return true;
}

struct capture *capture_open_live(const char *interface,
                                  const struct capture_options *options,
                                  struct err *e)
{
	struct capture *c = make(pcap_live(e), e);

	if (c && !begin(c, interface, options, e)) {
		capture_close(c);
		return NULL;
	}
	return c;
}

struct capture *capture_open_stream(FILE *file, struct err *e)
{
	char why[PCAP_ERRBUF_SIZE] = "";
	struct capture *c = make(pcap_calls(e), e);

	if (!c)
		return NULL;
	c->pcap = c->call->fopen_offline(file, why);
	if (!c->pcap) {
		err_set(e, "not a capture: %s", why);
		e->sys = EILSEQ;
		capture_close(c);
		return NULL;
	}
	return c;
}

struct capture *capture_open_file(const char *path, struct err *e)
{
	FILE *f = capture_file(path, e);
	struct capture *c = f ? capture_open_stream(f, e) : NULL;

	if (f && !c)
		fclose(f);
	return c;
}

void capture_close(struct capture *c)
{
	if (!c)
		return;
	if (c->pcap)
		c->call->close(c->pcap);
	free(c);
}

enum capture_link capture_link(const struct capture *c)
{
	static const struct {
		int datalink;
		enum capture_link link;
	} links[] = {
		{ DLT_EN10MB, CAPTURE_ETHERNET },
		{ DLT_LINUX_SLL, CAPTURE_COOKED },
		{ DLT_LINUX_SLL2, CAPTURE_COOKED2 },
		{ DLT_RAW, CAPTURE_RAW },
		{ DLT_IPV4, CAPTURE_RAW },
		{ DLT_IPV6, CAPTURE_RAW },
		{ DLT_NULL, CAPTURE_LOOPBACK },
		{ DLT_LOOP, CAPTURE_LOOPBACK },
	};
	int datalink = c->call->datalink(c->pcap);

	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		if (links[i].datalink == datalink)
			return links[i].link;
	return CAPTURE_OTHER;
}

/* A file may say any time at all: one far from ours is none. */
static int64_t read_time(const struct timeval *t)
{
	int64_t second = t->tv_sec, part = t->tv_usec;

	if (second < -TIME_MOST || second > TIME_MOST || part < 0 ||
	    part >= 1000000)
		return 0;
	return second * 1000000 + part;
}

static int fetch(struct capture *c, struct capture_packet *p)
{
	struct pcap_pkthdr *head;
	const u_char *data;
	int status = c->call->next_ex(c->pcap, &head, &data);

	if (status == 1) {
		p->data = data;
		p->len = head->caplen;
		p->size = head->len;
		p->time = read_time(&head->ts);
	}
	return status;
}

enum capture_step capture_next(struct capture *c, unsigned ms,
                               struct capture_packet *p, struct err *e)
{
	int64_t end = clock_ticks() + ms, left = ms;
	int status = fetch(c, p);

	while (status == 0 && c->live && left > 0 &&
	       pcap_wait(c->pcap, (unsigned)left)) {
		status = fetch(c, p);
		left = end - clock_ticks();
	}
	switch (status) {
	case 1:
		return CAPTURE_PACKET;
	case 0:
		return CAPTURE_QUIET;
	case PCAP_ERROR_BREAK:
		return CAPTURE_END;
	default:
		err_set(e, "%s", c->call->geterr(c->pcap));
		return CAPTURE_BROKEN;
	}
}

intptr_t capture_socket(const struct capture *c)
{
	return c->live ? pcap_socket(c->pcap) : -1;
}

bool capture_lost(struct capture *c, uint64_t *packets)
{
	struct pcap_stat stat = { 0 };

	if (!c->live || c->call->stats(c->pcap, &stat) != 0)
		return false;
	*packets = stat.ps_drop;
	return true;
}

bool capture_filter(struct capture *c, const char *filter, struct err *e)
{
	struct bpf_program program;
	bool ok;

	if (c->call->compile(c->pcap, &program, filter, 1,
	                     PCAP_NETMASK_UNKNOWN) != 0)
		return err_set(e, "filter: %s", c->call->geterr(c->pcap));
	ok = c->call->setfilter(c->pcap, &program) == 0;
	c->call->freecode(&program);
	return ok || err_set(e, "filter: %s", c->call->geterr(c->pcap));
}

bool capture_inject(struct capture *c, const void *frame, size_t len,
                    struct err *e)
{
	errno = 0;
	if (len <= INT_MAX && c->live &&
	    c->call->sendpacket(c->pcap, frame, (int)len) == 0)
		return true;
	err_set(e, "a frame cannot be sent: %s", c->call->geterr(c->pcap));
	e->sys = errno;
	return false;
}
