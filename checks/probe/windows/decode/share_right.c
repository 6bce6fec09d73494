/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/share_right.h"

static enum tri grants(const struct share_right *r, enum security_visitor v,
                       uint32_t mask)
{
	if (r->known && r->d.granted[v] & mask)
		return TRI_YES;
	return r->known && !r->d.unclear ? TRI_NO : TRI_UNKNOWN;
}

/* Both doors have to be open. */
static enum tri both(enum tri a, enum tri b)
{
	if (a == TRI_NO || b == TRI_NO)
		return TRI_NO;
	return a == TRI_YES && b == TRI_YES ? TRI_YES : TRI_UNKNOWN;
}

/* One door is enough. */
static enum tri either(enum tri a, enum tri b)
{
	if (a == TRI_YES || b == TRI_YES)
		return TRI_YES;
	return a == TRI_NO && b == TRI_NO ? TRI_NO : TRI_UNKNOWN;
}

static enum tri may(const struct share_right *share,
                    const struct share_right *folder, enum security_visitor v,
                    uint32_t mask)
{
	return both(grants(share, v, mask), grants(folder, v, mask));
}

enum tri share_right_anybody(const struct share_right *share,
                             const struct share_right *folder, uint32_t mask)
{
	return may(share, folder, SECURITY_ANYBODY, mask);
}

enum tri share_right_stranger(const struct share_entrance *in,
                              const struct share_right *share,
                              const struct share_right *folder, uint32_t mask)
{
	enum tri out =
	    both(in->guest, may(share, folder, SECURITY_GUEST, mask));

	if (in->null_session)
		out = either(out, may(share, folder, SECURITY_ANONYMOUS, mask));
	if (in->blank != TRI_NO &&
	    may(share, folder, SECURITY_ACCOUNT, mask) != TRI_NO)
		out = either(out, TRI_UNKNOWN);
	return out;
}
