/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include "core/lang.h"
#include "core/verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The one format that agents and coordinators share: what was found about a
 * machine or, merged, about a commune. Findings are by value, words included,
 * so that a reader needs no baseline. All pointers live in the arena that the
 * document was made in. Texts are NULL when they are not there, numbers are
 * as said.
 */
#define DOCUMENT_FORMAT 1

/* A technical line for the provider. */
struct document_evidence {
	const char *machine; /* id, or NULL */
	const char *host;
	int64_t port; /* 0: none */
	const char *transport;
	const char *code;
	const char *value;
	bool info; /* worth knowing, no reason for the verdict */
};

/* Where the same demand stands in a publication. */
struct document_mapping {
	const char *reference; /* "anssi-hygiene"... */
	const char **item;
	size_t items;
};

/* A value that fills a {name}; kept to say the detail in another language. */
struct document_argument {
	const char *name;
	struct words value;
};

/*
 * What one machine said about a control, kept when machines are merged: all
 * that may differ from one to another.
 */
struct document_part {
	const char *machine; /* id */
	enum verdict verdict;
	enum severity severity;
	bool declared;
	const char *title;
	const char *detail;
	const char *message;
	const char *contradiction;
	struct document_argument *argument;
	size_t arguments;
};

struct document_finding {
	const char *id;
	enum verdict verdict;
	enum severity severity;
	enum scope scope;
	bool declared;      /* rests on an answer, not on a machine */
	const char *title;  /* good, bad or asking, as the verdict is */
	const char *detail; /* what was seen; "" when there is nothing more */
	const char *why;
	const char *remedy;
	const char *fix;    /* for a technician */
	const char *verify; /* for a technician */
	const char **who;   /* "clerk", "provider", "elected"... */
	size_t whos;
	int64_t minutes;
	const char *cost; /* words */
	int64_t euros_from;
	int64_t euros_to;
	const char *every; /* "once", "year", "month" */
	struct document_mapping *mapping;
	size_t mappings;
	struct document_evidence *evidence;
	size_t evidences;
	struct document_part *part; /* one a machine, if several */
	size_t parts;
	const char *message;       /* id of the detail's words, or NULL */
	const char *contradiction; /* id of what was added, or NULL */
	struct document_argument *argument;
	size_t arguments;
	int64_t seen_at; /* time it was known, 0: made_at; once merged */
};

struct document_machine {
	const char *id;     /* stable, salted per commune, hexadecimal */
	const char *label;  /* "Poste 1" */
	const char *system; /* "Debian GNU/Linux 12" */
	int64_t seen_at;    /* time it was looked at */
};

/* A port of a device that answers. */
struct document_port {
	int64_t port;
	const char *transport; /* "tcp", "udp" */
	const char *service;   /* "https"; what it speaks */
};

/* Another machine of the network, and what it is. */
struct document_host {
	const char *address; /* numeric; no two hosts have the same */
	const char *kind;    /* "router", "printer", "storage", "computer",
	                        "phone", "camera", "unknown" */
	const char *sure;    /* "certain", "likely", "guess" */
	const char *vendor;
	const char *model;
	const char **name; /* that it gives itself */
	size_t names;
	struct document_port *port;
	size_t ports;
	bool gateway;        /* the way to the Internet */
	const char *machine; /* id, if it is a machine of this document */
	const char *seen_by; /* id of the machine that saw it last */
	int64_t seen_at;     /* time of that */
};

/* What was seen of the network; all is empty when nobody looked. */
struct document_network {
	const char **range; /* "192.168.1.0/24" */
	size_t ranges;
	const char *consent;        /* "option", "question", "kit" */
	const char *level;          /* "ports", "normal", "thorough" */
	struct document_host *host; /* in order of address once merged */
	size_t hosts;
};

/* Why the letter cannot be better than it is. */
struct document_cap {
	const char *id;  /* "one-critical", "two-critical", "no-backup",
	                   "unsupported-system" */
	char letter;     /* at best */
	const char *why; /* words */
};

struct document_action {
	const char *id;    /* of a finding */
	char letter_after; /* once this and those before are done; 0: none */
};

struct document_rating {
	char letter;     /* 'A'..'E'; 0: provisional, no letter */
	char ceiling;    /* what the missing answers could still reach */
	double score;    /* 0..100, share of weight earned */
	double coverage; /* 0..100, share of weight known */
	struct document_cap *cap;
	size_t caps;
	struct document_action *next_action; /* at most 3 */
	size_t next_actions;
};

struct document {
	const char *subject; /* "machine" or "commune" */
	int64_t made_at;     /* time the facts were collected */
	enum lang lang;      /* of the words */
	struct {
		const char *name; /* "garde" */
		const char *version;
	} tool;
	struct {
		const char *id;
		const char *version;
		int64_t expires; /* time */
	} baseline;
	int64_t formula; /* version of the rating's formula */
	struct {
		const char *insee; /* or NULL */
		const char *name;  /* or NULL */
	} commune;
	struct document_machine *machine;
	size_t machines;
	struct document_network network;
	struct document_rating rating;
	struct document_finding *finding;
	size_t findings;
};

/* The finding of that id, or NULL. */
struct document_finding *document_finding(const struct document *d,
                                          const char *id);

/* The machine of that id, or NULL. */
struct document_machine *document_machine(const struct document *d,
                                          const char *id);

#endif
