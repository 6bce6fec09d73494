/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_PORT_H
#define CHECKS_PROBE_LINUX_PORT_H

#include "checks/facts.h"
#include "checks/probe/linux/tree.h"

/*
 * Whether something takes TCP connections from other machines on the port,
 * over IPv4 or IPv6. UNKNOWN when /proc/net cannot be read.
 */
enum tri port_listening(const struct probe_context *c, int64_t port);

#endif
