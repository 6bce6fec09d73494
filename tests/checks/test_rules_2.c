/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checks/facts_json.h"
#include "checks/ruling.h"
#include "core/date.h"
#include "core/json.h"

#include <stdio.h>
#include <string.h>

/* The rules of the second half of the baseline, one table of cases. */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ANSWERS      3

static const char *const ids[] = {
	"router-password",
	"wifi-protected",
	"mail-no-hidden-forward",
	"certificates-valid",
	"mail-official-address",
	"mail-no-spoofing",
	"account-per-person",
	"screen-lock",
	"wifi-guests",
	"usb-autorun",
	"website-https",
	"website-maintained",
	"domain-owned",
	"provider-contract",
	"staff-trained",
	"work-private-separate",
	"personal-data-breach",
	"inventory",
	"security-lead",
	"disk-healthy",
	"open-ports",
	"tls-expiry",
	"default-shares",
	"cleartext-passwords",
	"network-one-dhcp",
};

/* A known fact, and one that is not, in the JSON of the cases below. */
#define KNOWN(name, value) "'" name "':{'state':'known','value':" value "}"
#define STATE(name, state) "'" name "':{'state':'" state "','why':'test'}"
#define SOME(name, value) \
	"'" name "':{'state':'denied','why':'test','value':" value "}"

/* Rows of lists. */
#define CERT(use, name, day_, rest)                            \
	"{'use':'" use "','name':'" name "','not_after':" day_ \
	",'issuer':'AC Test','place':'/etc/ssl/a.pem'" rest "}"
#define LISTENER(port, transport, rest)            \
	"{'port':" port ",'transport':'" transport \
	"','address':'0.0.0.0'" rest "}"
#define TLS(day_, rest) \
	"{'host':'192.168.1.9','port':443,'not_after':" day_ rest "}"
#define VOLUME(size, free_, rest) \
	"{'mount':'/','size':" size ",'free':" free_ rest "}"
#define ACCOUNT(name, rest) "{'name':'" name "','number':1000" rest "}"

#define NOW   "1795305600" /* 2026-11-22 */
#define PAST  "1795219200" /* the day before */
#define IN_10 "1796169600"
#define IN_20 "1797033600"
#define IN_40 "1798761600"
#define IN_90 "1803081600"

#define LOCKED          KNOWN("screen.lock", "true")
#define WINDOWS         KNOWN("system.family", "'windows'")
#define NO_SERVICES     KNOWN("tls.services", "[]")
#define NO_CERTIFICATES KNOWN("certificate.list", "[]")
#define NO_DISKS        STATE("disk.health", "absent")
#define ROOMY           KNOWN("disk.volumes", "[" VOLUME("1000", "500", "") "]")

