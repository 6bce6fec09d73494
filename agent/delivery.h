/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_DELIVERY_H
#define AGENT_DELIVERY_H

#include "core/buf.h"
#include "core/http.h"
#include "report/kit.h"

#include <stdint.h>

/* How a try to hand an envelope over ended. */
enum delivery_way {
	DELIVERY_DONE,    /* a receipt came */
	DELIVERY_REFUSED, /* and would be again: kept aside */
	DELIVERY_BUSY,    /* the service asks to come back */
	DELIVERY_NETWORK, /* nobody answers */
	DELIVERY_PROXY,   /* the way out asks who we are */
	DELIVERY_TLS,     /* somebody else's certificate */
	DELIVERY_PORTAL,  /* an answer, but not the service's */
	DELIVERY_WAYS
};

#define DELIVERY_RECEIPT 15  /* bytes: "7KQ2-M4XD-9T3W" with its NUL */
#define DELIVERY_TEXT    200 /* of what the service says */

struct delivery {
	enum delivery_way way;
	int status;    /* of HTTP, 0: none */
	int64_t asked; /* Retry-After in seconds, 0: none */
	char receipt[DELIVERY_RECEIPT];
	int64_t received_at; /* time by the service's clock */
	char error[DELIVERY_TEXT];
	char field[DELIVERY_TEXT];
	char detail[DELIVERY_TEXT]; /* technical, "" if there is none */
};

/* What an answer means. Pure. */
void delivery_judge(struct delivery *d, const struct http_answer *answer);

/* Whether that is the number of a receipt. */
bool delivery_is_receipt(const char *text);

/*
 * Hand an envelope over to the service of the kit. roots is a file of more
 * authorities, or NULL.
 */
void delivery_try(struct delivery *d, const struct kit *kit, const char *roots,
                  const void *envelope, size_t len);

#endif
