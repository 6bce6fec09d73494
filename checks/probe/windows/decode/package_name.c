/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/package_name.h"

#include <string.h>

/* Take what stands before the next underscore; false if there is none. */
static bool part(const char **at, char out[PACKAGE_NAME])
{
	size_t n = strcspn(*at, "_");

	if ((*at)[n] != '_' || n >= PACKAGE_NAME)
		return false;
	memcpy(out, *at, n);
	out[n] = '\0';
	*at += n + 1;
	return true;
}

bool package_name_parse(struct package_name *out, const char *full)
{
	char processor[PACKAGE_NAME], resource[PACKAGE_NAME];

	return part(&full, out->name) && part(&full, out->version) &&
	       part(&full, processor) && part(&full, resource) &&
	       out->name[0] && out->version[0] &&
	       strspn(out->version, "0123456789.") == strlen(out->version) &&
	       !resource[0] && full[0] && !strchr(full, '_');
}