static const struct test_case {
	const char *id;
	const char *facts;   /* JSON with ' for " */
	const char *answers; /* "CONTROL=VALUE", more behind a space */
	enum verdict verdict;
	const char *message;
	const char *code; /* of an evidence line, NULL: there is none */
} cases[] = {
	/* Wi-Fi: what is in use, by the name of its protection. */
	{ "wifi-protected", KNOWN("wifi.security", "'open'"), "", VERDICT_FAIL,
	  "wifi-open", "wifi-security" },
	{ "wifi-protected", KNOWN("wifi.security", "'wep'"), "", VERDICT_FAIL,
	  "wifi-wep", "wifi-security" },
	{ "wifi-protected", KNOWN("wifi.security", "'wpa1'"), "", VERDICT_FAIL,
	  "wifi-wpa1", "wifi-security" },
	{ "wifi-protected", KNOWN("wifi.security", "'wpa2'"), "", VERDICT_PASS,
	  "wifi-good", "wifi-security" },
	{ "wifi-protected", KNOWN("wifi.security", "'wpa2-enterprise'"), "",
	  VERDICT_PASS, "wifi-good", "wifi-security" },
	{ "wifi-protected", KNOWN("wifi.security", "'wpa3'"), "", VERDICT_PASS,
	  "wifi-good", "wifi-security" },
	{ "wifi-protected", KNOWN("wifi.security", "'wapi'"), "",
	  VERDICT_UNKNOWN, "wifi-other", "wifi-security" },
	{ "wifi-protected", STATE("wifi.security", "absent"), "",
	  VERDICT_NOT_APPLICABLE, "wifi-absent", NULL },
	{ "wifi-protected", STATE("wifi.security", "denied"), "",
	  VERDICT_UNKNOWN, "fact-denied", "not-read" },

	/* Certificates of persons: the worst counts, the replaced does not. */
	{ "certificates-valid",
	  KNOWN("certificate.list", "[" CERT("person", "A. B.", PAST, "") "]"),
	  "", VERDICT_FAIL, "person-expired", "certificate-expired" },
	{ "certificates-valid",
	  SOME("certificate.list", "[" CERT("person", "A. B.", NOW, "") "]"),
	  "", VERDICT_FAIL, "person-expired", "certificate-expired" },
	{ "certificates-valid",
	  KNOWN("certificate.list",
	        "[" CERT("person", "A. B.", IN_40,
	                 "") "," CERT("person", "C. D.", IN_90, "") "]"),
	  "", VERDICT_PARTIAL, "person-soon", "certificate-soon" },
	{ "certificates-valid",
	  KNOWN("certificate.list",
	        "[" CERT("person", "A. B.", PAST,
	                 "") "," CERT("person", "A. B.", IN_90, "") "]"),
	  "", VERDICT_PASS, "person-good", NULL },
	{ "certificates-valid",
	  KNOWN("certificate.list", "[" CERT("server", "x", PAST, "") "]"), "",
	  VERDICT_NOT_APPLICABLE, "person-none", NULL },
	{ "certificates-valid",
	  KNOWN("certificate.list", "[{'name':'A. B.','not_after':1}]"), "",
	  VERDICT_NOT_APPLICABLE, "person-none", NULL },
	{ "certificates-valid", KNOWN("certificate.list", "[{'use':'person'}]"),
	  "", VERDICT_UNKNOWN, "person-no-date", NULL },
	{ "certificates-valid", STATE("certificate.list", "absent"), "",
	  VERDICT_NOT_APPLICABLE, "person-none", NULL },
	{ "certificates-valid",
	  SOME("certificate.list", "[" CERT("person", "A. B.", IN_90, "") "]"),
	  "", VERDICT_UNKNOWN, "fact-denied", "not-read" },
	{ "certificates-valid", /* the clock went back, its floor did not */
	  KNOWN("certificate.list",
	        "[" CERT("person", "A. B.", IN_90,
	                 "") "]") "," KNOWN("system.clock-floor", "1900000000"),
	  "", VERDICT_FAIL, "person-expired", "certificate-expired" },
	{ "certificates-valid", /* a floor behind the clock says nothing */
	  KNOWN("certificate.list", "[{'use':'person','not_after':" PAST
	                            "}]") "," KNOWN("system.clock-floor", "5"),
	  "", VERDICT_FAIL, "person-expired", "certificate-expired" },

	/* The address: any way of typing it. */
	{ "mail-official-address", "", "mail-official-address=a@orange.fr",
	  VERDICT_FAIL, "mail-public-domain", "mail-domain" },
	{ "mail-official-address", "", "mail-official-address=Gmail.COM.",
	  VERDICT_FAIL, "mail-public-domain", "mail-domain" },
	{ "mail-official-address", "", "mail-official-address=x@a.wanadoo.fr",
	  VERDICT_FAIL, "mail-public-domain", "mail-domain" },
	{ "mail-official-address", "", "mail-official-address=x@notorange.fr",
	  VERDICT_PASS, "mail-own-domain", "mail-domain" },
	{ "mail-official-address", "",
	  "mail-official-address=mairie@saint-lô.fr", VERDICT_PASS,
	  "mail-own-domain", "mail-domain" },
	{ "mail-official-address", "",
	  "mail-official-address=https://www.ville.fr:8443/contact",
	  VERDICT_PASS, "mail-own-domain", "mail-domain" },
	{ "mail-official-address", "", "mail-official-address=mairie",
	  VERDICT_UNKNOWN, "mail-not-address", NULL },
	{ "mail-official-address", "", "mail-official-address=mairie@",
	  VERDICT_UNKNOWN, "mail-not-address", NULL },
	{ "mail-official-address", "", "mail-official-address=a@.fr",
	  VERDICT_UNKNOWN, "mail-not-address", NULL },
	{ "mail-official-address", "", "mail-official-address=a@b_c.fr",
	  VERDICT_UNKNOWN, "mail-not-address", NULL },
	{ "mail-official-address", "", "", VERDICT_UNKNOWN, "not-answered",
	  NULL },

	/* Forged mail: both records, or the provider's business. */
	{ "mail-no-spoofing",
	  KNOWN("mail.spf", "true") "," KNOWN("mail.dmarc", "'reject'"), "",
	  VERDICT_PASS, "spoofing-refused", "dmarc" },
	{ "mail-no-spoofing",
	  KNOWN("mail.spf", "true") "," KNOWN("mail.dmarc", "'quarantine'"),
	  "mail-official-address=m@ville.fr", VERDICT_PASS, "spoofing-refused",
	  "spf" },
	{ "mail-no-spoofing",
	  KNOWN("mail.spf", "true") "," KNOWN("mail.dmarc", "'none'"), "",
	  VERDICT_PARTIAL, "dmarc-none", "dmarc" },
	{ "mail-no-spoofing",
	  KNOWN("mail.spf", "false") "," KNOWN("mail.dmarc", "'none'"), "",
	  VERDICT_FAIL, "spf-missing", "spf" },
	{ "mail-no-spoofing",
	  KNOWN("mail.spf", "false") "," KNOWN("mail.dmarc", "'missing'"), "",
	  VERDICT_FAIL, "dmarc-missing", "dmarc" },
	{ "mail-no-spoofing",
	  KNOWN("mail.spf", "true") "," KNOWN("mail.dmarc", "'odd'"), "",
	  VERDICT_UNKNOWN, "dmarc-other", "dmarc" },
	{ "mail-no-spoofing", KNOWN("mail.dmarc", "'reject'"), "",
	  VERDICT_UNKNOWN, "network-not-looked", "not-read" },
	{ "mail-no-spoofing", KNOWN("mail.spf", "true"), "", VERDICT_UNKNOWN,
	  "network-not-looked", "not-read" },
	{ "mail-no-spoofing", KNOWN("mail.spf", "false"), "", VERDICT_FAIL,
	  "spf-missing", "spf" },
	{ "mail-no-spoofing", STATE("mail.dmarc", "failed"), "",
	  VERDICT_UNKNOWN, "fact-failed", "not-read" },
	{ "mail-no-spoofing", KNOWN("mail.spf", "false"),
	  "mail-official-address=m@orange.fr", VERDICT_NOT_APPLICABLE,
	  "shared-domain", "mail-domain" },
	{ "mail-no-spoofing", "", "mail-official-address=nothing",
	  VERDICT_UNKNOWN, "network-not-looked", "not-read" },

	/* One account each: the name of an account is only a hint. */
	{ "account-per-person",
	  KNOWN("account.list", "[" ACCOUNT("Mairie2", ",'human':true") "]"),
	  "", VERDICT_UNKNOWN, "generic-name", "generic-account" },
	{ "account-per-person",
	  KNOWN("account.list",
	        "[" ACCOUNT("accueil", ",'human':true,'enabled':true") "]"),
	  "account-per-person=no", VERDICT_PASS, "declared-pass",
	  "generic-account" },
	{ "account-per-person",
	  KNOWN(
	      "account.list",
	      "[" ACCOUNT("accueil", ",'human':true,'enabled':false") "," ACCOUNT(
		  "user",
		  ",'human':false") "," ACCOUNT("mairiette",
	                                        ",'human':true") ",{'human':true}]"),
	  "", VERDICT_UNKNOWN, "not-answered", NULL },
	{ "account-per-person", "", "account-per-person=yes", VERDICT_FAIL,
	  "declared-fail", NULL },
	{ "account-per-person", "", "account-per-person=mailbox",
	  VERDICT_PARTIAL, "declared-partial", NULL },
	{ "account-per-person",
	  KNOWN("account.list", "[" ACCOUNT("poste-1", ",'human':true") "]"),
	  "account-per-person=dont-know", VERDICT_UNKNOWN, "generic-name",
	  "generic-account" },

	/* The screen: ten minutes, fifteen at the very most. */
	{ "screen-lock", LOCKED "," KNOWN("screen.delay", "600"), "",
	  VERDICT_PASS, "lock-good", "lock-delay" },
	{ "screen-lock", LOCKED "," KNOWN("screen.delay", "601"), "",
	  VERDICT_PARTIAL, "lock-late", "lock-delay" },
	{ "screen-lock", LOCKED "," KNOWN("screen.delay", "900"), "",
	  VERDICT_PARTIAL, "lock-late", "lock-delay" },
	{ "screen-lock", LOCKED "," KNOWN("screen.delay", "901"), "",
	  VERDICT_FAIL, "lock-late", "lock-delay" },
	{ "screen-lock", LOCKED "," KNOWN("screen.delay", "0"), "",
	  VERDICT_FAIL, "lock-off", "lock-delay" },
	{ "screen-lock", KNOWN("screen.lock", "false"), "", VERDICT_FAIL,
	  "lock-off", "lock-off" },
	{ "screen-lock", LOCKED "," STATE("screen.delay", "failed"), "",
	  VERDICT_UNKNOWN, "fact-failed", "not-read" },
	{ "screen-lock", STATE("screen.lock", "absent"), "",
	  VERDICT_NOT_APPLICABLE, "lock-absent", NULL },
	{ "screen-lock", KNOWN("screen.delay", "60"), "", VERDICT_UNKNOWN,
	  "fact-unasked", "not-read" },

	/* Sticks. */
	{ "usb-autorun", KNOWN("usb.autorun", "true"), "", VERDICT_FAIL,
	  "autorun-on", "usb-autorun" },
	{ "usb-autorun", KNOWN("usb.autorun", "false"), "", VERDICT_PASS,
	  "autorun-off", NULL },
	{ "usb-autorun", STATE("usb.autorun", "absent"), "",
	  VERDICT_NOT_APPLICABLE, "autorun-absent", NULL },
	{ "usb-autorun", STATE("usb.autorun", "unsupported"), "",
	  VERDICT_UNKNOWN, "fact-unsupported", "not-read" },

	/* The site. */
	{ "website-https", KNOWN("website.https", "true"), "", VERDICT_PASS,
	  "site-good", NULL },
	{ "website-https", KNOWN("website.https", "false"),
	  "website-https=http://Ville.fr/accueil", VERDICT_FAIL, "site-bad",
	  "https-invalid" },
	{ "website-https", KNOWN("website.https", "false"), "", VERDICT_FAIL,
	  "site-bad", "https-invalid" },
	{ "website-https", STATE("website.https", "absent"), "",
	  VERDICT_NOT_APPLICABLE, "site-none", NULL },
	{ "website-https", "", "website-https=ville.fr", VERDICT_UNKNOWN,
	  "network-not-looked", "not-read" },
	{ "website-https", STATE("website.https", "failed"), "",
	  VERDICT_UNKNOWN, "fact-failed", "not-read" },
	{ "website-https", "", "", VERDICT_UNKNOWN, "not-answered", NULL },

	/* The name: its end can make the answer worse, never better. */
	{ "domain-owned", KNOWN("domain.expires", IN_90),
	  "domain-owned=commune", VERDICT_PASS, "declared-pass",
	  "domain-expires" },
	{ "domain-owned", KNOWN("domain.expires", IN_90), "", VERDICT_UNKNOWN,
	  "not-answered", "domain-expires" },
	{ "domain-owned", KNOWN("domain.expires", IN_40),
	  "domain-owned=commune", VERDICT_PARTIAL, "domain-soon",
	  "domain-expires" },
	{ "domain-owned", KNOWN("domain.expires", IN_40), "domain-owned=person",
	  VERDICT_FAIL, "declared-fail", "domain-expires" },
	{ "domain-owned", KNOWN("domain.expires", PAST), "domain-owned=commune",
	  VERDICT_FAIL, "domain-ended", "domain-expires" },
	{ "domain-owned", "", "domain-owned=no-access", VERDICT_PARTIAL,
	  "declared-partial", NULL },
	{ "domain-owned", "", "domain-owned=none", VERDICT_NOT_APPLICABLE,
	  "declared-not-applicable", NULL },

	/* What there is. */
	{ "inventory", KNOWN("system.name", "'Debian 12'"), "", VERDICT_PARTIAL,
	  "inventory-machine-only", "inventory-system" },
	{ "inventory",
	  KNOWN("system.name", "'Debian 12'") "," KNOWN("software.list", "[]"),
	  "", VERDICT_PARTIAL, "inventory-machine-only", "inventory-software" },
	{ "inventory",
	  KNOWN("system.name", "'Debian 12'") "," KNOWN("device.list", "[]"),
	  "", VERDICT_PASS, "inventory-full", "inventory-devices" },
	{ "inventory", KNOWN("device.list", "[]"), "", VERDICT_UNKNOWN,
	  "fact-unasked", "not-read" },

	/* The disk: its health first, then its room. */
	{ "disk-healthy", ROOMY "," NO_DISKS, "", VERDICT_PASS, "disk-good",
	  NULL },
	{ "disk-healthy",
	  ROOMY "," KNOWN("disk.health", "[{'device':'sda','failing':true}]"),
	  "", VERDICT_FAIL, "disk-failing", "disk-failing" },
	{ "disk-healthy", SOME("disk.health", "[{'failing':true}]"), "",
	  VERDICT_FAIL, "disk-failing", "disk-failing" },
	{ "disk-healthy",
	  ROOMY "," KNOWN("disk.health", "[{'device':'sda','failing':false}]"),
	  "", VERDICT_PASS, "disk-good", NULL },
	{ "disk-healthy", ROOMY "," KNOWN("disk.health", "[{'device':'sda'}]"),
	  "", VERDICT_UNKNOWN, "disk-mute", NULL },
	{ "disk-healthy", ROOMY "," STATE("disk.health", "denied"), "",
	  VERDICT_UNKNOWN, "fact-denied", "not-read" },
	{ "disk-healthy",
	  KNOWN("disk.volumes", "[" VOLUME("1000", "99", "") "]") "," NO_DISKS,
	  "", VERDICT_PARTIAL, "disk-low", "disk-space" },
	{ "disk-healthy", /* the fullest counts */
	  SOME("disk.volumes",
	       "[" VOLUME("1000", "900", "") "," VOLUME(
		   "1000", "49", "") "," VOLUME("1000", "80", "") "]"),
	  "", VERDICT_FAIL, "disk-full", "disk-space" },
	{ "disk-healthy", /* a full stick or a data disk is no matter here */
	  KNOWN(
	      "disk.volumes",
	      "[" VOLUME("1000", "100", "") "," VOLUME(
		  "1000", "0",
		  ",'removable':true") "," VOLUME("1000", "0",
	                                          ",'system':false") "]") "," NO_DISKS,
	  "", VERDICT_PASS, "disk-good", NULL },
	{ "disk-healthy",
	  KNOWN("disk.volumes", "[" VOLUME("50", "1", "") "]") "," NO_DISKS, "",
	  VERDICT_PASS, "disk-good", NULL },
	{ "disk-healthy",
	  KNOWN("disk.volumes",
	        "[{'size':9}," VOLUME("1000", "900", "") "]") "," NO_DISKS,
	  "", VERDICT_UNKNOWN, "disk-unread", NULL },
	{ "disk-healthy", KNOWN("disk.volumes", "[]") "," NO_DISKS, "",
	  VERDICT_UNKNOWN, "disk-unread", NULL },
	{ "disk-healthy", KNOWN("disk.volumes", "[{'size':1000,'free':10}]"),
	  "", VERDICT_FAIL, "disk-full", "disk-space" },
	{ "disk-healthy", NO_DISKS, "", VERDICT_UNKNOWN, "fact-unasked",
	  "not-read" },

	/* Ports: an incomplete list can fail but not pass. */
	{ "open-ports",
	  KNOWN("listener.list",
	        "[" LISTENER("22", "tcp", "") "," LISTENER(
		    "23", "tcp", ",'loopback':true") ",{'port':23}]"),
	  "", VERDICT_PASS, "ports-good", NULL },
	{ "open-ports",
	  KNOWN("listener.list",
	        "[" LISTENER("3306", "tcp", ",'loopback':false") "," LISTENER(
		    "23", "tcp", ",'loopback':false") "]"),
	  "", VERDICT_FAIL, "ports-severe", "telnet" },
	{ "open-ports",
	  SOME(
	      "listener.list",
	      "[" LISTENER("21", "tcp", ",'loopback':false,'program':'ftpd'") "," LISTENER(
		  "3306", "tcp", ",'loopback':false") "]"),
	  "", VERDICT_FAIL, "ports-severe", "ftp-cleartext" },
	{ "open-ports", /* a firewall is told, and absolves nobody */
	  KNOWN("listener.list",
	        "[" LISTENER("5432", "tcp",
	                     ",'loopback':false") "]") "," KNOWN("firewall.on",
	                                                         "true"),
	  "", VERDICT_PARTIAL, "ports-some", "firewall" },
	{ "open-ports",
	  KNOWN("listener.list",
	        "[" LISTENER("5432", "tcp",
	                     ",'loopback':false") "]") "," KNOWN("firewall.on",
	                                                         "false"),
	  "", VERDICT_PARTIAL, "ports-some", "db-exposed" },
	{ "open-ports", /* 23/udp is not telnet */
	  KNOWN("listener.list",
	        "[" LISTENER("23", "udp", ",'loopback':false") "]"),
	  "", VERDICT_PASS, "ports-good", NULL },
	{ "open-ports",
	  KNOWN("listener.list", "[" LISTENER("6379", "tcp", "") "]"), "",
	  VERDICT_UNKNOWN, "ports-unsure", "store-exposed" },
	{ "open-ports",
	  SOME("listener.list", "[" LISTENER("22", "tcp", "") "]"), "",
	  VERDICT_UNKNOWN, "fact-denied", "not-read" },

	/* Certificates of servers: here, and over the network. */
	{ "tls-expiry",
	  KNOWN("certificate.list",
	        "[" CERT("server", "mairie.fr", PAST, "") "]"),
	  "", VERDICT_FAIL, "server-expired", "tls-expired" },
	{ "tls-expiry",
	  KNOWN("certificate.list",
	        "[" CERT("server", "mairie.fr", IN_20, "") "]"),
	  "", VERDICT_PARTIAL, "server-soon", "tls-soon" },
	{ "tls-expiry", /* renewed by itself: still time */
	  KNOWN("certificate.list",
	        "[{'use':'server','not_after':" IN_20
	        ",'place':'/etc/letsencrypt/live/a/cert.pem'},"
	        "{'use':'server','not_after':" IN_20
	        ",'issuer':'R11, Let\\u0027s Encrypt'}]") "," NO_SERVICES,
	  "", VERDICT_PASS, "server-good", NULL },
	{ "tls-expiry",
	  KNOWN("certificate.list",
	        "[{'use':'server','not_after':" IN_10
	        ",'place':'/etc/letsencrypt/live/a/cert.pem'}]"),
	  "", VERDICT_PARTIAL, "server-soon", "tls-soon" },
	{ "tls-expiry",
	  KNOWN("certificate.list",
	        "[" CERT("server", "a", PAST, "") "," CERT(
		    "server", "a", IN_40, "") "," CERT("person", "a", PAST,
	                                               "") "]") "," NO_SERVICES,
	  "", VERDICT_PASS, "server-good", NULL },
	{ "tls-expiry",
	  KNOWN("certificate.list", "[" CERT("server", "a", IN_40, "") "]"), "",
	  VERDICT_UNKNOWN, "network-not-looked", "not-read" },
	{ "tls-expiry", NO_CERTIFICATES, "", VERDICT_UNKNOWN,
	  "network-not-looked", "not-read" },
	{ "tls-expiry", NO_CERTIFICATES "," NO_SERVICES, "",
	  VERDICT_NOT_APPLICABLE, "server-none", NULL },
	{ "tls-expiry", STATE("certificate.list", "denied") "," NO_SERVICES, "",
	  VERDICT_UNKNOWN, "fact-denied", "not-read" },
	{ "tls-expiry",
	  KNOWN("certificate.list", "[{'use':'server'}]") "," NO_SERVICES, "",
	  VERDICT_UNKNOWN, "server-no-date", NULL },
	{ "tls-expiry", KNOWN("tls.services", "[" TLS(PAST, "") "]"), "",
	  VERDICT_FAIL, "server-expired", "tls-expired" },
	{ "tls-expiry", KNOWN("tls.services", "[" TLS(IN_20, "") "]"), "",
	  VERDICT_PARTIAL, "server-soon", "tls-soon" },
	{ "tls-expiry",
	  KNOWN("tls.services", "[" TLS(IN_90, ",'problem':'chain'") "]"), "",
	  VERDICT_PARTIAL, "server-problem", "tls-problem" },
	{ "tls-expiry", /* boxes sign their own */
	  NO_CERTIFICATES "," KNOWN(
	      "tls.services", "[" TLS(IN_90, ",'problem':'self-signed'") "]"),
	  "", VERDICT_PASS, "server-good", NULL },

	/* Hidden shares: only with the setting that opens them. */
	{ "default-shares", KNOWN("system.family", "'linux'"), "",
	  VERDICT_NOT_APPLICABLE, "shares-not-windows", NULL },
	{ "default-shares", STATE("system.family", "failed"), "",
	  VERDICT_UNKNOWN, "fact-failed", "not-read" },
	{ "default-shares",
	  WINDOWS "," KNOWN("share.hidden",
	                    "true") "," KNOWN("share.remote-admin", "true"),
	  "", VERDICT_FAIL, "shares-remote-admin", "local-account-filter" },
	{ "default-shares",
	  WINDOWS "," KNOWN("share.hidden", "true") "," KNOWN(
	      "share.remote-admin", "false") "," KNOWN("share.anonymous",
	                                               "false"),
	  "", VERDICT_PASS, "shares-normal", NULL },
	{ "default-shares",
	  WINDOWS "," KNOWN("share.hidden", "false") "," KNOWN(
	      "share.remote-admin", "true") "," KNOWN("share.anonymous",
	                                              "false"),
	  "", VERDICT_PASS, "shares-normal", NULL },
	{ "default-shares", WINDOWS "," KNOWN("share.anonymous", "true"), "",
	  VERDICT_FAIL, "shares-anonymous", "null-session" },
	{ "default-shares", WINDOWS "," KNOWN("share.hidden", "false"), "",
	  VERDICT_UNKNOWN, "fact-unasked", "not-read" },
	{ "default-shares", WINDOWS "," KNOWN("share.anonymous", "false"), "",
	  VERDICT_UNKNOWN, "fact-unasked", "not-read" },
	{ "default-shares",
	  WINDOWS "," KNOWN("share.anonymous", "false") "," KNOWN(
	      "share.hidden", "true") "," STATE("share.remote-admin", "denied"),
	  "", VERDICT_UNKNOWN, "fact-denied", "not-read" },

	/* What passes by. */
	{ "cleartext-passwords",
	  KNOWN("cleartext.logins",
	        "[{'protocol':'ftp','count':0},{'protocol':'pop3','count':2}]"),
	  "", VERDICT_FAIL, "cleartext-seen", "cleartext-login" },
	{ "cleartext-passwords", SOME("cleartext.logins", "[{'count':1}]"), "",
	  VERDICT_FAIL, "cleartext-seen", "cleartext-login" },
	{ "cleartext-passwords", KNOWN("cleartext.logins", "[]"), "",
	  VERDICT_PASS, "cleartext-none", NULL },
	{ "cleartext-passwords", STATE("cleartext.logins", "denied"), "",
	  VERDICT_UNKNOWN, "fact-denied", "not-read" },
	{ "network-one-dhcp", KNOWN("dhcp.servers", "1"), "", VERDICT_PASS,
	  "dhcp-one", "dhcp-servers" },
	{ "network-one-dhcp", KNOWN("dhcp.servers", "2"), "", VERDICT_FAIL,
	  "dhcp-many", "dhcp-servers" },
	{ "network-one-dhcp", KNOWN("dhcp.servers", "0"), "", VERDICT_UNKNOWN,
	  "dhcp-none", "dhcp-servers" },
	{ "network-one-dhcp", "", "", VERDICT_UNKNOWN, "network-not-looked",
	  "not-read" },

	/* Answers alone, with their own words where they have some. */
	{ "mail-no-hidden-forward", "", "mail-no-hidden-forward=found",
	  VERDICT_FAIL, "answer-found", NULL },
	{ "mail-no-hidden-forward", "", "mail-no-hidden-forward=no",
	  VERDICT_FAIL, "answer-no", NULL },
	{ "mail-no-hidden-forward", "", "mail-no-hidden-forward=clean",
	  VERDICT_PASS, "declared-pass", NULL },
};

