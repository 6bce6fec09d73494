/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/windows/decode/share_right.h"
#include "checks/probe/windows/decode/smb_default.h"

/* Rights of anonymous, guest, account, anybody: - r w; "?" not known. */
static struct share_right right_of(const char *letters)
{
	struct share_right r = { .known = letters[0] != '?' };

	for (int v = 0; r.known && v < SECURITY_VISITORS; v++)
		r.d.granted[v] = letters[v] == 'w'   ? SECURITY_FULL
		                 : letters[v] == 'r' ? SECURITY_READ
		                                     : 0;
	return r;
}

#define NO      TRI_NO
#define YES     TRI_YES
#define UNKNOWN TRI_UNKNOWN
#define ALL     "-www"

static void strangers_get_in(void **state)
{
	static const struct {
		struct share_entrance in;
		const char *share;
		const char *folder;
		enum tri read;
		enum tri write;
	} cases[] = {
		/* everyone may write, and the guest sleeps: an account */
		{ { NO, NO, false, false }, ALL, ALL, NO, NO },
		{ { YES, NO, false, false }, ALL, ALL, YES, YES },
		{ { UNKNOWN, NO, false, false }, ALL, ALL, UNKNOWN, UNKNOWN },
		/* the folder closes what the share opens, and the other way */
		{ { YES, NO, false, false }, ALL, "-rrr", YES, NO },
		{ { YES, NO, false, false }, ALL, "--ww", NO, NO },
		{ { YES, NO, false, false }, "---w", ALL, NO, NO },
		{ { YES, NO, false, false }, ALL, "?", UNKNOWN, UNKNOWN },
		{ { YES, NO, false, false }, "?", ALL, UNKNOWN, UNKNOWN },
		{ { YES, NO, false, false }, "?", "--ww", NO, NO },
		{ { NO, NO, false, false }, "?", "?", NO, NO },
		/* who gave no name */
		{ { NO, NO, false, true }, ALL, ALL, NO, NO },
		{ { NO, NO, true, true }, "wwww", "rrrr", YES, NO },
		{ { NO, NO, false, true }, "rrrr", "?", UNKNOWN, NO },
		{ { NO, NO, true, false }, "wwww", "wwww", NO, NO },
		/* accounts without a password: nobody can tell if there is one
		 */
		{ { NO, YES, false, false }, ALL, ALL, UNKNOWN, UNKNOWN },
		{ { NO, YES, false, false }, "---w", ALL, NO, NO },
		{ { YES, YES, false, false }, ALL, ALL, YES, YES },
		{ { NO, UNKNOWN, false, false }, "--rr", ALL, UNKNOWN, NO },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct share_right share = right_of(cases[i].share);
		struct share_right folder = right_of(cases[i].folder);

		print_message("%d\n", (int)i);
		assert_int_equal(share_right_stranger(&cases[i].in, &share,
		                                      &folder, SECURITY_WRITE),
		                 cases[i].write);
		assert_int_equal(share_right_stranger(&cases[i].in, &share,
		                                      &folder, SECURITY_READ),
		                 cases[i].read);
	}
}

/* Rights with conditions are never taken for a closed door. */
static void conditions_are_unknown(void **state)
{
	const struct share_entrance in = { YES, NO, false, false };
	struct share_right share = right_of("----");
	const struct share_right folder = right_of(ALL);

	(void)state;
	assert_int_equal(
	    share_right_stranger(&in, &share, &folder, SECURITY_READ), NO);
	assert_int_equal(share_right_anybody(&share, &folder, SECURITY_READ),
	                 NO);
	share.d.unclear = true;
	assert_int_equal(
	    share_right_stranger(&in, &share, &folder, SECURITY_READ), UNKNOWN);
	assert_int_equal(share_right_anybody(&share, &folder, SECURITY_READ),
	                 UNKNOWN);
}

static void versions_have_their_ways(void **state)
{
	static const struct {
		int64_t build;
		bool server;
		const char *id;
		enum tri signing;
		enum tri guest;
	} cases[] = {
		{ 0, false, "Professional", UNKNOWN, UNKNOWN },
		{ 26100, false, "", YES, UNKNOWN },
		{ 26100, false, "Core", YES, YES },
		{ 26200, false, "CoreSingleLanguage", YES, YES },
		{ 26100, false, "Professional", YES, NO },
		{ 22631, false, "Professional", NO, YES },
		{ 19045, false, "Professional", NO, YES },
		{ 19045, false, "ProfessionalN", NO, YES },
		{ 19045, false, "ProfessionalWorkstation", NO, NO },
		{ 19045, false, "Education", NO, NO },
		{ 19044, false, "EnterpriseS", NO, NO },
		{ 15063, false, "Enterprise", NO, YES },
		{ 26100, true, "ServerStandard", NO, NO },
		{ 17763, true, "ServerStandard", NO, NO },
		{ 14393, true, "ServerStandard", NO, YES },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("%d %s\n", (int)cases[i].build, cases[i].id);
		assert_int_equal(
		    smb_default_signing(cases[i].build, cases[i].server),
		    cases[i].signing);
		assert_int_equal(smb_default_guest_client(cases[i].build,
		                                          cases[i].server,
		                                          cases[i].id),
		                 cases[i].guest);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strangers_get_in),
		cmocka_unit_test(conditions_are_unknown),
		cmocka_unit_test(versions_have_their_ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
