/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_COMMUNE_H
#define COORDINATOR_COMMUNE_H

#include "coordinator/db.h"
#include "coordinator/request.h"
#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>

/* A commune as lists show it. Texts are in the request's arena, "" for none. */
struct commune {
	const char *insee;
	const char *name;
	const char *department;
	const char *epci_name;
	int64_t population;
	const char *site;
	const char *mail;
	const char *phone;
	char letter; /* 'A'..'E', 0 */
	int64_t urgency;
	int64_t received_at;     /* 0: never */
	int64_t certificate_end; /* 0: none is told */
	const char *followup;    /* state */
	int64_t next_at;         /* 0: no day */
	int64_t critical;        /* of its standing */
	char letter_before;      /* the same */
	int64_t score;           /* the same, hundredths */
};

/*
 * A statement that gives communes, for commune_read(): which ones, in which
 * order, how many at most, is a text about commune c. What a standing adds is
 * looked up for those alone that are left.
 */
#define COMMUNE_LIST(which)                                                  \
	"SELECT p.insee, p.name, p.department, p.epci_name, p.population,"   \
	" p.site, p.mail, p.phone, p.letter, p.urgency, p.received_at,"      \
	" p.certificate_end, p.followup, p.next_at,"                         \
	" (SELECT s.critical FROM standing s WHERE s.insee = p.insee),"      \
	" (SELECT s.letter_before FROM standing s WHERE s.insee = p.insee)," \
	" (SELECT s.score FROM standing s WHERE s.insee = p.insee)"          \
	" FROM (SELECT c.insee, c.name, c.department, c.epci_name,"          \
	" c.population, c.site, c.mail, c.phone, c.letter, c.urgency,"       \
	" c.received_at, c.certificate_end, c.followup, c.next_at"           \
	" FROM commune c WHERE c.left_at IS NULL AND " which ") p"

/*
 * What is to be done now: urgent ones that nobody looks after since their
 * last result, and next steps that are due. $2 is the end of today.
 */
#define COMMUNE_TODO                                                    \
	" ((c.urgency > 0 AND (c.next_at IS NULL OR c.next_at < $2)"    \
	" AND (c.followup IN ('none', 'call')"                          \
	" OR (c.followup = 'done' AND c.received_at > c.followup_at)))" \
	" OR (c.next_at < $2 AND c.followup <> 'done')) "

/* The next of a COMMUNE_LIST; false at the end. */
bool commune_read(struct commune *out, struct db_rows *rows, struct arena *a);

/* The commune of that code that who asks may see; *found is false for none. */
bool commune_find(struct request *r, const char *insee, struct commune *out,
                  bool *found, struct err *e);

/* The first and the last second of today, UTC. */
int64_t commune_day(int64_t now);
int64_t commune_day_end(int64_t now);

#endif