/* Where a "yes" or a harmless-looking word is the bad answer. */
static const struct {
	const char *id;
	const char *choice;
	enum verdict verdict;
} traps[] = {
	{ "router-password", "yes", VERDICT_FAIL },
	{ "router-password", "no", VERDICT_PASS },
	{ "wifi-guests", "same", VERDICT_FAIL },
	{ "wifi-guests", "guest", VERDICT_PASS },
	{ "wifi-guests", "no", VERDICT_PASS },
	{ "account-per-person", "yes", VERDICT_FAIL },
	{ "account-per-person", "no", VERDICT_PASS },
	{ "work-private-separate", "yes", VERDICT_FAIL },
	{ "work-private-separate", "no", VERDICT_PASS },
	{ "staff-trained", "no", VERDICT_FAIL },
	{ "website-maintained", "nobody", VERDICT_FAIL },
	{ "security-lead", "nobody", VERDICT_FAIL },
	{ "provider-contract", "none", VERDICT_NOT_APPLICABLE },
};

/* One judgement and all that it needs. */
struct bench {
	struct baseline *baseline;
	struct arena *arena;
	struct facts facts;
	struct answer answer[ANSWERS];
	struct answers answers;
	char text[2000];
	struct inputs in;
};

static int bench_open(void **state)
{
	static struct bench bench;
	struct err e;

	memset(&bench, 0, sizeof(bench));
	bench.baseline = baseline_builtin(&e);
	if (!bench.baseline) {
		print_error("%s\n", e.text);
		return -1;
	}
	*state = &bench;
	return 0;
}

