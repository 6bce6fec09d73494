/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/demo.h"
#include "coordinator/page.h"
#include "coordinator/route.h"
#include "coordinator/service.h"
#include "coordinator/visit.h"

/*
 * The door of a demonstration: whoever comes in is its visitor. A service
 * that is none does not have it.
 */
bool page_demo_enter(struct request *r, struct response *out, struct err *e)
{
	if (!r->service->demo)
		return page_say(r, out, 404, "say-absent-title", "say-absent");
	return visit_begin(r, out, DEMO_ACCOUNT, VISIT_FULL, e) &&
	       response_redirect(out, "/");
}
