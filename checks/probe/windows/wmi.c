/* SPDX-License-Identifier: Apache-2.0 */
#define COBJMACROS
#define CINTERFACE
#include "checks/probe/windows/wmi.h"

#include "core/buf.h"
#include "core/json.h"
#include "core/text.h"
#include "core/wide.h"
#include "core/worker.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include <wbemcli.h>

#define ANSWER_BYTES (256u << 10) /* of one answer as JSON */
#define TEXT_BYTES   2000         /* of one value: a longer one is none */
#define WAIT         500          /* milliseconds for the next row */

/* wbemcli.h and objidl.h name them, and a library would have to be linked. */
static const GUID locator_class = {
	0x4590f811, 0x1d3a, 0x11d0, { 0x89, 0x1f, 0, 0xaa, 0, 0x4b, 0x2e, 0x24 }
};
static const GUID locator_interface = {
	0xdc12a687, 0x737f, 0x11cf, { 0x88, 0x4d, 0, 0xaa, 0, 0x4b, 0x2e, 0x24 }
};

/* What a failure is: learn.microsoft.com, "WMI Error Constants". */
static enum fact_state state_of(HRESULT result)
{
	switch ((uint32_t)result) {
	case 0x80041003: /* WBEM_E_ACCESS_DENIED */
	case 0x80070005: /* E_ACCESSDENIED */
		return FACT_DENIED;
	case 0x80041002: /* WBEM_E_NOT_FOUND */
	case 0x8004100c: /* WBEM_E_NOT_SUPPORTED */
	case 0x8004100e: /* WBEM_E_INVALID_NAMESPACE */
	case 0x80041010: /* WBEM_E_INVALID_CLASS */
	case 0x80041017: /* WBEM_E_INVALID_QUERY: it lacks a property */
	case 0x80040154: /* REGDB_E_CLASSNOTREG */
		return FACT_UNSUPPORTED;
	default:
		return FACT_FAILED;
	}
}

static BSTR bstr_of(const char *text)
{
	wchar_t *wide = wide_text(text);
	BSTR b = wide ? SysAllocString(wide) : NULL;

	free(wide);
	return b;
}

/* The first of a list of numbers, such as a case's ChassisTypes. */
static cJSON *first_of(VARTYPE type, SAFEARRAY *list)
{
	int32_t number = 0;
	int16_t small = 0;
	LONG at = 0;

	if (!list || SafeArrayGetDim(list) != 1 ||
	    FAILED(SafeArrayGetLBound(list, 1, &at)))
		return cJSON_CreateNull();
	if ((type == VT_I4 || type == VT_UI4) &&
	    SafeArrayGetElemsize(list) == sizeof(number) &&
	    SUCCEEDED(SafeArrayGetElement(list, &at, &number)))
		return cJSON_CreateNumber(number);
	if ((type == VT_I2 || type == VT_UI2) &&
	    SafeArrayGetElemsize(list) == sizeof(small) &&
	    SUCCEEDED(SafeArrayGetElement(list, &at, &small)))
		return cJSON_CreateNumber(small);
	return cJSON_CreateNull();
}

static cJSON *text_of(const wchar_t *wide)
{
	char *text = wide ? wide_utf8(wide) : NULL;
	cJSON *out = text && strlen(text) <= TEXT_BYTES
	                 ? cJSON_CreateString(text)
	                 : cJSON_CreateNull();

	free(text);
	return out;
}

static cJSON *value_of(const VARIANT *v)
{
	if (V_VT(v) & VT_ARRAY)
		return first_of(V_VT(v) & VT_TYPEMASK, V_ARRAY(v));
	switch (V_VT(v)) {
	case VT_BSTR:
		return text_of(V_BSTR(v));
	case VT_BOOL:
		return cJSON_CreateNumber(V_BOOL(v) ? 1 : 0);
	case VT_UI1:
		return cJSON_CreateNumber(V_UI1(v));
	case VT_I2:
		return cJSON_CreateNumber(V_I2(v));
	case VT_I4:
		return cJSON_CreateNumber(V_I4(v));
	case VT_UI4:
		return cJSON_CreateNumber(V_UI4(v));
	default:
		return cJSON_CreateNull();
	}
}

