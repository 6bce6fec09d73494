/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/demo_town.h"

#include "report/rating.h"

#include <stdio.h>
#include <string.h>

#define EPCIS 4

static const char *const saints[] = { "Saint-Exemple",   "Sainte-Maquette",
	                              "Saint-Brouillon", "Saint-Modèle",
	                              "Sainte-Épreuve",  "Saint-Croquis",
	                              "Vieil-Essai",     "Bourg-l’Esquisse" };
static const char *const places[] = {
	"sur-Rive",     "en-Plaine",   "la-Forêt",   "le-Haut",
	"les-Prés",     "du-Moulin",   "aux-Bois",   "lès-Vignes",
	"sous-Colline", "le-Vieux",    "des-Landes", "la-Chapelle",
	"près-du-Lac",  "le-Marais",   "de-l’Orme",  "du-Puits",
	"la-Rivière",   "les-Granges", "au-Pont",    "le-Clos",
	"des-Étangs",   "la-Combe",    "du-Verger",  "les-Fontaines",
	"le-Sec"
};
static const char *const epcis[EPCIS] = { "CC de l’Exemple",
	                                  "CC des Trois-Maquettes",
	                                  "CC du Pays d’Essai",
	                                  "CA de la Grande-Esquisse" };
static const int64_t sizes[] = { 86,  142, 187, 231, 268,  312,  365,  420,
	                         488, 560, 655, 790, 1020, 1480, 2150, 3300 };

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* A number that only depends on what it is asked with (splitmix64). */
static uint64_t draw(uint64_t seed, uint64_t a, uint64_t b, uint64_t c)
{
	uint64_t z = seed;
	const uint64_t part[] = { a, b, c };

	for (size_t i = 0; i < COUNT(part); i++) {
		z += part[i] + UINT64_C(0x9E3779B97F4A7C15);
		z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
		z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
		z ^= z >> 31;
	}
	return z;
}

static unsigned percent(uint64_t seed, uint64_t a, uint64_t b, uint64_t c)
{
	return (unsigned)(draw(seed, a, b, c) % 100);
}

/* How it goes in time: most look every quarter or so, a few never did. */
static void habits(struct demo_town *t, uint64_t seed, size_t index)
{
	unsigned kind = percent(seed, index, 1, 0);

	t->every = 1 + percent(seed, index, 2, 0) % 3;
	t->stopped = 0;
	t->trend = (int)(percent(seed, index, 3, 0) % 5) - 1;
	t->accident = false;
	if (kind < 9)
		t->every = 0;
	else if (kind < 19)
		t->stopped = 7 + percent(seed, index, 4, 0) % 4;
	else if (kind < 27)
		t->accident = true;
	else if (kind < 35)
		t->trend = -3;
}

bool demo_town_make(struct demo_town *out, uint64_t seed, size_t index)
{
	size_t saint = index % COUNT(saints);
	size_t place = index % COUNT(places);
	size_t epci = index % EPCIS;

	if (index >= DEMO_TOWN_MOST)
		return false;
	*out = (struct demo_town){ 0 };
	snprintf(out->insee, sizeof(out->insee), "00%03zu", index + 1);
	/* 8 and 25 have no common divisor: no name comes twice in 200. */
	snprintf(out->name, sizeof(out->name), "%s-%s", saints[saint],
	         places[place]);
	snprintf(out->epci, sizeof(out->epci), "00000000%zu", epci + 1);
	snprintf(out->epci_name, sizeof(out->epci_name), "%s", epcis[epci]);
	out->population = sizes[draw(seed, index, 5, 0) % COUNT(sizes)];
	out->machines = out->population > 1000
	                    ? 2 + percent(seed, index, 6, 0) % 3
	                    : 1 + percent(seed, index, 6, 0) % 2;
	out->care = 18 + percent(seed, index, 7, 0) * 7 / 10;
	habits(out, seed, index);
	return true;
}

bool demo_town_looked(const struct demo_town *t, unsigned months_ago)
{
	return t->every != 0 && months_ago >= t->stopped &&
	       (months_ago - t->stopped) % t->every == 0;
}

/* How well it is kept that many months ago, percent. */
static unsigned care(const struct demo_town *t, unsigned months_ago)
{
	int value = (int)t->care + t->trend * (12 - (int)months_ago);

	return (unsigned)(value < 5 ? 5 : value > 97 ? 97 : value);
}

