/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_DOSSIER_H
#define COORDINATOR_DOSSIER_H

#include "coordinator/request.h"
#include "core/err.h"
#include "core/verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All that is known of one commune beside what lists show. */
#define DOSSIER_MACHINES 200
#define DOSSIER_FINDINGS 500
#define DOSSIER_DAYS     60 /* a change is new for that long */

struct dossier_machine {
	const char *id;
	const char
	    *label;       /* as on its own pages: two sticks may say the same */
	const char *name; /* the label, numbered where several have it */
	const char *system;
	int64_t received_at;
};

/* Texts are "" when the store does not have them. */
struct dossier_finding {
	const char *id;
	enum verdict verdict;
	enum severity severity;
	int64_t since;
	bool changed; /* from before, within DOSSIER_DAYS */
	enum verdict before;
	const char *title;
	const char *detail;
	const char *remedy;
	const char **who;
	size_t whos;
	const char *where; /* names of the machines that it is about, or "" */
};

/* In the request's arena. The worst finding is first. */
struct dossier {
	struct dossier_machine *machine;
	size_t machines;
	bool twins; /* a label stands for several machines */
	struct dossier_finding *finding;
	size_t findings;
	const char *version; /* of the newest agent */
	enum lang lang;      /* of the findings' words */
};

/*
 * Read that of a commune that who asks may see. What the agents said in full
 * is used when it can be read; without it titles stand alone.
 */
bool dossier_read(struct request *r, const char *insee, struct dossier *out,
                  struct err *e);

/* Whether it went from bad or unknown to good, or the other way. */
bool dossier_settled(const struct dossier_finding *f);
bool dossier_worse(const struct dossier_finding *f);

#endif
