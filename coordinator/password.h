/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_PASSWORD_H
#define COORDINATOR_PASSWORD_H

#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Bytes of a stored password: "$scrypt$ln=15,r=8,p=3$SALT$KEY". */
#define PASSWORD_TEXT  128
#define PASSWORD_LEAST 12  /* letters; no other rule about which ones */
#define PASSWORD_MOST  256 /* bytes */

/* What is wrong with a password that somebody wants to have. */
enum password_flaw {
	PASSWORD_FINE,
	PASSWORD_SHORT,
	PASSWORD_LONG,
	PASSWORD_COMMON, /* one of those that are tried first */
	PASSWORD_NAME    /* a name that anybody knows */
};

/*
 * Judge a new password. names are texts that it may not consist of: the
 * account's, the coordinator's. What stands around and between the letters
 * does not make one better, nor does saying it twice.
 */
enum password_flaw password_judge(const char *password,
                                  const char *const *names, size_t count);

/* Whether the password is that name, but for case, digits and signs. */
bool password_is_name(const char *password, const char *name);

/*
 * Make what is to be stored, with salt and parameters. False and e with
 * e->sys EBUSY when too many others wait for the same.
 */
bool password_make(char out[PASSWORD_TEXT], const char *password,
                   struct err *e);

/*
 * Compare a password with what is stored. "" is nobody's: it takes as long
 * and is never right. *renew tells that the parameters are of the past: store
 * it anew. False and e as password_make(), or when what is stored cannot be.
 * One at a time in the process: each needs 32 MiB for about a quarter second.
 */
bool password_check(const char *stored, const char *password, bool *right,
                    bool *renew, struct err *e);

#endif
