/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/smb_conf.h"

#include "core/text.h"

#include <string.h>

#define DEPTH_MAX  16           /* includes within includes */
#define FILES_MAX  64           /* includes in all */
#define FILE_MAX   (1u << 20)   /* bytes of one file */
#define LINE_LIMIT (64u * 1024) /* bytes of one line with its continuations */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct reader {
	struct smb_conf *conf;
	const struct source *from;
	struct arena *arena;
	size_t current; /* index of the share, GLOBAL outside */
	unsigned depth;
	unsigned files;
	bool full; /* memory ran out */
};

#define GLOBAL ((size_t)-1)

enum kind { KIND_BOOL, KIND_INVERSE, KIND_TEXT, KIND_INT, KIND_PROTOCOL };

struct parameter {
	const char *name;
	enum kind kind;
	size_t at;    /* offset in struct smb_share, or struct smb_conf */
	unsigned bit; /* of struct smb_share.set */
};

#define SHARE(member) offsetof(struct smb_share, member)

/* What sections may say; names with all their synonyms. */
static const struct parameter share_parameters[] = {
	{ "path", KIND_TEXT, SHARE(path), 1u << 0 },
	{ "directory", KIND_TEXT, SHARE(path), 1u << 0 },
	{ "guest ok", KIND_BOOL, SHARE(guest_ok), 1u << 1 },
	{ "public", KIND_BOOL, SHARE(guest_ok), 1u << 1 },
	{ "guest only", KIND_BOOL, SHARE(guest_only), 1u << 2 },
	{ "only guest", KIND_BOOL, SHARE(guest_only), 1u << 2 },
	{ "read only", KIND_BOOL, SHARE(read_only), 1u << 3 },
	{ "writeable", KIND_INVERSE, SHARE(read_only), 1u << 3 },
	{ "writable", KIND_INVERSE, SHARE(read_only), 1u << 3 },
	{ "write ok", KIND_INVERSE, SHARE(read_only), 1u << 3 },
	{ "browseable", KIND_BOOL, SHARE(browseable), 1u << 4 },
	{ "browsable", KIND_BOOL, SHARE(browseable), 1u << 4 },
	{ "available", KIND_BOOL, SHARE(available), 1u << 5 },
	{ "printable", KIND_BOOL, SHARE(printable), 1u << 6 },
	{ "print ok", KIND_BOOL, SHARE(printable), 1u << 6 },
	{ "valid users", KIND_TEXT, SHARE(valid_users), 1u << 7 },
	{ "invalid users", KIND_TEXT, SHARE(invalid_users), 1u << 8 },
	{ "write list", KIND_TEXT, SHARE(write_list), 1u << 9 },
	{ "hosts allow", KIND_TEXT, SHARE(hosts_allow), 1u << 10 },
	{ "allow hosts", KIND_TEXT, SHARE(hosts_allow), 1u << 10 },
};

#define CONF(member) offsetof(struct smb_conf, member)

/* What only [global] may say. */
static const struct parameter global_parameters[] = {
	{ "server min protocol", KIND_PROTOCOL, CONF(min_protocol), 0 },
	{ "min protocol", KIND_PROTOCOL, CONF(min_protocol), 0 },
	{ "map to guest", KIND_TEXT, CONF(map_to_guest), 0 },
	{ "guest account", KIND_TEXT, CONF(guest_account), 0 },
	{ "restrict anonymous", KIND_INT, CONF(restrict_anonymous), 0 },
	{ "usershare path", KIND_TEXT, CONF(usershare_path), 0 },
	{ "usershare max shares", KIND_INT, CONF(usershare_max), 0 },
	{ "usershare allow guests", KIND_BOOL, CONF(usershare_guests), 0 },
	{ "registry shares", KIND_BOOL, CONF(registry), 0 },
};

static bool space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Equal but for ASCII case and any white space, as Samba compares names. */
static bool same(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (space(*a))
			a++;
		while (space(*b))
			b++;
		if (lower(*a) != lower(*b))
			return false;
		if (!*a)
			return true;
	}
}

static bool read_bool(const char *value, bool *out)
{
	static const char *const yes[] = { "yes", "true", "on", "1" };
	static const char *const no[] = { "no", "false", "off", "0" };

	for (size_t i = 0; i < COUNT(yes); i++) {
		if (same(value, yes[i])) {
			*out = true;
			return true;
		}
		if (same(value, no[i])) {
			*out = false;
			return true;
		}
	}
	return false;
}

/* A value without the quotes around it; NULL for an empty one. */
static const char *copy_value(struct reader *r, const char *value)
{
	size_t n = strlen(value);
	char *copy;

	if (n >= 2 && value[0] == '"' && value[n - 1] == '"') {
		value++;
		n -= 2;
	}
	if (n == 0)
		return NULL;
	copy = arena_alloc(r->arena, n + 1, 1);
	if (!copy) {
		r->full = true;
		return NULL;
	}
	memcpy(copy, value, n);
	return copy;
}

