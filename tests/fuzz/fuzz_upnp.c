/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/heard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte cuts the rest into pieces, and says what is asked for. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct spoken s;
	size_t step;

	if (size == 0)
		return 0;
	step = data[0] & 0x7f ? 8u * (data[0] & 0x7f) : 1;
	spoken_init(&s, TALK_NORMAL);
	spoken_feed(&s, "upnp", 5000,
	            data[0] & 0x80 ? "WANIPConnection:1 /ctl" : "/desc.xml",
	            data + 1, size - 1, step, TALK_CLOSED);
	heard_check(&s);
	spoken_clear(&s);
	return 0;
}
