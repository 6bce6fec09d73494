/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_LISTEN_NTLM_H
#define CHECKS_PROBE_NET_LISTEN_NTLM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Whether d holds an NTLM AUTHENTICATE message (MS-NLMP 2.2.1.3), alone or
 * wrapped in SPNEGO, that answers as NTLM 1 did: 24 bytes, with or without
 * extended session security. Nobody in particular answers nothing at all.
 */
bool ntlm_is_old(const uint8_t *d, size_t n);

/* As ntlm_is_old(), of text in base64, which may be cut. */
bool ntlm_is_old_base64(const char *text);

#endif
