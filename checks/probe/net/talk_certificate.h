/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_TALK_CERTIFICATE_H
#define CHECKS_PROBE_NET_TALK_CERTIFICATE_H

#include "checks/probe/net/talk.h"

/*
 * Keep the certificate of this port, once TLS is on; nothing happens before.
 * service is static: "https", "smtp" (by STARTTLS)... Whether it is for this
 * device is judged when the look is over (sight_judge_names()).
 */
void talk_certificate(struct talk *t, const char *service);

#endif
