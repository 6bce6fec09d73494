/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_ROOTS_H
#define CORE_ROOTS_H

#include "core/err.h"

#include <stdbool.h>

struct stack_st_X509;
struct x509_st;
struct x509_store_st;

/*
 * Add the authorities that this system trusts to a store of OpenSSL. False
 * when there are none, or they cannot be read; e says which.
 */
bool roots_read(struct x509_store_st *store, struct err *e);

/*
 * Windows keeps the authorities that it has met, and fetches another from its
 * maker when a chain leads there. Let it, and add it to the store; true when
 * there is a new one. chain is what the server sent. Takes some seconds, and
 * goes to the Internet: never for what stands in the town hall. Elsewhere
 * nothing is fetched.
 */
bool roots_fetch(struct x509_store_st *store, struct x509_st *leaf,
                 struct stack_st_X509 *chain);

#endif
