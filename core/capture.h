/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CAPTURE_H
#define CORE_CAPTURE_H

#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Packets, as they pass an interface of this machine or as somebody kept them
 * in a file (pcap or pcapng). Every byte of them is a stranger's.
 */
struct capture;

/* What every packet begins with (LINKTYPE_ of tcpdump.org/linktypes.html). */
enum capture_link {
	CAPTURE_ETHERNET,
	CAPTURE_COOKED,   /* Linux, version 1: 16 bytes */
	CAPTURE_COOKED2,  /* Linux, version 2: 20 bytes */
	CAPTURE_RAW,      /* an IPv4 or IPv6 packet */
	CAPTURE_LOOPBACK, /* 4 bytes, the family in either byte order */
	CAPTURE_OTHER
};

/* How an interface is listened to. */
struct capture_options {
	size_t snaplen;   /* most bytes of a packet; 0: all */
	size_t buffer;    /* bytes of the system's buffer; 0: 2 MB */
	bool promiscuous; /* also what is for others, where the cable has it */
	bool immediate; /* each packet at once, not by the tenth of a second */
};

struct capture_packet {
	const uint8_t *data; /* valid until the next call */
	size_t len;          /* bytes that were kept */
	size_t size;         /* bytes that it had */
	int64_t time;        /* Unix time in microseconds */
};

/* What came of waiting for a packet. */
enum capture_step {
	CAPTURE_PACKET,
	CAPTURE_QUIET, /* nothing came in time, or a signal did */
	CAPTURE_END,   /* of the file */
	CAPTURE_BROKEN /* e says why; nothing more can be read */
};

/*
 * Have the library ready, so that a file can be opened where no other file
 * can be any more. ENOENT in e->sys: this machine has none.
 */
bool capture_load(struct err *e);

/*
 * The name of the interface that a packet to the network most likely leaves
 * by: the first that is up, has an address and is not the loopback.
 */
bool capture_interface(char *name, size_t size, struct err *e);

/*
 * Listen to an interface; NULL on failure. e->sys is EPERM when it takes more
 * rights, ENODEV when there is no such interface, ENETDOWN when it is off,
 * ENOENT when the library is missing.
 */
struct capture *capture_open_live(const char *interface,
                                  const struct capture_options *options,
                                  struct err *e);

/* Open a file for capture_open_stream(): a regular one, or NULL. */
FILE *capture_file(const char *path, struct err *e);

/* Read a file; NULL on failure. */
struct capture *capture_open_file(const char *path, struct err *e);

/*
 * Read a file that is open already, which the capture closes; on failure,
 * NULL, it is still the caller's.
 */
struct capture *capture_open_stream(FILE *file, struct err *e);

void capture_close(struct capture *c);

/* What its packets begin with. */
enum capture_link capture_link(const struct capture *c);

/*
 * The next packet. A live capture is waited for, ms milliseconds at most; a
 * file never is.
 */
enum capture_step capture_next(struct capture *c, unsigned ms,
                               struct capture_packet *p, struct err *e);

/*
 * What a live capture can be waited for with, among other sockets
 * (core/socket.h), or -1.
 */
intptr_t capture_socket(const struct capture *c);

/*
 * Packets that came too fast for us, on a live capture: false when that is
 * not known.
 */
bool capture_lost(struct capture *c, uint64_t *packets);

/* From now on only packets that fit, in the words of pcap-filter(7). */
bool capture_filter(struct capture *c, const char *filter, struct err *e);

/* Send one frame as it is out of the interface. */
bool capture_inject(struct capture *c, const void *frame, size_t len,
                    struct err *e);

#endif
