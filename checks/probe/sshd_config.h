/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_SSHD_CONFIG_H
#define CHECKS_PROBE_SSHD_CONFIG_H

#include "checks/probe/source.h"
#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What OpenSSH's server does with its configuration (sshd_config(5), 9.2):
 * the first value of a keyword wins, "Match all" wins over what stands before
 * any Match. What a Match gives to some counts as given when it opens more.
 */
struct sshd_config {
	bool password;      /* a password alone is enough for someone */
	bool empty;         /* even an empty one */
	const char *root;   /* "yes", "no", "prohibit-password",
	                       "forced-commands-only" */
	int64_t port;       /* the first one */
	bool loopback;      /* it listens to this machine only */
	const char *denied; /* an included file that may not be read */
	const char *cut;    /* one that is too deep or too big */
};

/*
 * Read len bytes of sshd_config and what it includes, which is asked for under
 * /etc/ssh/ when its name does not begin with a slash. Texts are in a. False
 * only when memory runs out; what sshd would refuse to start with is passed
 * over.
 */
bool sshd_config_parse(struct sshd_config *out, const char *text, size_t len,
                       const struct source *from, struct arena *a,
                       struct err *e);

#endif
