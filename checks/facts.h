/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_FACTS_H
#define CHECKS_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How we came to know a fact, or why we do not. Zero means nobody looked. */
enum fact_state {
	FACT_UNASKED,     /* no probe ran for it */
	FACT_KNOWN,       /* value is valid */
	FACT_ABSENT,      /* we looked: the machine has no such thing */
	FACT_DENIED,      /* reading it needs rights we lack */
	FACT_UNSUPPORTED, /* it does not exist on this system */
	FACT_FAILED       /* reading it failed, "why" says how */
};

/* Common head of every fact. */
struct fact {
	enum fact_state state;
	const char *why; /* technical, NULL if known; arena of the facts */
};

struct fact_bool {
	struct fact fact;
	bool value;
};
struct fact_int {
	struct fact fact;
	int64_t value;
};
struct fact_text {
	struct fact fact;
	const char *value; /* never NULL when known */
};

/*
 * A list. KNOWN with no rows means: we looked everywhere we should and there
 * is none. Another state may come with the rows that could be read, so a rule
 * may trust what is there but never what is not.
 */
#define FACT_LIST(name, type)           \
	struct name {                   \
		struct fact fact;       \
		const struct type *row; \
		size_t count;           \
	}

/* A cell of a row that may be unknown. */
enum tri { TRI_UNKNOWN, TRI_NO, TRI_YES };

/* An integer cell that is unknown; every integer in a row is >= 0. */
#define CELL_UNKNOWN INT64_C(-1)

/* Cells of text are NULL when unknown. Times are Unix seconds, UTC. */

/* A security update that waits. */
struct waiting_update {
	const char *package;
	const char *installed; /* version */
	const char *available; /* version */
};
FACT_LIST(fact_waiting_updates, waiting_update);

/* A socket that takes what other programs send. */
struct listener {
	const char *transport; /* "tcp" or "udp" */
	const char *address;   /* numeric, as bound: "0.0.0.0", "::" */
	int64_t port;
	enum tri loopback;   /* only this machine can reach it */
	const char *program; /* base name */
};
FACT_LIST(fact_listeners, listener);

/* A folder that this machine offers to others. */
struct share {
	const char *protocol; /* "smb" or "nfs" */
	const char *name;
	const char *path;
	enum tri guest;       /* anyone, without a password */
	enum tri writable;    /* by those who may enter */
	enum tri root_squash; /* nfs: the other's root is nobody here */
	const char *clients;  /* who may enter, as configured */
};
FACT_LIST(fact_shares, share);

/* A program that lets someone else see or drive this machine. */
struct remote_tool {
	const char *product; /* id of the baseline's list: "anydesk" */
	const char *kind;    /* "vnc", "remote-help", "management" */
	enum tri running;
	enum tri unattended; /* enters without anyone saying yes */
	const char *where;   /* what showed it: a unit, a file, a process */
};
FACT_LIST(fact_remote_tools, remote_tool);

/* Something that copies files, or a copy that was found. */
struct backup {
	const char *tool;     /* "borg", "restic", "rsync", "timeshift"... */
	const char *kind;     /* "backup", "snapshot", "sync" */
	const char *what;     /* what is copied, as configured */
	const char *target;   /* where to, as configured; never a password */
	const char *place;    /* "same-disk", "other-disk", "removable",
	                         "network", "cloud" */
	enum tri plugged;     /* the target can be reached now */
	enum tri scheduled;   /* it runs without anyone thinking of it */
	int64_t last_success; /* time of the newest copy, 0: never */
	const char *where;    /* what told us so: a file or a unit */
};
FACT_LIST(fact_backups, backup);

/* Someone who can open a session here. */
struct account {
	const char *name;
	int64_t number;       /* uid, or RID */
	const char *password; /* "set", "empty", "locked", or "unasked": set,
	                         but the screen lets in without it */
	enum tri human;       /* a person's, not a service's */
	enum tri enabled;     /* can open a session */
	enum tri admin;       /* may become administrator */
	enum tri current;     /* the one this runs under */
	int64_t last_login;   /* 0: never */
};
FACT_LIST(fact_accounts, account);

/* A mounted file system that holds files of this machine. */
struct volume {
	const char *mount; /* "/", "C:" */
	int64_t size;      /* bytes */
	int64_t free;      /* bytes a plain user may still write */
	enum tri encrypted;
	enum tri removable;
	enum tri system; /* holds the system or the users' files */
};
FACT_LIST(fact_volumes, volume);

