/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/registry.h"

#include "core/text.h"
#include "core/wide.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

#define VALUE_BYTES (64u << 10) /* of a value that is read */
#define NAMES       10000       /* keys or values that are listed */
#define WIDE_NAME   16384       /* longest name of a value, in UTF-16 */

/* Seconds from 1601, where FILETIME counts from, to 1970 (MS-DTYP 2.3.3). */
#define EPOCH INT64_C(11644473600)

static enum fact_state state_of(LSTATUS status)
{
	switch (status) {
	case ERROR_SUCCESS:
		return FACT_KNOWN;
	case ERROR_FILE_NOT_FOUND:
	case ERROR_PATH_NOT_FOUND:
		return FACT_ABSENT;
	case ERROR_ACCESS_DENIED:
		return FACT_DENIED;
	default:
		return FACT_FAILED;
	}
}

static enum fact_state open_key(enum registry_root root, const char *key,
                                HKEY *out)
{
	wchar_t *path = wide_text(key);
	LSTATUS status;

	if (!path)
		return FACT_FAILED;
	status = RegOpenKeyExW(root == REGISTRY_MACHINE ? HKEY_LOCAL_MACHINE
	                                                : HKEY_CURRENT_USER,
	                       path, 0, KEY_READ | KEY_WOW64_64KEY, out);
	free(path);
	return state_of(status);
}

/* A value as it is, with two zero characters behind it; *data is heap. */
static enum fact_state read_value(enum registry_root root, const char *key,
                                  const char *value, DWORD *type,
                                  uint8_t **data, DWORD *len)
{
	wchar_t *name = wide_text(value);
	enum fact_state state;
	LSTATUS status;
	HKEY k;

	*data = name ? calloc(1, VALUE_BYTES + 4) : NULL;
	state = *data ? open_key(root, key, &k) : FACT_FAILED;
	if (state == FACT_KNOWN) {
		*len = VALUE_BYTES;
		status = RegQueryValueExW(k, name, NULL, type, *data, len);
		state = state_of(status);
		RegCloseKey(k);
	}
	free(name);
	if (state == FACT_KNOWN)
		return state;
	free(*data);
	*data = NULL;
	return state;
}

/* Text of the registry is UTF-16, ended or not. */
static char *text_of(DWORD type, const uint8_t *data)
{
	const wchar_t *wide = (const void *)data;
	wchar_t *full;
	char *text;
	DWORD size;

	if (type != REG_EXPAND_SZ)
		return wide_utf8(wide);
	size = ExpandEnvironmentStringsW(wide, NULL, 0);
	full = size > 0 && size <= VALUE_BYTES ? calloc(size + 1, sizeof(*full))
	                                       : NULL;
	if (full)
		ExpandEnvironmentStringsW(wide, full, size);
	text = wide_utf8(full ? full : wide);
	free(full);
	return text;
}

static bool is_text(DWORD type)
{
	return type == REG_SZ || type == REG_EXPAND_SZ || type == REG_MULTI_SZ;
}

/* The number that a value is; false when it is none. */
static bool number_of(DWORD type, const uint8_t *data, DWORD len, int64_t *out)
{
	uint32_t small;
	uint64_t large;
	char *text;
	bool ok;

	if (type == REG_DWORD && len == sizeof(small)) {
		memcpy(&small, data, sizeof(small));
		*out = small;
		return true;
	}
	if (type == REG_QWORD && len == sizeof(large)) {
		memcpy(&large, data, sizeof(large));
		*out = (int64_t)large;
		return large <= INT64_MAX;
	}
	if (!is_text(type))
		return false;
	text = text_of(type, data);
	ok = text && text_int(text, 0, INT64_MAX, out);
	free(text);
	return ok;
}

enum fact_state registry_int(enum registry_root root, const char *key,
                             const char *value, int64_t *out)
{
	enum fact_state state;
	uint8_t *data;
	DWORD type, len;

	state = read_value(root, key, value, &type, &data, &len);
	if (state != FACT_KNOWN)
		return state;
	if (!number_of(type, data, len, out))
		state = FACT_FAILED;
	free(data);
	return state;
}