static int bench_close(void **state)
{
	struct bench *b = *state;

	baseline_free(b->baseline);
	return 0;
}

static void read_facts(struct bench *b, const char *facts)
{
	char text[4000];
	struct err e;
	cJSON *json;

	snprintf(text, sizeof(text), "{%s}", facts);
	for (char *c = text; *c; c++)
		if (*c == '\'')
			*c = '"';
	json = json_parse(text, strlen(text), &e);
	if (!json)
		fail_msg("%s in %s", e.text, text);
	if (!facts_from_json(&b->facts, json, b->arena, &e))
		fail_msg("%s in %s", e.text, text);
	cJSON_Delete(json);
}

static void read_answers(struct bench *b, const char *answers)
{
	char *word = b->text;

	assert_true(strlen(answers) < sizeof(b->text));
	strncpy(b->text, answers, sizeof(b->text) - 1);
	while (*word) {
		struct answer *a = &b->answer[b->answers.count++];
		char *next = strchr(word, ' ');
		char *equal = strchr(word, '=');

		assert_non_null(equal);
		*equal = '\0';
		a->control = word;
		a->value = equal + 1;
		word = next ? next + 1 : word + strlen(word);
		if (next)
			*next = '\0';
		else
			break;
	}
	b->answers.row = b->answer;
}

