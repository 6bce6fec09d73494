/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_KIT_KEPT_H
#define AGENT_KIT_KEPT_H

#include "agent/kit_file.h"

/*
 * The accepted kit, in the folder "kit" of the results: one of its folders
 * "1" and "2", the later made of those that are whole. A new one goes into
 * the other, so that the one in use is never touched; "signataire" keeps who
 * signed the first, for the day that both are damaged.
 */
#define KIT_KEPT "kit"

/* What is kept. */
struct kit_kept {
	struct kit_file file[2];
	struct kit_file *now;    /* the one in use; NULL: there is none */
	struct kit_file *before; /* the other if it is whole; or NULL */
	char signer[HASH_TEXT];  /* who has to sign; "" nobody yet */
	bool damaged;            /* there is one, but none is whole */
	bool unknown;            /* memory ran out: one may be missing */
};

/* Look in a folder of results; NULL is one that is not there. */
void kit_kept_read(struct kit_kept *out, const char *results,
                   const struct session *s);

/* Keep another one in a folder of results; it is in use from now on. */
bool kit_kept_write(const struct kit_kept *kept, const struct kit_file *file,
                    const char *results, const struct session *s,
                    struct err *e);

#endif
