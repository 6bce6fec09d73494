/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_SIGN_H
#define CHECKS_SIGN_H

#include "checks/ruling.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * What devices of the network show of themselves, and the controls that it
 * counts for: the table sign.def.
 */

/* How heavy it is for its control. */
enum sign_weight {
	SIGN_NONE,
	SIGN_INFORMATION, /* told, changes nothing */
	SIGN_PARTIAL,
	SIGN_FAIL
};

/* How far the look must go to see it. */
enum sign_level { SIGN_PORTS, SIGN_NORMAL, SIGN_THOROUGH };

struct sign {
	const char *code;
	const char *control; /* id */
	enum sign_weight weight;
	enum sign_level level;
	const char *meaning; /* for a technician */
};

/* The index-th sign, or NULL past the end; static. */
const struct sign *sign_list(size_t index);

/* The sign of that code, or NULL. */
const struct sign *sign_find(const char *code);

/*
 * Whether the code, of sign.def or of a certificate, is worth knowing only:
 * no control fails by it. False for codes that nobody knows.
 */
bool sign_informs(const char *code);

/* The heaviest sign that a control was told. */
struct sign_worst {
	enum sign_weight weight;
	const char *code;    /* of the table */
	const char *address; /* of the device */
	const char *service; /* that the port has, or NULL */
	int64_t time;        /* of what it is about, or CELL_UNKNOWN */
};

/*
 * Add evidence to r for every sign that counts for in->control, seen in the
 * facts or told by an open port of the baseline's list.
 */
void sign_tell(const struct inputs *in, struct ruling *r,
               struct sign_worst *worst);

/*
 * Let a device of the network worsen what this machine was found to be, never
 * better it: the message is for the worse verdict, with a {device} and a
 * {service}. False when it changed nothing.
 */
bool sign_worsen(const struct inputs *in, struct ruling *r,
                 const struct sign_worst *worst, const char *fail,
                 const char *partial);

/*
 * Add evidence of that code when the listening counted the event; how often.
 * The listening cannot say who it was.
 */
int64_t sign_heard(const struct inputs *in, struct ruling *r, const char *event,
                   const char *code);

/* Give {device} its words: its kind, its maker or name, its address. */
void sign_device(const struct inputs *in, struct ruling *r,
                 const char *address);

#endif
