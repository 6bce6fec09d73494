/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_RULESET_H
#define CHECKS_PROBE_LINUX_RULESET_H

#include <stdbool.h>

/*
 * Whether filter rules keep strangers out: what comes in is refused unless
 * something allows it. Rules that refuse only some (a list of banned
 * addresses, as fail2ban makes) do not count, nor what is done to traffic
 * that only passes through (Docker).
 */

/* In nft's language: /etc/nftables.conf or what "nft list ruleset" prints. */
bool ruleset_nft(const char *text);

/* In iptables' language: what iptables-save prints. */
bool ruleset_iptables(const char *text);

#endif
