/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/checks/spoken.h"
#include "tests/fuzz/roots.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * A server's side of TLS, raw: the first byte tells the dialect, the second
 * in what pieces it comes.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = {
		"imaps", "smtps",      "ldaps", "smtp", "imap", "pop3",
		"ldap",  "postgresql", "mysql", "rdp",  "vnc",
	};
	struct spoken s;

	if (size < 2)
		return 0;
	spoken_init(&s, TALK_THOROUGH);
	s.plan.roots = fuzz_roots();
	spoken_feed(&s, names[data[0] % (sizeof(names) / sizeof(names[0]))], 1,
	            NULL, data + 2, size - 2, data[1] * 8u + 1, TALK_CLOSED);
	/* No certificate without a handshake that somebody holds a key for. */
	if (s.sight.tls.count > 0)
		abort();
	spoken_clear(&s);
	return 0;
}
