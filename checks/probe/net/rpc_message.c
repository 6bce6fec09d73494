/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/rpc_message.h"

#include <string.h>

#define CALL_ID   0x67617264u /* any number: one call a connection */
#define CALL      0u
#define REPLY     1u
#define RPC       2u          /* its version */
#define LAST      0x80000000u /* of a fragment's head: no more come */
#define FRAGMENTS 64
#define PROOF     400u /* most bytes of a verifier */

static uint32_t number_at(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

static void put(struct buf *out, uint32_t n)
{
	const uint8_t bytes[4] = { (uint8_t)(n >> 24), (uint8_t)(n >> 16),
		                   (uint8_t)(n >> 8), (uint8_t)n };

	buf_add(out, bytes, sizeof(bytes));
}

void rpc_message_call(struct buf *out, uint32_t program, uint32_t version,
                      uint32_t procedure)
{
	/* Who asks, and how to prove it: nobody, not at all. */
	const uint32_t words[] = { CALL_ID,   CALL, RPC, program, version,
		                   procedure, 0,    0,   0,       0 };

	put(out, LAST | sizeof(words));
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		put(out, words[i]);
}

uint32_t rpc_message_number(struct rpc_message *m)
{
	uint32_t n;

	if (m->len < 4) {
		m->len = 0;
		return 0;
	}
	n = number_at(m->result);
	m->result += 4;
	m->len -= 4;
	return n;
}

bool rpc_message_text(struct rpc_message *m, char *out, size_t size)
{
	uint32_t n = rpc_message_number(m);
	size_t padded = ((size_t)n + 3) & ~(size_t)3;

	if (n >= size || padded > m->len || memchr(m->result, '\0', n)) {
		m->len = 0;
		return false;
	}
	memcpy(out, m->result, n);
	out[n] = '\0';
	m->result += padded;
	m->len -= padded;
	return true;
}

/* Join the fragments of a record. */
static enum rpc_message_state join(struct rpc_message *m, const uint8_t *data,
                                   size_t len)
{
	m->len = 0;
	for (int i = 0; i < FRAGMENTS; i++) {
		uint32_t head;
		size_t n;

		if (len < 4)
			return RPC_MESSAGE_MORE;
		head = number_at(data);
		n = head & ~LAST;
		if (n > sizeof(m->copy) - m->len)
			return RPC_MESSAGE_BAD;
		if (n > len - 4)
			return RPC_MESSAGE_MORE;
		memcpy(m->copy + m->len, data + 4, n);
		m->len += n;
		data += 4 + n;
		len -= 4 + n;
		if (head & LAST)
			return RPC_MESSAGE_DONE;
	}
	return RPC_MESSAGE_BAD;
}

enum rpc_message_state rpc_message_read(struct rpc_message *m,
                                        const uint8_t *data, size_t len)
{
	enum rpc_message_state state = join(m, data, len);
	uint32_t proof;

	if (state != RPC_MESSAGE_DONE)
		return state;
	m->result = m->copy;
	/* Our call, an answer, not denied. */
	if (m->len < 24 || rpc_message_number(m) != CALL_ID ||
	    rpc_message_number(m) != REPLY || rpc_message_number(m) != 0)
		return RPC_MESSAGE_BAD;
	rpc_message_number(m);
	proof = rpc_message_number(m);
	if (proof > PROOF || (proof & 3) || proof + 4 > m->len)
		return RPC_MESSAGE_BAD;
	m->result += proof;
	m->len -= proof;
	/* And done. */
	return rpc_message_number(m) == 0 ? RPC_MESSAGE_DONE : RPC_MESSAGE_BAD;
}
