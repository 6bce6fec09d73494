/* SPDX-License-Identifier: Apache-2.0 */
#define COBJMACROS
#include "checks/probe/windows/bitlocker.h"

#include "core/library.h"
#include "core/worker.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include <shlobj.h>

#define DEADLINE 3000 /* milliseconds */

/* IShellItem2 of shobjidl.h. */
static const GUID shell_item = { 0x7e9fb0d3,
	                         0x919f,
	                         0x4307,
	                         { 0xab, 0x2e, 0x9b, 0x18, 0x60, 0x31, 0x0c,
	                           0x93 } };

/* From the heap: a late worker may still read it. */
struct question {
	char letters[BITLOCKER_DRIVES + 1];
};

struct answer {
	HRESULT result;
	size_t count;
	struct bitlocker_drive drive[BITLOCKER_DRIVES];
};

/* propsys.dll, which is opened when it is needed. */
struct properties {
	HRESULT(WINAPI *key)(PCWSTR, PROPERTYKEY *);
};

static bool load(struct properties *p)
{
	static const char *const names[] = { "propsys.dll", NULL };
	const struct library_symbol symbols[] = {
		{ "PSGetPropertyKeyFromName", &p->key },
	};
	struct err e;

	return library_load(names, symbols, 1, &e);
}

static int64_t ask(char letter, const PROPERTYKEY *key)
{
	wchar_t path[] = L"C:\\";
	IShellItem2 *item = NULL;
	int32_t value = 0;
	HRESULT result;

	path[0] = (wchar_t)letter;
	result = SHCreateItemFromParsingName(path, NULL, &shell_item,
	                                     (void **)&item);
	if (FAILED(result))
		return CELL_UNKNOWN;
	result = IShellItem2_GetInt32(item, key, &value);
	IShellItem2_Release(item);
	return SUCCEEDED(result) && value >= 0 ? value : CELL_UNKNOWN;
}

static bool work(void *ctx, struct buf *out)
{
	const struct question *q = ctx;
	struct answer a = { .count = 0 };
	struct properties p;
	PROPERTYKEY key;

	/* The shell wants an apartment of its own. */
	a.result = CoInitializeEx(NULL, COINIT_APARTMENTTHREADED |
	                                    COINIT_DISABLE_OLE1DDE);
	if (SUCCEEDED(a.result)) {
		a.result = load(&p) ? p.key(L"System.Volume."
		                            L"BitLockerProtection",
		                            &key)
		                    : E_NOTIMPL;
		for (const char *l = q->letters; SUCCEEDED(a.result) && *l;
		     l++) {
			a.drive[a.count].letter = *l;
			a.drive[a.count++].protection = ask(*l, &key);
		}
		CoUninitialize();
	}
	return buf_add(out, &a, sizeof(a));
}

enum fact_state bitlocker_read(const char *letters, struct arena *a,
                               struct bitlocker_drive out[BITLOCKER_DRIVES],
                               size_t *count, const char **why)
{
	struct question *q = calloc(1, sizeof(*q));
	enum fact_state state = FACT_FAILED;
	struct worker *worker = NULL;
	struct answer answer;
	struct buf bytes;
	struct err e;

	*count = 0;
	*why = "out of memory";
	buf_init(&bytes, sizeof(answer));
	if (q && strlen(letters) <= BITLOCKER_DRIVES) {
		memcpy(q->letters, letters, strlen(letters));
		worker = worker_start(work, q, DEADLINE, sizeof(answer), &e);
		*why = NULL;
	}
	if (worker && worker_finish(worker, &bytes, &e) &&
	    bytes.len == sizeof(answer)) {
		memcpy(&answer, bytes.data, sizeof(answer));
		memcpy(out, answer.drive, sizeof(answer.drive));
		*count = answer.count;
		state =
		    SUCCEEDED(answer.result) ? FACT_KNOWN : FACT_UNSUPPORTED;
		if (state != FACT_KNOWN)
			*why = arena_fmt(a, "the shell answered %08lx",
			                 (unsigned long)answer.result);
	} else if (!*why) {
		*why = arena_fmt(a, "the shell: %s", e.text);
	}
	buf_clear(&bytes);
	if (!worker_left_behind())
		free(q);
	return state;
}
