/* SPDX-License-Identifier: Apache-2.0 */
#include "core/proxy.h"

#include "core/proxy_env.h"

const char *proxy_find(const char *scheme, const char *host)
{
	bool straight;

	return proxy_env_find(scheme, host, &straight);
}

bool proxy_session(const char *proxy)
{
	(void)proxy;
	return false;
}
