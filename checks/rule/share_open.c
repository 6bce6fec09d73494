/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/sign.h"
#include "core/text.h"

#include <string.h>

/* What one share allows, worst last. */
enum grade {
	GRADE_CLOSED,
	GRADE_UNCLEAR,
	GRADE_ROOT,  /* nfs: another machine's root is root here */
	GRADE_READ,  /* anyone reads */
	GRADE_WRITE, /* anyone writes */
};

static const struct {
	const char *code;
	const char *message;
	enum verdict verdict;
} grades[] = {
	[GRADE_CLOSED] = { NULL, "closed", VERDICT_PASS },
	[GRADE_UNCLEAR] = { "share-unclear", "unclear", VERDICT_UNKNOWN },
	[GRADE_ROOT] = { "share-no-root-squash", "root", VERDICT_PARTIAL },
	[GRADE_READ] = { "share-guest-read", "guest-read", VERDICT_FAIL },
	[GRADE_WRITE] = { "share-guest-write", "guest-write", VERDICT_FAIL },
};

static enum grade grade_of(const struct facts *f, const struct share *s)
{
	bool smb = text_is(s->protocol, "smb");

	/* What the server would offer, if it ran, nobody can open. */
	if (smb && (f->share_smb_running.fact.state == FACT_ABSENT ||
	            (f->share_smb_running.fact.state == FACT_KNOWN &&
	             !f->share_smb_running.value)))
		return GRADE_CLOSED;
	if (s->guest == TRI_YES)
		return s->writable == TRI_YES ? GRADE_WRITE : GRADE_READ;
	if (s->root_squash == TRI_NO)
		return GRADE_ROOT;
	return s->guest == TRI_NO ? GRADE_CLOSED : GRADE_UNCLEAR;
}

/*
 * Whether everybody with an account may write, as Windows shows it: the share
 * itself grants it to S-1-1-0. No open door, but a virus of one clerk's locks
 * what all of them keep there.
 */
static bool for_all_accounts(const struct share *s)
{
	const char *all =
	    s->clients ? strstr(s->clients, "S-1-1-0 write") : NULL;
	const char *folder = all ? strstr(s->clients, " / folder:") : NULL;

	return text_is(s->protocol, "smb") && s->writable == TRI_YES && all &&
	       folder && all < folder;
}

static void tell(struct ruling *r, const struct share *s, const char *code)
{
	ruling_evidence(r, code, "%s %s, %s, %s",
	                s->protocol ? s->protocol : "?",
	                s->name ? s->name : "?", s->path ? s->path : "?",
	                s->clients ? s->clients : "?");
}

/* The worst share counts; what could not be read is never closed. */
static void judge_own(const struct inputs *in, struct ruling *r)
{
	const struct fact_shares *list = &in->facts->share_list;
	enum grade worst = GRADE_CLOSED;

	for (size_t i = 0; i < list->count; i++) {
		const struct share *s = &list->row[i];
		enum grade grade = grade_of(in->facts, s);

		if (grades[grade].code)
			tell(r, s, grades[grade].code);
		else if (for_all_accounts(s))
			tell(r, s, "share-everyone");
		if (grade <= worst)
			continue;
		worst = grade;
		r->arguments.count = 0;
		ruling_text(r, "share", s->name ? s->name : "?");
	}
	ruling_set(r, grades[worst].verdict, grades[worst].message);
	if (worst == GRADE_CLOSED && list->fact.state != FACT_KNOWN &&
	    list->fact.state != FACT_ABSENT)
		ruling_unknown(r, "share.list", &list->fact);
}

/* Shares of other devices count too, once somebody looked. */
static void judge(const struct inputs *in, struct ruling *r)
{
	struct sign_worst worst;

	judge_own(in, r);
	sign_tell(in, r, &worst);
	sign_worsen(in, r, &worst, "device-open", "device-listed");
}

static const char *const reads[] = { "share.list", "share.smb-running",
	                             "lan.signs", NULL };
static const char *const codes[] = {
	"share-guest-write", "share-guest-read", "share-no-root-squash",
	"share-unclear",     "share-everyone",   "smb-sign-optional",
	"smb-null-session",  "smb-guest-read",   "smb-guest-write",
	"ftp-anonymous",     "rsync-open",       "nfs-world",
	"backup-exposed",    "not-read",         NULL
};

const struct rule rule_share_open = {
	.id = "share-open",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
