/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/backup_listing.h"

#include "checks/probe/net/listing_date.h"
#include "core/date.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define LARGE      (INT64_C(1) << 20) /* bytes: no settings file is */
#define NAME_BYTES 256                /* of a name that is looked at */
#define ENTRIES    4000               /* of a page that are looked at */

void backup_listing_init(struct backup_listing *l, const struct baseline *b,
                         int64_t now, bool inside)
{
	*l = (struct backup_listing){ .baseline = b,
		                      .now = now,
		                      .inside = inside,
		                      .newest = CELL_UNKNOWN };
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool letter(char c)
{
	c = lower(c);
	return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Whether the word stands in name with no letter at either side. */
static bool stands(const char *word, const char *name)
{
	size_t n = strlen(word);

	for (const char *p = name; *p; p++) {
		size_t i = 0;

		if (p > name && letter(p[-1]))
			continue;
		while (i < n && lower(p[i]) == lower(word[i]))
			i++;
		if (i == n && !letter(p[n]))
			return true;
	}
	return false;
}

static bool is(const struct backup_listing *l, const char *what,
               const char *name)
{
	for (size_t i = 0; i < l->baseline->backup_names; i++) {
		const struct backup_name *b = &l->baseline->backup_name[i];
		bool word = strcmp(what, "word") == 0;

		if (strcmp(b->is, what) != 0)
			continue;
		if (word && !strchr(b->pattern, '*')
		        ? stands(b->pattern, name)
		        : text_like(b->pattern, name))
			return true;
	}
	return false;
}

static bool is_copy(const struct backup_listing *l, const char *name,
                    int64_t size)
{
	bool named = l->inside || is(l, "word", name);

	if (size == 0)
		return false;
	return is(l, "copy", name) ||
	       (is(l, "large", name) && (named || size >= LARGE)) ||
	       (named && is(l, "archive", name));
}

/* A name that can be said back: nothing in it may end a command. */
static void keep_folder(struct backup_listing *l, const char *name)
{
	for (const char *s = name; *s; s++)
		if ((unsigned char)*s < ' ' || (unsigned char)*s == 0x7f ||
		    (unsigned char)*s == 0xff)
			return;
	if (l->folders < BACKUP_LISTING_FOLDERS &&
	    strlen(name) < BACKUP_LISTING_NAME)
		snprintf(l->folder[l->folders++], BACKUP_LISTING_NAME, "%s",
		         name);
}

void backup_listing_add(struct backup_listing *l, const char *name, bool folder,
                        int64_t size, int64_t time)
{
	bool holds = folder && is(l, "folder", name);

	if (!*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
	    strchr(name, '/') || strchr(name, '\\'))
		return;
	if (folder && (holds || is(l, "word", name)))
		keep_folder(l, name);
	if (folder ? !holds : !is_copy(l, name, size))
		return;
	/* What is written into a folder does not show in the folder's time. */
	if (folder || time <= 0 || time > l->now + DATE_DAY)
		time = CELL_UNKNOWN;
	if (l->count++ == 0 || time > l->newest) {
		l->newest = time;
		text_clean(l->name, sizeof(l->name), name);
	}
}

/* The facts of MLSD: "type=file;size=12;modify=20251122031000; name". */
static bool add_mlsd(struct backup_listing *l, char *line)
{
	char *name = strstr(line, "; ");
	int64_t size = CELL_UNKNOWN, time = CELL_UNKNOWN;
	bool folder = false, typed = false;

	if (!name || !strchr(line, '=') || strchr(line, '=') > name)
		return false;
	*name = '\0';
	for (char *fact = line; fact && *fact;) {
		char *end = strchr(fact, ';');
		char *value = strchr(fact, '=');

		if (end)
			*end = '\0';
		if (value) {
			*value++ = '\0';
			if (text_same(fact, "type")) {
				typed = true;
				folder = text_has(value, "dir");
			} else if (text_same(fact, "size")) {
				text_int(value, 0, INT64_C(1) << 60, &size);
			} else if (text_same(fact, "modify")) {
				listing_date_digits(value, &time);
			}
		}
		fact = end ? end + 1 : NULL;
	}
	if (typed)
		backup_listing_add(l, name + 2, folder, size, time);
	return true;
}

/* The next word of at most size bytes; *s moves behind it. */
static bool word_of(const char **s, char *out, size_t size)
{
	size_t n = 0;

	while (**s == ' ' || **s == '\t')
		(*s)++;
	while ((*s)[n] && (*s)[n] != ' ' && (*s)[n] != '\t')
		n++;
	if (n == 0 || n >= size)
		return false;
	memcpy(out, *s, n);
	out[n] = '\0';
	*s += n;
	return true;
}

/*
 * "-rw-r--r-- 1 0 0 4096 Nov 22 03:10 name": the columns before the size
 * differ, so the size is the number that a date follows.
 */
static bool add_unix(struct backup_listing *l, char *line)
{
	int64_t size = CELL_UNKNOWN, time;
	const char *s = line;
	char word[64];

	if (strlen(line) < 10 || !strchr("-dlbcps", line[0]) ||
	    !strchr("r-", line[1]) || !strchr("w-", line[2]))
		return false;
	for (int column = 0; column < 8 && word_of(&s, word, sizeof(word));
	     column++) {
		const char *name = s;
		char *arrow;

		if (!text_int(word, 0, INT64_C(1) << 60, &size) ||
		    !listing_date_unix(&name, l->now, &time) || *name != ' ')
			continue;
		name++;
		arrow = line[0] == 'l' ? strstr(line + (name - line), " -> ")
		                       : NULL;
		if (arrow)
			*arrow = '\0';
		if (line[0] == '-' || line[0] == 'd')
			backup_listing_add(l, name, line[0] == 'd', size, time);
		break;
	}
	return true;
}

/* "11-22-25  03:10PM       <DIR>          name" */
static bool add_dos(struct backup_listing *l, char *line)
{
	const char *s = line;
	int64_t size = CELL_UNKNOWN, time;
	char word[64];

	if (!listing_date_dos(&s, &time) || !word_of(&s, word, sizeof(word)))
		return false;
	while (*s == ' ')
		s++;
	if (text_same(word, "<DIR>"))
		backup_listing_add(l, s, true, CELL_UNKNOWN, time);
	else if (text_int(word, 0, INT64_C(1) << 60, &size))
		backup_listing_add(l, s, false, size, time);
	return true;
}

void backup_listing_line(struct backup_listing *l, char *line)
{
	size_t n = strlen(line);

	while (n > 0 && (line[n - 1] == '\r' || line[n - 1] == '\n'))
		line[--n] = '\0';
	if (n > 0 && !add_unix(l, line) && !add_dos(l, line))
		add_mlsd(l, line);
}

/* The last part of a link of n bytes; true for a folder. Empty: no file. */
static bool link_name(const char *link, size_t n, char out[NAME_BYTES])
{
	bool folder = n > 0 && link[n - 1] == '/';
	size_t len = 0;

	n -= folder;
	for (size_t i = 0; i < n; i++) {
		int high =
		    i + 2 < n && link[i] == '%' ? text_hex(link[i + 1]) : -1;
		int low = high >= 0 ? text_hex(link[i + 2]) : -1;
		char c = link[i];

		if (c == '?' || c == '#')
			break;
		if (low >= 0) {
			c = (char)(high * 16 + low);
			i += 2;
		}
		if (c == '\0')
			break;
		if (c == '/')
			len = 0;
		else if (len < NAME_BYTES - 1)
			out[len++] = c;
	}
	out[len] = '\0';
	return folder;
}

/* The text of a page from s to end, without its tags, on one line. */
static void plain(const char *s, const char *end, char *out, size_t size)
{
	bool tag = false;
	size_t n = 0;

	for (; s < end && n < size - 1; s++) {
		if (*s == '<') {
			tag = true;
			out[n++] = ' ';
		} else if (*s == '>') {
			tag = false;
		} else if (!tag) {
			out[n++] = (unsigned char)*s < ' ' ? ' ' : *s;
		}
	}
	out[n] = '\0';
}

static bool is_listing(const char *html)
{
	static const char *const marks[] = { "<title>Index of /",
		                             "<title>Index of: /",
		                             "<title>Directory listing for /",
		                             "[To Parent Directory]" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (text_has(html, marks[i]))
			return true;
	return false;
}

static const char *next_link(const char *s)
{
	for (; (s = strchr(s, '<')); s++)
		if (lower(s[1]) == 'a' && (s[2] == ' ' || s[2] == '\t'))
			return s;
	return NULL;
}

/* The file of the link at s, whose text and date end before the next one. */
static void add_link(struct backup_listing *l, const char *before,
                     const char *s, const char *next)
{
	const char *end = next ? next : s + strlen(s);
	const char *close = memchr(s, '>', (size_t)(end - s));
	const char *href = s;
	char name[NAME_BYTES], text[400];
	int64_t time = CELL_UNKNOWN;
	size_t n = 0;
	bool folder;

	while (close && href < close && !text_begins(href, "href=\"") &&
	       !text_begins(href, "HREF=\""))
		href++;
	if (!close || href == close)
		return;
	href += 6;
	while (href[n] && href[n] != '"')
		n++;
	folder = link_name(href, n, name);
	/* The date stands behind the name, or before it (IIS). */
	plain(close + 1, end, text, sizeof(text));
	if (!listing_date_anywhere(text, &time)) {
		plain(before, s, text, sizeof(text));
		listing_date_anywhere(text, &time);
	}
	backup_listing_add(l, name, folder, CELL_UNKNOWN, time);
}

bool backup_listing_page(struct backup_listing *l, const char *html)
{
	const char *link, *before;

	if (!is_listing(html))
		return false;
	before = html;
	link = next_link(html);
	for (int i = 0; link && i < ENTRIES; i++) {
		const char *next = next_link(link + 1);

		add_link(l, before, link, next);
		before = strchr(link, '>');
		before = before ? before : link;
		link = next;
	}
	return true;
}

/* The row of another list of the same port, or NULL. */
static struct device_sign *told(struct sight *s, uint32_t address,
                                uint16_t port)
{
	const struct sight_device *d = sight_find(s, address);
	struct device_sign *list = s->signs.data;

	for (size_t i = 0; d && i < s->signs.count; i++)
		if (list[i].port == port &&
		    strcmp(list[i].code, "backup-exposed") == 0 &&
		    strcmp(list[i].address, d->text) == 0)
			return &list[i];
	return NULL;
}

void backup_listing_tell(const struct backup_listing *l, struct sight *s,
                         uint32_t address, uint16_t port)
{
	struct device_sign *row = told(s, address, port);

	if (l->count == 0)
		return;
	if (!row) {
		sight_sign(s, address, port, "tcp", "backup-exposed", l->newest,
		           "%s", l->name);
	} else if (l->newest > row->time) {
		const char *name = arena_strdup(s->arena, l->name);

		row->time = l->newest;
		row->value = name ? name : row->value;
	}
}
