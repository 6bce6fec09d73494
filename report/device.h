/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_DEVICE_H
#define REPORT_DEVICE_H

#include "core/lang.h"
#include "report/document.h"

#include <stdbool.h>

/* What a device is, in the order that a reader meets them. */
enum device_kind {
	DEVICE_ROUTER,
	DEVICE_STORAGE,
	DEVICE_PRINTER,
	DEVICE_COMPUTER,
	DEVICE_PHONE,
	DEVICE_CAMERA,
	DEVICE_UNKNOWN,
	DEVICE_KINDS
};

/* The kind of a host; UNKNOWN for a word that this program does not know. */
enum device_kind device_kind(const struct document_host *h);

/* Its word in documents ("router"), and for readers ("box"); static. */
const char *device_kind_id(enum device_kind kind);
const char *device_kind_word(enum device_kind kind, enum lang lang);

/* Whether a document may hold this as an address, or as a range. */
bool device_address(const char *text);
bool device_range(const char *text);

/* Order of two addresses: by number, then what is not IPv4. For qsort(). */
int device_order(const char *a, const char *b);

/* Whether the address lies in the range; false for what is not IPv4. */
bool device_within(const char *address, const char *range);

/*
 * Whether the host of an evidence is the device at that address: the address,
 * or an IPv4 address with a port behind it, where a door of the box leads.
 */
bool device_is(const char *host, const char *address);

/* Whether anybody looked at the network. */
bool device_looked(const struct document *d);

/*
 * Put the hosts in order of address and leave out what a reader of documents
 * would refuse: hosts past DOCUMENT_HOSTS, and of the ports as many of each
 * host as fit in DOCUMENT_ALL_PORTS.
 */
void device_fit(struct document_network *n);

#endif
