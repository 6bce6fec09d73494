/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/security_center.h"

#include "checks/probe/windows/wmi.h"
#include "core/library.h"

#include <windows.h>

#define WAIT 5000 /* milliseconds */

enum { COLUMN_NAME, COLUMN_STATE, COLUMNS };
static const char *const columns[] = { "displayName", "productState" };

static const struct wmi_query queries[] = {
	[SECURITY_ANTIVIRUS] = {
		.space = "root\\SecurityCenter2",
		.text = "SELECT displayName, productState FROM AntiVirusProduct",
		.column = columns,
		.columns = COLUMNS,
		.deadline = WAIT,
	},
	[SECURITY_FIREWALL] = {
		.space = "root\\SecurityCenter2",
		.text = "SELECT displayName, productState FROM FirewallProduct",
		.column = columns,
		.columns = COLUMNS,
		.deadline = WAIT,
	},
};

enum fact_state security_center_list(enum security_sort sort, struct arena *a,
                                     struct security_products *out)
{
	struct security_product *row;
	struct wmi_table table;
	enum fact_state state = wmi_ask(&queries[sort], a, &table);

	out->row = NULL;
	out->count = 0;
	out->why = table.why;
	if (state != FACT_KNOWN || table.rows == 0)
		return state;
	row = arena_alloc(a, table.rows, sizeof(*row));
	if (!row)
		return FACT_FAILED;
	for (size_t i = 0; i < table.rows; i++) {
		const struct wmi_cell *name = wmi_cell(&table, i, COLUMN_NAME);

		row[i].name = name->text ? name->text : "?";
		row[i].state = product_state_decode(
		    wmi_cell(&table, i, COLUMN_STATE)->number);
	}
	out->row = row;
	out->count = table.rows;
	return state;
}

/* WSC_SECURITY_PROVIDER and WSC_SECURITY_PROVIDER_HEALTH of wscapi.h. */
enum tri security_center_good(enum security_sort sort)
{
	static const DWORD provider[] = {
		[SECURITY_ANTIVIRUS] = 4,
		[SECURITY_FIREWALL] = 1,
	};
	static const char *const names[] = { "wscapi.dll", NULL };
	HRESULT(WINAPI * health)(DWORD, int *);
	const struct library_symbol symbol[] = {
		{ "WscGetSecurityProviderHealth", &health },
	};
	int found = -1;
	struct err e;

	if (!library_load(names, symbol, 1, &e) ||
	    health(provider[sort], &found) != S_OK)
		return TRI_UNKNOWN;
	return found == 0 ? TRI_YES : TRI_NO;
}
