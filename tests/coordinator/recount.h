/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_COORDINATOR_RECOUNT_H
#define TESTS_COORDINATOR_RECOUNT_H

#include "coordinator/db.h"
#include "core/err.h"

/*
 * What census.c keeps, counted from scratch: to fill a store whose communes
 * were written otherwise, and to prove that what is kept is right.
 */
#define RECOUNT_IF(sign, condition) \
	"SUM(CASE WHEN " condition " THEN " sign "1 ELSE 0 END)"
#define RECOUNT_LETTERS(sign)                                                                                                                                                                          \
	" SELECT g.month AS month, c.department AS department,"                                                                                                                                        \
	" c.epci AS epci, " RECOUNT_IF(sign, "g.letter = 'A'") " AS a, " RECOUNT_IF(sign, "g.letter = 'B'") " AS b, " RECOUNT_IF(                                                                      \
	    sign,                                                                                                                                                                                      \
	    "g.letter = 'C'") " AS c, " RECOUNT_IF(sign,                                                                                                                                               \
	                                           "g.letter = 'D'") " AS d, " RECOUNT_IF(sign,                                                                                                        \
	                                                                                  "g.letter = 'E'") " AS e, " RECOUNT_IF(sign,                                                                 \
	                                                                                                                         "g.letter = ''") " AS unrated"                                        \
																		  " FROM rating g JOIN commune c ON c.insee = g.insee" \
																		  " GROUP BY g.month, c.department, c.epci"
#define RECOUNT_CONTROLS(sign)                                                                              \
	" SELECT f.control AS control, c.department AS department,"                                         \
	" c.epci AS epci, " RECOUNT_IF(sign, "f.verdict = 'fail'") " AS failing, " RECOUNT_IF(              \
	    sign,                                                                                           \
	    "f.verdict = 'pass' AND f.verdict_before = 'fail'") " AS settled FROM finding f JOIN commune c" \
								" ON c.insee = f.insee GROUP BY f.control, c.department, c.epci"

/* Into a store that counts nothing yet. */
static inline bool recount_fill(struct db *db, struct err *e)
{
	static const char letters[] =
	    "INSERT INTO tally (month, department, epci, part, a, b, c, d, e,"
	    " unrated) SELECT month, department, epci, 0, a, b, c, d, e,"
	    " unrated FROM (" RECOUNT_LETTERS("") ") x";
	static const char controls[] =
	    "INSERT INTO prevalence (control, department, epci, part,"
	    " failing, settled) SELECT control, department, epci, 0, failing,"
	    " settled FROM (" RECOUNT_CONTROLS("") ") x";

	return db_run(db, letters, DB_NOTHING, NULL, e) &&
	       db_run(db, controls, DB_NOTHING, NULL, e);
}

/* How many counts are not what they should be; a count of 0 may be missing. */
static inline bool recount_wrong(struct db *db, int64_t *wrong, struct err *e)
{
	static const char letters[] =
	    "SELECT COUNT(*) FROM (SELECT month, department, epci FROM"
	    " (SELECT month, department, epci, a, b, c, d, e, unrated"
	    " FROM tally UNION ALL" RECOUNT_LETTERS(
		"-") ") x"
		     " GROUP BY month, department, epci HAVING SUM(a) <> 0"
		     " OR SUM(b) <> 0 OR SUM(c) <> 0 OR SUM(d) <> 0 OR SUM(e) <> 0"
		     " OR SUM(unrated) <> 0) y";
	static const char controls[] =
	    "SELECT COUNT(*) FROM (SELECT control, department, epci FROM"
	    " (SELECT control, department, epci, failing, settled"
	    " FROM prevalence UNION ALL" RECOUNT_CONTROLS(
		"-") ") x"
		     " GROUP BY control, department, epci HAVING SUM(failing) <> 0"
		     " OR SUM(settled) <> 0) y";
	static const char places[] =
	    "SELECT COUNT(*) FROM finding f JOIN commune c"
	    " ON c.insee = f.insee WHERE f.department <> c.department"
	    " OR f.epci <> c.epci";
	int64_t n[3] = { 0 };

	if (!db_number(db, letters, DB_NOTHING, &n[0], e) ||
	    !db_number(db, controls, DB_NOTHING, &n[1], e) ||
	    !db_number(db, places, DB_NOTHING, &n[2], e))
		return false;
	*wrong = n[0] + n[1] + n[2];
	return true;
}

#endif
