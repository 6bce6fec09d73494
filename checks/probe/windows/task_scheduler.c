/* SPDX-License-Identifier: Apache-2.0 */
#define COBJMACROS
#include "checks/probe/windows/task_scheduler.h"

#include "core/buf.h"
#include "core/interrupt.h"
#include "core/json.h"
#include "core/rows.h"
#include "core/text.h"
#include "core/wide.h"
#include "core/worker.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include <taskschd.h>

#define DEADLINE     4000 /* milliseconds */
#define ANSWER_BYTES (2u << 20)
#define XML_BYTES    (32u << 10) /* of one task: a longer one is no backup */
#define DEPTH        4           /* of folders of tasks */
#define HIDDEN       1           /* TASK_ENUM_HIDDEN of taskschd.h */

/* Seconds from 1601 to 1970 (MS-DTYP 2.3.3), and what "never" is at most:
   the scheduler says 1999-11-30. */
#define EPOCH INT64_C(11644473600)
#define NEVER INT64_C(946684800)

static const GUID scheduler_class = { 0x0f87369f,
	                              0xa4e5,
	                              0x4cfc,
	                              { 0xbd, 0x3e, 0x73, 0xe6, 0x15, 0x45,
	                                0x72, 0xdd } };
static const GUID service_interface = { 0x2faba4c7,
	                                0x4da9,
	                                0x4013,
	                                { 0x96, 0x97, 0x20, 0xcc, 0x3f, 0xd4,
	                                  0x0f, 0x85 } };

/* A time of COM, which is local, as ours; CELL_UNKNOWN for none. */
static int64_t time_of(DATE date)
{
	SYSTEMTIME local, utc;
	FILETIME file;
	int64_t time;

	if (!VariantTimeToSystemTime(date, &local) ||
	    !TzSpecificLocalTimeToSystemTime(NULL, &local, &utc) ||
	    !SystemTimeToFileTime(&utc, &file))
		return CELL_UNKNOWN;
	time = (int64_t)(((uint64_t)file.dwHighDateTime << 32 |
	                  file.dwLowDateTime) /
	                 10000000) -
	       EPOCH;
	return time > NEVER ? time : 0;
}

/* Adds the text under that name and frees it. */
static bool add_text(cJSON *row, const char *name, BSTR wide, size_t limit)
{
	char *text = wide ? wide_utf8(wide) : NULL;
	bool ok = text && strlen(text) <= limit &&
	          cJSON_AddStringToObject(row, name, text);

	free(text);
	SysFreeString(wide);
	return ok;
}

static void add_task(cJSON *rows, IRegisteredTask *task)
{
	cJSON *row = cJSON_CreateObject();
	BSTR path = NULL, xml = NULL;
	VARIANT_BOOL enabled = VARIANT_FALSE;
	LONG result = 0;
	DATE date = 0;
	bool ok;

	(void)IRegisteredTask_get_Path(task, &path);
	(void)IRegisteredTask_get_Xml(task, &xml);
	ok = add_text(row, "path", path, 1000);
	ok = add_text(row, "xml", xml, XML_BYTES) && ok;
	if (SUCCEEDED(IRegisteredTask_get_Enabled(task, &enabled)))
		cJSON_AddBoolToObject(row, "enabled", enabled != 0);
	if (SUCCEEDED(IRegisteredTask_get_LastRunTime(task, &date)))
		cJSON_AddNumberToObject(row, "started", (double)time_of(date));
	if (SUCCEEDED(IRegisteredTask_get_LastTaskResult(task, &result)))
		cJSON_AddNumberToObject(row, "result", (uint32_t)result);
	if (!ok || !cJSON_AddItemToArray(rows, row))
		cJSON_Delete(row);
}

static void add_tasks(cJSON *rows, ITaskFolder *folder)
{
	IRegisteredTaskCollection *list = NULL;
	LONG count = 0;

	if (FAILED(ITaskFolder_GetTasks(folder, HIDDEN, &list)))
		return;
	(void)IRegisteredTaskCollection_get_Count(list, &count);
	for (LONG i = 1; i <= count && i <= TASK_MAX && !interrupt_seen();
	     i++) {
		IRegisteredTask *task = NULL;
		VARIANT at;

		VariantInit(&at);
		V_VT(&at) = VT_I4;
		V_I4(&at) = i;
		if (SUCCEEDED(
			IRegisteredTaskCollection_get_Item(list, at, &task))) {
			add_task(rows, task);
			IRegisteredTask_Release(task);
		}
	}
	IRegisteredTaskCollection_Release(list);
}

static bool is_microsoft(ITaskFolder *folder)
{
	BSTR wide = NULL;
	char *path;
	bool ours;

	(void)ITaskFolder_get_Path(folder, &wide);
	path = wide ? wide_utf8(wide) : NULL;
	ours = path && text_same(path, "\\Microsoft");
	free(path);
	SysFreeString(wide);
	return ours;
}