static struct smb_share *share_at(struct smb_conf *conf, size_t i)
{
	return (struct smb_share *)conf->shares.data + i;
}

static size_t share_index(const struct smb_conf *conf, const char *name)
{
	const struct smb_share *row = conf->shares.data;

	for (size_t i = 0; i < conf->shares.count; i++)
		if (text_same(row[i].name, name))
			return i;
	return GLOBAL;
}

/* A section begins; the same name again goes on with the same share. */
static void section(struct reader *r, char *name)
{
	struct smb_share *share;

	name = text_trim(name);
	r->current = GLOBAL;
	if (same(name, "global") || same(name, "globals"))
		return;
	r->current = share_index(r->conf, name);
	if (r->current != GLOBAL)
		return;
	share = rows_add(&r->conf->shares);
	if (!share) {
		r->full = true;
		return;
	}
	*share = r->conf->base;
	share->set = 0;
	share->name = arena_strdup(r->arena, name);
	r->full = r->full || !share->name;
	r->current = r->conf->shares.count - 1;
}

static void store(struct reader *r, const struct parameter *p, void *to,
                  const char *value)
{
	void *at = (char *)to + p->at;
	int64_t number;
	bool yes;

	switch (p->kind) {
	case KIND_BOOL:
	case KIND_INVERSE:
		if (read_bool(value, &yes))
			*(bool *)at = yes != (p->kind == KIND_INVERSE);
		break;
	case KIND_INT:
		if (text_int(value, 0, INT32_MAX, &number))
			*(int64_t *)at = number;
		break;
	case KIND_PROTOCOL:
		if (same(value, "default"))
			value = "";
		*(const char **)at = copy_value(r, value);
		break;
	case KIND_TEXT:
		*(const char **)at = copy_value(r, value);
		break;
	}
}

/* Take over everything of another share that this one did not say itself. */
static void copy_share(struct reader *r, const char *name)
{
	size_t from = share_index(r->conf, name);
	struct smb_share *share;

	if (from == GLOBAL || r->current == GLOBAL || from == r->current)
		return;
	share = share_at(r->conf, r->current);
	for (size_t i = 0; i < COUNT(share_parameters); i++) {
		const struct parameter *p = &share_parameters[i];
		const struct smb_share *other = share_at(r->conf, from);
		size_t size =
		    p->kind == KIND_TEXT ? sizeof(char *) : sizeof(bool);

		if (!(share->set & p->bit))
			memcpy((char *)share + p->at,
			       (const char *)other + p->at, size);
	}
}

static void parse(struct reader *r, const char *text, size_t len);

static void include(struct reader *r, const char *path)
{
	struct smb_conf *conf = r->conf;
	enum tree_result found;
	struct buf text;

	if (!path)
		return;
	if (same(path, "registry")) {
		conf->registry = conf->registry || r->current == GLOBAL;
		return;
	}
	if (strchr(path, '%')) {
		if (!conf->varies)
			conf->varies = path;
		return;
	}
	if (r->depth >= DEPTH_MAX || r->files >= FILES_MAX) {
		conf->cut = path;
		return;
	}
	r->files++;
	r->depth++;
	buf_init(&text, FILE_MAX);
	found = r->from->read(r->from->ctx, path, &text);
	if (found == TREE_OK)
		parse(r, buf_text(&text), text.len);
	else if (found == TREE_DENIED)
		conf->denied = path;
	else if (found == TREE_FAILED)
		conf->cut = path;
	buf_clear(&text);
	r->depth--;
}

static const struct parameter *find(const struct parameter *table, size_t count,
                                    const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (same(table[i].name, name))
			return &table[i];
	return NULL;
}

static void assign(struct reader *r, const char *name, const char *value)
{
	const struct parameter *p =
	    find(share_parameters, COUNT(share_parameters), name);
	struct smb_share *share = &r->conf->base;

	if (r->current != GLOBAL)
		share = share_at(r->conf, r->current);
	if (p) {
		share->set |= p->bit;
		store(r, p, share, value);
	} else if (same(name, "include")) {
		include(r, copy_value(r, value));
	} else if (same(name, "copy")) {
		copy_share(r, value);
	} else if (same(name, "-valid")) {
		if (read_bool(value, &share->available))
			share->set |= 1u << 5;
	} else if (r->current == GLOBAL) {
		p = find(global_parameters, COUNT(global_parameters), name);
		if (p)
			store(r, p, r->conf, value);
		else if (same(name, "config backend") && !same(value, "file"))
			r->conf->registry = true;
	}
}

