/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/checks/spoken.h"
#include "tests/fuzz/roots.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The answer to StartTLS, and whatever follows; no sign comes of it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct spoken s;

	if (size == 0)
		return 0;
	spoken_init(&s, TALK_NORMAL);
	s.plan.roots = fuzz_roots();
	spoken_feed(&s, "ldap", 389, NULL, data + 1, size - 1,
	            (data[0] & 0x3f) + 1u, TALK_CLOSED);
	if (s.sight.signs.count > 0 || s.connections != 1)
		abort();
	spoken_clear(&s);
	return 0;
}
