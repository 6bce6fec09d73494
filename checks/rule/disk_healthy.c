/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

static const char *const reads[] = { "disk.volumes", "disk.health", NULL };
static const char *const codes[] = { "disk-failing", "disk-space", "not-read",
	                             NULL };

/* What the volumes that matter say together. */
struct room {
	int64_t percent; /* free on the fullest, -1: none looked at */
	const char *mount;
	bool unread;
};

static struct room find_room(const struct fact_volumes *list)
{
	struct room room = { .percent = -1 };

	for (size_t i = 0; i < list->count; i++) {
		const struct volume *v = &list->row[i];
		int64_t percent;

		if (v->system == TRI_NO || v->removable == TRI_YES)
			continue;
		if (v->size <= 0 || v->free < 0) {
			room.unread = true;
			continue;
		}
		/* Divide first: sizes from a file may be anything. */
		percent = v->size >= 100 ? v->free / (v->size / 100) : 100;
		if (room.percent < 0 || percent < room.percent) {
			room.percent = percent;
			room.mount = v->mount;
		}
	}
	return room;
}

/* Whether a disk says that it will fail. */
static bool find_failing(const struct fact_disk_health *list, struct ruling *r)
{
	bool failing = false;

	for (size_t i = 0; i < list->count; i++) {
		const struct disk_health *d = &list->row[i];

		if (d->failing != TRI_YES)
			continue;
		failing = true;
		ruling_evidence(r, "disk-failing", "%s %s",
		                d->device ? d->device : "?",
		                d->model ? d->model : "");
	}
	return failing;
}

static bool some_mute(const struct fact_disk_health *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->row[i].failing == TRI_UNKNOWN)
			return true;
	return false;
}

/* Nothing is wrong with what could be read; is that all there is? */
static void judge_good(const struct facts *f, const struct room *room,
                       struct ruling *r)
{
	const struct fact *health = &f->disk_health.fact;

	if (f->disk_volumes.fact.state != FACT_KNOWN)
		ruling_unknown(r, "disk.volumes", &f->disk_volumes.fact);
	else if (room->unread || room->percent < 0)
		ruling_set(r, VERDICT_UNKNOWN, "disk-unread");
	else if (health->state != FACT_KNOWN && health->state != FACT_ABSENT)
		ruling_unknown(r, "disk.health", health);
	else if (some_mute(&f->disk_health))
		ruling_set(r, VERDICT_UNKNOWN, "disk-mute");
	else
		ruling_set(r, VERDICT_PASS, "disk-good");
}

static void judge(const struct inputs *in, struct ruling *r)
{
	int64_t low = baseline_number(in->baseline, "disk.free-percent");
	int64_t full = baseline_number(in->baseline, "disk.full-percent");
	struct room room = find_room(&in->facts->disk_volumes);
	bool failing = find_failing(&in->facts->disk_health, r);
	bool tight = room.percent >= 0 && room.percent < low;

	if (room.percent >= 0)
		ruling_number(r, "percent", room.percent);
	if (tight)
		ruling_evidence(r, "disk-space", "%s %lld %%",
		                room.mount ? room.mount : "?",
		                (long long)room.percent);
	if (failing)
		ruling_set(r, VERDICT_FAIL, "disk-failing");
	else if (tight && room.percent < full)
		ruling_set(r, VERDICT_FAIL, "disk-full");
	else if (tight)
		ruling_set(r, VERDICT_PARTIAL, "disk-low");
	else
		judge_good(in->facts, &room, r);
}

const struct rule rule_disk_healthy = {
	.id = "disk-healthy",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
