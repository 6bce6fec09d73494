/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_LISTEN_TONGUE_H
#define CHECKS_PROBE_NET_LISTEN_TONGUE_H

#include "checks/probe/net/listen/speech.h"

/*
 * What is spoken, by the first n bytes that a side said: by content first, so
 * that FTP is found on any port, then by the usual port, for a conversation
 * that is heard from its middle. It begins at byte *from: before TLS there may
 * be a prologue. NULL when it is not known yet; t->done when it never will
 * matter. Settles t->client too.
 */
const struct tongue *tongue_guess(struct speech *t, int side, const uint8_t *d,
                                  size_t n, size_t *from);

extern const struct tongue tongue_ftp;
extern const struct tongue tongue_http;
extern const struct tongue tongue_imap;
extern const struct tongue tongue_ldap;
extern const struct tongue tongue_pop3;
extern const struct tongue tongue_smb;
extern const struct tongue tongue_smtp;
extern const struct tongue tongue_telnet;
extern const struct tongue tongue_tls;
extern const struct tongue tongue_vnc;

#endif
