/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/login.h"

#include "coordinator/token.h"
#include "coordinator/visit.h"

bool login_identify(struct request *r, struct err *e)
{
	struct visit v;

	r->account = r->display = r->csrf = "";
	r->role = ROLE_NOBODY;
	if (!visit_find(&v, r, e))
		return false;
	r->csrf = v.csrf;
	if (v.stage != VISIT_GUEST)
		r->lang = v.lang;
	if (v.stage != VISIT_FULL)
		return true;
	r->account = v.account;
	r->display = v.display;
	r->role = v.role;
	return true;
}

bool login_genuine(const struct request *r)
{
	return token_same(r->csrf, request_form(r, "csrf"));
}
