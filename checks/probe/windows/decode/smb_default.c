/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/smb_default.h"

#include "core/text.h"

/* Builds: learn.microsoft.com, "Windows 10 release information" and others. */
#define BUILD_1709 16299
#define BUILD_2019 17763
#define BUILD_24H2 26100

enum tri smb_default_signing(int64_t build, bool server)
{
	if (build <= 0)
		return TRI_UNKNOWN;
	return !server && build >= BUILD_24H2 ? TRI_YES : TRI_NO;
}

enum tri smb_default_guest_client(int64_t build, bool server, const char *id)
{
	int64_t closed = BUILD_1709;

	if (build <= 0 || (!server && !id[0]))
		return TRI_UNKNOWN;
	if (server)
		closed = BUILD_2019;
	else if (text_begins(id, "Core"))
		return TRI_YES;
	else if (text_begins(id, "Professional") &&
	         !text_begins(id, "ProfessionalWorkstation") &&
	         !text_begins(id, "ProfessionalEducation"))
		closed = BUILD_24H2;
	return build >= closed ? TRI_NO : TRI_YES;
}
