/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/password.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>

static void what_everybody_tries_is_refused(void **state)
{
	static const char *const names[] = { "marie.durand",
		                             "Saint-Étienne-du-Bois" };
	static const struct {
		const char *password;
		enum password_flaw flaw;
	} cases[] = {
		{ "", PASSWORD_SHORT },
		{ "onze lettre", PASSWORD_SHORT },
		{ "éééééééééaé", PASSWORD_SHORT }, /* 11 letters, more bytes */
		{ "Le chat dort au soleil", PASSWORD_FINE },
		{ "tabouret vert", PASSWORD_FINE },
		{ "correct horse battery", PASSWORD_FINE },
		{ "correcthorsebatterystaple", PASSWORD_COMMON },
		{ "aaaaaaaaaaaaaaaa", PASSWORD_COMMON },
		{ "motdepasse2026", PASSWORD_COMMON },
		{ "Mot de passe 2026 !", PASSWORD_COMMON },
		{ "M0tdepasse!!", PASSWORD_FINE },
		{ "123456123456", PASSWORD_COMMON },
		{ "AzertyAzerty", PASSWORD_COMMON },
		{ "Mairie!mairie!", PASSWORD_COMMON },
		{ "password1234", PASSWORD_COMMON },
		{ "marie.durand1", PASSWORD_NAME },
		{ "Marie Durand 85", PASSWORD_NAME },
		{ "saint etienne du bois", PASSWORD_NAME },
		{ "SAINT-ETIENNE-DU-BOIS-85", PASSWORD_NAME },
	};
	char longer[PASSWORD_MOST + 2];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(password_judge(cases[i].password, names, 2),
		                 cases[i].flaw);
	memset(longer, 'x', sizeof(longer));
	longer[PASSWORD_MOST + 1] = '\0';
	assert_int_equal(password_judge(longer, NULL, 0), PASSWORD_LONG);
	assert_false(password_is_name("123456789012", ""));
	assert_false(password_is_name("123456789012", NULL));
	assert_false(password_is_name("123456789012", "42"));
}

static void what_was_made_is_recognised_alone(void **state)
{
	char one[PASSWORD_TEXT];
	char two[PASSWORD_TEXT];
	struct err e;
	bool right;
	bool renew;

	(void)state;
	assert_true(password_make(one, "Le chat dort", &e));
	assert_true(password_make(two, "Le chat dort", &e));
	assert_string_not_equal(one, two);
	assert_true(strncmp(one, "$scrypt$ln=15,r=8,p=3$", 22) == 0);
	assert_null(strstr(one, "chat"));
	assert_true(password_check(one, "Le chat dort", &right, &renew, &e));
	assert_true(right);
	assert_false(renew);
	assert_true(password_check(one, "Le chat dort ", &right, &renew, &e));
	assert_false(right);
	assert_true(password_check("", "", &right, &renew, &e));
	assert_false(right);
	assert_true(password_check(NULL, "Le chat dort", &right, &renew, &e));
	assert_false(right);
}

/* As RFC 7914, section 12, but for a salt of 16 bytes: made by Python. */
static void weaker_parameters_ask_for_another_round(void **state)
{
	static const char old[] =
	    "$scrypt$ln=10,r=8,p=16$"
	    "TmFDbAAAAAAAAAAAAAAAAA==$"
	    "PulSNSp5LIzDr9zxzoXGpN8lQJUa5efERco2Ln12Pi4=";
	struct err e;
	bool right;
	bool renew;

	(void)state;
	assert_true(password_check(old, "wrong", &right, &renew, &e));
	assert_false(right);
	assert_false(renew);
	assert_true(password_check(old, "password", &right, &renew, &e));
	assert_true(right);
	assert_true(renew);
}

static void what_cannot_be_is_no_password(void **state)
{
	static const char *const bad[] = {
		"x",
		"$scrypt$",
		"$scrypt$ln=31,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==$"
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
		"$scrypt$ln=15,r=99,p=1$AAAAAAAAAAAAAAAAAAAAAA==$"
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
		"$scrypt$ln=0,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==$"
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
		"$scrypt$ln=15,r=8,p=3$AAAA$AAAA",
		"$scrypt$ln=15,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA==",
	};
	struct err e;
	bool right;
	bool renew;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(password_check(bad[i], "", &right, &renew, &e));
}

struct crowd {
	pthread_t thread;
	bool done;
	int sys;
};

static void *attend(void *ctx)
{
	struct crowd *c = ctx;
	struct err e = { 0 };
	bool right;
	bool renew;

	c->done = password_check("", "x", &right, &renew, &e);
	c->sys = e.sys;
	return NULL;
}

static void a_crowd_waits_in_a_short_queue(void **state)
{
	struct crowd crowd[16] = { 0 };
	size_t done = 0;

	(void)state;
	for (size_t i = 0; i < 16; i++)
		assert_int_equal(
		    pthread_create(&crowd[i].thread, NULL, attend, &crowd[i]),
		    0);
	for (size_t i = 0; i < 16; i++) {
		pthread_join(crowd[i].thread, NULL);
		if (crowd[i].done)
			done++;
		else
			assert_int_equal(crowd[i].sys, EBUSY);
	}
	assert_in_range(done, 1, 15);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_everybody_tries_is_refused),
		cmocka_unit_test(what_was_made_is_recognised_alone),
		cmocka_unit_test(weaker_parameters_ask_for_another_round),
		cmocka_unit_test(what_cannot_be_is_no_password),
		cmocka_unit_test(a_crowd_waits_in_a_short_queue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
