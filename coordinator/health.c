/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/journal.h"
#include "coordinator/pool.h"
#include "coordinator/route.h"
#include "coordinator/service.h"

#define WAIT_MS     1000
#define RETRY_AFTER 10 /* seconds */

static bool ask(struct service *service, struct err *e)
{
	static const char sql[] = "SELECT 1";
	struct db *db = pool_take(service->pool, WAIT_MS, e);
	int64_t one = 0;
	bool good;

	if (!db)
		return false;
	good = db_number(db, sql, DB_NOTHING, &one, e);
	pool_give(service->pool, db);
	return good;
}

/* "ok", or what is wrong; for whoever watches the service. */
bool health_send(struct request *r, struct response *out, struct err *e)
{
	out->type = "text/plain; charset=utf-8";
	if (ask(r->service, e)) {
		buf_str(&out->body, "ok\n");
		return true;
	}
	/* e may name a host or a path: that is for the log alone. */
	journal_write(JOURNAL_ERROR, "health: %s", e->text);
	out->status = 503;
	out->retry_after = RETRY_AFTER;
	buf_str(&out->body, "the store does not answer\n");
	return true;
}
