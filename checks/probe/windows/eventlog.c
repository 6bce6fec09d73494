/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/eventlog.h"

#include "core/library.h"
#include "core/wide.h"
#include "core/worker.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include <winevt.h>

#define NEXT_MS      1000
#define LOOKS        200  /* events, one that cannot be read among them */
#define VALUES_BYTES 4096 /* of the parts of one event that are read */
#define EPOCH        INT64_C(11644473600) /* MS-DTYP 2.3.3: 1601 to 1970 */

/* wevtapi.dll, which is opened when it is needed. */
struct log {
	EVT_HANDLE(WINAPI *query)(EVT_HANDLE, LPCWSTR, LPCWSTR, DWORD);
	BOOL(WINAPI *next)
	(EVT_HANDLE, DWORD, EVT_HANDLE *, DWORD, DWORD, DWORD *);
	EVT_HANDLE(WINAPI *context)(DWORD, LPCWSTR *, DWORD);
	BOOL(WINAPI *render)
	(EVT_HANDLE, EVT_HANDLE, DWORD, DWORD, void *, DWORD *, DWORD *);
	BOOL(WINAPI *close)(EVT_HANDLE);
};

/* What the worker found. */
struct answer {
	DWORD error;
	size_t count;
	struct run_event row[EVENTLOG_EVENTS];
};

static bool load(struct log *l)
{
	static const char *const names[] = { "wevtapi.dll", NULL };
	const struct library_symbol symbols[] = {
		{ "EvtQuery", &l->query },
		{ "EvtNext", &l->next },
		{ "EvtCreateRenderContext", &l->context },
		{ "EvtRender", &l->render },
		{ "EvtClose", &l->close },
	};
	struct err e;

	return library_load(names, symbols,
	                    sizeof(symbols) / sizeof(symbols[0]), &e);
}

static int64_t time_of(ULONGLONG file_time)
{
	int64_t time = (int64_t)(file_time / 10000000) - EPOCH;

	return time > 0 ? time : 0;
}

static bool read_event(const struct log *l, EVT_HANDLE context,
                       EVT_HANDLE event, struct run_event *out)
{
	EVT_VARIANT *v = calloc(1, VALUES_BYTES);
	DWORD used = 0, count = 0;
	bool ok = v &&
	          l->render(context, event, EvtRenderEventValues, VALUES_BYTES,
	                    v, &used, &count) &&
	          count > EvtSystemTimeCreated;

	if (ok) {
		out->id = v[EvtSystemEventID].UInt16Val;
		out->level = v[EvtSystemLevel].ByteVal;
		out->time = time_of(v[EvtSystemTimeCreated].FileTimeVal);
		ok = v[EvtSystemEventID].Type == EvtVarTypeUInt16 &&
		     v[EvtSystemLevel].Type == EvtVarTypeByte &&
		     v[EvtSystemTimeCreated].Type == EvtVarTypeFileTime;
	}
	free(v);
	return ok;
}

static void read_events(const struct log *l, EVT_HANDLE found, struct answer *a)
{
	EVT_HANDLE context = l->context(0, NULL, EvtRenderContextSystem);
	EVT_HANDLE event;
	DWORD got;

	if (!context) {
		a->error = GetLastError();
		return;
	}
	for (int i = 0; i < LOOKS && a->count < EVENTLOG_EVENTS; i++) {
		if (!l->next(found, 1, &event, NEXT_MS, 0, &got)) {
			DWORD error = GetLastError();

			if (error != ERROR_NO_MORE_ITEMS)
				a->error = error;
			break;
		}
		if (read_event(l, context, event, &a->row[a->count]))
			a->count++;
		l->close(event);
	}
	l->close(context);
}

static bool work(void *ctx, struct buf *out)
{
	const struct eventlog_query *q = ctx;
	struct answer *a = calloc(1, sizeof(*a));
	wchar_t *channel = wide_text(q->channel);
	wchar_t *xpath = wide_text(q->xpath);
	struct log l;
	EVT_HANDLE found;
	bool ok = a && channel && xpath;

	if (ok && !load(&l)) {
		a->error = ERROR_CALL_NOT_IMPLEMENTED;
	} else if (ok) {
		SetLastError(ERROR_CALL_NOT_IMPLEMENTED);
		found = l.query(NULL, channel, xpath,
		                EvtQueryChannelPath | EvtQueryReverseDirection);
		if (found) {
			read_events(&l, found, a);
			l.close(found);
		} else {
			a->error = GetLastError();
		}
	}
	ok = ok && buf_add(out, a, sizeof(*a));
	free(a);
	free(channel);
	free(xpath);
	return ok;
}

static enum fact_state state_of(DWORD error)
{
	switch (error) {
	case ERROR_SUCCESS:
		return FACT_KNOWN;
	case ERROR_EVT_CHANNEL_NOT_FOUND:
		return FACT_ABSENT;
	case ERROR_ACCESS_DENIED:
		return FACT_DENIED;
	case ERROR_CALL_NOT_IMPLEMENTED:
	case RPC_S_SERVER_UNAVAILABLE:
		return FACT_UNSUPPORTED;
	default:
		return FACT_FAILED;
	}
}

enum fact_state eventlog_read(const struct eventlog_query *q, struct arena *a,
                              struct eventlog_events *out)
{
	/* The worker only reads it. */
	union {
		const void *given;
		void *taken;
	} ctx = { .given = q };
	enum fact_state state = FACT_FAILED;
	struct answer answer;
	struct worker *worker;
	struct buf bytes;
	struct err e;

	memset(out, 0, sizeof(*out));
	buf_init(&bytes, sizeof(answer));
	worker = worker_start(work, ctx.taken, q->deadline, sizeof(answer), &e);
	if (worker && worker_finish(worker, &bytes, &e) &&
	    bytes.len == sizeof(answer)) {
		memcpy(&answer, bytes.data, sizeof(answer));
		memcpy(out->row, answer.row, sizeof(out->row));
		out->count = answer.count;
		state = state_of(answer.error);
		if (state != FACT_KNOWN)
			out->why =
			    arena_fmt(a, "the event log %s answered %lu",
			              q->channel, (unsigned long)answer.error);
	} else {
		out->why =
		    arena_fmt(a, "the event log %s: %s", q->channel, e.text);
	}
	buf_clear(&bytes);
	return state;
}
