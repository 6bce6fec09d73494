/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_SURVEY_H
#define REPORT_SURVEY_H

#include "report/device.h"
#include "report/renderer.h"

/* A device and what the document's findings say of it. */
struct survey_device {
	const struct document_host *host;
	enum device_kind kind;
	enum verdict verdict; /* FAIL, PARTIAL, or PASS: nothing was found */
	unsigned number;      /* 1.. of those with a problem, else 0 */
	const struct document_finding **finding; /* most serious first */
	size_t findings;
	bool fresh; /* not there at the last visit */
};

/* The network as a reader is told of it. */
struct survey {
	struct survey_device *device; /* those with a problem first, the worst
	                                 first, then by kind and address */
	size_t devices;
	size_t bad;                      /* with a problem */
	bool many;                       /* too many to be drawn one by one */
	bool many_bad;                   /* and so are those with a problem */
	size_t fresh;                    /* new since the last visit */
	const struct survey_device *box; /* the way to the Internet, or NULL */
};

/*
 * Look up what is wrong with each device: the findings that failed, or half
 * did, with evidence about its address that is more than information. False
 * if memory ran out.
 */
bool survey_make(struct survey *s, const struct view *v);

/*
 * What that line of the finding's evidence says of the device at that
 * address: the plain words of its code, else the finding's title. NULL when
 * it is about another one, is only information, or says what a line before
 * it said. Static, or of the document.
 */
const char *survey_words(const struct view *v, const struct document_finding *f,
                         size_t index, const char *address);

/*
 * What people may call the device: the label of the machine that it is, else
 * a name that it gives itself, its model, its vendor, or its address.
 */
const char *survey_name(const struct survey_device *d, const struct view *v);

#endif
