/* SPDX-License-Identifier: Apache-2.0 */
#include "core/envelope.h"

#include <stdint.h>
#include <stdlib.h>

#define BEFORE "before"

/*
 * Bytes that came from anybody, as an envelope to a key that everybody knows:
 * what is refused leaves nothing behind.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char certificate[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBdTCCARugAwIBAgIUIDbmyqc7q3r53nvafRdjkkusXHswCgYIKoZIzj0EAwIw\n"
    "DzENMAsGA1UEAwwEZnV6ejAgFw0yNjExMjIxODU5NDVaGA8yMTI2MTAyOTE4NTk0\n"
    "NVowDzENMAsGA1UEAwwEZnV6ejBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFJH\n"
    "0x1dJNIYy7q8CxuzKywJXFobdcq6y1UK3Wc62jfO+RbU7N4oNDh7k3EzYIkn+D4t\n"
    "S2q6Vws/sXTiLyLbRFqjUzBRMB0GA1UdDgQWBBQDFIZ0gmGUyae8i3E1ICicNl7A\n"
    "mjAfBgNVHSMEGDAWgBQDFIZ0gmGUyae8i3E1ICicNl7AmjAPBgNVHRMBAf8EBTAD\n"
    "AQH/MAoGCCqGSM49BAMCA0gAMEUCIQDbHIHezmZ+Vv8VQaYmkMuCL5b8PNyjrZA6\n"
    "isSj+bUTgwIgQR7ngl6ByB/WYmFmiFMFxj+SaE30CynTOKp8oo7aE5E=\n"
    "-----END CERTIFICATE-----\n";

static const char secret[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgPtq+synI82WoQxKT\n"
    "4iAAQXzI1AM8qApjCvC54m8FQPihRANCAARSR9MdXSTSGMu6vAsbsyssCVxaG3XK\n"
    "ustVCt1nOto3zvkW1OzeKDQ4e5NxM2CJJ/g+LUtqulcLP7F04i8i20Ra\n"
    "-----END PRIVATE KEY-----\n";

static void require(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct envelope_key *key;
	struct buf out;
	struct err e = { 0, "" };
	bool stranger, ok;

	if (!key)
		key = envelope_key_new(certificate, secret, &e);
	require(key);
	buf_init(&out, 1u << 16);
	require(buf_str(&out, BEFORE));
	ok = envelope_open(&out, data, size, &key, 1, &stranger, &e);
	require(buf_ok(&out) && out.len >= sizeof(BEFORE) - 1);
	require(!ok || !stranger);
	require(ok || (out.len == sizeof(BEFORE) - 1 && e.text[0]));
	buf_clear(&out);
	return 0;
}
