/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/delivery.h"
#include "agent/outbox.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What is read back from the outbox, and what a service answers. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int statuses[] = { 200, 201, 302, 401, 422, 503 };
	const char *text = (const char *)data;
	struct outbox_receipt receipt;
	struct outbox_try tries;

	outbox_try_read(&tries, text, size);
	if (outbox_receipt_read(&receipt, text, size))
		require(delivery_is_receipt(receipt.number));
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		struct http_answer answer = { .status = statuses[i] };
		struct delivery d;

		buf_init(&answer.body, 16384);
		buf_add(&answer.body, data, size);
		delivery_judge(&d, &answer);
		require(d.way < DELIVERY_WAYS);
		require(d.way != DELIVERY_DONE ||
		        delivery_is_receipt(d.receipt));
		http_clear(&answer);
	}
	return 0;
}