static bool add_row(cJSON *rows, IWbemClassObject *object,
                    const struct wmi_query *q)
{
	cJSON *row = cJSON_CreateArray();

	for (size_t i = 0; row && i < q->columns; i++) {
		wchar_t *name = wide_text(q->column[i]);
		cJSON *value;
		VARIANT v;

		VariantInit(&v);
		if (name)
			(void)IWbemClassObject_Get(object, name, 0, &v, NULL,
			                           NULL);
		value = value_of(&v);
		VariantClear(&v);
		free(name);
		if (!cJSON_AddItemToArray(row, value)) {
			cJSON_Delete(value);
			cJSON_Delete(row);
			return false;
		}
	}
	if (!cJSON_AddItemToArray(rows, row)) {
		cJSON_Delete(row);
		return false;
	}
	return true;
}

static HRESULT read_rows(IEnumWbemClassObject *list, const struct wmi_query *q,
                         cJSON *rows)
{
	HRESULT result = WBEM_S_TIMEDOUT;
	int count = 0;

	/* A thread that was given up ends here, when WMI answers at all. */
	for (unsigned waited = 0; count < WMI_ROWS && waited < q->deadline;) {
		IWbemClassObject *object = NULL;
		ULONG got = 0;
		bool ok;

		result =
		    IEnumWbemClassObject_Next(list, WAIT, 1, &object, &got);
		if (result == WBEM_S_TIMEDOUT) {
			waited += WAIT;
			continue;
		}
		if (FAILED(result) || got == 0)
			return FAILED(result) ? result : S_OK;
		ok = add_row(rows, object, q);
		IWbemClassObject_Release(object);
		if (!ok)
			return E_OUTOFMEMORY;
		count++;
	}
	return count == WMI_ROWS ? S_OK : RPC_E_TIMEOUT;
}

static HRESULT ask(IWbemServices *services, const struct wmi_query *q,
                   cJSON *rows)
{
	IEnumWbemClassObject *list = NULL;
	BSTR language = bstr_of("WQL");
	BSTR text = bstr_of(q->text);
	HRESULT result = E_OUTOFMEMORY;

	if (language && text) {
		/* Wine has no security to set, and says so. */
		(void)CoSetProxyBlanket(
		    (IUnknown *)services, RPC_C_AUTHN_WINNT, RPC_C_AUTHZ_NONE,
		    NULL, RPC_C_AUTHN_LEVEL_CALL, RPC_C_IMP_LEVEL_IMPERSONATE,
		    NULL, EOAC_NONE);
		result = IWbemServices_ExecQuery(
		    services, language, text,
		    WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY, NULL,
		    &list);
	}
	if (SUCCEEDED(result)) {
		(void)CoSetProxyBlanket(
		    (IUnknown *)list, RPC_C_AUTHN_WINNT, RPC_C_AUTHZ_NONE, NULL,
		    RPC_C_AUTHN_LEVEL_CALL, RPC_C_IMP_LEVEL_IMPERSONATE, NULL,
		    EOAC_NONE);
		result = read_rows(list, q, rows);
		IEnumWbemClassObject_Release(list);
	}
	SysFreeString(text);
	SysFreeString(language);
	return result;
}

static HRESULT connect_and_ask(const struct wmi_query *q, cJSON *rows)
{
	IWbemLocator *locator = NULL;
	IWbemServices *services = NULL;
	BSTR space = bstr_of(q->space);
	HRESULT result =
	    CoCreateInstance(&locator_class, NULL, CLSCTX_INPROC_SERVER,
	                     &locator_interface, (void **)&locator);

	if (!space && SUCCEEDED(result))
		result = E_OUTOFMEMORY;
	if (SUCCEEDED(result))
		result = IWbemLocator_ConnectServer(
		    locator, space, NULL, NULL, NULL,
		    WBEM_FLAG_CONNECT_USE_MAX_WAIT, NULL, NULL, &services);
	if (SUCCEEDED(result)) {
		result = ask(services, q, rows);
		IWbemServices_Release(services);
	}
	if (locator)
		IWbemLocator_Release(locator);
	SysFreeString(space);
	return result;
}