enum fact_state registry_text(enum registry_root root, const char *key,
                              const char *value, struct arena *a,
                              const char **out)
{
	enum fact_state state;
	uint8_t *data;
	char *text;
	DWORD type, len;

	state = read_value(root, key, value, &type, &data, &len);
	if (state != FACT_KNOWN)
		return state;
	text = is_text(type) ? text_of(type, data) : NULL;
	*out = text ? arena_strdup(a, text) : NULL;
	if (!is_text(type))
		state = FACT_ABSENT;
	else if (!*out)
		state = FACT_FAILED;
	free(text);
	free(data);
	return state;
}

enum fact_state registry_bytes(enum registry_root root, const char *key,
                               const char *value, struct arena *a,
                               const uint8_t **out, size_t *len)
{
	enum fact_state state;
	uint8_t *data, *kept;
	DWORD type, size;

	state = read_value(root, key, value, &type, &data, &size);
	if (state != FACT_KNOWN)
		return state;
	kept = arena_alloc(a, 1, size + 1);
	if (kept)
		memcpy(kept, data, size);
	free(data);
	*out = kept;
	*len = size;
	return kept ? FACT_KNOWN : FACT_FAILED;
}

enum fact_state registry_key(enum registry_root root, const char *key)
{
	enum fact_state state;
	HKEY k;

	state = open_key(root, key, &k);
	if (state == FACT_KNOWN)
		RegCloseKey(k);
	return state;
}

/* The name at that place; false behind the last one. */
static bool name_at(HKEY k, bool values, DWORD at, wchar_t *name,
                    LSTATUS *status)
{
	DWORD size = WIDE_NAME;

	*status =
	    values ? RegEnumValueW(k, at, name, &size, NULL, NULL, NULL, NULL)
		   : RegEnumKeyExW(k, at, name, &size, NULL, NULL, NULL, NULL);
	return *status == ERROR_SUCCESS;
}

static enum fact_state list(enum registry_root root, const char *key,
                            bool values,
                            bool (*each)(void *ctx, const char *name),
                            void *ctx)
{
	wchar_t *name = calloc(WIDE_NAME, sizeof(*name));
	LSTATUS status = ERROR_SUCCESS;
	enum fact_state state;
	bool more = true;
	HKEY k;

	state = name ? open_key(root, key, &k) : FACT_FAILED;
	if (state != FACT_KNOWN) {
		free(name);
		return state;
	}
	for (DWORD i = 0;
	     more && i < NAMES && name_at(k, values, i, name, &status); i++) {
		char *text = wide_utf8(name);

		more = text && each(ctx, text);
		state = text ? FACT_KNOWN : FACT_FAILED;
		free(text);
	}
	if (status != ERROR_SUCCESS && status != ERROR_NO_MORE_ITEMS)
		state = state_of(status);
	RegCloseKey(k);
	free(name);
	return state;
}

enum fact_state registry_keys(enum registry_root root, const char *key,
                              bool (*each)(void *ctx, const char *name),
                              void *ctx)
{
	return list(root, key, false, each, ctx);
}

enum fact_state registry_values(enum registry_root root, const char *key,
                                bool (*each)(void *ctx, const char *name),
                                void *ctx)
{
	return list(root, key, true, each, ctx);
}

int64_t registry_written(enum registry_root root, const char *key)
{
	int64_t time = CELL_UNKNOWN;
	FILETIME at;
	HKEY k;

	if (open_key(root, key, &k) != FACT_KNOWN)
		return CELL_UNKNOWN;
	if (RegQueryInfoKeyW(k, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
	                     NULL, NULL, &at) == ERROR_SUCCESS)
		time = (int64_t)(((uint64_t)at.dwHighDateTime << 32 |
		                  at.dwLowDateTime) /
		                 10000000) -
		       EPOCH;
	RegCloseKey(k);
	return time >= 0 ? time : CELL_UNKNOWN;
}

enum fact_state registry_effective(const struct registry_setting *s,
                                   int64_t *out)
{
	static const enum registry_root roots[] = { REGISTRY_MACHINE,
		                                    REGISTRY_USER };
	enum fact_state state = FACT_ABSENT;

	for (size_t i = 0; s->policy && i < 2; i++) {
		state = registry_int(roots[i], s->policy, s->value, out);
		if (state != FACT_ABSENT)
			return state;
	}
	return s->local ? registry_int(s->root, s->local, s->value, out)
	                : state;
}
