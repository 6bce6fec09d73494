/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_SIGHT_H
#define CHECKS_PROBE_NET_SIGHT_H

#include "checks/facts.h"
#include "core/arena.h"
#include "core/rows.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Everything that the look at a network has brought so far. What comes from a
 * device is hostile: texts are cleaned and cut, rows are counted per device,
 * and what is told twice is kept once. Addresses: core/ipv4.h.
 */
struct sight {
	struct arena *arena;
	struct rows devices;   /* struct sight_device */
	struct rows names;     /* struct device_name */
	struct rows ports;     /* struct device_port */
	struct rows signs;     /* struct device_sign */
	struct rows tls;       /* struct tls_service */
	struct rows mappings;  /* struct mapping */
	struct rows claims;    /* struct sight_claim */
	struct rows hints;     /* struct sight_hint */
	uint32_t gateway;      /* the way to the Internet, 0: not known */
	bool gateway_answered; /* the box said whether it has mappings */

	/* Where the rows of a device are: sight.c alone uses these. */
	uint32_t *slot; /* by address: index of the device + 1 */
	size_t slots;
	struct rows name_before, port_before, sign_before, hint_before;
};

/* A hint at what a device is; the strongest decides. */
enum sight_sure { SIGHT_NONE, SIGHT_GUESS, SIGHT_LIKELY, SIGHT_CERTAIN };

/* A device that is there. */
struct sight_device {
	uint32_t address;
	const char *text;  /* of the address; lives as long as the rows */
	uint8_t mac[6];    /* zero when unknown; never leaves this process */
	const char *found; /* "arp", "tcp", "mdns"...; static */
	const char *kind;  /* of checks/facts.h; static, or NULL */
	enum sight_sure sure;
	const char *model;
	bool gateway;
	bool self;
	unsigned names, ports, signs, hints;                 /* rows it has */
	uint32_t last_name, last_port, last_sign, last_hint; /* sight.c's */
};

/*
 * Something that tells what a device is, and is told to nobody: a type of
 * service that it announces ("mdns", "_ipp"), a page of its own.
 */
struct sight_hint {
	const char *source; /* static */
	const char *text;
};

/* What a certificate is for, until every name of its device is known. */
struct sight_claim {
	size_t row;              /* of the service in tls */
	const char *const *name; /* NULL-ended, in the arena */
};

void sight_init(struct sight *s, struct arena *a);

/*
 * The device of that address, made if it is not there; NULL if memory ran
 * out. found is static. The pointer holds until the next one is made.
 */
struct sight_device *sight_device(struct sight *s, uint32_t address,
                                  const char *found);

/* The device of that address, or NULL. */
struct sight_device *sight_find(const struct sight *s, uint32_t address);

/*
 * What follows adds to a device that is there already, and does nothing for
 * one that is not. source, transport, code, kind and service are static.
 */

/* A name it gives itself; host names without their domain's last dot. */
void sight_name(struct sight *s, uint32_t address, const char *name,
                const char *source);

/* A port that answers; service and product may come later, or be NULL. */
void sight_port(struct sight *s, uint32_t address, uint16_t port,
                const char *transport, const char *service,
                const char *product);

/*
 * Something weak, by its code in checks/sign.def. time is CELL_UNKNOWN when
 * it is about none.
 */
void sight_sign(struct sight *s, uint32_t address, uint16_t port,
                const char *transport, const char *code, int64_t time,
                const char *fmt, ...) ERR_PRINTF(7, 8);

/* What kind of device it seems to be; a surer hint beats an earlier one. */
void sight_kind(struct sight *s, uint32_t address, const char *kind,
                enum sight_sure sure);

/*
 * A hint of that source; false when it was there already, or there are too
 * many.
 */
bool sight_hint(struct sight *s, uint32_t address, const char *source,
                const char *text);

/* The next hint of a device behind index *at (0 at first), or NULL. */
const struct sight_hint *sight_hint_next(const struct sight *s,
                                         const struct sight_device *d,
                                         uint32_t *at);

/* The same of its names and ports. */
const struct device_name *sight_name_next(const struct sight *s,
                                          const struct sight_device *d,
                                          uint32_t *at);
const struct device_port *sight_port_next(const struct sight *s,
                                          const struct sight_device *d,
                                          uint32_t *at);

/* How it calls its model; the first one stays. */
void sight_model(struct sight *s, uint32_t address, const char *model);

/*
 * A certificate; the row's texts are copied. One a port. names is what it is
 * for, in the arena and NULL-ended, or NULL when nobody can say.
 */
void sight_tls(struct sight *s, const struct tls_service *row,
               const char *const *names);

/*
 * Judge what every certificate is for, once the look is over. It is for its
 * device when it has the address of it or a name that the device gave itself.
 * It is not when the device gave itself a whole name, and the certificate is
 * for whole names of other domains. Everything else stays unknown: people may
 * reach a device by names that it never tells.
 */
void sight_judge_names(struct sight *s);

/*
 * Leave at most that many rows in each list when the look is over, so that
 * devices that claim everything take no room from those that do not: all keep
 * as many rows as any other may have. Nothing can be added afterwards. False
 * when rows were dropped.
 */
bool sight_share(struct sight *s, size_t most);

/* A way in through the box. */
void sight_mapping(struct sight *s, const struct mapping *row);

#endif
