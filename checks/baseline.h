/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_BASELINE_H
#define CHECKS_BASELINE_H

#include "core/err.h"
#include "core/lang.h"
#include "core/verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What we expect of a town hall: words, numbers, dates, lists and questions,
 * all of it data (checks/baseline/), compiled in and replaceable by a file.
 * Everything below lives as long as the struct baseline that holds it.
 */

struct arena;

/* The format number of a baseline file; others are refused. */
#define BASELINE_FORMAT 1

/* A number that rules compare with, by name: "backup.good-days". */
struct threshold {
	const char *id;
	int64_t value;
	const char *source; /* the publication or reasoning it comes from */
};

/* One closed answer to a question. */
struct choice {
	const char *id; /* "yes", "no", "dont-know", "week"... */
	struct words label;
	enum verdict verdict; /* UNKNOWN for "je ne sais pas" */
};

enum question_kind {
	QUESTION_CHOICE, /* one of the choices */
	QUESTION_DOMAIN  /* a host name or an e-mail address, typed */
};

/* What we ask a person; its answer is kept under the control's id. */
struct question {
	enum question_kind kind;
	struct words text;
	struct words why; /* why we ask, one sentence */
	const struct choice *choice;
	size_t choices;
};

/* A sentence that a rule may say, with {names} to be filled in. */
struct message {
	const char *id;
	struct words text;
};

/* Where the same demand stands in a publication. */
struct mapping_entry {
	const char *reference;   /* "anssi-hygiene", "anssi-tpe-pme",
	                          "monaidecyber", "rpnt" */
	const char *const *item; /* "37", "2.4"... */
	size_t items;
};

/* How a control is judged. */
enum mode {
	MODE_MEASURED, /* from facts alone */
	MODE_DECLARED, /* from an answer alone */
	MODE_MIXED     /* both; measured beats declared */
};

#define PLATFORM_LINUX   1u
#define PLATFORM_WINDOWS 2u

/* One demand of the baseline. */
struct control {
	const char *id;    /* stable English id: "backup-recent" */
	const char *id_fr; /* the French one of older papers */
	enum severity severity;
	enum scope scope;
	enum mode mode;
	unsigned platforms;     /* PLATFORM_..., where it can be measured */
	const char *const *who; /* "clerk", "provider", "elected",
	                           "coordinator", "operator" */
	size_t whos;
	int64_t minutes;    /* of a person's time, once */
	int64_t euros_from; /* cheapest and dearest way, without VAT talk */
	int64_t euros_to;
	const char *every;   /* "once", "year", "month" */
	struct words cost;   /* the same, as a reader says it */
	struct words good;   /* the wished state, a statement: the title */
	struct words bad;    /* what is wrong, one sentence */
	struct words ask;    /* what is not known, as a question */
	struct words why;    /* why it matters, with what really happened */
	struct words remedy; /* what to do, 2 to 4 short sentences */
	struct words fix;    /* the same for a technician, exact */
	struct words verify; /* how a technician proves it is done */
	const struct mapping_entry *mapping;
	size_t mappings;
	const struct question *question; /* NULL when measured only */
	const struct message *message;
	size_t messages;
};

/* When a product is no longer mended by its maker. */
struct support_end {
	const char *product; /* "debian", "libreoffice", "windows-11" */
	const char *cycle;   /* "12", "25.8"; matched as a version prefix */
	const char *name;    /* as a reader says it: "Debian 12" */
	int64_t ends;        /* last day, at its midnight UTC + one day */
	const char *note;    /* NULL, or what to know: "LTS" */
};

/*
 * A product that a probe looks for. In the lists of names, a * stands for
 * any characters: "openjdk-*-jre-headless".
 */
struct product {
	const char *id;   /* "anydesk" */
	const char *name; /* "AnyDesk" */
	const char *list; /* "software", "town-hall", "remote-tool",
	                     "antivirus", "backup", "risky-port",
	                     "certificate-issuer" */
	const char *kind; /* of that list: "vnc", "remote-help"... or NULL;
	                     software: "maker" or "distribution", whose end
	                     dates apply; town-hall, whose names come from
	                     general knowledge of the trade: "data" that has
	                     to be copied, "transmission" to the State, or
	                     "token", what reads a signing card;
	                     certificate-issuer: of a "person", or of
	                     a "machine" */
	const char *const *package; /* Debian or RPM package names */
	size_t packages;
	const char *const *unit; /* systemd units, without ".service" */
	size_t units;
	const char *const *process; /* names in /proc/PID/comm */
	size_t processes;
	const char *const *path; /* files that show it is there */
	size_t paths;
	const char *const *program; /* names in Windows' list of programs */
	size_t programs;
	const char *const *service; /* services of Windows, not as shown */
	size_t services;
};

/* A port that should not answer to others. */
struct port_rule {
	int64_t port;
	const char *transport; /* "tcp", "udp" */
	const char *service;   /* "telnet" */
	const char *code;      /* evidence code */
	bool severe;           /* fail, not partial */
};

