/* SPDX-License-Identifier: Apache-2.0 */
#include "report/reduction.h"

#include "agent/assess.h"
#include "agent/facts_file.h"
#include "checks/baseline.h"

#include "core/date.h"
#include "core/text.h"
#include "report/merge.h"
#include "report/reduction_range.h"
#include "report/renderer.h"
#include "report/submission.h"
#include "tests/report/sample.h"

#include <ctype.h>

#define MEMORY     (64u << 20)
#define NOW        INT64_C(1795338000) /* 2026-11-22, as most of them */
#define TOKEN_MOST 200
#define SHORT      4 /* letters: what is shorter stands in any text */

static struct baseline *baseline;

/* The text of a document as JSON; the caller clears it. */
static struct buf text_of(const struct document *d)
{
	cJSON *json = document_to_json(d);
	struct buf out;

	buf_init(&out, DOCUMENT_BYTES);
	assert_non_null(json);
	assert_true(json_print(&out, json));
	cJSON_Delete(json);
	return out;
}

static void add_values(struct buf *out, const cJSON *json)
{
	const cJSON *item;

	if (cJSON_IsString(json))
		buf_fmt(out, "%s\n", json->valuestring);
	cJSON_ArrayForEach (item, json)
		add_values(out, item);
}

/* What a document says, without the names that its format has. */
static struct buf values_of(const struct document *d)
{
	cJSON *json = document_to_json(d);
	struct buf out;

	buf_init(&out, DOCUMENT_BYTES);
	add_values(&out, json);
	assert_true(buf_ok(&out));
	cJSON_Delete(json);
	return out;
}

/* All words that a document may say to anybody: those of its advice. */
static struct buf public_words(const struct document *d)
{
	struct buf b;
	struct err e;

	/* Whatever stands in the baseline is in every copy of the program. */
	buf_init(&b, DOCUMENT_BYTES);
	assert_true(file_read(BASELINE_JSON, &b, &e));
	for (size_t i = 0; i < d->findings; i++) {
		const struct document_finding *f = &d->finding[i];
		const char *const words[] = { f->id,     f->title, f->why,
			                      f->remedy, f->fix,   f->verify,
			                      f->cost };

		for (size_t j = 0; j < sizeof(words) / sizeof(*words); j++)
			buf_fmt(&b, "%s\n", words[j] ? words[j] : "");
		for (size_t j = 0; j < f->evidences; j++)
			buf_fmt(&b, "%s\n",
			        f->evidence[j].code ? f->evidence[j].code : "");
	}
	for (size_t i = 0; i < d->machines; i++)
		buf_fmt(&b, "%s\n", d->machine[i].system);
	buf_fmt(&b,
	        "%s %s router storage printer computer phone camera "
	        "unknown certain likely guess true false null "
	        "machine commune network once year month garde "
	        "days minutes\n",
	        d->commune.name ? d->commune.name : "",
	        d->commune.insee ? d->commune.insee : "");
	return b;
}

/* What a reduced text is looked through for. */
struct hunt {
	const char *file;
	const char *reduced;
	const char *open; /* words that anybody may read */
	size_t words;     /* looked for */
};

static bool is_inside(char c)
{
	return c && (isalnum((unsigned char)c) || (unsigned char)c >= 0x80 ||
	             strchr("._-@:$", c));
}

/* Whether the word stands in the text, and not as a part of another. */
static bool stands_in(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
		if ((at == text || !is_inside(at[-1])) && !is_inside(at[len]))
			return true;
	return false;
}

static void look_for(struct hunt *h, const char *word)
{
	if (strlen(word) < SHORT || strstr(h->open, word))
		return;
	h->words++;
	if (stands_in(h->reduced, word))
		fail_msg("%s: \"%s\" left the town hall", h->file, word);
}

/* The whole of a value, and each part that could be a name or an address. */
static void look_for_all(struct hunt *h, const char *value)
{
	char word[TOKEN_MOST];
	size_t len = 0;

	if (!value)
		return;
	for (const char *at = value;; at++) {
		if (is_inside(*at) && len + 1 < sizeof(word)) {
			word[len++] = *at;
			continue;
		}
		word[len] = '\0';
		/* Numbers and days are told of on purpose. */
		if (len && strspn(word, "0123456789-:TZ") != len)
			look_for(h, word);
		len = 0;
		if (!*at)
			return;
	}
}

