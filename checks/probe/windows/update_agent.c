/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/update_agent.h"

#include "checks/facts.h"
#include "checks/probe/windows/automation.h"
#include "core/text.h"
#include "core/worker.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define ANSWER_BYTES 1024
#define HISTORY      100 /* newest entries that are looked at */
#define CATEGORIES   20  /* of one of them */
#define INSTALLATION 1   /* UpdateOperation of wuapi */
#define WORKED       2   /* OperationResultCode; 3: with errors */

/*
 * Classes of updates that do not mend Windows, whatever their language calls
 * them: learn.microsoft.com, "Device driver... Classification GUIDs" (WSUS).
 */
static const char *const other_classes[] = {
	"e0789628-ce08-4437-be74-2495b842f43b", /* definition updates */
	"ebfc1fc5-71a4-4f7b-9aca-3b9a503104a0", /* drivers */
};

static void read_results(struct update_agent *u)
{
	struct automation *o = automation_new("Microsoft.Update.AutoUpdate");
	struct automation *results =
	    o ? automation_part(o, "Results", NULL, 0) : NULL;
	struct automation *settings =
	    o ? automation_part(o, "Settings", NULL, 0) : NULL;

	if (results) {
		u->searched = automation_time(results, "LastSearchSuccessDate");
		u->anything =
		    automation_time(results, "LastInstallationSuccessDate");
	}
	if (settings)
		(void)automation_int(settings, "NotificationLevel", &u->level);
	automation_free(settings);
	automation_free(results);
	automation_free(o);
}

/* Whether one entry of the history mended Windows itself. */
static bool mends(struct automation *entry)
{
	struct automation *list = automation_part(entry, "Categories", NULL, 0);
	int64_t count = 0;
	bool other = false;

	if (list)
		(void)automation_int(list, "Count", &count);
	for (int32_t i = 0; i < count && i < CATEGORIES && !other; i++) {
		struct automation *one = automation_part(list, "Item", &i, 1);
		char *id = one ? automation_text(one, "CategoryID") : NULL;

		for (size_t j = 0; id && j < 2; j++)
			other = other || text_same(id, other_classes[j]);
		free(id);
		automation_free(one);
	}
	automation_free(list);
	/* One that says nothing of itself proves nothing. */
	return count > 0 && !other;
}

static void read_entry(struct update_agent *u, struct automation *entry)
{
	int64_t operation = 0;
	int64_t result = 0;
	int64_t time = automation_time(entry, "Date");

	(void)automation_int(entry, "Operation", &operation);
	(void)automation_int(entry, "ResultCode", &result);
	if (operation == INSTALLATION && result == WORKED &&
	    time > u->installed && mends(entry))
		u->installed = time;
}

/* The newest stand first. */
static void read_history(struct update_agent *u)
{
	static const int32_t range[] = { 0, HISTORY };
	struct automation *session = automation_new("Microsoft.Update.Session");
	struct automation *searcher =
	    session ? automation_part(session, "CreateUpdateSearcher", NULL, 0)
		    : NULL;
	struct automation *list =
	    searcher ? automation_part(searcher, "QueryHistory", range, 2)
		     : NULL;
	int64_t count = 0;

	if (list)
		(void)automation_int(list, "Count", &count);
	for (int32_t i = 0; i < count && i < HISTORY; i++) {
		struct automation *entry = automation_part(list, "Item", &i, 1);

		if (entry)
			read_entry(u, entry);
		automation_free(entry);
	}
	automation_free(list);
	automation_free(searcher);
	automation_free(session);
}

/* In the worker; nothing of the caller's is touched, who may be gone. */
static bool ask(void *ctx, struct buf *out)
{
	struct update_agent u = { CELL_UNKNOWN, CELL_UNKNOWN, CELL_UNKNOWN, 0 };

	(void)ctx;
	if (!automation_open())
		return false;
	read_results(&u);
	read_history(&u);
	automation_close();
	return buf_fmt(out, "%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64,
	               u.searched, u.installed, u.anything, u.level);
}

void update_agent_ask(struct update_agent *out, unsigned deadline)
{
	int64_t *const field[] = { &out->searched, &out->installed,
		                   &out->anything, &out->level };
	char text[ANSWER_BYTES];
	char *at = text;
	struct worker *w;
	struct buf answer;
	struct err e;

	*out = (struct update_agent){ CELL_UNKNOWN, CELL_UNKNOWN, CELL_UNKNOWN,
		                      0 };
	buf_init(&answer, sizeof(text) - 1);
	w = worker_start(ask, NULL, deadline, sizeof(text) - 1, &e);
	if (w && worker_finish(w, &answer, &e)) {
		memcpy(text, buf_text(&answer), answer.len + 1);
		for (size_t i = 0; i < 4; i++) {
			const char *word = text_word(&at);

			if (word)
				(void)text_int(word, CELL_UNKNOWN, INT64_MAX,
				               field[i]);
		}
	}
	buf_clear(&answer);
}
