/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

#include "core/text.h"

#include <string.h>

static const char *const reads[] = { "account.list", NULL };
static const char *const codes[] = { "generic-account", NULL };

/* Names that a place or a job has, not a person. */
static const char *const generic[] = {
	"accueil",     "agent",       "bibliotheque", "bureau",    "commun",
	"commune",     "compta",      "ecole",        "invite",    "mairie",
	"partage",     "pc",          "poste",        "public",    "secretaire",
	"session",     "secretariat", "stagiaire",    "urbanisme", "user",
	"utilisateur",
};

/* Whether name is one of them, numbered or not: "poste2". */
static bool is_generic(const char *name)
{
	for (size_t i = 0; i < sizeof(generic) / sizeof(generic[0]); i++) {
		const char *rest = name + strlen(generic[i]);
		char begin[16];

		if (strlen(name) < strlen(generic[i]) ||
		    strspn(rest, "0123456789-_") != strlen(rest))
			continue;
		text_clean(begin, strlen(generic[i]) + 1, name);
		if (text_same(begin, generic[i]))
			return true;
	}
	return false;
}

static const char *find_generic(const struct fact_accounts *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct account *a = &list->row[i];

		if (a->name && a->human == TRI_YES && a->enabled != TRI_NO &&
		    is_generic(a->name))
			return a->name;
	}
	return NULL;
}

/* A name is a hint to ask about, never a verdict. */
static void judge(const struct inputs *in, struct ruling *r)
{
	const char *name = find_generic(&in->facts->account_list);

	ruling_answer(r, in);
	if (!name)
		return;
	ruling_evidence(r, "generic-account", "%s", name);
	if (r->verdict == VERDICT_UNKNOWN) {
		ruling_text(r, "account", name);
		ruling_set(r, VERDICT_UNKNOWN, "generic-name");
	}
}

const struct rule rule_account_per_person = {
	.id = "account-per-person",
	.reads = reads,
	.codes = codes,
	.judge = judge,
};