/* In the worker: {"result": HRESULT, "rows": [[value, ...], ...]} */
static bool work(void *ctx, struct buf *out)
{
	const struct wmi_query *q = ctx;
	cJSON *json = cJSON_CreateObject();
	cJSON *rows = cJSON_AddArrayToObject(json, "rows");
	HRESULT result = CoInitializeEx(NULL, COINIT_MULTITHREADED);
	bool ok;

	if (rows && SUCCEEDED(result)) {
		result = connect_and_ask(q, rows);
		CoUninitialize();
	}
	ok = rows &&
	     cJSON_AddNumberToObject(json, "result", (uint32_t)result) &&
	     json_print(out, json);
	cJSON_Delete(json);
	return ok;
}

static bool fill_cell(const cJSON *value, struct wmi_cell *cell,
                      struct arena *a)
{
	cell->number = CELL_UNKNOWN;
	if (cJSON_IsNumber(value))
		cell->number = (int64_t)value->valuedouble;
	if (!cJSON_IsString(value))
		return true;
	(void)text_int(value->valuestring, 0, INT64_MAX, &cell->number);
	cell->text = arena_strdup(a, value->valuestring);
	return cell->text != NULL;
}

static bool fill(const cJSON *rows, struct arena *a, struct wmi_table *out)
{
	size_t count = (size_t)cJSON_GetArraySize(rows), i = 0;
	struct wmi_cell *cell =
	    arena_alloc(a, count * out->columns + 1, sizeof(*cell));
	const cJSON *row, *value;

	if (!cell)
		return false;
	cJSON_ArrayForEach (row, rows)
		cJSON_ArrayForEach (value, row)
			if (!fill_cell(value, &cell[i++], a))
				return false;
	out->cell = cell;
	out->rows = count;
	return true;
}

/* The answer that the worker wrote. */
static enum fact_state read_answer(const struct buf *answer, struct arena *a,
                                   struct wmi_table *out)
{
	enum fact_state state = FACT_FAILED;
	int64_t result = 0;
	struct err e;
	cJSON *json = json_parse(buf_text(answer), answer->len, &e);

	out->why = "WMI's answer is too large";
	if (json && json_int(json, "result", true, 0, UINT32_MAX, &result, &e))
		state = result < 0x80000000
		            ? FACT_KNOWN
		            : state_of((HRESULT)(uint32_t)result);
	if (json && state != FACT_KNOWN)
		out->why =
		    arena_fmt(a, "WMI answered %08lx", (unsigned long)result);
	if (state == FACT_KNOWN) {
		if (fill(cJSON_GetObjectItemCaseSensitive(json, "rows"), a,
		         out))
			out->why = NULL;
		else
			state = FACT_FAILED;
	}
	cJSON_Delete(json);
	return state;
}

enum fact_state wmi_ask(const struct wmi_query *q, struct arena *a,
                        struct wmi_table *out)
{
	/* The worker only reads it. */
	union {
		const void *given;
		void *taken;
	} ctx = { .given = q };
	enum fact_state state = FACT_FAILED;
	struct worker *worker;
	struct buf answer;
	struct err e;

	memset(out, 0, sizeof(*out));
	out->columns = q->columns;
	buf_init(&answer, ANSWER_BYTES);
	worker = worker_start(work, ctx.taken, q->deadline, ANSWER_BYTES, &e);
	if (worker && worker_finish(worker, &answer, &e))
		state = read_answer(&answer, a, out);
	else
		out->why = arena_fmt(a, "WMI: %s", e.text);
	buf_clear(&answer);
	return state;
}

const struct wmi_cell *wmi_cell(const struct wmi_table *t, size_t row,
                                size_t column)
{
	static const struct wmi_cell none = { NULL, CELL_UNKNOWN };

	return row < t->rows && column < t->columns
	           ? &t->cell[row * t->columns + column]
	           : &none;
}
