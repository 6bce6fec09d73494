/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PCAP_H
#define CORE_PCAP_H

#include "core/err.h"

#include <pcap/pcap.h>
#include <stdbool.h>
#include <stdint.h>

/* The functions of libpcap that are used, each as its own header has it. */
struct pcap_calls {
	pcap_t *(*create)(const char *, char *);
	int (*set_snaplen)(pcap_t *, int);
	int (*set_promisc)(pcap_t *, int);
	int (*set_timeout)(pcap_t *, int);
	int (*set_buffer_size)(pcap_t *, int);
	int (*set_immediate_mode)(pcap_t *, int); /* may be NULL */
	int (*activate)(pcap_t *);
	pcap_t *(*fopen_offline)(FILE *, char *);
	int (*setnonblock)(pcap_t *, int, char *);
	int (*datalink)(pcap_t *);
	int (*next_ex)(pcap_t *, struct pcap_pkthdr **, const u_char **);
	int (*stats)(pcap_t *, struct pcap_stat *);
	int (*sendpacket)(pcap_t *, const u_char *, int);
	int (*compile)(pcap_t *, struct bpf_program *, const char *, int,
	               bpf_u_int32);
	int (*setfilter)(pcap_t *, struct bpf_program *);
	void (*freecode)(struct bpf_program *);
	char *(*geterr)(pcap_t *);
	void (*close)(pcap_t *);
	int (*findalldevs)(pcap_if_t **, char *);
	void (*freealldevs)(pcap_if_t *);
};

/*
 * What reads files, loaded when first asked for, or NULL: a machine that does
 * not have it can do all the rest. Static. Only what a file needs is there.
 */
const struct pcap_calls *pcap_calls(struct err *e);

/*
 * The same for interfaces, with every function; on Windows it is another
 * library (Npcap), which is not everywhere. What one of them has opened is
 * not for the other.
 */
const struct pcap_calls *pcap_live(struct err *e);

/* Wait until a packet may be there, at most that many milliseconds. */
bool pcap_wait(pcap_t *live, unsigned milliseconds);

/* What socket_poll() (core/socket.h) can wait for instead, or -1. */
intptr_t pcap_socket(pcap_t *live);

#endif