static void hunt_values(struct hunt *h, const struct document_argument *row,
                        size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(row[i].name, "account") ||
		    text_is(row[i].name, "share") ||
		    text_is(row[i].name, "device") ||
		    text_is(row[i].name, "domain"))
			look_for_all(h, row[i].value.text[LANG_FR]);
}

static void hunt_findings(struct hunt *h, const struct document *d)
{
	for (size_t i = 0; i < d->findings; i++) {
		const struct document_finding *f = &d->finding[i];

		hunt_values(h, f->argument, f->arguments);
		for (size_t j = 0; j < f->parts; j++)
			hunt_values(h, f->part[j].argument,
			            f->part[j].arguments);
		for (size_t j = 0; j < f->evidences; j++) {
			look_for_all(h, f->evidence[j].host);
			look_for_all(h, f->evidence[j].value);
		}
	}
}

static void hunt_network(struct hunt *h, const struct document *d)
{
	for (size_t i = 0; i < d->network.ranges; i++)
		look_for_all(h, d->network.range[i]);
	for (size_t i = 0; i < d->network.hosts; i++) {
		const struct document_host *host = &d->network.host[i];

		look_for_all(h, host->address);
		look_for_all(h, host->vendor);
		look_for_all(h, host->model);
		for (size_t j = 0; j < host->names; j++)
			look_for_all(h, host->name[j]);
	}
}

/* Nothing personal is in the reduced one, and it is as good to judge by. */
static size_t check(const char *file, struct document *d, struct arena *a)
{
	struct document reduced, merged, other;
	const struct document *whole[] = { d };
	const struct document *less[] = { &reduced };
	struct buf words = public_words(d);
	struct hunt h = { .file = file, .open = buf_text(&words) };
	struct buf text, values;
	struct err e = { 0 };

	assert_true(rating_make(d, a));
	assert_true(reduction_make(&reduced, d, a));
	text = text_of(&reduced);
	values = values_of(&reduced);
	h.reduced = buf_text(&values);
	hunt_findings(&h, d);
	hunt_network(&h, d);
	if (reduced.rating.letter != d->rating.letter ||
	    reduced.rating.ceiling != d->rating.ceiling)
		fail_msg("%s: another letter", file);
	sample_parse(&other, buf_text(&text), a);
	if (!merge_documents(&merged, less, 1, a, &e) ||
	    !merge_documents(&other, whole, 1, a, &e))
		fail_msg("%s: %s", file, e.text);
	assert_int_equal(merged.rating.letter, other.rating.letter);
	assert_int_equal(merged.network.hosts, other.network.hosts);
	buf_clear(&words);
	buf_clear(&text);
	buf_clear(&values);
	return h.words;
}

struct walk {
	const char *folder;
	const char *end;
	void (*each)(const char *path);
};

static bool walk_one(void *ctx, const char *name)
{
	const struct walk *walk = ctx;
	char path[512];

	if (!text_ends(name, walk->end))
		return true;
	snprintf(path, sizeof(path), "%s/%s", walk->folder, name);
	walk->each(path);
	return true;
}

static size_t hunted, documents;

static cJSON *json_of(const char *path)
{
	struct buf text;
	struct err e = { 0 };
	cJSON *json;

	buf_init(&text, DOCUMENT_BYTES);
	if (!file_read(path, &text, &e))
		fail_msg("%s", e.text);
	json = json_parse(buf_text(&text), text.len, &e);
	buf_clear(&text);
	if (!json)
		fail_msg("%s: %s", path, e.text);
	return json;
}

static void check_document(const char *path)
{
	struct arena *a = arena_new(MEMORY);
	cJSON *json = json_of(path);
	struct document d;
	struct err e = { 0 };

	if (!document_from_json(&d, json, a, &e))
		fail_msg("%s: %s", path, e.text);
	hunted += check(path, &d, a);
	documents++;
	cJSON_Delete(json);
	arena_free(a);
}

