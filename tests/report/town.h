/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_REPORT_TOWN_H
#define TESTS_REPORT_TOWN_H

/* Documents of which only the network matters, from a few words. */

#include "tests/report/sample.h"

/*
 * A document about machine ("m1") made on that day of November 2026, that
 * saw these hosts: members of a JSON list in single quotes.
 */
static inline struct document *town_look(struct arena *a, const char *machine,
                                         int day, const char *hosts)
{
	struct document *d = arena_alloc(a, 1, sizeof(*d));
	char text[8192];

	snprintf(text, sizeof(text),
	         "{'format':1,'subject':'machine','made_at':'2026-11-%02d',"
	         "'machines':[{'id':'%s','label':'Poste %s'}],'findings':[],"
	         "'network':{'ranges':['192.168.1.0/24'],'consent':'option',"
	         "'level':'normal','hosts':[%s]}}",
	         day, machine, machine + 1, hosts);
	for (char *s = text; *s; s++)
		if (*s == '\'')
			*s = '"';
	sample_parse(d, text, a);
	return d;
}

#endif