/* Judge from a fresh arena; the caller ends with bench_done(). */
static void bench_judge(struct bench *b, const char *id, const char *facts,
                        const char *answers, struct ruling *r)
{
	b->arena = arena_new(1 << 20);
	assert_non_null(b->arena);
	memset(&b->facts, 0, sizeof(b->facts));
	memset(&b->answers, 0, sizeof(b->answers));
	read_facts(b, facts);
	read_answers(b, answers);
	b->in = (struct inputs){
		.facts = &b->facts,
		.answers = &b->answers,
		.baseline = b->baseline,
		.control = baseline_control(b->baseline, id),
	};
	assert_true(date_parse("2026-11-22", &b->in.now));
	if (!b->in.control)
		fail_msg("no control %s", id);
	assert_true(ruling_make(&b->in, b->arena, r));
}

static void bench_done(struct bench *b)
{
	arena_free(b->arena);
	b->arena = NULL;
}

static bool has_code(const struct ruling *r, const char *code)
{
	const struct evidence *line = r->evidence.data;

	for (size_t i = 0; i < r->evidence.count; i++)
		if (strcmp(line[i].code, code) == 0)
			return true;
	return false;
}

/* Every line bears a code that the rule says it may emit. */
static void check_codes(const struct ruling *r, const char *id)
{
	const struct evidence *line = r->evidence.data;
	const struct rule *rule = rule_find(id);

	for (size_t i = 0; i < r->evidence.count; i++) {
		const char *const *code = rule->codes;

		while (*code && strcmp(*code, line[i].code) != 0)
			code++;
		if (!*code)
			fail_msg("%s emits %s", id, line[i].code);
	}
}