/* How the firewall treats one sort of network. */
struct firewall_profile {
	const char *network; /* "domain", "private", "public" */
	enum tri on;
	enum tri blocks;  /* what was not allowed to come in */
	enum tri current; /* this machine is on such a network now */
};
FACT_LIST(fact_firewall_profiles, firewall_profile);

/* What a disk says of its own health. */
struct disk_health {
	const char *device; /* "sda" */
	const char *model;
	enum tri failing;
};
FACT_LIST(fact_disk_health, disk_health);

struct antivirus {
	const char *product;
	enum tri running;
	int64_t signatures; /* time of the newest */
	enum tri current;   /* its signatures, as the system judges them where
	                       it does not tell their time */
};
FACT_LIST(fact_antivirus, antivirus);

/* A program of the baseline's product list that is installed. */
struct software {
	const char *product; /* id of the baseline's list: "libreoffice" */
	const char *version;
};
FACT_LIST(fact_software, software);

/* A certificate found on this machine. */
struct certificate {
	const char *place; /* file or store */
	const char *name;  /* host name; a person's is cut to initials */
	const char *use;   /* "server" or "person" */
	const char *issuer;
	int64_t not_after;
};
FACT_LIST(fact_certificates, certificate);

/* A range of addresses that was looked at: "192.168.1.0/24". */
struct lan_range {
	const char *cidr;
	const char *interface; /* the machine's own name for it */
};
FACT_LIST(fact_lan_ranges, lan_range);

/* Another machine of the network. */
struct device {
	const char *address; /* numeric */
	const char *kind;    /* "router", "printer", "storage", "computer",
	                        "phone", "camera", "unknown" */
	const char *sure;    /* "certain", "likely", "guess" */
	const char *vendor;  /* by the first half of its MAC address; the
	                        address itself is not kept */
	const char *model;   /* as it says itself */
	const char *found;   /* what showed it: "arp", "tcp", "mdns"... */
	enum tri gateway;    /* the way to the Internet */
	enum tri self;       /* the machine that looks */
};
FACT_LIST(fact_devices, device);

/* A name that a device gives itself. */
struct device_name {
	const char *address;
	const char *name;
	const char *source; /* "mdns", "netbios", "ssdp", "wsd", "snmp"... */
};
FACT_LIST(fact_device_names, device_name);

/* A port of a device that answers. */
struct device_port {
	const char *address;
	int64_t port;
	const char *transport; /* "tcp", "udp" */
	const char *service;   /* what it turned out to speak, or what is
	                          usual on that port */
	const char *product;   /* as its banner says, cut to 80 bytes */
};
FACT_LIST(fact_device_ports, device_port);

/*
 * Something that a device showed of itself without being identified to. The
 * codes, and what each means, stand in checks/sign.def.
 */
struct device_sign {
	const char *address;
	int64_t port; /* 0: none */
	const char *transport;
	const char *code;  /* "smb1", "vnc-no-auth"... */
	const char *value; /* exact, in no language; never a secret */
	int64_t time;      /* of what it is about (the newest copy), or
	                      CELL_UNKNOWN */
};
FACT_LIST(fact_device_signs, device_sign);

/* A service that speaks TLS. */
struct tls_service {
	const char *host; /* address on the local network, name outside */
	int64_t port;
	const char *service; /* "https", "imaps", "smtp" (STARTTLS)... */
	const char *subject; /* common name or first alternative name */
	const char *issuer;
	int64_t not_before;
	int64_t not_after;
	const char *chain; /* "trusted", "self-signed", "untrusted" (an
	                      issuer that nobody here knows), "broken" */
	enum tri named;    /* the certificate is for that host */
	const char *best;  /* best version it speaks: "TLSv1.2" */
};
FACT_LIST(fact_tls_services, tls_service);

/* A way in that the Internet box keeps open. */
struct mapping {
	int64_t port;
	const char *transport;
	const char *target; /* "192.168.1.20:3389" */
	const char *description;
};
FACT_LIST(fact_mappings, mapping);

/* Passwords seen in clear on the network. */
struct cleartext {
	const char *protocol; /* "ftp", "pop3"... */
	int64_t count;
};
FACT_LIST(fact_cleartexts, cleartext);

