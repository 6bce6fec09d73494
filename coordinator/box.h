/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_BOX_H
#define COORDINATOR_BOX_H

#include "coordinator/request.h"

#include <stdbool.h>

/*
 * What somebody fills in, in a form of class "stack": a label, a hint, the box,
 * and what is wrong beside it, tied together for those who hear the page.
 */
struct box {
	const char *name;
	const char *type;     /* "text", "password", "email"...; NULL: "text" */
	const char *label;    /* id of words */
	const char *hint;     /* id of words, or NULL */
	const char *error;    /* id of words, or NULL: nothing is wrong */
	const char *value;    /* what stands in it, or NULL */
	const char *complete; /* autocomplete, or NULL: "off" */
	const char *keys;     /* inputmode, or NULL */
	const char *class;    /* or NULL */
	unsigned most;        /* letters, 0: any number */
	unsigned lines;       /* over 1: a text of several */
	bool must;
};

void box_write(const struct request *r, struct response *out,
               const struct box *box);

/* A box to tick; text is what it says. type is "checkbox" or "radio". */
void box_tick(struct response *out, const char *type, const char *name,
              const char *value, const char *text, bool on);

/* A button that sends the form; label is an id of words, class may be NULL. */
void box_button(const struct request *r, struct response *out,
                const char *class, const char *label);

/* A value that the form gives back unseen. */
void box_hidden(struct response *out, const char *name, const char *value);

/* A message in a frame: kind is "good", "warn" or "bad", text words of id. */
void box_notice(const struct request *r, struct response *out, const char *kind,
                const char *id);

#endif