static void add_folder(cJSON *rows, ITaskFolder *folder, int depth)
{
	ITaskFolderCollection *list = NULL;
	LONG count = 0;

	if (is_microsoft(folder))
		return;
	add_tasks(rows, folder);
	if (depth == 0 || FAILED(ITaskFolder_GetFolders(folder, 0, &list)))
		return;
	(void)ITaskFolderCollection_get_Count(list, &count);
	for (LONG i = 1; i <= count && i <= TASK_MAX && !interrupt_seen();
	     i++) {
		ITaskFolder *below = NULL;
		VARIANT at;

		VariantInit(&at);
		V_VT(&at) = VT_I4;
		V_I4(&at) = i;
		if (SUCCEEDED(
			ITaskFolderCollection_get_Item(list, at, &below))) {
			add_folder(rows, below, depth - 1);
			ITaskFolder_Release(below);
		}
	}
	ITaskFolderCollection_Release(list);
}

static HRESULT ask(cJSON *rows)
{
	ITaskService *service = NULL;
	ITaskFolder *root = NULL;
	BSTR path = SysAllocString(L"\\");
	VARIANT none;
	HRESULT result =
	    CoCreateInstance(&scheduler_class, NULL, CLSCTX_INPROC_SERVER,
	                     &service_interface, (void **)&service);

	VariantInit(&none);
	if (SUCCEEDED(result))
		result = ITaskService_Connect(service, none, none, none, none);
	if (SUCCEEDED(result))
		result = ITaskService_GetFolder(service, path, &root);
	if (SUCCEEDED(result)) {
		add_folder(rows, root, DEPTH);
		ITaskFolder_Release(root);
	}
	if (service)
		ITaskService_Release(service);
	SysFreeString(path);
	return result;
}

static bool work(void *ctx, struct buf *out)
{
	cJSON *json = cJSON_CreateObject();
	cJSON *rows = cJSON_AddArrayToObject(json, "tasks");
	HRESULT result = CoInitializeEx(NULL, COINIT_MULTITHREADED);
	bool ok;

	(void)ctx;
	if (rows && SUCCEEDED(result)) {
		result = ask(rows);
		CoUninitialize();
	}
	ok = rows &&
	     cJSON_AddNumberToObject(json, "result", (uint32_t)result) &&
	     json_print(out, json);
	cJSON_Delete(json);
	return ok;
}

static bool fill(const cJSON *row, struct task *t, struct arena *a)
{
	const char *xml = NULL;
	bool enabled = false;
	struct err e;

	task_data_init(&t->data);
	if (!json_text(row, "path", true, a, &t->path, &e) ||
	    !json_text(row, "xml", true, a, &xml, &e) ||
	    !task_data_xml(xml, strlen(xml), a, &t->data))
		return false;
	if (json_bool(row, "enabled", true, &enabled, &e))
		t->data.enabled = enabled ? TRI_YES : TRI_NO;
	(void)json_int(row, "started", false, CELL_UNKNOWN, INT64_MAX / 2,
	               &t->data.started, &e);
	(void)json_int(row, "result", false, 0, UINT32_MAX, &t->data.result,
	               &e);
	return true;
}

static enum fact_state state_of(int64_t result)
{
	if (result < 0x80000000)
		return FACT_KNOWN;
	/* REGDB_E_CLASSNOTREG, E_NOTIMPL; E_ACCESSDENIED */
	if (result == 0x80040154 || result == 0x80004001)
		return FACT_UNSUPPORTED;
	return result == 0x80070005 ? FACT_DENIED : FACT_FAILED;
}

static enum fact_state read_answer(const struct buf *answer, struct tasks *out,
                                   struct arena *a)
{
	int64_t result = 0x80004005; /* E_FAIL */
	const cJSON *item;
	struct rows rows;
	struct err e;
	cJSON *json = json_parse(buf_text(answer), answer->len, &e);

	rows_init(&rows, a, sizeof(struct task));
	if (json)
		(void)json_int(json, "result", true, 0, UINT32_MAX, &result,
		               &e);
	cJSON_ArrayForEach (item,
	                    cJSON_GetObjectItemCaseSensitive(json, "tasks")) {
		struct task t;
		struct task *row = fill(item, &t, a) ? rows_add(&rows) : NULL;

		if (row)
			*row = t;
	}
	cJSON_Delete(json);
	out->row = rows.data;
	out->count = rows.count;
	/* What was cut off may be a backup. */
	if (rows.count >= TASK_MAX && state_of(result) == FACT_KNOWN)
		return FACT_FAILED;
	return state_of(result);
}

enum fact_state task_scheduler_list(struct tasks *out, struct arena *a)
{
	struct worker *worker;
	struct buf answer;
	struct err e;

	memset(out, 0, sizeof(*out));
	out->state = FACT_FAILED;
	buf_init(&answer, ANSWER_BYTES);
	worker = worker_start(work, NULL, DEADLINE, ANSWER_BYTES, &e);
	if (worker && worker_finish(worker, &answer, &e))
		out->state = read_answer(&answer, out, a);
	buf_clear(&answer);
	return out->state;
}
