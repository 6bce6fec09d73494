/* SPDX-License-Identifier: Apache-2.0 */
#include "report/submission.h"

#include "core/json.h"
#include "report/document_json.h"
#include "report/kit.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEX           "0123456789abcdef"
#define MACHINE_ID    16 /* letters; see assess_machine() */
#define INSEE_LETTERS 5
#define KIT_TAIL      16 /* letters behind "INSEE-" */
#define TOKEN_CHARS                                                      \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" \
	"-_"

bool submission_format(struct buf *out, const struct submission *s)
{
	cJSON *json = cJSON_CreateObject();
	cJSON *document = document_to_json(&s->document);
	bool ok = json && document &&
	          cJSON_AddNumberToObject(json, "format", SUBMISSION_FORMAT) &&
	          cJSON_AddStringToObject(json, "kit", s->kit) &&
	          cJSON_AddStringToObject(json, "token", s->token);

	if (ok && cJSON_AddItemToObject(json, "document", document))
		document = NULL;
	else
		ok = false;
	if (!ok)
		out->failed = true;
	ok = ok && json_print(out, json);
	cJSON_Delete(document);
	cJSON_Delete(json);
	return ok;
}

/* Whether s is count letters of set, and no more. */
static bool made_of(const char *s, const char *set, size_t count)
{
	return strlen(s) == count && strspn(s, set) == count;
}

static bool is_kit(const char *id)
{
	return strlen(id) == INSEE_LETTERS + 1 + KIT_TAIL &&
	       strspn(id, "0123456789AB") == INSEE_LETTERS &&
	       id[INSEE_LETTERS] == '-' &&
	       made_of(id + INSEE_LETTERS + 1, HEX, KIT_TAIL);
}

static void set_field(char field[SUBMISSION_FIELD], const char *name)
{
	snprintf(field, SUBMISSION_FIELD, "%s", name);
}

/* A quoted name and what stands behind it; NULL if there is none. */
static const char *skip_name(const char *why, const char **name, size_t *len)
{
	if (*why != '"')
		return NULL;
	*name = why + 1;
	*len = strspn(*name, "abcdefghijklmnopqrstuvwxyz_-0123456789");
	return *len > 0 && (*name)[*len] == '"' ? *name + *len + 1 : NULL;
}

/* "finding 3 (os-updates): " or "entry 3: ": its number, from 0. */
static const char *skip_row(const char *why, long *row)
{
	size_t noun = strspn(why, "abcdefghijklmnopqrstuvwxyz");
	char *end;

	if (noun == 0 || why[noun] != ' ' ||
	    !isdigit((unsigned char)why[noun + 1]))
		return NULL;
	*row = strtol(why + noun + 1, &end, 10) - 1;
	if (strncmp(end, " (", 2) == 0) {
		end += strcspn(end, ")");
		if (*end == ')')
			end++;
	}
	/* "machine 3 is not a group": nothing follows, yet it is named. */
	return strncmp(end, ": ", 2) == 0    ? end + 2
	       : strncmp(end, " is", 3) == 0 ? end
	                                     : NULL;
}

/* Whether a member holds members: what else is named may be a value. */
static bool is_group(const char *name, size_t len)
{
	static const char *const groups[] = { "tool",    "baseline", "commune",
		                              "network", "rating",   "value" };

	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		if (strlen(groups[i]) == len &&
		    memcmp(groups[i], name, len) == 0)
			return true;
	return false;
}

/*
 * The member that document_from_json() blames: its words begin with the way
 * there, one name or one row after the other.
 */
static void find_field(char field[SUBMISSION_FIELD], const char *why)
{
	size_t at = strlen(field);

	while (at < SUBMISSION_FIELD) {
		const char *name = NULL;
		size_t len = 0;
		long row = 0;
		const char *rest = skip_name(why, &name, &len);
		bool last = rest && strcmp(rest, " is missing") == 0;

		if (rest && (last || strncmp(rest, ": ", 2) == 0)) {
			at +=
			    (size_t)snprintf(field + at, SUBMISSION_FIELD - at,
			                     ".%.*s", (int)len, name);
			why = last ? "" : rest + 2;
			if (*why == '"' && !is_group(name, len))
				return;
			continue;
		}
		rest = skip_row(why, &row);
		if (!rest)
			return;
		at += (size_t)snprintf(field + at, SUBMISSION_FIELD - at,
		                       "[%ld]", row);
		why = rest;
	}
}

/* A row of a document that says what cannot be. */
static bool blame(char field[SUBMISSION_FIELD], const char *list, size_t row,
                  const char *name, const char *what, struct err *e)
{
	snprintf(field, SUBMISSION_FIELD, "document.%s[%zu].%s", list, row,
	         name);
	return err_set(e, "\"%s\" %s", field, what);
}

static const char too_old[] = "is before 2020";

static bool is_old(int64_t time)
{
	return time != 0 && time < SUBMISSION_SINCE;
}

