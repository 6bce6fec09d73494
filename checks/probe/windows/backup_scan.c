/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/backup_scan.h"

#include "core/date.h"
#include "core/text.h"

#include <string.h>

#define REMOTE_MAX 2 /* folders of other machines that are looked at */

/* The same folder, whatever its capitals and slashes at the end. */
static bool same_path(const char *a, const char *b)
{
	return a == b || (a && b && folder_holds(a, b) && folder_holds(b, a));
}

static struct backup_copy *find(const struct backup_scan *s, const char *tool,
                                const char *target)
{
	struct backup_copy **copy = s->copies.data;

	for (size_t i = 0; i < s->copies.count; i++)
		if (strcmp(copy[i]->row.tool, tool) == 0 &&
		    same_path(copy[i]->row.target, target))
			return copy[i];
	return NULL;
}

struct backup_copy *backup_scan_copy(struct backup_scan *s, const char *tool,
                                     const char *target, const char *where)
{
	struct backup_copy *copy;
	struct backup_copy **row;

	if (target && !target[0])
		target = NULL;
	copy = find(s, tool, target);
	if (copy || s->copies.count >= BACKUP_SCAN_MAX)
		return copy;
	copy = arena_alloc(s->a, 1, sizeof(*copy));
	row = copy ? rows_add(&s->copies) : NULL;
	if (!row)
		return NULL;
	*row = copy;
	copy->row.tool = tool;
	copy->row.kind = "backup";
	copy->row.target = target ? arena_strdup(s->a, target) : NULL;
	copy->row.last_success = CELL_UNKNOWN;
	copy->row.where = arena_strdup(s->a, where);
	copy->path = copy->row.target;
	return copy;
}

void backup_scan_success(struct backup_scan *s, struct backup_copy *copy,
                         int64_t time)
{
	/* A day of grace: clocks differ. Later, the date is a lie. */
	if (time > s->c->now + DATE_DAY)
		return;
	if (time > copy->row.last_success)
		copy->row.last_success = time;
}

void backup_scan_bound(struct backup_scan *s, struct backup_copy *copy,
                       int64_t time)
{
	int64_t days = baseline_number(s->c->baseline, "backup.partial-days");

	if (time > 0 && copy->row.last_success == CELL_UNKNOWN &&
	    s->c->now - time > days * DATE_DAY)
		copy->row.last_success = time;
}

void backup_scan_schedule(struct backup_copy *copy, enum tri scheduled)
{
	if (copy->row.scheduled != TRI_YES && scheduled != TRI_UNKNOWN)
		copy->row.scheduled = scheduled;
}

void backup_scan_closed(struct backup_scan *s, const char *what)
{
	const char *text =
	    s->closed ? arena_fmt(s->a, "%s, %s", s->closed, what)
		      : arena_fmt(s->a, "closed to this account: %s", what);

	if (text && strlen(text) < 300)
		s->closed = text;
}

static const struct volume_drive *drive_of(const struct backup_scan *s,
                                           const struct backup_copy *copy)
{
	/* The letter may be another disk's today. */
	if (copy->volume)
		return volume_find(&s->volumes, copy->volume);
	return copy->path ? volume_find(&s->volumes, copy->path) : NULL;
}

enum backup_reach backup_scan_reach(const struct backup_scan *s,
                                    const struct backup_copy *copy)
{
	const struct volume_drive *d;

	if (!copy->path && !copy->volume)
		return BACKUP_NOWHERE;
	if (copy->path && volume_remote(copy->path))
		return BACKUP_REMOTE;
	d = drive_of(s, copy);
	if (d && d->kind == VOLUME_NETWORK)
		return BACKUP_REMOTE;
	if (d)
		return d->ready ? BACKUP_HERE : BACKUP_AWAY;
	if (!copy->volume && !volume_local(copy->path))
		return BACKUP_NOWHERE;
	return !copy->volume && volume_mapping(copy->path[0], s->a)
	           ? BACKUP_REMOTE
	           : BACKUP_AWAY;
}

enum tree_result backup_scan_newest(struct backup_scan *s,
                                    struct backup_copy *copy,
                                    const char *folder, const char *pattern,
                                    unsigned depth, int64_t *time)
{
	enum backup_reach reach = backup_scan_reach(s, copy);
	struct tree_newest found;

	*time = CELL_UNKNOWN;
	if (reach == BACKUP_AWAY || reach == BACKUP_NOWHERE)
		return TREE_ABSENT;
	if (reach == BACKUP_REMOTE && s->remote_looks++ >= REMOTE_MAX)
		return TREE_FAILED;
	tree_newest(folder, pattern, 0, depth, reach == BACKUP_REMOTE, &found);
	if (reach == BACKUP_REMOTE)
		copy->row.plugged =
		    found.result == TREE_OK || found.result == TREE_DENIED
			? TRI_YES
			: TRI_NO;
	if (found.result == TREE_OK)
		*time = found.time;
	return found.result;
}

/* Whether what is copied lies on a disk of the drive's. */
static enum tri with_source(const struct backup_scan *s,
                            const struct backup_copy *copy,
                            const struct volume_drive *d)
{
	const char *sources[2] = { copy->source, NULL };
	enum tri together = TRI_NO;

	/* Nothing told: then it is what the machine is about. */
	if (!copy->source || !volume_local(copy->source)) {
		sources[0] = s->folder[FOLDER_SYSTEM];
		sources[1] = s->folder[FOLDER_DOCUMENTS];
	}
	for (size_t i = 0; i < 2; i++) {
		const struct volume_drive *from =
		    sources[i] ? volume_find(&s->volumes, sources[i]) : NULL;
		enum tri one = from ? volume_together(from, d) : TRI_NO;

		if (one == TRI_YES || together == TRI_YES)
			together = TRI_YES;
		else if (one == TRI_UNKNOWN)
			together = TRI_UNKNOWN;
	}
	return together;
}

static void place_drive(struct backup_scan *s, struct backup_copy *copy,
                        const struct volume_drive *d)
{
	enum tri together;

	copy->row.plugged = d->ready ? TRI_YES : TRI_NO;
	if (d->kind == VOLUME_REMOVABLE) {
		copy->row.place = "removable";
		return;
	}
	together = with_source(s, copy, d);
	if (together != TRI_UNKNOWN)
		copy->row.place =
		    together == TRI_YES ? "same-disk" : "other-disk";
}

void backup_scan_place(struct backup_scan *s, struct backup_copy *copy)
{
	const struct volume_drive *d;
	int64_t time;

	if (copy->row.place)
		return;
	switch (backup_scan_reach(s, copy)) {
	case BACKUP_REMOTE:
		copy->row.place = "network";
		/* Nobody looked yet: does it answer? */
		if (copy->row.plugged == TRI_UNKNOWN && copy->path)
			(void)backup_scan_newest(s, copy, copy->path, "*", 0,
			                         &time);
		break;
	case BACKUP_AWAY:
		/* What comes and goes with a letter is no part of the
		   machine. */
		copy->row.place = "removable";
		copy->row.plugged = TRI_NO;
		break;
	case BACKUP_HERE:
		d = drive_of(s, copy);
		if (d)
			place_drive(s, copy, d);
		break;
	case BACKUP_NOWHERE:
		break;
	}
}
