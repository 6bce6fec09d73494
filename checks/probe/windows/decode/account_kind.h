/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_ACCOUNT_KIND_H
#define CHECKS_PROBE_WINDOWS_DECODE_ACCOUNT_KIND_H

#include "checks/facts.h"

#include <stdbool.h>
#include <stdint.h>

/* What Windows tells of an account, without its password. */
struct account_kind {
	int64_t rid;
	uint32_t flags;     /* UF_... of lmaccess.h */
	int64_t min_length; /* of passwords here; CELL_UNKNOWN */
	enum tri online;    /* it is one of Microsoft's */
	enum tri code;      /* a PIN, a face or a finger opens it */
	bool hidden;        /* the welcome screen leaves it out */
	int64_t expires;    /* time; CELL_UNKNOWN: never */
};

/* Whether it can open a session now. */
enum tri account_kind_enabled(const struct account_kind *k, int64_t now);

/* Whether it is a person's: not Windows' own, not a program's. */
enum tri account_kind_human(const struct account_kind *k);

/*
 * "set", "empty", or NULL when it cannot be told: no password is ever tried.
 * UF_PASSWD_NOTREQD says that it may be empty, not that it is.
 */
const char *account_kind_password(const struct account_kind *k);

#endif
