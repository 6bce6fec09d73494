/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk_certificate.h"

#include "checks/probe/net/tls_service.h"
#include "core/ipv4.h"

void talk_certificate(struct talk *t, const char *service)
{
	struct sight *s = t->plan->sight;
	struct tls_service row = { .port = t->port, .service = service };
	char host[IPV4_TEXT];

	if (!t->secure || !t->session ||
	    !tls_service_read(t->session, NULL, t->plan->now, s->arena, &row))
		return;
	ipv4_format(host, t->address);
	row.host = host;
	sight_tls(s, &row, tls_service_names(t->session, s->arena));
}
