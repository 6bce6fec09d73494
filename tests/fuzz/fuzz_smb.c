/* SPDX-License-Identifier: Apache-2.0 */
#include "core/text.h"
#include "tests/checks/spoken.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * A device of any words: the first byte says how they come. What is kept is
 * text, and no connection is opened that the manners do not allow.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t steps[] = { 1, 7, 64, 1u << 20 };
	const struct device_sign *sign;
	struct spoken s;

	if (size < 1)
		return 0;
	spoken_init(&s, data[0] & 2 ? TALK_NORMAL : TALK_THOROUGH);
	if (data[0] & 4)
		sight_port(&s.sight, SPOKEN_ADDRESS, 445, "tcp", NULL, NULL);
	spoken_feed(&s, "smb", data[0] & 1 ? 139 : 445, NULL, data + 1,
	            size - 1, steps[data[0] >> 3 & 3],
	            data[0] & 128 ? TALK_SILENCE : TALK_CLOSED);
	sign = s.sight.signs.data;
	for (size_t i = 0; i < s.sight.signs.count; i++)
		if (sign[i].value &&
		    !text_valid(sign[i].value, strlen(sign[i].value)))
			abort();
	if (s.connections > 2)
		abort();
	spoken_clear(&s);
	return 0;
}
