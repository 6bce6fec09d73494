/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_REGISTRY_H
#define CHECKS_PROBE_WINDOWS_REGISTRY_H

#include "checks/facts.h"
#include "core/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The registry, read only, always its 64-bit view: a 32-bit program's keys
 * are under SOFTWARE\WOW6432Node. Names are UTF-8. What is read answers with
 * a state: KNOWN, ABSENT (no such key or value, or of another type), DENIED
 * or FAILED.
 */
enum registry_root {
	REGISTRY_MACHINE, /* HKEY_LOCAL_MACHINE */
	REGISTRY_USER     /* HKEY_CURRENT_USER */
};

#define REGISTRY_NAME 256 /* bytes of a name of a key that is listed */

/*
 * A number: a DWORD or QWORD, or text that is one, as in Winlogon's
 * AutoAdminLogon "1". One that does not fit is FAILED.
 */
enum fact_state registry_int(enum registry_root root, const char *key,
                             const char *value, int64_t *out);

/* A text, its %variables% put in, in a; of a list of texts the first. */
enum fact_state registry_text(enum registry_root root, const char *key,
                              const char *value, struct arena *a,
                              const char **out);

/* Bytes of any type, at most 64 KB of them, in a. */
enum fact_state registry_bytes(enum registry_root root, const char *key,
                               const char *value, struct arena *a,
                               const uint8_t **out, size_t *len);

/* Whether the key is there. */
enum fact_state registry_key(enum registry_root root, const char *key);

/*
 * Call each(ctx, name) for the keys below a key, 10,000 at most, until it
 * returns false.
 */
enum fact_state registry_keys(enum registry_root root, const char *key,
                              bool (*each)(void *ctx, const char *name),
                              void *ctx);

/* The same for the names of a key's values. */
enum fact_state registry_values(enum registry_root root, const char *key,
                                bool (*each)(void *ctx, const char *name),
                                void *ctx);

/* When the key was last written: a time, or CELL_UNKNOWN. */
int64_t registry_written(enum registry_root root, const char *key);

/*
 * A number that a policy sets (of the machine, then of the user), else the
 * local setting: what an administrator of the domain decided wins. Either
 * key may be NULL. A policy that may not be read is DENIED, whatever the
 * local setting.
 */
struct registry_setting {
	const char *policy; /* key under SOFTWARE\Policies... of both roots */
	const char *local;
	const char *value;
	enum registry_root root; /* of local */
};
enum fact_state registry_effective(const struct registry_setting *s,
                                   int64_t *out);

#endif
