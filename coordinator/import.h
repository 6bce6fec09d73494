/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_IMPORT_H
#define COORDINATOR_IMPORT_H

#include "coordinator/request.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IMPORT_NAME 120 /* bytes of a file's name that are kept */
#define IMPORT_DAYS 90  /* that imports are listed */
#define IMPORT_ROWS 50  /* listed at most */

/* A file that somebody dropped on the page, and what became of it. */
struct import {
	int64_t at;
	char name[IMPORT_NAME];
	int status; /* of the API */
	char insee[8];
	char commune[80]; /* its name, "" when it is not for who asks to see */
	char number[16];  /* of the receipt, or "" */
	char who[80];
};

/*
 * Instead of 400, when the file is a whole e-mail, or what Outlook keeps one
 * in: the sealed file is inside, and whoever dropped it can save it.
 */
#define IMPORT_MAIL 415

/* The status to tell of a file that intake.h answered with status about. */
int import_status(int status, const void *data, size_t len);

/* Whether a file of that name is an e-mail, or several. */
bool import_mail_name(const char *name);

/* Words of a status: "import-said-201". Static. */
const char *import_words(int status);

/* Note one; forgets those of long ago. */
bool import_note(struct request *r, const char *name, int status,
                 const char *insee, const char *number, struct err *e);

/*
 * The last imports, newest first: everybody's for an administrator, else
 * one's own.
 */
bool import_list(struct request *r, struct import out[IMPORT_ROWS],
                 size_t *count, struct err *e);

#endif
