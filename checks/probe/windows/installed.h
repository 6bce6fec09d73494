/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_INSTALLED_H
#define CHECKS_PROBE_WINDOWS_INSTALLED_H

#include "checks/baseline.h"
#include "checks/facts.h"
#include "core/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* A program that Windows lists as installed. */
struct installed_program {
	const char *key;       /* name of its key, often a GUID */
	const char *name;      /* as shown: "LibreOffice 25.8.1.1" */
	const char *version;   /* NULL when not given */
	const char *publisher; /* NULL when not given */
	const char *folder;    /* where it is, or NULL */
	bool user_only;        /* for this user alone */
};

struct installed {
	const struct installed_program *row;
	size_t count;
	enum fact_state state; /* KNOWN when all three lists were read */
};

/*
 * The programs of the machine (64-bit and 32-bit lists) and of this user, in
 * a. Parts of Windows and updates of other programs are left out.
 */
void installed_read(struct installed *out, struct arena *a);

/*
 * Whether the product's name patterns (baseline: "programs") fit one of them;
 * which, or NULL. from: start behind that one, NULL: at the first.
 */
const struct installed_program *
installed_find(const struct installed *in, const struct product *p,
               const struct installed_program *from);

#endif
