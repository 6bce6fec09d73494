/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/consent.h"

#include "agent/ask.h"
#include "agent/console.h"
#include "core/date.h"
#include "core/hash.h"
#include "core/ipv4.h"
#include "core/link.h"
#include "core/text.h"
#include "report/kit.h"

#include <stdio.h>
#include <string.h>

#define LINKS      32 /* addresses of one machine */
#define NEIGHBOURS 512

/* A round of these questions. */
struct round {
	const struct consent *consent;
	const char *shared;
	const char *look;
	const char *by; /* who agrees; NULL while nobody does */
};

/* The ranges that "auto" means here, as far as there is room. */
static void add_ranges(struct consent_network *out)
{
	struct link_address link[LINKS];
	struct lan_network list[LAN_NETWORKS];
	size_t count =
	    lan_plan_networks("auto", link, link_addresses(link, LINKS), list);
	size_t len = 0;

	for (size_t i = 0; i < count; i++) {
		char start[IPV4_TEXT], range[LAN_RANGE_TEXT + 1];
		size_t n;

		ipv4_format(start, list[i].network);
		n = (size_t)snprintf(range, sizeof(range), "%s%s/%u",
		                     len ? " " : "", start, list[i].bits);
		if (n >= sizeof(range) || len + n >= sizeof(out->ranges))
			return;
		memcpy(out->ranges + len, range, n + 1);
		len += n;
	}
}

/* The digest of the box's address on the wire. */
static void add_mark(struct consent_network *out)
{
	struct link_neighbour neighbour[NEIGHBOURS];
	size_t count = link_neighbours(neighbour, NEIGHBOURS);
	char text[64], hash[HASH_TEXT];
	uint32_t box;

	if (!link_gateway(&box))
		return;
	for (size_t i = 0; i < count; i++) {
		const uint8_t *mac = neighbour[i].mac;

		if (neighbour[i].address != box)
			continue;
		snprintf(text, sizeof(text),
		         "garde %u %02x%02x%02x%02x%02x%02x", box, mac[0],
		         mac[1], mac[2], mac[3], mac[4], mac[5]);
		hash_sha256(hash, text, strlen(text));
		memcpy(out->mark, hash, sizeof(out->mark) - 1);
	}
}

void consent_here(struct consent_network *out)
{
	memset(out, 0, sizeof(*out));
	add_ranges(out);
	if (out->ranges[0])
		add_mark(out);
}

/* Whether the kept answer is about this network, surely. */
static bool same_network(const struct consent *c,
                         const struct answers_network *kept)
{
	return strcmp(kept->ranges, c->here.ranges) == 0 && kept->mark &&
	       c->here.mark[0] && strcmp(kept->mark, c->here.mark) == 0;
}

static bool recent(const struct consent *c, const struct answers_network *kept)
{
	int64_t age = c->now - kept->asked_at;

	return kept->asked_at && age >= 0 && age < ASK_KEPT_DAYS * DATE_DAY;
}

/* Have one of count choices picked; current is marked, 0: none is. */
static enum frontend_reply choose(const struct round *r, enum say_id text,
                                  enum say_id why, const enum say_id *id,
                                  size_t count, size_t current, size_t *choice)
{
	const struct frontend *f = r->consent->frontend;
	enum lang lang = r->consent->session->lang;
	const char *words[4];
	struct frontend_question q = { .text = say(text, lang),
		                       .why = say(why, lang),
		                       .choice = words,
		                       .choices = count,
		                       .current = current };

	for (size_t i = 0; i < count; i++)
		words[i] = say(id[i], lang);
	return f->choose(f->ctx, &q, choice);
}

static enum frontend_reply ask_shared(struct round *r)
{
	static const enum say_id ids[] = { SAY_LAN_SHARED_NO,
		                           SAY_LAN_SHARED_YES,
		                           SAY_LAN_SHARED_UNKNOWN };
	static const char *const values[] = { "no", "yes", "unknown" };
	enum frontend_reply reply;
	size_t choice = 2;