/* The message exists, in both languages, with all its names filled in. */
static void check_words(const struct bench *b, const struct ruling *r)
{
	for (int i = 0; i < LANG_COUNT; i++) {
		const char *said =
		    ruling_say(r, &b->in, r->message, (enum lang)i);

		if (!said || !*said || strchr(said, '{'))
			fail_msg("%s says \"%s\" for %s", b->in.control->id,
			         said ? said : "", r->message);
	}
}

static void test_cases(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct test_case *c = &cases[i];
		struct ruling r;

		bench_judge(b, c->id, c->facts, c->answers, &r);
		if (r.verdict != c->verdict ||
		    strcmp(r.message ? r.message : "", c->message) != 0)
			fail_msg("case %zu, %s: %s, %s", i, c->id,
			         verdict_name(r.verdict),
			         r.message ? r.message : "no message");
		assert_int_equal(r.severity, b->in.control->severity);
		if (c->code ? !has_code(&r, c->code) : r.evidence.count != 0)
			fail_msg("case %zu, %s: wrong evidence", i, c->id);
		check_words(b, &r);
		check_codes(&r, c->id);
		bench_done(b);
	}
}

/* Whoever knows nothing is told so, never reassured. */
static void test_nothing_known(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT(ids); i++) {
		struct ruling r;

		bench_judge(b, ids[i], "", "", &r);
		if (r.verdict != VERDICT_UNKNOWN)
			fail_msg("%s: %s", ids[i], verdict_name(r.verdict));
		check_words(b, &r);
		check_codes(&r, ids[i]);
		bench_done(b);
	}
}

