/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/keyring.h"

#include "core/signature.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOW INT64_C(1795336200)

static char state_folder[] = "/tmp/test-keyring-XXXXXX";

static char *in_keys(const char *name)
{
	static char path[200];

	snprintf(path, sizeof(path), "%s/keys/%s", state_folder, name);
	return path;
}

static struct keyring *open_keys(bool make)
{
	struct err e;
	struct keyring *keys =
	    keyring_open(state_folder, "Syndicat de l’Oise", NOW, make, &e);

	if (!keys)
		print_message("%s\n", e.text);
	return keys;
}

#define TURNED 40 /* bytes that are looked for */
#define CHUNK  65536

/* Whether they stand in that piece of this process's memory. */
static bool holds(int memory, unsigned long from, unsigned long to,
                  const char *turned)
{
	static char chunk[CHUNK];
	bool found = false;

	for (; !found && from + TURNED <= to; from += CHUNK - TURNED) {
		ssize_t n = pread(memory, chunk, CHUNK, (off_t)from);

		for (ssize_t at = 0; !found && at + TURNED <= n; at++) {
			size_t i = 0;

			while (i < TURNED &&
			       (chunk[at + (ssize_t)i] ^ 0x55) == turned[i])
				i++;
			found = i == TURNED;
		}
	}
	memset(chunk, 0, sizeof(chunk));
	return found;
}

/* Whether these bytes, each turned over, are anywhere in this process. */
static bool remembers(const char *turned)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	int memory = open("/proc/self/mem", O_RDONLY);
	char line[600];
	bool found = false;

	while (maps && !found && fgets(line, sizeof(line), maps)) {
		unsigned long from, to;
		char rights[8];

		/* A sanitizer's own are larger. */
		if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) == 3 &&
		    strncmp(rights, "rw", 2) == 0 && to - from < 256ul << 20)
			found = holds(memory, from, to, turned);
	}
	if (maps)
		fclose(maps);
	close(memory);
	return found;
}

/* 0 when nothing but what opens is left, in a process that never signed. */
static int look_for_the_identity(void)
{
	char turned[TURNED];
	struct keyring *keys = open_keys(false);
	const char *secret = keyring_identity_key(keys);
	size_t count = 0;

	/* Behind the first line, and what all such keys have in common. */
	for (size_t i = 0; i < TURNED; i++)
		turned[i] = (char)(secret[28 + 64 + i] ^ 0x55);
	if (!remembers(turned))
		return 1;
	keyring_only_open(keys);
	if (remembers(turned))
		return 2;
	keyring_openers(keys, &count);
	keyring_close(keys);
	return count == 0 ? 3 : 0;
}

