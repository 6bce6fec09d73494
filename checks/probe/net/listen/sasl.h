/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_LISTEN_SASL_H
#define CHECKS_PROBE_NET_LISTEN_SASL_H

#include <stdbool.h>
#include <stdint.h>

/* Identifying by steps, the same in SMTP, POP3 and IMAP (RFC 4422). */
struct sasl {
	bool active;
	bool go;      /* the server asked for the next line */
	uint8_t left; /* lines up to the password; 0: none in clear */
};

/*
 * The client begins: "PLAIN", and what it says at once, or "". True when a
 * password passes with it.
 */
bool sasl_begin(struct sasl *s, const char *mechanism, const char *initial);

/* The server answers: go on, or not. */
void sasl_reply(struct sasl *s, bool go);

/* What a line of the client is. */
enum sasl_line {
	SASL_OTHER, /* none of the steps: a command */
	SASL_STEP,
	SASL_PASSWORD /* the password passes */
};

/*
 * The client's next line. deaf: nothing of the server is heard, so that its
 * answers must be guessed.
 */
enum sasl_line sasl_take(struct sasl *s, const char *line, bool deaf);

#endif
