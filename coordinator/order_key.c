/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/order.h"

#include "coordinator/db.h"
#include "coordinator/keyring.h"
#include "coordinator/migrate.h"
#include "coordinator/setting.h"
#include "core/clock.h"

enum order_ending order_key_renew(struct order_line *line)
{
	int64_t now = clock_now();
	struct keyring *keys = NULL;
	struct db *db;
	struct setting s;
	struct err e;
	bool ok;

	db = db_open(line->store, &e);
	ok = db && migrate_run(db, now, &e) &&
	     setting_read(&s, db, line->arena, &e);
	if (ok)
		keys = keyring_open(line->state, s.name, now, true, &e);
	ok = keys && keyring_renew(keys, s.name, now, &e);
	keyring_close(keys);
	db_close(db);
	if (!ok)
		return order_fail(line, ORDER_BROKEN, &e);
	order_say(line, "key-renewed", NULL);
	return ORDER_DONE;
}
