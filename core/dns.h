/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_DNS_H
#define CORE_DNS_H

#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Questions to the DNS servers of this system, many at a time. Each name and
 * kind is asked once.
 */
struct dns;

enum dns_kind { DNS_A, DNS_AAAA, DNS_MX, DNS_TXT, DNS_KINDS };

enum dns_state {
	DNS_WAITING, /* asked, no answer yet */
	DNS_FOUND,
	DNS_NONE,    /* the name is there and has nothing of the kind */
	DNS_NO_NAME, /* there is no such name */
	DNS_FAILED   /* nobody could say; "why" says how */
};

#define DNS_ROWS  64   /* records of an answer that are kept */
#define DNS_BYTES 4096 /* of one text; longer ones are cut */

/* What came back. */
struct dns_answer {
	enum dns_state state;
	const char *why;         /* unless FOUND, NONE or NO_NAME */
	const char *const *text; /* addresses, host names in order of
	                            preference, or texts with their strings
	                            joined; what may not be shown is blank */
	size_t count;
};

/*
 * Make ready to ask; what comes back lives in a. deadline is how long one
 * question may take with all its repetitions, in milliseconds. NULL and e on
 * failure.
 */
struct dns *dns_open(struct arena *a, unsigned deadline, struct err *e);

/*
 * Put a question; name is in ASCII. The answer fills in while dns_wait()
 * runs; it stays where it is until dns_close(). Never NULL: what cannot be
 * asked is FAILED.
 */
const struct dns_answer *dns_ask(struct dns *d, const char *name,
                                 enum dns_kind kind);

/* Until every question has its answer, or that time (clock_ticks()) comes. */
void dns_wait(struct dns *d, int64_t until);

/* Give up what waits, as FAILED, and free. NULL is fine. */
void dns_close(struct dns *d);

/*
 * Read len bytes of a message as a server sends it; from anybody. Texts live
 * in a.
 */
void dns_parse(struct dns_answer *out, enum dns_kind kind, const void *data,
               size_t len, struct arena *a);

#endif
