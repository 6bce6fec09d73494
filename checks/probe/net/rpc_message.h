/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_RPC_MESSAGE_H
#define CHECKS_PROBE_NET_RPC_MESSAGE_H

#include "core/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Remote procedure calls over TCP (RFC 5531), and their words (RFC 4506). */

#define RPC_MESSAGE_BYTES 8192 /* of an answer that are looked at */

/* Append a call without arguments, from nobody. */
void rpc_message_call(struct buf *out, uint32_t program, uint32_t version,
                      uint32_t procedure);

enum rpc_message_state {
	RPC_MESSAGE_MORE, /* it has not all come */
	RPC_MESSAGE_DONE, /* result and len are set */
	RPC_MESSAGE_BAD   /* no answer, a refusal, or too long */
};

/* The result in the answer to our call; data lives in copy. */
struct rpc_message {
	uint8_t copy[RPC_MESSAGE_BYTES]; /* its fragments, joined */
	const uint8_t *result;
	size_t len;
};

enum rpc_message_state rpc_message_read(struct rpc_message *m,
                                        const uint8_t *data, size_t len);

/* Take a number off the result; 0 when there is none, and len is 0 then. */
uint32_t rpc_message_number(struct rpc_message *m);

/*
 * Take a text off it, into out of size bytes; false when it does not fit, or
 * holds a NUL, or is not all there, and len is 0 then.
 */
bool rpc_message_text(struct rpc_message *m, char *out, size_t size);

#endif