/* Something else that was heard on the network, counted. */
struct heard {
	const char *code; /* "smb1", "ntlmv1", "llmnr", "netbios-name",
	                     "tls-legacy", "arp-conflict" */
	int64_t count;
};
FACT_LIST(fact_heards, heard);

/*
 * One criterion of the outside view of a commune, numbered as in the RPNT
 * (référentiel de présence numérique des territoires), or one of ours:
 * "spf-all", "spf-lookups", "dkim", "mta-sts", "hsts".
 */
struct criterion {
	const char *item;  /* "1.3" */
	enum tri good;     /* unknown: it could not be asked */
	const char *value; /* exact: the record, the address, the status */
};
FACT_LIST(fact_criteria, criterion);

/*
 * Everything the probes learned about one machine. Plain data: it can be
 * written to JSON on Windows and judged on Linux. All pointers live in the
 * arena that the facts were read into. The names in files, the units and
 * what each is for: fact_table.c, one line a fact.
 */
struct facts {
	struct fact_text system_family;
	struct fact_text system_id;
	struct fact_text system_version;
	struct fact_text system_name;
	struct fact_text system_edition;
	struct fact_text system_kernel;
	struct fact_text system_role;
	struct fact_text system_machine;
	struct fact_bool system_laptop;
	struct fact_bool system_virtual;
	struct fact_int system_uptime;
	struct fact_int system_clock;
	struct fact_int system_clock_floor;
	struct fact_bool system_clock_synchronized;

	struct fact_text update_source;
	struct fact_int update_refreshed;
	struct fact_int update_installed;
	struct fact_int update_pending;
	struct fact_int update_security_pending;
	struct fact_waiting_updates update_security;
	struct fact_bool update_automatic;
	struct fact_bool update_reboot;
	struct fact_bool update_extended;
	struct fact_int update_paused;

	struct fact_listeners listener_list;

	struct fact_shares share_list;
	struct fact_bool share_smb_running;
	struct fact_bool share_smb1;
	struct fact_bool share_hidden;
	struct fact_bool share_remote_admin;
	struct fact_bool share_anonymous;
	struct fact_bool share_signing;
	struct fact_bool share_smb1_client;
	struct fact_bool share_guest_client;

	struct fact_bool ssh_running;
	struct fact_bool ssh_password;
	struct fact_text ssh_root;
	struct fact_bool ssh_empty;
	struct fact_int ssh_port;

	struct fact_bool remote_desktop;
	struct fact_bool remote_desktop_nla;
	struct fact_int remote_desktop_port;
	struct fact_remote_tools remote_tools;

	struct fact_backups backup_list;

	struct fact_accounts account_list;
	struct fact_bool account_autologin;
	struct fact_bool account_current_admin;
	struct fact_bool account_uac;
	struct fact_bool account_blank_network;

	struct fact_bool screen_lock;
	struct fact_int screen_delay;

	struct fact_volumes disk_volumes;
	struct fact_bool disk_encrypted;
	struct fact_disk_health disk_health;

	struct fact_bool firewall_on;
	struct fact_text firewall_tool;
	struct fact_firewall_profiles firewall_profiles;

	struct fact_antivirus antivirus_list;

	struct fact_software software_list;
	struct fact_int office_macros;
	struct fact_bool usb_autorun;
	struct fact_text wifi_security;
	struct fact_certificates certificate_list;

	struct fact_text lan_consent;
	struct fact_text lan_level;
	struct fact_lan_ranges lan_ranges;
	struct fact_devices lan_devices;
	struct fact_device_names lan_names;
	struct fact_device_ports lan_ports;
	struct fact_device_signs lan_signs;
	struct fact_tls_services lan_tls;
	struct fact_mappings lan_mappings;

	struct fact_int listen_seconds;
	struct fact_int listen_packets;
	struct fact_cleartexts listen_logins;
	struct fact_heards listen_events;
	struct fact_int listen_dhcp_servers;

	struct fact_text outside_site;
	struct fact_text outside_mail;
	struct fact_bool outside_https;
	struct fact_criteria outside_criteria;
	struct fact_tls_services outside_tls;
	struct fact_bool outside_spf;
	struct fact_text outside_dmarc;
	struct fact_int outside_domain_expires;
};

#endif