static void who_opens_cannot_sign(void **state)
{
	int status = 0;
	pid_t child;

	(void)state;
	keyring_close(open_keys(true));
	child = fork();
	if (child == 0)
		_exit(look_for_the_identity());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void keys_are_made_once_for_their_owner_alone(void **state)
{
	struct keyring *keys;
	struct stat st;
	struct err e;
	char *first;

	(void)state;
	assert_null(open_keys(false));
	keys = open_keys(true);
	assert_non_null(keys);
	first = strdup(keyring_identity(keys));
	assert_int_equal(keyring_made_at(keys), NOW);
	keyring_close(keys);
	assert_int_equal(stat(in_keys(""), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(stat(in_keys("identity.pem"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_nlink, 1);
	keys = keyring_open(state_folder, "Other", NOW + 100, true, &e);
	assert_non_null(keys);
	assert_string_equal(keyring_identity(keys), first);
	assert_int_equal(keyring_made_at(keys), NOW);
	keyring_close(keys);
	free(first);
}

static void what_it_signs_is_of_its_identity(void **state)
{
	struct keyring *keys = open_keys(true);
	char signer[HASH_TEXT];
	struct buf out;
	struct err e;

	(void)state;
	assert_non_null(keys);
	buf_init(&out, SIGNATURE_BYTES);
	assert_true(signature_make(&out, "kit", 3, keyring_identity(keys),
	                           keyring_identity_key(keys), &e));
	assert_true(signature_check(out.data, out.len, "kit", 3, signer, &e));
	assert_false(signature_check(out.data, out.len, "kiT", 3, signer, &e));
	buf_clear(&out);
	keyring_close(keys);
}

static void what_was_sealed_before_a_renewal_still_opens(void **state)
{
	struct keyring *keys = open_keys(true);
	struct buf sealed;
	struct buf opened;
	struct err e;
	size_t count;

	(void)state;
	assert_non_null(keys);
	buf_init(&sealed, 10000);
	buf_init(&opened, 10000);
	assert_true(
	    envelope_seal(&sealed, "secret", 6, keyring_certificate(keys), &e));
	assert_true(keyring_renew(keys, "Syndicat", NOW, &e));
	assert_true(keyring_renew(keys, "Syndicat", NOW + 1000, &e));
	assert_int_equal(keyring_made_at(keys), NOW + 1000);
	keyring_openers(keys, &count);
	assert_int_equal(count, 3);
	keyring_close(keys);
	keys = open_keys(false);
	assert_non_null(keys);
	assert_int_equal(keyring_made_at(keys), NOW + 1000);
	assert_true(envelope_open(&opened, sealed.data, sealed.len,
	                          keyring_openers(keys, &count), count, NULL,
	                          &e));
	assert_string_equal(buf_text(&opened), "secret");
	buf_clear(&sealed);
	buf_clear(&opened);
	keyring_close(keys);
}

static void openssl_agrees_with_the_certificates(void **state)
{
	char command[600];
	char name[64];

	(void)state;
	snprintf(name, sizeof(name), "seal-%lld.pem", (long long)NOW);
	snprintf(command, sizeof(command),
	         "openssl verify -no_check_time -CAfile %s/keys/identity.pem"
	         " %s/keys/%s >%s/out && openssl x509 -noout -subject -ext"
	         " keyUsage -nameopt utf8 -in %s/keys/%s >>%s/out &&"
	         " grep -q 'OK$' %s/out && grep -q 'Syndicat de l’Oise' %s/out"
	         " && grep -q 'Key Agreement' %s/out",
	         state_folder, state_folder, name, state_folder, state_folder,
	         name, state_folder, state_folder, state_folder, state_folder);
	assert_int_equal(system(command), 0);
}

static void keys_that_others_could_read_are_refused(void **state)
{
	struct keyring *keys;

	(void)state;
	assert_int_equal(chmod(in_keys(""), 0750), 0);
	assert_null(open_keys(true));
	assert_int_equal(chmod(in_keys(""), 0700), 0);
	assert_int_equal(chmod(in_keys("identity.pem"), 0604), 0);
	assert_null(open_keys(true));
	assert_int_equal(chmod(in_keys("identity.pem"), 0600), 0);
	keys = open_keys(true);
	assert_non_null(keys);
	keyring_close(keys);
}

/* A kit of the old identity would be refused: it is not replaced. */
static void a_lost_identity_is_told_and_not_replaced(void **state)
{
	char there[200];

	(void)state;
	snprintf(there, sizeof(there), "%s", in_keys("identity.pem"));
	assert_int_equal(rename(there, in_keys(".away")), 0);
	assert_null(open_keys(true));
	assert_int_equal(rename(in_keys(".away"), there), 0);
}

/* What a service that died in the middle leaves is of no harm. */
static void rests_are_ignored_and_damage_is_told(void **state)
{
	struct keyring *keys;
	FILE *f;

	(void)state;
	f = fopen(in_keys(".tmp-abcdefghijklmnop"), "w");
	assert_non_null(f);
	fclose(f);
	keys = open_keys(true);
	assert_non_null(keys);
	keyring_close(keys);
	f = fopen(in_keys("seal-1.pem"), "w");
	assert_non_null(f);
	fchmod(fileno(f), 0600);
	fputs("no key", f);
	fclose(f);
	assert_null(open_keys(true));
	unlink(in_keys("seal-1.pem"));
}

static int setup(void **state)
{
	(void)state;
	return mkdtemp(state_folder) ? 0 : -1;
}

static int teardown(void **state)
{
	char command[100];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", state_folder);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_made_once_for_their_owner_alone),
		cmocka_unit_test(who_opens_cannot_sign),
		cmocka_unit_test(what_it_signs_is_of_its_identity),
		cmocka_unit_test(what_was_sealed_before_a_renewal_still_opens),
		cmocka_unit_test(openssl_agrees_with_the_certificates),
		cmocka_unit_test(keys_that_others_could_read_are_refused),
		cmocka_unit_test(a_lost_identity_is_told_and_not_replaced),
		cmocka_unit_test(rests_are_ignored_and_damage_is_told),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
