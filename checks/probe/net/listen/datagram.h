/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_LISTEN_DATAGRAM_H
#define CHECKS_PROBE_NET_LISTEN_DATAGRAM_H

#include "checks/probe/net/listen/hearing.h"
#include "checks/probe/net/listen/packet.h"

/*
 * Take a UDP datagram: names that are asked for by LLMNR and NetBIOS, answers
 * of DHCP servers, SNMP 1 and 2c.
 */
void datagram_take(struct hearing *h, const struct packet *p);

#endif
