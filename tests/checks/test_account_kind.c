/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/decode/account_kind.h"

#define NOW     INT64_C(1795338000)
#define NORMAL  0x200u
#define OFF     0x002u
#define NOT_REQ 0x020u
#define NEVER   CELL_UNKNOWN

static void accounts_are(void **state)
{
	static const struct {
		struct account_kind k;
		const char *password; /* NULL: cannot be told */
		enum tri enabled;
		enum tri human;
	} cases[] = {
		/* a policy demands one */
		{ { 1001, NORMAL, 8, TRI_NO, TRI_NO, false, NEVER },
		  "set",
		  TRI_YES,
		  TRI_YES },
		/* none demands one: it may be empty */
		{ { 1001, NORMAL, 0, TRI_NO, TRI_NO, false, NEVER },
		  NULL,
		  TRI_YES,
		  TRI_YES },
		{ { 1001, NORMAL, CELL_UNKNOWN, TRI_UNKNOWN, TRI_UNKNOWN, false,
		    NEVER },
		  NULL,
		  TRI_YES,
		  TRI_YES },
		/* the account is free of the policy: no proof either way */
		{ { 1001, NORMAL | NOT_REQ, 8, TRI_NO, TRI_NO, false, NEVER },
		  NULL,
		  TRI_YES,
		  TRI_YES },
		/* Microsoft's, or opened by a PIN, which asks for one first */
		{ { 1001, NORMAL | NOT_REQ, 0, TRI_YES, TRI_NO, false, NEVER },
		  "set",
		  TRI_YES,
		  TRI_YES },
		{ { 1001, NORMAL | NOT_REQ, 0, TRI_NO, TRI_YES, false, NEVER },
		  "set",
		  TRI_YES,
		  TRI_YES },
		/* the guest, asleep and awake, and with a password */
		{ { 501, NORMAL | OFF | NOT_REQ, 0, TRI_NO, TRI_NO, false,
		    NEVER },
		  "empty",
		  TRI_NO,
		  TRI_NO },
		{ { 501, NORMAL | NOT_REQ, 0, TRI_NO, TRI_NO, false, NEVER },
		  "empty",
		  TRI_YES,
		  TRI_NO },
		{ { 501, NORMAL, 8, TRI_NO, TRI_NO, false, NEVER },
		  "set",
		  TRI_YES,
		  TRI_NO },
		/* Windows' own, a program's, one whose time is over */
		{ { 500, NORMAL | OFF, 0, TRI_NO, TRI_NO, false, NEVER },
		  NULL,
		  TRI_NO,
		  TRI_NO },
		{ { 504, NORMAL | OFF, 0, TRI_NO, TRI_NO, false, NEVER },
		  NULL,
		  TRI_NO,
		  TRI_NO },
		{ { 1002, NORMAL, 8, TRI_NO, TRI_NO, true, NEVER },
		  "set",
		  TRI_YES,
		  TRI_NO },
		{ { 1003, NORMAL, 8, TRI_NO, TRI_NO, false, NOW },
		  "set",
		  TRI_NO,
		  TRI_YES },
		{ { 1003, NORMAL, 8, TRI_NO, TRI_NO, false, NOW + 1 },
		  "set",
		  TRI_YES,
		  TRI_YES },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got = account_kind_password(&cases[i].k);

		print_message("%d\n", (int)i);
		if (cases[i].password && got)
			assert_string_equal(got, cases[i].password);
		else
			assert_ptr_equal(got, cases[i].password);
		assert_int_equal(account_kind_enabled(&cases[i].k, NOW),
		                 cases[i].enabled);
		assert_int_equal(account_kind_human(&cases[i].k),
		                 cases[i].human);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accounts_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
