/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_BRAND_H
#define COORDINATOR_BRAND_H

#include "coordinator/request.h"

/* Whose service it is, as the settings "name" and "logo-hash" say. */
struct brand {
	const char *name;
	const char *logo; /* path of the picture, or NULL */
};

/*
 * Read it, in the request's arena. Without a store, or when it fails, what
 * the program is called: a page is never missing because of its frame.
 */
void brand_read(struct brand *out, struct request *r);

/* The picture: the logo, or the program's plaque. */
void brand_logo(struct buf *out, const struct brand *brand);

#endif