/* The texts of the facts themselves: names, serials, folders, addresses. */
static void hunt_facts(struct hunt *h, const cJSON *json)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, json) {
		if (text_is(item->string, "id") ||
		    text_is(item->string, "state") ||
		    text_is(item->string, "system.name"))
			continue;
		if (cJSON_IsString(item) &&
		    strpbrk(item->valuestring, "\\/@:$"))
			look_for_all(h, item->valuestring);
		hunt_facts(h, item);
	}
}

static void check_facts(const char *path)
{
	struct arena *a = arena_new(MEMORY);
	cJSON *json = json_of(path);
	struct facts *f = arena_alloc(a, 1, sizeof(*f));
	struct answers answers = { .insee = "80021", .name = "Ambly" };
	struct assessment as = { .facts = f,
		                 .answers = &answers,
		                 .baseline = baseline };
	struct document d, reduced;
	struct hunt h = { .file = path };
	struct buf words, text;
	struct err e = { 0 };

	if (!facts_file_from_json(f, &as.now, json, a, &e))
		fail_msg("%s: %s", path, e.text);
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		as.lang = (enum lang)lang;
		assert_true(assess_make(&d, &as, a, &e));
		hunted += check(path, &d, a);
		assert_true(reduction_make(&reduced, &d, a));
		words = public_words(&d);
		text = values_of(&reduced);
		h.open = buf_text(&words);
		h.reduced = buf_text(&text);
		hunt_facts(&h, cJSON_GetObjectItem(json, "facts"));
		hunted += h.words;
		buf_clear(&words);
		buf_clear(&text);
	}
	documents++;
	cJSON_Delete(json);
	arena_free(a);
}

static void test_recorded(void **state)
{
	static const struct walk walks[] = {
		{ TESTS_DIR "/report/documents", ".json", check_document },
		{ TESTS_DIR "/report/documents/two-machines", ".json",
		  check_document },
		{ TESTS_DIR "/report/previous", ".json", check_document },
		{ TESTS_DIR "/pages/documents", ".json", check_document },
		{ TESTS_DIR "/facts", ".facts.json", check_facts },
	};
	struct err e = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(walks) / sizeof(walks[0]); i++)
		if (!file_list(walks[i].folder, walk_one, (void *)&walks[i],
		               &e))
			fail_msg("%s", e.text);
	print_message("%zu words looked for in %zu documents\n", hunted,
	              documents);
	assert_true(documents > 30);
	assert_true(hunted > 1000);
}

static const struct {
	const char *name, *value, *fr, *en;
} ranges[] = {
	{ "date", "22 novembre 2026", "Il y a 0 jours.", "0 days ago." },
	{ "date", "17 novembre 2026", "Il y a 1 à 7 jours.",
	  "1 to 7 days ago." },
	{ "date", "1er octobre 2026", "Il y a 46 à 90 jours.",
	  "46 to 90 days ago." },
	{ "date", "1er janvier 2020", "Il y a plus de 730 jours.",
	  "more than 730 days ago." },
	{ "until", "1er décembre 2026", "Dans 8 à 15 jours.",
	  "In 8 to 15 days." },
	{ "minutes", "12", "11 à 15 minutes.", "11 to 15 minutes." },
	{ "percent", "4", "1 à 5 %.", "1 to 5%." },
	{ "percent", "4000", NULL, NULL },
	{ "share", "Paie 2026", NULL, NULL },
	{ "account", "12", NULL, NULL },
};

static void test_ranges(void **state)
{
	struct arena *a = arena_new(MEMORY);

	(void)state;
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		struct document_argument in = {
			.name = ranges[i].name,
			.value = { { ranges[i].value, ranges[i].value } }
		};
		struct words out;
		int64_t day;
		char said[DATE_TEXT] = "";

		if (reduction_day(ranges[i].value, NOW, &day))
			date_say(said, day, LANG_FR);
		assert_true(!said[0] || strcmp(said, ranges[i].value) == 0);
		assert_true(reduction_range(&out, &in, NOW, a));
		if (!ranges[i].fr) {
			assert_null(out.text[LANG_FR]);
			continue;
		}
		assert_string_equal(out.text[LANG_FR], ranges[i].fr);
		assert_string_equal(out.text[LANG_EN], ranges[i].en);
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ranges),
		cmocka_unit_test(test_recorded),
	};
	struct err e;
	int failed;

	baseline = baseline_builtin(&e);
	if (!baseline)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	baseline_free(baseline);
	return failed;
}