static bool check_machines(const struct document *d,
                           char field[SUBMISSION_FIELD], struct err *e)
{
	for (size_t i = 0; i < d->machines; i++) {
		if (!made_of(d->machine[i].id, HEX, MACHINE_ID))
			return blame(field, "machines", i, "id",
			             "is not 16 hexadecimal digits", e);
		if (is_old(d->machine[i].seen_at))
			return blame(field, "machines", i, "seen_at", too_old,
			             e);
	}
	return true;
}

static bool check_document(const struct document *d,
                           char field[SUBMISSION_FIELD], struct err *e)
{
	if (strcmp(d->subject, "machine") != 0) {
		set_field(field, "document.subject");
		return err_set(e, "it is not about a machine");
	}
	if (d->made_at < SUBMISSION_SINCE) {
		set_field(field, "document.made_at");
		return err_set(e, "\"%s\" %s", field, too_old);
	}
	if (d->machines == 0) {
		set_field(field, "document.machines");
		return err_set(e, "it has no machine");
	}
	for (size_t i = 0; i < d->findings; i++)
		if (is_old(d->finding[i].seen_at))
			return blame(field, "findings", i, "seen_at", too_old,
			             e);
	for (size_t i = 0; i < d->network.hosts; i++)
		if (is_old(d->network.host[i].seen_at))
			return blame(field, "network.hosts", i, "seen_at",
			             too_old, e);
	return check_machines(d, field, e);
}

static bool read_document(struct submission *s, const cJSON *json,
                          struct arena *a, char field[SUBMISSION_FIELD],
                          struct err *e)
{
	const cJSON *document = json_object(json, "document", e);
	const cJSON *format;

	set_field(field, "document");
	if (!document)
		return false;
	format = cJSON_GetObjectItemCaseSensitive(document, "format");
	if (!document_from_json(&s->document, document, a, e)) {
		if (!cJSON_IsNumber(format) ||
		    format->valuedouble != DOCUMENT_FORMAT)
			set_field(field, "document.format");
		else
			find_field(field, e->text);
		return false;
	}
	return check_document(&s->document, field, e);
}

/* The proof of the kit. */
static bool read_proof(struct submission *s, const cJSON *json, struct arena *a,
                       char field[SUBMISSION_FIELD], struct err *e)
{
	set_field(field, "kit");
	if (!json_text(json, "kit", true, a, &s->kit, e))
		return false;
	if (!is_kit(s->kit))
		return err_set(e, "\"kit\" is not the name of a kit");
	set_field(field, "token");
	if (!json_text(json, "token", true, a, &s->token, e))
		return false;
	return made_of(s->token, TOKEN_CHARS, KIT_TOKEN) ||
	       err_set(e, "\"token\" is not a token");
}

static bool read_all(struct submission *s, const cJSON *json, struct arena *a,
                     char field[SUBMISSION_FIELD], struct err *e)
{
	int64_t format = 0;

	set_field(field, "format");
	if (!json_int(json, "format", true, 0, INT32_MAX, &format, e))
		return false;
	if (format != SUBMISSION_FORMAT)
		return err_set(e, "format %d is not known, only format %d",
		               (int)format, SUBMISSION_FORMAT);
	return read_proof(s, json, a, field, e) &&
	       read_document(s, json, a, field, e);
}

/* Behind the quote that ends a text which begins at s; end when none does. */
static const char *skip_text(const char *s, const char *end)
{
	const char *quote = s;

	while ((quote = memchr(quote, '"', (size_t)(end - quote)))) {
		const char *slash = quote;

		while (slash > s && slash[-1] == '\\')
			slash--;
		quote++;
		/* A backslash that is not itself escaped escapes it. */
		if ((quote - 1 - slash) % 2 == 0)
			return quote;
	}
	return end;
}

/* No more values than these; what a tree of them takes stays under 6 MB. */
static bool few_values(const char *text, size_t len)
{
	const char *end = text + len;
	size_t count = 0;

	while (text < end) {
		char c = *text++;

		if (c == '"')
			text = skip_text(text, end);
		else if (c == ',' || c == '[' || c == '{')
			count++;
	}
	return count <= SUBMISSION_VALUES;
}

bool submission_parse(struct submission *s, const char *text, size_t len,
                      struct arena *a, char field[SUBMISSION_FIELD],
                      bool *malformed, struct err *e)
{
	cJSON *json = NULL;
	bool ok;

	memset(s, 0, sizeof(*s));
	field[0] = '\0';
	*malformed = true;
	if (len > SUBMISSION_BYTES)
		return err_set(e, "it is longer than %u bytes",
		               SUBMISSION_BYTES);
	if (!few_values(text, len))
		return err_set(e, "it has too many values");
	json = json_parse(text, len, e);
	if (!json)
		return false;
	*malformed = !cJSON_IsObject(json);
	ok = *malformed ? err_set(e, "this is no sealed result")
	                : read_all(s, json, a, field, e);
	cJSON_Delete(json);
	if (ok)
		field[0] = '\0';
	return ok;
}
