/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/talk.h"
#include "checks/sign.h"
#include "tests/fuzz/builtin.h"

#include <string.h>

static bool asked_of(const struct lan_port *p)
{
	for (const struct datagram *const *d = datagram_list(); *d; d++)
		if ((*d)->port == p->port && strcmp((*d)->name, p->speaks) == 0)
			return true;
	return false;
}

/* Whatever a port of the baseline is said to speak, somebody speaks it. */
static void test_baseline(void **state)
{
	const struct baseline *b = builtin_baseline();
	size_t spoken = 0;

	(void)state;
	for (size_t i = 0; i < b->lan_ports; i++) {
		const struct lan_port *p = &b->lan_port[i];

		if (p->code && !sign_find(p->code))
			fail_msg("%s: no such sign", p->code);
		if (!p->speaks)
			continue;
		spoken++;
		if (strcmp(p->transport, "udp") == 0 ? !asked_of(p)
		                                     : !dialect_find(p->speaks))
			fail_msg("nobody speaks %s on %d", p->speaks,
			         (int)p->port);
	}
	assert_true(spoken > 40);
}

/* No two dialects have one name, and each can begin and listen. */
static void test_dialects(void **state)
{
	(void)state;
	for (const struct dialect *const *d = dialect_list(); *d; d++) {
		assert_ptr_equal(dialect_find((*d)->name), *d);
		if (!(*d)->open || !(*d)->hear)
			fail_msg("%s is not whole", (*d)->name);
	}
	assert_null(dialect_find("no-such-dialect"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_baseline),
		cmocka_unit_test(test_dialects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