static enum verdict judge(const struct demo_rule *rule,
                          const struct demo_town *t, uint64_t seed,
                          size_t index, unsigned machine, unsigned months_ago)
{
	/* A town and a control have the same luck every month, so that what
	 * changes is what the care changes. */
	uint64_t who = rule->scope == SCOPE_MACHINE ? machine + 1 : 0;
	uint64_t town = draw(seed, (uint64_t)t->population, t->care, 0) +
	                (uint64_t)(t->insee[3] * 10 + t->insee[4]);
	unsigned luck = percent(seed ^ town, index, who, 11);
	unsigned kept = care(t, months_ago);
	unsigned hard = percent(seed, index, 0, 12) % 40;

	if (t->accident && months_ago == 0 &&
	    strcmp(rule->id, "backup-recent") == 0)
		return VERDICT_FAIL;
	if (rule->severity == SEVERITY_CRITICAL)
		kept = 100 - (100 - kept) * 3 / 10;
	else
		kept = kept > hard ? kept - hard / 3 : 0;
	if (percent(seed ^ town, index, who, 13) < 7)
		return VERDICT_UNKNOWN;
	if (luck < kept)
		return VERDICT_PASS;
	return luck < kept + (100 - kept) / 3 ? VERDICT_PARTIAL : VERDICT_FAIL;
}

static void fill(struct document_finding *f, const struct demo_rule *rule,
                 enum verdict verdict)
{
	f->id = rule->id;
	f->verdict = verdict;
	f->severity = rule->severity;
	f->scope = rule->scope;
	f->declared = rule->scope == SCOPE_COMMUNE;
	f->title = verdict == VERDICT_PASS      ? rule->good
	           : verdict == VERDICT_UNKNOWN ? rule->ask
	                                        : rule->bad;
	f->detail = "";
	f->why = rule->why;
	f->remedy = rule->remedy;
	f->fix = rule->fix;
	f->verify = rule->verify;
	f->who = rule->who;
	f->whos = rule->whos;
	f->minutes = rule->minutes;
	f->cost = rule->cost;
	f->euros_from = rule->euros_from;
	f->euros_to = rule->euros_to;
	f->every = rule->every ? rule->every : "once";
}

static bool head(struct document *d, const struct demo_rules *rules,
                 const struct demo_town *t, uint64_t seed, unsigned machine,
                 int64_t made_at, struct arena *a)
{
	static const char *const systems[] = { "Windows 11 Professionnel",
		                               "Windows 11 Famille",
		                               "Windows 10 Professionnel",
		                               "Debian GNU/Linux 12" };
	uint64_t town = (uint64_t)(t->insee[3] * 10 + t->insee[4]);

	*d = (struct document){ .subject = "machine",
		                .made_at = made_at,
		                .lang = LANG_FR };
	d->tool.name = "garde";
	d->tool.version = GARDE_VERSION;
	d->baseline.id = "garde-communes";
	d->baseline.version = rules->version;
	d->commune.insee = arena_strdup(a, t->insee);
	d->commune.name = arena_strdup(a, t->name);
	d->machine = arena_alloc(a, 1, sizeof(*d->machine));
	d->finding = arena_alloc(a, rules->rules, sizeof(*d->finding));
	if (!d->machine || !d->finding)
		return false;
	d->machines = 1;
	d->machine->id = arena_fmt(
	    a, "%016llx", (unsigned long long)draw(seed, town, machine, 21));
	d->machine->label = arena_fmt(a, "Poste %u", machine + 1);
	d->machine->system =
	    systems[draw(seed, town, machine, 22) % COUNT(systems)];
	d->machine->seen_at = made_at;
	return true;
}

bool demo_town_document(struct document *d, const struct demo_rules *rules,
                        const struct demo_town *t, uint64_t seed,
                        unsigned machine, unsigned months_ago, int64_t made_at,
                        struct arena *a)
{
	if (!head(d, rules, t, seed, machine, made_at, a))
		return false;
	for (size_t i = 0; i < rules->rules; i++)
		fill(&d->finding[d->findings++], &rules->rule[i],
		     judge(&rules->rule[i], t, seed, i, machine, months_ago));
	return rating_make(d, a) && !arena_full(a);
}
