/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/backup_listing.h"
#include "checks/probe/net/talk.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * The second connection of FTP: the list of a folder, read to its end or to
 * LIST_BYTES. note: the port of the first connection, and the folder.
 */

#define LIST_BYTES (64u << 10)

struct ftp_data_state {
	struct backup_listing listing;
	size_t bytes;
};

/* The folder in the note. */
static const char *folder_of(const struct talk *t)
{
	const char *folder = t->note ? strchr(t->note, ' ') : NULL;

	return folder ? folder + 1 : "/";
}

static bool at_root(const struct talk *t)
{
	return strcmp(folder_of(t), "/") == 0;
}

static enum talk_next open_talk(struct talk *t)
{
	struct ftp_data_state *s = t->state;

	if (!t->plan->baseline)
		return TALK_END;
	backup_listing_init(&s->listing, t->plan->baseline, t->plan->now,
	                    !at_root(t));
	return TALK_WAIT;
}

static enum talk_next close_talk(struct talk *t, enum talk_over why)
{
	struct ftp_data_state *s = t->state;
	const struct backup_listing *l = &s->listing;
	char number[8] = "", folder[BACKUP_LISTING_NAME + 1];
	int64_t port;

	(void)why;
	if (!l->baseline || !t->note)
		return TALK_END;
	snprintf(number, sizeof(number), "%.*s", (int)strcspn(t->note, " "),
	         t->note);
	if (!text_int(number, 1, 65535, &port))
		return TALK_END;
	backup_listing_tell(l, t->plan->sight, t->address, (uint16_t)port);
	for (size_t i = 0; at_root(t) && i < l->folders; i++) {
		snprintf(folder, sizeof(folder), "/%s", l->folder[i]);
		talk_call(t->plan, t->address, (uint16_t)port, "ftp", folder);
	}
	return TALK_END;
}

static enum talk_next hear(struct talk *t)
{
	struct ftp_data_state *s = t->state;
	char line[600];
	size_t before = t->len;

	while (talk_line(t, line, sizeof(line)))
		backup_listing_line(&s->listing, line);
	s->bytes += before - t->len;
	return s->bytes > LIST_BYTES ? close_talk(t, TALK_FLOOD) : TALK_WAIT;
}

const struct dialect dialect_ftp_data = {
	.name = "ftp-data",
	.state = sizeof(struct ftp_data_state),
	.open = open_talk,
	.hear = hear,
	.close = close_talk,
};
