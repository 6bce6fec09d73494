/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_REPORT_KITTED_H
#define TESTS_REPORT_KITTED_H

#include "report/kit.h"

/* A kit with everything in it; a picture of 4 by 3 pixels. */
#define KITTED_LOGO \
	"iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAEElEQVR42mPQiHKEIwacHACxOQklQr99zwAAAABJRU5ErkJggg=="

static inline struct kit kitted(void)
{
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
	struct kit kit = {
		.id = "01001-0123456789abcdef",
		.made_at = 1795336200, /* 2026-11-22T08:30:00Z */
		.expires = 1826872200, /* 2027-11-22T08:30:00Z */
		.commune = { .insee = "01001",
		             .name = "L’Abergement-Clémenciat",
		             .department = "01",
		             .site = "www.exemple.fr",
		             .mail = "exemple.fr" },
		.coordinator = { .name = "Syndicat numérique d’exemple",
		                 .address =
		                     "1 place de la Mairie, 01000 Exemple",
		                 .phone = "04 00 00 00 00",
		                 .email = "cyber@exemple.fr",
		                 .url = "https://cyber.exemple.fr/",
		                 .logo = KITTED_LOGO,
		                 .number = { { "Gendarmerie", "17" },
		                             { "Urgence cyber",
		                               "0 800 00 00 00" } },
		                 .numbers = 2 },
		.certificates = certificate,
		.roots = certificate,
		.token = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFE",
		.lan = "normal",
		.baseline = "0123456789abcdef0123456789abcdef"
			    "0123456789abcdef0123456789abcdef",
	};

	return kit;
}

#endif
