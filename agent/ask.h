/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_ASK_H
#define AGENT_ASK_H

#include "agent/frontend.h"
#include "agent/session.h"
#include "checks/answers.h"
#include "checks/baseline.h"

#include <stdbool.h>
#include <stdint.h>

/* Days after which an answer is asked for again. */
#define ASK_KEPT_DAYS 183

/* A round of questions. */
struct ask {
	const struct session *session;
	const struct baseline *baseline;
	const struct frontend *frontend;
	int64_t now;

	/* Called after every answer, so that a power cut loses none. */
	void (*save)(void *ctx, const struct answers *answers);
	void *ctx;
};

/*
 * Ask for the commune, then every question of the baseline; answers comes
 * with those given before and holds the new ones after. QUIT is FRONTEND_QUIT
 * as well as the end: what was answered counts. INTERRUPTED ends the program.
 */
enum frontend_reply ask_run(struct ask *ask, struct answers *answers);

/* The first page: hello, and what is going to happen. */
enum frontend_reply ask_welcome(const struct frontend *f, enum lang lang);

/*
 * Put what was typed as an address of the commune in its plain form:
 * "https://www.exemple.fr/page" becomes "www.exemple.fr". False when it can
 * be no host name and no e-mail address.
 */
bool ask_domain(char *out, size_t size, const char *typed);

/* As that for an INSEE code: " 2a004" becomes "2A004". */
bool ask_insee(char out[6], const char *typed);

#endif
