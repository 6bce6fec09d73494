/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_KIT_SHAPE_H
#define REPORT_KIT_SHAPE_H

#include <stdbool.h>

/*
 * What the values of a kit look like. They are shown, looked up and sent to:
 * none may hold what a reader would take for something else.
 */
bool kit_shape_id(const char *s);    /* "01001-" and 16 letters or digits */
bool kit_shape_insee(const char *s); /* "01001", "2A004" */
bool kit_shape_department(const char *s); /* "01", "2A", "974" */
bool kit_shape_host(const char *s);       /* "www.exemple.fr" */
bool kit_shape_url(const char *s);        /* "https://host[:port][/path]" */
bool kit_shape_phone(const char *s);      /* "01 23 45 67 89", "17" */
bool kit_shape_email(const char *s);
bool kit_shape_name(const char *s);         /* a line of 1 to 200 bytes */
bool kit_shape_line(const char *s);         /* a line of 1 to 500 bytes */
bool kit_shape_logo(const char *s);         /* base64 of a PNG of 64 KiB */
bool kit_shape_certificates(const char *s); /* PEM, keys that serve */
bool kit_shape_roots(const char *s);        /* PEM */
bool kit_shape_token(const char *s);
bool kit_shape_lan(const char *s); /* "none", "ports", "normal"... */
bool kit_shape_hash(const char *s);

#endif
