/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/outside/spf.h"

#include "checks/probe/net/outside/address.h"
#include "core/rows.h"
#include "core/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define VERSION    "v=spf1"
#define WORD_BYTES 300

/* What may stand behind a mechanism's name. */
enum value { VALUE_NONE, VALUE_MAY, VALUE_MUST, VALUE_IP4, VALUE_IP6 };

static const struct {
	const char *name;
	enum spf_kind kind;
	enum value value;
} mechanisms[] = {
	{ "all", SPF_ALL, VALUE_NONE },
	{ "include", SPF_INCLUDE, VALUE_MUST },
	{ "a", SPF_A, VALUE_MAY },
	{ "mx", SPF_MX, VALUE_MAY },
	{ "ptr", SPF_PTR, VALUE_MAY },
	{ "exists", SPF_EXISTS, VALUE_MUST },
	{ "ip4", SPF_ADDRESS, VALUE_IP4 },
	{ "ip6", SPF_ADDRESS, VALUE_IP6 },
};

bool spf_is(const char *text)
{
	char head[sizeof(VERSION)];

	snprintf(head, sizeof(head), "%.*s", (int)strlen(VERSION), text);
	return text_same(head, VERSION) &&
	       (text[strlen(VERSION)] == ' ' || text[strlen(VERSION)] == '\0');
}

/* Cut "/24" or "/24//64" off the end of a value; false when it is not one. */
static bool cut_length(char *value, enum value form)
{
	char *slash = strchr(value, '/');
	int64_t length;

	if (!slash)
		return true;
	*slash++ = '\0';
	if (form == VALUE_IP4)
		return text_int(slash, 0, 32, &length);
	if (form == VALUE_IP6)
		return text_int(slash, 0, 128, &length);
	if (slash[0] != '/') {
		char *second = strstr(slash, "//");

		if (second)
			*second++ = '\0';
		if (!text_int(slash, 0, 32, &length))
			return false;
		if (!second)
			return true;
		slash = second;
	}
	return text_int(slash + 1, 0, 128, &length);
}

/* Whether a host name, or one with macros in it (section 7), may be so. */
static bool name_fits(const char *name)
{
	size_t len = strlen(name);

	return len > 0 && len <= 253 && !strstr(name, "..") && name[0] != '.';
}

static bool address_fits(const char *value, enum value form)
{
	struct address address;

	return (form == VALUE_IP4) == !strchr(value, ':') &&
	       address_parse(&address, value);
}

static bool set_domain(struct spf_term *t, const char *name, struct arena *a)
{
	char *copy = arena_strdup(a, name);

	if (!copy)
		return true; /* the arena remembers */
	for (char *c = copy; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	t->domain = copy;
	t->macro = strchr(name, '%') != NULL;
	return name_fits(name);
}

/* "a:host/24" without its qualifier; false when it breaks the rules. */
static bool read_mechanism(struct spf_term *t, char *word, struct arena *a)
{
	size_t len = strcspn(word, ":/");
	char *value = word + len + (word[len] == ':');
	bool given = word[len] == ':';
	enum value form;
	size_t i = 0;

	for (; i < sizeof(mechanisms) / sizeof(mechanisms[0]); i++) {
		char name[16];

		snprintf(name, sizeof(name), "%.*s", (int)len, word);
		if (len < sizeof(name) && text_same(name, mechanisms[i].name))
			break;
	}
	if (i == sizeof(mechanisms) / sizeof(mechanisms[0]))
		return false;
	t->kind = mechanisms[i].kind;
	form = mechanisms[i].value;
	if (form == VALUE_NONE)
		return word[len] == '\0';
	if (form != VALUE_MAY && !given)
		return false;
	if (t->kind == SPF_INCLUDE || t->kind == SPF_EXISTS ||
	    t->kind == SPF_PTR)
		return !given || set_domain(t, value, a);
	if (!cut_length(value, form))
		return false;
	if (form == VALUE_IP4 || form == VALUE_IP6)
		return address_fits(value, form);
	return !given || set_domain(t, value, a);
}

/* A word of the form name=value: redirect counts, others are let pass. */
static bool read_modifier(struct rows *rows, char *word, struct arena *a)
{
	struct spf_term *t;

	if (!text_same(word, "redirect"))
		return true;
	t = rows_add(rows);
	if (!t)
		return true;
	t->kind = SPF_REDIRECT;
	return set_domain(t, word + strlen(word) + 1, a);
}

static bool read_word(struct rows *rows, char *word, struct arena *a)
{
	char *equal = strchr(word, '=');
	struct spf_term *t;

	/* "exists:a=b" has its colon first. */
	if (equal && strcspn(word, ":/") > (size_t)(equal - word)) {
		*equal = '\0';
		return read_modifier(rows, word, a);
	}
	t = rows_add(rows);
	if (!t)
		return true;
	t->qualifier = '+';
	if (*word && strchr("+-~?", *word))
		t->qualifier = *word++;
	return read_mechanism(t, word, a);
}

bool spf_parse(struct spf *out, const char *text, struct arena *a)
{
	char word[WORD_BYTES];
	struct rows rows;

	memset(out, 0, sizeof(*out));
	rows_init(&rows, a, sizeof(struct spf_term));
	text += strcspn(text, " ");
	for (;;) {
		size_t len;

		text += strspn(text, " ");
		len = strcspn(text, " ");
		if (len == 0)
			break;
		snprintf(word, sizeof(word), "%.*s", (int)len, text);
		if (len >= sizeof(word) || rows.count == SPF_TERMS ||
		    !read_word(&rows, word, a)) {
			out->wrong = arena_fmt(
			    a, "%.*s", len < 100 ? (int)len : 100, text);
			/* A word that could not be read is no term. */
			if (rows.count > 0)
				rows.count--;
			break;
		}
		text += len;
	}
	out->term = rows.data;
	out->terms = rows.count;
	return !arena_full(a);
}