	reply =
	    choose(r, SAY_LAN_SHARED, SAY_LAN_SHARED_WHY, ids, 3, 0, &choice);
	r->shared = values[choice];
	return reply;
}

static enum frontend_reply ask_look(struct round *r)
{
	static const enum say_id ids[] = { SAY_LAN_LOOK_YES, SAY_LAN_LOOK_NO };
	bool alone = strcmp(r->shared, "no") == 0;
	enum frontend_reply reply;
	size_t choice = 1;

	reply = choose(r, SAY_LAN_LOOK,
	               alone ? SAY_LAN_LOOK_WHY : SAY_LAN_LOOK_WHY_SHARED, ids,
	               2, alone ? 0 : 2, &choice);
	r->look = choice == 0 ? "normal" : "none";
	return reply;
}

/* To look at a network is for the town hall to decide, not for its guest. */
static enum frontend_reply ask_who(struct round *r)
{
	static const enum say_id ids[] = { SAY_LAN_WHO_MAYOR, SAY_LAN_WHO_CLERK,
		                           SAY_LAN_WHO_PROVIDER,
		                           SAY_LAN_WHO_NOBODY };
	static const char *const values[] = { "mayor", "clerk", "provider",
		                              NULL };
	enum frontend_reply reply;
	size_t choice = 3;

	r->by = NULL;
	if (strcmp(r->look, "none") == 0)
		return FRONTEND_GIVEN;
	reply = choose(r, SAY_LAN_WHO, SAY_LAN_WHO_WHY, ids, 4, 0, &choice);
	r->by = values[choice];
	if (reply == FRONTEND_GIVEN && !r->by)
		r->look = "none";
	return reply;
}

static enum frontend_reply ask_level(struct round *r)
{
	static const enum say_id ids[] = { SAY_LAN_DEEP_YES, SAY_LAN_DEEP_NO };
	enum frontend_reply reply;
	size_t choice = 1;

	if (strcmp(r->look, "none") == 0)
		return FRONTEND_GIVEN;
	reply = choose(r, SAY_LAN_DEEP, SAY_LAN_DEEP_WHY, ids, 2, 0, &choice);
	if (choice == 0)
		r->look = "thorough";
	return reply;
}

/* The questions in order; "back" in the first asks it again. */
static enum frontend_reply ask_in_order(struct round *r)
{
	static enum frontend_reply (*const steps[])(
	    struct round *) = { ask_shared, ask_look, ask_who, ask_level };
	size_t at = 0;

	while (at < sizeof(steps) / sizeof(steps[0])) {
		enum frontend_reply reply = steps[at](r);

		if (reply == FRONTEND_QUIT || reply == FRONTEND_INTERRUPTED)
			return reply;
		if (reply == FRONTEND_GIVEN)
			at++;
		else if (reply == FRONTEND_BACK && at > 0)
			at--;
	}
	return FRONTEND_GIVEN;
}

static enum frontend_reply ask(const struct consent *c, struct answers *answers)
{
	struct round r = { .consent = c };
	struct answers_network n = { .asked_at = c->now };
	enum frontend_reply reply = ask_in_order(&r);

	if (reply != FRONTEND_GIVEN)
		return reply;
	n.shared = r.shared;
	n.look = r.look;
	n.by = r.by;
	n.ranges = arena_strdup(c->session->arena, c->here.ranges);
	if (c->here.mark[0])
		n.mark = arena_strdup(c->session->arena, c->here.mark);
	if (!n.ranges)
		return FRONTEND_QUIT;
	answers->network = n;
	return FRONTEND_GIVEN;
}

/* What was said about this network, as a plan. */
static bool agreed(const struct answers_network *n, struct lan_plan *plan)
{
	plan->level =
	    strcmp(n->look, "thorough") == 0 ? LAN_THOROUGH : LAN_NORMAL;
	plan->consent = "question";
	plan->range = "auto";
	return strcmp(n->look, "none") != 0;
}