/* A fact in any state but known and absent never makes a pass. */
static void test_unread_is_not_good(void **state)
{
	static const char *const states[] = { "unasked", "denied",
		                              "unsupported", "failed" };
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT(ids); i++)
		for (size_t s = 0; s < COUNT(states); s++) {
			const struct rule *rule = rule_find(ids[i]);
			char facts[2000] = "";
			struct ruling r;

			for (size_t n = 0; rule && rule->reads[n]; n++)
				snprintf(facts + strlen(facts),
				         sizeof(facts) - strlen(facts),
				         "%s'%s':{'state':'%s'}", n ? "," : "",
				         rule->reads[n], states[s]);
			bench_judge(b, ids[i], facts, "", &r);
			if (r.verdict != VERDICT_UNKNOWN)
				fail_msg("%s, %s: %s", ids[i], states[s],
				         verdict_name(r.verdict));
			bench_done(b);
		}
}

static void test_rules_are_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(ids); i++) {
		const struct rule *rule = rule_find(ids[i]);
		struct facts facts;

		for (size_t n = 0; rule && rule->reads[n]; n++)
			if (!fact_find(&facts, rule->reads[n]))
				fail_msg("%s reads %s", ids[i], rule->reads[n]);
	}
}

/* Words that no case brings out are either dead or untested. */
static void test_every_message_is_said(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT(ids); i++) {
		const struct control *c = baseline_control(b->baseline, ids[i]);

		for (size_t m = 0; m < c->messages; m++) {
			bool said = false;

			for (size_t n = 0; n < COUNT(cases); n++)
				said =
				    said || (strcmp(cases[n].id, ids[i]) == 0 &&
				             strcmp(cases[n].message,
				                    c->message[m].id) == 0);
			if (!said)
				fail_msg("%s never says %s", ids[i],
				         c->message[m].id);
		}
	}
}

