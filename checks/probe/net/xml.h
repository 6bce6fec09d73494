/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_XML_H
#define CHECKS_PROBE_NET_XML_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Just as much XML as devices speak of themselves: elements and their text,
 * in the order they come. No document type and no entity but the five of
 * XML itself and numbers: nothing can grow or be fetched. Attributes are
 * skipped, and prefixes cut: "s:Body" is "Body".
 */

#define XML_NAME  40   /* bytes: longer names are cut */
#define XML_TEXT  400  /* bytes: longer texts are cut */
#define XML_DEPTH 24   /* deeper is no description of a device */
#define XML_STEPS 4000 /* elements of one document */

enum xml_step {
	XML_OPEN,  /* an element begins: name */
	XML_CLOSE, /* it ends: name, and the text in it before its last tag */
	XML_END,   /* of the document, or what follows is no XML */
};

struct xml {
	const char *p, *end;
	unsigned depth, steps;
	bool empty; /* the element closed where it opened */
	char name[XML_NAME];
	char text[XML_TEXT]; /* trimmed */
};

/* Read len bytes, which stay the caller's and need no NUL. */
void xml_init(struct xml *x, const char *data, size_t len);

enum xml_step xml_next(struct xml *x);

#endif