/* A port that devices of the network are asked at. */
struct lan_port {
	int64_t port;
	const char *transport; /* "tcp"; "udp": one datagram */
	const char *service;   /* "https"; what usually answers there */
	const char *speaks;    /* how we talk with it, or NULL: we do not */
	const char *code;      /* sign that its being open is, or NULL */
};

/*
 * What a device's own page says, and what device it is then. The text is
 * looked for in the title, in what the server calls itself or protects, and
 * where the page begins; capitals count.
 */
struct admin_page {
	const char *text;   /* "Web Image Monitor" */
	const char *kind;   /* as in struct device: "printer" */
	const char *vendor; /* or NULL */
};

/*
 * What shows the kind of a device: all that is given has to be so. A * stands
 * for any characters, capitals do not count. "guess": it may be; "likely":
 * two of different sorts make it certain; "certain".
 */
struct device_rule {
	const char *vendor;  /* who made its network card, or itself */
	const char *name;    /* one of its names */
	const char *model;   /* as it says */
	const char *product; /* of one of its ports */
	const char *mdns;    /* type of service: "_ipp" */
	const char *ssdp;    /* type of device: "InternetGatewayDevice" */
	const char *wsd;     /* the same in WS-Discovery: "Computer" */
	const char *netbios; /* "server", "domain" */
	int64_t port;        /* over TCP, 0: any */
	const char *kind;    /* as in struct device: "printer" */
	const char *sure;
};

/*
 * How copies are called. A * stands for any characters; capitals do not
 * count. What it is: "copy": a file that is one; "large": one if it is large,
 * or named by a word besides; "archive": only with such a word, or in a folder
 * of copies; "word": stands alone in a name, or wherever the * allow;
 * "folder": one that holds copies.
 */
struct backup_name {
	const char *pattern;
	const char *is;
};

struct baseline {
	const char *id;      /* "garde-communes" */
	const char *version; /* "2026.11" */
	int64_t made;        /* time */
	int64_t expires;     /* time after which it is out of date */

	const struct control *control; /* in report order */
	size_t controls;
	const struct threshold *threshold;
	size_t thresholds;
	const struct support_end *support;
	size_t supports;
	const struct product *product;
	size_t products;
	const struct port_rule *port;
	size_t ports;
	const struct lan_port *lan_port; /* most telling first */
	size_t lan_ports;
	const struct device_rule *device;
	size_t devices;
	const struct admin_page *admin_page;
	size_t admin_pages;
	const struct backup_name *backup_name;
	size_t backup_names;
	const char *const *login_word; /* of whoever asks who comes */
	size_t login_words;
	const char *const *settings_word; /* of pages of settings */
	size_t settings_words;
	const char *const *public_mail; /* domains of public providers */
	size_t public_mails;
	const char *const *site_ending; /* ends of names that a French public
	                                   body may bear: RPNT 1.2 */
	size_t site_endings;
	const char *const *site_tolerated; /* domains that a site may send on
	                                      to: RPNT 1.6 */
	size_t site_tolerateds;
	const char *const *mail_european; /* ends of names of mail servers that
	                                     stand in the Union for certain */
	size_t mail_europeans;
	const char *const *dkim_selector; /* usual names of DKIM keys */
	size_t dkim_selectors;
	const struct message *message; /* shared by all controls */
	size_t messages;

	struct arena *arena; /* holds all of the above */
};

/*
 * The baseline that is compiled in, parsed. NULL and e on failure, which
 * only memory can cause. The caller frees it.
 */
struct baseline *baseline_builtin(struct err *e);

/* The baseline in len bytes of JSON; NULL and e say what is wrong where. */
struct baseline *baseline_parse(const char *text, size_t len, struct err *e);

void baseline_free(struct baseline *b);

/* The control of that id (English or French), or NULL. */
const struct control *baseline_control(const struct baseline *b,
                                       const char *id);

/*
 * Whether b can stand in for the built-in baseline: it has every threshold,
 * and every message of every control, that rules were written against. False
 * and e name the first that is missing.
 */
bool baseline_covers(const struct baseline *b, const struct baseline *builtin,
                     struct err *e);

/* A threshold's value; 0 if it does not exist (see baseline_covers()). */
int64_t baseline_number(const struct baseline *b, const char *id);

/*
 * The row that says when support for a version ends: the longest cycle that
 * is a prefix of version at a dot. NULL when the product or the version is
 * not in the table, which means unknown.
 */
const struct support_end *baseline_support(const struct baseline *b,
                                           const char *product,
                                           const char *version);

/* A message of the control, else of the shared ones, else NULL. */
const struct message *baseline_message(const struct baseline *b,
                                       const struct control *c, const char *id);

/* The product of that id in a list ("remote-tool"), or NULL. */
const struct product *baseline_product(const struct baseline *b,
                                       const char *list, const char *id);

/* The choice of that id, or NULL. */
const struct choice *question_choice(const struct question *q, const char *id);

#endif