static void test_questions(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT(ids); i++) {
		const struct control *c = baseline_control(b->baseline, ids[i]);
		const struct choice *unsure;
		int pass = 0, fail = 0;

		if (!c->question || c->question->kind != QUESTION_CHOICE)
			continue;
		unsure = question_choice(c->question, "dont-know");
		assert_non_null(unsure);
		assert_int_equal(unsure->verdict, VERDICT_UNKNOWN);
		for (size_t n = 0; n < c->question->choices; n++) {
			pass += c->question->choice[n].verdict == VERDICT_PASS;
			fail += c->question->choice[n].verdict == VERDICT_FAIL;
		}
		if (pass == 0 || fail == 0)
			fail_msg("%s has no good or no bad answer", ids[i]);
	}
	for (size_t i = 0; i < COUNT(traps); i++) {
		const struct control *c =
		    baseline_control(b->baseline, traps[i].id);
		const struct choice *choice =
		    question_choice(c->question, traps[i].choice);

		assert_non_null(choice);
		assert_int_equal(choice->verdict, traps[i].verdict);
	}
}

/* A replaced baseline may bring ports whose codes this program never heard. */
static void test_foreign_port_code(void **state)
{
	static const struct port_rule odd = {
		.port = 4444,
		.transport = "tcp",
		.service = "odd",
		.code = "brand-new",
		.severe = true,
	};
	struct bench *b = *state;
	struct baseline other = *b->baseline;
	struct ruling r;

	bench_judge(b, "open-ports",
	            KNOWN("listener.list",
	                  "[" LISTENER("4444", "tcp", ",'loopback':false") "]"),
	            "", &r);
	assert_int_equal(r.verdict, VERDICT_PASS);
	other.port = &odd;
	other.ports = 1;
	b->in.baseline = &other;
	assert_true(ruling_make(&b->in, b->arena, &r));
	assert_int_equal(r.verdict, VERDICT_FAIL);
	assert_true(has_code(&r, "risky-port"));
	bench_done(b);
}

/* Our own ports all bear codes that the rule knows. */
static void test_port_codes(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < b->baseline->ports; i++) {
		const struct port_rule *p = &b->baseline->port[i];
		char facts[300];
		struct ruling r;

		snprintf(facts, sizeof(facts),
		         "'listener.list':{'state':'known','value':[{'port':"
		         "%d,'transport':'%s','loopback':false}]}",
		         (int)p->port, p->transport);
		bench_judge(b, "open-ports", facts, "", &r);
		assert_int_equal(r.verdict,
		                 p->severe ? VERDICT_FAIL : VERDICT_PARTIAL);
		if (!has_code(&r, p->code))
			fail_msg("port %d has no code %s", (int)p->port,
			         p->code);
		bench_done(b);
	}
}

/* The holder of a certificate and where it lies stay on the machine. */
static void test_person_is_not_named(void **state)
{
	struct bench *b = *state;
	const struct evidence *line;
	struct ruling r;

	bench_judge(b, "certificates-valid",
	            KNOWN("certificate.list",
	                  "[" CERT("person", "Z. Q.", PAST, "") "]"),
	            "", &r);
	line = r.evidence.data;
	assert_int_equal(r.evidence.count, 1);
	assert_null(strstr(line->value, "Z. Q."));
	assert_null(strstr(line->value, "/etc"));
	assert_string_equal(line->value, "notAfter 2026-11-21, issuer AC Test");
	bench_done(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_nothing_known),
		cmocka_unit_test(test_unread_is_not_good),
		cmocka_unit_test(test_rules_are_whole),
		cmocka_unit_test(test_every_message_is_said),
		cmocka_unit_test(test_questions),
		cmocka_unit_test(test_foreign_port_code),
		cmocka_unit_test(test_port_codes),
		cmocka_unit_test(test_person_is_not_named),
	};

	return cmocka_run_group_tests(tests, bench_open, bench_close);
}
