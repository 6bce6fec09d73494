/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/account_kind.h"

/* learn.microsoft.com, "USER_INFO_3 structure (lmaccess.h)". */
#define DISABLED     0x0002u
#define NOT_REQUIRED 0x0020u

#define RID_GUEST 501
#define RID_MADE  1000 /* the first that is not Windows' own (MS-SAMR) */

enum tri account_kind_enabled(const struct account_kind *k, int64_t now)
{
	if (k->flags & DISABLED)
		return TRI_NO;
	return k->expires != CELL_UNKNOWN && k->expires <= now ? TRI_NO
	                                                       : TRI_YES;
}

enum tri account_kind_human(const struct account_kind *k)
{
	return k->rid < RID_MADE || k->hidden ? TRI_NO : TRI_YES;
}

const char *account_kind_password(const struct account_kind *k)
{
	/* Windows makes the guest without one, and without need of one. */
	if (k->rid == RID_GUEST && k->flags & NOT_REQUIRED)
		return "empty";
	if (k->online == TRI_YES || k->code == TRI_YES)
		return "set";
	if (!(k->flags & NOT_REQUIRED) && k->min_length > 0)
		return "set";
	return NULL;
}
