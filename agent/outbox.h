/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_OUTBOX_H
#define AGENT_OUTBOX_H

#include "agent/delivery.h"
#include "agent/session.h"
#include "core/buf.h"

#include <stdint.h>

/*
 * What goes to the coordinator, in the folder "envoi" of the results. Files
 * of one result share a name, 16 hexadecimal digits of the SHA-256 of what is
 * sent, so that nothing goes twice:
 *   NAME.json   what is sent, to be read by whoever agrees to it
 *   NAME.garde  the same sealed: agreed to, and waiting
 *   NAME.essai  how often it was tried, and when next
 *   NAME.recu   the receipt
 *   NAME.refus  why it was refused
 * Every file is written whole. An envelope goes once the receipt is there.
 */
#define OUTBOX      "envoi"
#define OUTBOX_NAME 17  /* bytes of a name, with its NUL */
#define OUTBOX_MOST 500 /* envelopes at once */

enum outbox_state {
	OUTBOX_NEW,     /* nobody agreed yet, or nothing is known of it */
	OUTBOX_WAITING, /* sealed */
	OUTBOX_SENT,
	OUTBOX_REFUSED
};

/* How often one was tried. */
struct outbox_try {
	unsigned tries;
	int64_t next; /* time before which it is not tried again */
};

/* A receipt as it is kept. */
struct outbox_receipt {
	char number[DELIVERY_RECEIPT];
	int64_t received_at;
};

/* The name of what is sent: the text of a reduced document. */
void outbox_name(char name[OUTBOX_NAME], const char *text, size_t len);

/* The path of a file, in the session's arena; NULL if memory ran out. */
const char *outbox_path(const struct session *s, const char *folder,
                        const char *name, const char *ending);

enum outbox_state outbox_state(const struct session *s, const char *folder,
                               const char *name);

/*
 * The names of the envelopes that wait in a folder, in byte order; how many.
 * *out is in the arena. What was left of those that are sent is taken away.
 */
size_t outbox_list(const struct session *s, const char *folder,
                   const char *const **out);

/* Read and keep tries; what is not understood counts as never tried. */
void outbox_try_read(struct outbox_try *t, const char *text, size_t len);
bool outbox_try_write(const struct session *s, const char *folder,
                      const char *name, const struct outbox_try *t,
                      struct err *e);

/* Read a receipt; false when it is none. */
bool outbox_receipt_read(struct outbox_receipt *r, const char *text,
                         size_t len);

/* The newest receipt that a folder holds; false when there is none. */
bool outbox_newest(const struct session *s, const char *folder,
                   struct outbox_receipt *out);

/*
 * Keep what the service said, and take the envelope out of the queue. When it
 * was the kit that it would not have, the result is new again.
 */
bool outbox_settle(const struct session *s, const char *folder,
                   const char *name, const struct delivery *d, struct err *e);

#endif
