/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FUZZ_ROOTS_H
#define TESTS_FUZZ_ROOTS_H

#include "checks/probe/net/tls_service.h"

#include <stdlib.h>

/* What every TLS session begins with, made once; it is never freed. */
static inline struct ssl_ctx_st *fuzz_roots(void)
{
	static struct ssl_ctx_st *ctx;
	struct err e;

	if (!ctx)
		ctx = tls_roots_new(NULL, &e);
	if (!ctx)
		abort();
	return ctx;
}

#endif
