/* SPDX-License-Identifier: Apache-2.0 */
#include "core/dns.h"
#include "core/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever the message, what is kept is text that may be shown. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dns_answer answer;
	struct arena *a;

	if (size < 1)
		return 0;
	a = arena_new(8u << 20);
	if (!a)
		abort();
	memset(&answer, 0, sizeof(answer));
	dns_parse(&answer, (enum dns_kind)(data[0] % DNS_KINDS), data + 1,
	          size - 1, a);
	if (answer.state == DNS_WAITING || answer.count > DNS_ROWS ||
	    (answer.state == DNS_FOUND) != (answer.count > 0))
		abort();
	for (size_t i = 0; i < answer.count; i++)
		if (!text_valid(answer.text[i], strlen(answer.text[i])) ||
		    strchr(answer.text[i], '\033'))
			abort();
	arena_free(a);
	return 0;
}
