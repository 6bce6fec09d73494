/* SPDX-License-Identifier: Apache-2.0 */
#define COBJMACROS
#define CINTERFACE
#include "checks/probe/windows/automation.h"

#include "checks/facts.h"
#include "checks/probe/windows/decode/moment.h"
#include "core/wide.h"

#include <stdlib.h>
#include <windows.h>

#include <oaidl.h>
#include <objbase.h>
#include <oleauto.h>

#define ARGUMENTS 2

static const IID no_interface;
/* uuid.h would be one more library to link. */
static const IID dispatch_interface = {
	0x00020400, 0, 0, { 0xc0, 0, 0, 0, 0, 0, 0, 0x46 }
};

static IDispatch *dispatch(struct automation *o)
{
	return (void *)o;
}

bool automation_open(void)
{
	return SUCCEEDED(CoInitializeEx(NULL, COINIT_MULTITHREADED));
}

void automation_close(void)
{
	CoUninitialize();
}

struct automation *automation_new(const char *name)
{
	wchar_t *wide = wide_text(name);
	void *made = NULL;
	CLSID id;

	if (wide && SUCCEEDED(CLSIDFromProgID(wide, &id)))
		/* Never one that COM would start a program for. */
		(void)CoCreateInstance(&id, NULL, CLSCTX_INPROC_SERVER,
		                       &dispatch_interface, &made);
	free(wide);
	return made;
}

void automation_free(struct automation *o)
{
	if (o)
		IDispatch_Release(dispatch(o));
}

/* Ask for a part; *out is the caller's to clear. */
static bool ask(struct automation *o, const char *name, const int32_t *number,
                unsigned numbers, VARIANT *out)
{
	wchar_t *wide = wide_text(name);
	VARIANT argument[ARGUMENTS];
	DISPPARAMS list = { argument, NULL, numbers, 0 };
	bool ok = false;
	DISPID id;

	VariantInit(out);
	/* The last argument stands first. */
	for (unsigned i = 0; i < numbers && i < ARGUMENTS; i++) {
		VariantInit(&argument[numbers - 1 - i]);
		V_VT(&argument[numbers - 1 - i]) = VT_I4;
		V_I4(&argument[numbers - 1 - i]) = number[i];
	}
	if (wide && numbers <= ARGUMENTS &&
	    SUCCEEDED(IDispatch_GetIDsOfNames(dispatch(o), &no_interface, &wide,
	                                      1, LOCALE_NEUTRAL, &id)))
		ok = SUCCEEDED(IDispatch_Invoke(
		    dispatch(o), id, &no_interface, LOCALE_NEUTRAL,
		    DISPATCH_PROPERTYGET | DISPATCH_METHOD, &list, out, NULL,
		    NULL));
	free(wide);
	return ok;
}

struct automation *automation_part(struct automation *o, const char *name,
                                   const int32_t *number, unsigned numbers)
{
	void *part = NULL;
	VARIANT v;

	if (ask(o, name, number, numbers, &v) &&
	    (V_VT(&v) == VT_DISPATCH || V_VT(&v) == VT_UNKNOWN) &&
	    V_UNKNOWN(&v))
		(void)IUnknown_QueryInterface(V_UNKNOWN(&v),
		                              &dispatch_interface, &part);
	VariantClear(&v);
	return part;
}

bool automation_int(struct automation *o, const char *name, int64_t *out)
{
	bool ok = false;
	VARIANT v;

	if (ask(o, name, NULL, 0, &v)) {
		ok = V_VT(&v) == VT_I4 || V_VT(&v) == VT_BOOL;
		if (V_VT(&v) == VT_I4)
			*out = V_I4(&v);
		else if (ok)
			*out = V_BOOL(&v) ? 1 : 0;
	}
	VariantClear(&v);
	return ok;
}

char *automation_text(struct automation *o, const char *name)
{
	char *text = NULL;
	VARIANT v;

	if (ask(o, name, NULL, 0, &v) && V_VT(&v) == VT_BSTR && V_BSTR(&v))
		text = wide_utf8(V_BSTR(&v));
	VariantClear(&v);
	return text;
}

int64_t automation_time(struct automation *o, const char *name)
{
	int64_t time = CELL_UNKNOWN;
	VARIANT v;

	if (ask(o, name, NULL, 0, &v) && V_VT(&v) == VT_DATE)
		time = moment_date(V_DATE(&v));
	VariantClear(&v);
	return time;
}
