/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/rsync_list.h"
#include "checks/probe/net/talk.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * The rsync daemon: at level thorough the list of its modules, then each of
 * them on a connection of its own, whose note is its name. One that may be
 * entered without a password shows its first folder; no file is asked for.
 */

#define MODULES    6               /* that are looked into */
#define NAME       80              /* bytes of a name of a module */
#define LIST_BYTES (64u << 10)     /* of a list of files */
#define PROTOCOL   "@RSYNCD: 27\n" /* see rsync_list.h */

enum step { STEP_GREETING, STEP_MODULES, STEP_ENTER, STEP_FILES };

struct rsync_state {
	enum step step;
	unsigned modules;
	char folder[BACKUP_LISTING_NAME]; /* in the module, to look into */
	size_t bytes;
	struct backup_listing listing;
	struct rsync_list list;
};

static enum talk_next open_talk(struct talk *t)
{
	struct rsync_state *s = t->state;

	s->step = STEP_GREETING;
	return TALK_WAIT;
}

/* "@RSYNCD: 31.0 sha512 md5" */
static enum talk_next hear_greeting(struct talk *t, const char *line)
{
	struct rsync_state *s = t->state;
	char product[60];

	if (!text_begins(line, "@RSYNCD: "))
		return TALK_END;
	line += strlen("@RSYNCD: ");
	if (!t->note) {
		snprintf(product, sizeof(product), "rsync protocol %.*s",
		         (int)strspn(line, "0123456789."), line);
		talk_product(t, "rsync", product);
	}
	if (t->plan->level < TALK_THOROUGH || !t->plan->baseline)
		return TALK_END;
	talk_text(t, PROTOCOL);
	buf_fmt(&t->out, "%s\n", t->note ? t->note : "#list");
	s->step = t->note ? STEP_ENTER : STEP_MODULES;
	return TALK_WAIT;
}

/* "copies         \tCopies of the night"; anything else greets. */
static enum talk_next hear_module(struct talk *t, char *line)
{
	struct rsync_state *s = t->state;
	char *tab = strchr(line, '\t');

	if (text_begins(line, "@RSYNCD: EXIT") || text_begins(line, "@ERROR"))
		return TALK_END;
	if (!tab || s->modules == MODULES)
		return TALK_WAIT;
	*tab = '\0';
	line = text_trim(line);
	if (*line && *line != '#' && *line != '@' && strlen(line) < NAME &&
	    !strpbrk(line, "/\r")) {
		s->modules++;
		talk_call(t->plan, t->address, t->port, "rsync", line);
	}
	return TALK_WAIT;
}

/* Whether the module lets us in, after lines of greeting. */
static enum talk_next hear_entry(struct talk *t, const char *line)
{
	struct rsync_state *s = t->state;

	if (!text_begins(line, "@"))
		return TALK_WAIT;
	if (strcmp(line, "@RSYNCD: OK") != 0)
		return TALK_END;
	backup_listing_init(&s->listing, t->plan->baseline, t->plan->now,
	                    s->folder[0] != '\0');
	rsync_list_init(&s->list, &s->listing);
	buf_fmt(&t->out, "--server\n--sender\n-d\n.\n%s/%s%s\n\n", t->note,
	        s->folder, s->folder[0] ? "/" : "");
	/* No filter follows. */
	talk_say(t, "\0\0\0\0", 4);
	s->bytes = 0;
	s->step = STEP_FILES;
	return TALK_WAIT;
}

/* What the files tell; a module that does not show them is not open. */
static enum talk_next conclude(struct talk *t)
{
	struct rsync_state *s = t->state;
	bool root = !s->folder[0];

	s->step = STEP_GREETING;
	if (s->list.entries == 0)
		return TALK_END;
	if (root)
		talk_sign(t, "rsync-open", "%s", t->note);
	backup_listing_tell(&s->listing, t->plan->sight, t->address, t->port);
	if (!root || s->listing.folders == 0)
		return TALK_END;
	memcpy(s->folder, s->listing.folder[0], sizeof(s->folder));
	return TALK_AGAIN;
}

static enum talk_next hear_files(struct talk *t)
{
	struct rsync_state *s = t->state;
	bool more = rsync_list_take(&s->list, t->in, t->len);

	s->bytes += t->len;
	talk_eat(t, t->len);
	return more && s->bytes < LIST_BYTES ? TALK_WAIT : conclude(t);
}

static enum talk_next hear(struct talk *t)
{
	struct rsync_state *s = t->state;
	enum talk_next next = TALK_WAIT;
	char line[300];

	while (next == TALK_WAIT && s->step != STEP_FILES &&
	       talk_line(t, line, sizeof(line))) {
		if (s->step == STEP_GREETING)
			next = hear_greeting(t, line);
		else if (s->step == STEP_MODULES)
			next = hear_module(t, line);
		else
			next = hear_entry(t, line);
	}
	if (next == TALK_WAIT && s->step == STEP_FILES && t->len > 0)
		return hear_files(t);
	return next;
}

static enum talk_next close_talk(struct talk *t, enum talk_over why)
{
	const struct rsync_state *s = t->state;

	(void)why;
	return s->step == STEP_FILES ? conclude(t) : TALK_END;
}

const struct dialect dialect_rsync = {
	.name = "rsync",
	.state = sizeof(struct rsync_state),
	.speaks_first = true,
	.open = open_talk,
	.hear = hear,
	.close = close_talk,
};