/* One line, its continuations joined: a section, or "name = value". */
static void line(struct reader *r, char *text)
{
	char *at;

	if (text[0] == '[') {
		at = strchr(text, ']');
		if (at) {
			*at = '\0';
			section(r, text + 1);
		}
		return;
	}
	at = strchr(text, '=');
	if (!at)
		return;
	*at = '\0';
	assign(r, text_trim(text), text_trim(at + 1));
}

/*
 * The logical line at *at, runs of white space made one blank: a backslash
 * at the end goes on with the next line, even into a comment.
 */
static void gather(const char *text, size_t len, size_t *at, struct buf *out)
{
	size_t i = *at;

	out->len = 0;
	for (; i < len; i++) {
		char c = text[i];
		size_t n = out->len;

		if (c == '\n') {
			if (n > 0 && space(out->data[n - 1]))
				n--;
			if (n == 0 || out->data[n - 1] != '\\')
				break;
			out->len = n - 1;
			continue;
		}
		if (c == '\0')
			continue;
		if (n > 0 && space(out->data[n - 1]) && space(c))
			continue;
		buf_char(out, space(c) ? ' ' : c);
	}
	*at = i;
	buf_char(out, '\0');
}

static void parse(struct reader *r, const char *text, size_t len)
{
	struct buf joined;
	size_t at = 0;

	buf_init(&joined, LINE_LIMIT);
	while (at < len && !r->full) {
		while (at < len && space(text[at]))
			at++;
		if (at >= len)
			break;
		if (text[at] == '#' || text[at] == ';') {
			while (at < len && text[at] != '\n')
				at++;
			continue;
		}
		gather(text, len, &at, &joined);
		if (!buf_ok(&joined)) {
			/* A line this long means nothing to Samba either */
			buf_clear(&joined);
			buf_init(&joined, LINE_LIMIT);
			continue;
		}
		line(r, joined.data);
	}
	buf_clear(&joined);
}

bool smb_conf_parse(struct smb_conf *out, const char *text, size_t len,
                    const struct source *from, struct arena *a, struct err *e)
{
	struct reader r = { .conf = out, .from = from, .arena = a };

	memset(out, 0, sizeof(*out));
	rows_init(&out->shares, a, sizeof(struct smb_share));
	out->base.read_only = true;
	out->base.browseable = true;
	out->base.available = true;
	out->guest_account = "nobody";
	out->usershare_path = "/var/lib/samba/usershares";
	out->usershare_max = -1;
	r.current = GLOBAL;
	parse(&r, text, len);
	if (r.full)
		return err_set(e, "smb.conf is too big");
	return true;
}

bool smb_conf_smb1(const char *protocol, bool *out, struct err *e)
{
	static const char *const old[] = { "CORE",    "COREPLUS", "CORE+",
		                           "LANMAN1", "LANMAN2",  "NT1" };

	*out = false;
	for (size_t i = 0; i < COUNT(old); i++)
		if (text_same(protocol, old[i]))
			*out = true;
	if (!*out && !text_same(protocol, "SMB2") &&
	    !text_same(protocol, "SMB3") &&
	    !(strlen(protocol) == 7 &&
	      (protocol[3] == '2' || protocol[3] == '3')))
		return err_set(e, "unknown protocol");
	return true;
}

bool smb_conf_lists(const char *list, const char *user)
{
	size_t n = strlen(user);

	while (list && *list) {
		size_t len;

		list += strspn(list, " \t,\"");
		len = strcspn(list, " \t,\"");
		if (n > 0 && len == n && strncmp(list, user, n) == 0)
			return true;
		list += len;
	}
	return false;
}

/* "S-1-1-0:F,name:R": what Everyone may do. */
static void usershare_acl(struct smb_usershare *out, char *acl)
{
	while (acl && *acl) {
		size_t n = strcspn(acl, ",");
		char *next = acl[n] ? acl + n + 1 : NULL;
		char *colon;

		acl[n] = '\0';
		colon = strrchr(acl, ':');
		if (colon) {
			*colon = '\0';
			if (text_same(text_trim(acl), "S-1-1-0") ||
			    text_same(text_trim(acl), "Everyone")) {
				char right = lower(colon[1]);

				out->everyone_writes |= right == 'f';
				out->everyone_reads |=
				    right == 'f' || right == 'r';
			}
		}
		acl = next;
	}
}

bool smb_conf_usershare(struct smb_usershare *out, char *text, struct arena *a)
{
	char *row;
	bool head = false;

	memset(out, 0, sizeof(*out));
	while ((row = text_line(&text))) {
		char *equals = strchr(row, '=');

		if (text_begins(row, "#VERSION "))
			head = true;
		if (!equals || *row == '#')
			continue;
		*equals = '\0';
		if (same(row, "path"))
			out->path = arena_strdup(a, equals + 1);
		else if (same(row, "guest_ok"))
			out->guest_ok = lower(equals[1]) == 'y';
		else if (same(row, "usershare_acl"))
			usershare_acl(out, equals + 1);
	}
	return head && out->path;
}