/* Whether an answer is about another network than this one, surely. */
static bool elsewhere(const struct consent *c,
                      const struct answers_network *kept)
{
	return kept->asked_at && (strcmp(kept->ranges, c->here.ranges) != 0 ||
	                          (kept->mark && c->here.mark[0] &&
	                           strcmp(kept->mark, c->here.mark) != 0));
}

/* Keep where the kit's agreement was first used: it holds for that network. */
static void pin(const struct consent *c, struct answers_network *n,
                const struct kit *kit)
{
	struct arena *a = c->session->arena;
	char *ranges = arena_strdup(a, c->here.ranges);

	if (!ranges)
		return;
	*n = (struct answers_network){
		.asked_at = kit->made_at,
		.shared = "unknown",
		.look =
		    strcmp(kit->lan, "thorough") == 0 ? "thorough" : "normal",
		.by = "mayor",
		.ranges = ranges,
		.mark = c->here.mark[0] ? arena_strdup(a, c->here.mark) : NULL,
	};
}

/*
 * As the mayor agreed with the coordinator. False when that says nothing of
 * this network: a person said something since, or it is not where the kit was
 * used first, such as at somebody's home.
 */
static bool kit_agreed(const struct consent *c, struct answers *answers,
                       struct lan_plan *plan, bool *look, bool *asked)
{
	static const char *const levels[] = { [LAN_PORTS] = "ports",
		                              [LAN_NORMAL] = "normal",
		                              [LAN_THOROUGH] = "thorough" };
	struct answers_network *kept = &answers->network;
	const struct kit *kit =
	    c->session->kit_expired ? NULL : c->session->kit;

	if (!kit || !kit->lan)
		return false;
	if (strcmp(kit->lan, "none") == 0) {
		console_note(c->session, SAY_KIT_LAN_NO);
		return true;
	}
	if (elsewhere(c, kept) ||
	    (kept->asked_at > kit->made_at && recent(c, kept)))
		return false;
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (text_is(levels[i], kit->lan))
			plan->level = (enum lan_level)i;
	plan->consent = "kit";
	plan->range = "auto";
	*look = true;
	*asked = kept->asked_at != kit->made_at;
	if (*asked)
		pin(c, kept, kit);
	console_note(c->session, SAY_KIT_LAN_YES);
	console_hint(c->session, SAY_LAN_AVOID);
	return true;
}

enum frontend_reply consent_find(const struct consent *c,
                                 struct answers *answers, struct lan_plan *plan,
                                 bool *look, bool *asked)
{
	const struct answers_network *kept = &answers->network;
	enum frontend_reply reply;
	char day[DATE_TEXT];

	*look = *asked = false;
	if (!c->here.ranges[0] || kit_agreed(c, answers, plan, look, asked))
		return FRONTEND_NOTHING;
	if (recent(c, kept) && same_network(c, kept)) {
		*look = agreed(kept, plan);
		date_say(day, kept->asked_at, c->session->lang);
		if (*look) {
			console_note(c->session, SAY_LAN_AGREED, "date", day);
			console_hint(c->session, SAY_LAN_AVOID);
		}
		return FRONTEND_NOTHING;
	}
	if (!c->frontend) {
		if (kept->asked_at && strcmp(kept->look, "none") != 0)
			console_note(c->session, SAY_LAN_ELSEWHERE);
		return FRONTEND_NOTHING;
	}
	reply = ask(c, answers);
	*asked = reply == FRONTEND_GIVEN;
	if (*asked)
		*look = agreed(&answers->network, plan);
	return reply;
}

bool consent_complete(const struct consent_network *here,
                      struct answers_network *n, struct arena *a)
{
	if (!n->asked_at || n->mark || !here->mark[0] ||
	    strcmp(n->ranges, here->ranges) != 0)
		return false;
	n->mark = arena_strdup(a, here->mark);
	return n->mark;
}
