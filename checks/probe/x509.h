/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_X509_H
#define CHECKS_PROBE_X509_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define X509_TEXT 256 /* bytes of a name */

struct x509_st; /* OpenSSL's */

/* What a certificate says of itself; nothing is verified. */
struct x509 {
	char host[X509_TEXT];   /* first DNS name, else the common name */
	char holder[X509_TEXT]; /* common name, cut to initials: "C. E." */
	char issuer[X509_TEXT]; /* organisation, else common name */
	int64_t not_before;     /* time, 0 when before 1970 */
	int64_t not_after;      /* the same */
	bool authority;         /* it may sign others */
	bool own;               /* it signed itself */
	bool server;            /* it says that it is a server's */
	bool signs;             /* it says that it signs or identifies */
};

/*
 * Read the first certificate of len bytes, PEM or DER, from anybody. False
 * when there is none.
 */
bool x509_parse(struct x509 *out, const void *data, size_t len);

/* The same of one that OpenSSL has read; false when its dates are no dates. */
bool x509_read(struct x509 *out, struct x509_st *cert);

/* The first letter of each word of a name: "Camille Exemple": "C. E.". */
void x509_initials(char out[X509_TEXT], const char *name);

#endif
