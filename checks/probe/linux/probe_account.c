/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/autologin.h"
#include "checks/probe/linux/know.h"
#include "checks/probe/linux/login_log.h"
#include "checks/probe/linux/sudoers.h"
#include "checks/probe/linux/user.h"
#include "checks/probe/probe.h"
#include "core/date.h"
#include "core/rows.h"
#include "core/text.h"

#include <string.h>

#define CONFIG_LIMIT (4u << 20) /* bytes of shadow, group, sudoers */

struct reading {
	const struct probe_context *c;
	struct arena *arena;
	struct users users;
	char *shadow; /* its text, NULL if it could not be read */
	enum tree_result shadow_found;
	const char *group; /* /etc/group, "" if it could not be read */
	struct sudoers sudoers;
	bool sudo;         /* the program is there */
	bool polkit;       /* so is the desktop's twin of it */
	bool sudoers_read; /* whole */
	struct rows rows;  /* struct account */
};

/* The groups that give root's rights, and what must be there for it. */
static const struct {
	const char *group;
	const char *program;
} powers[] = {
	{ "docker", "/usr/bin/dockerd" },
	{ "docker", "/usr/sbin/dockerd" },
	{ "lxd", "/snap/bin/lxd" },
	{ "lxd", "/usr/bin/lxd" },
};

static char *read_text(const struct probe_context *c, struct arena *a,
                       const char *path, enum tree_result *found)
{
	struct buf text;
	char *copy = NULL;

	buf_init(&text, CONFIG_LIMIT);
	*found = tree_read(c, path, &text);
	if (*found == TREE_OK)
		copy = arena_strdup(a, buf_text(&text));
	buf_clear(&text);
	return copy;
}

/* The line of text that begins with "NAME:", or NULL. */
static const char *line_of(const char *text, const char *name)
{
	size_t n = strlen(name);

	while (text && *text) {
		if (strncmp(text, name, n) == 0 && text[n] == ':')
			return text;
		text = strchr(text, '\n');
		text = text ? text + 1 : NULL;
	}
	return NULL;
}

/* Field i of a line, from 0, and its length; "" when it has fewer. */
static const char *field(const char *line, unsigned i, size_t *len)
{
	while (i-- > 0) {
		line += strcspn(line, ":\n");
		if (*line != ':') {
			*len = 0;
			return "";
		}
		line++;
	}
	*len = strcspn(line, ":\n");
	return line;
}

/* What the second field of passwd or shadow means; never the field itself. */
static const char *password_kind(const char *text, size_t len)
{
	if (len == 0)
		return "empty";
	return *text == '!' || *text == '*' ? "locked" : "set";
}

static const char *kept_password(const struct reading *r, const struct user *u)
{
	const char *line;
	const char *text;
	size_t len;

	if (!u->local)
		return NULL;
	if (strcmp(u->password, "x") != 0)
		return password_kind(u->password, strlen(u->password));
	if (r->shadow_found != TREE_OK)
		return r->shadow_found == TREE_ABSENT ? "locked" : NULL;
	line = line_of(r->shadow, u->name);
	if (!line)
		return "locked";
	text = field(line, 1, &len);
	return password_kind(text, len);
}

/* Who asks whether he is of a group. */
struct member {
	const struct reading *r;
	const struct user *u;
};

/* Whether a list "a,b,c" of len bytes has the name. */
static bool listed(const char *list, size_t len, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < len;) {
		size_t m = 0;

		while (i + m < len && list[i + m] != ',')
			m++;
		if (m == n && strncmp(list + i, name, n) == 0)
			return true;
		i += m + 1;
	}
	return false;
}

static bool is_member(void *ctx, const char *group)
{
	const struct member *m = ctx;
	const char *line = line_of(m->r->group, group);
	char number[24];
	const char *text;
	int64_t gid;
	size_t len;

	if (!line)
		return false;
	text = field(line, 2, &len);
	if (len > 0 && len < sizeof(number)) {
		memcpy(number, text, len);
		number[len] = '\0';
		if (text_int(number, 0, UINT32_MAX, &gid) && gid == m->u->gid)
			return true;
	}
	text = field(line, 3, &len);
	return listed(text, len, m->u->name);
}

struct screens {
	const struct reading *r;
	bool open;
};

/* Whether a screen's PAM file lets the group in without asking. */
static bool look_screen(void *ctx, const char *path)
{
	struct screens *s = ctx;
	enum tree_result found;
	char *text = read_text(s->r->c, s->r->arena, path, &found);
	char *line;

	while (!s->open && (line = text_line(&text)))
		s->open = text_begins(text_trim(line), "auth") &&
		          strstr(line, "nopasswdlogin");
	return !s->open;
}

/*
 * Ubuntu, Mint and their kin: the switch "log in without a password" keeps
 * the password and puts the account into a group that screens let in.
 */
static bool opens_unasked(const struct reading *r, const struct user *u)
{
	static const char *const pam[] = { "/etc/pam.d/gdm*",
		                           "/etc/pam.d/lightdm*",
		                           "/etc/pam.d/sddm*",
		                           "/etc/pam.d/mdm*" };
	struct member m = { r, u };
	struct screens s = { r, false };

	if (!is_member(&m, "nopasswdlogin"))
		return false;
	for (size_t i = 0; i < sizeof(pam) / sizeof(pam[0]) && !s.open; i++)
		tree_glob(r->c, pam[i], look_screen, &s);
	return s.open;
}

static const char *password(const struct reading *r, const struct user *u)
{
	const char *kind = kept_password(r, u);

	return u->local && opens_unasked(r, u) &&
	               (!kind || strcmp(kind, "locked") != 0)
	           ? "unasked"
	           : kind;
}

/* Whether the account's last day, field 8 of shadow, is behind us. */
static bool expired(const struct reading *r, const struct user *u)
{
	const char *line = line_of(r->shadow, u->name);
	const char *text;
	char day[24];
	int64_t days;
	size_t len;

	if (!line)
		return false;
	text = field(line, 7, &len);
	if (len == 0 || len >= sizeof(day))
		return false;
	memcpy(day, text, len);
	day[len] = '\0';
	return text_int(day, 0, INT32_MAX, &days) &&
	       r->c->now / DATE_DAY >= days;
}

static bool opens_session(const struct user *u)
{
	const char *name = strrchr(u->shell, '/');

	name = name ? name + 1 : u->shell;
	return strcmp(name, "nologin") != 0 && strcmp(name, "false") != 0 &&
	       strcmp(name, "sync") != 0 && strcmp(name, "shutdown") != 0 &&
	       strcmp(name, "halt") != 0;
}

/* Whether a locked account lets keys in by SSH. */
static enum tri has_keys(const struct reading *r, const struct user *u)
{
	struct tree_stat st;
	char path[TREE_PATH];
	enum tree_result found;

	if (!tree_path(path, "%s/.ssh/authorized_keys", u->home))
		return TRI_UNKNOWN;
	found = tree_stat(r->c, path, &st);
	if (found == TREE_OK)
		return know_tri(st.size > 0);
	return found == TREE_ABSENT ? TRI_NO : TRI_UNKNOWN;
}

static enum tri enabled(const struct reading *r, const struct user *u,
                        const char *kind)
{
	if (u->uid == r->c->user)
		return TRI_YES;
	if (!u->local)
		return TRI_UNKNOWN;
	if (!opens_session(u) || expired(r, u))
		return TRI_NO;
	if (!kind)
		return TRI_UNKNOWN;
	if (strcmp(kind, "locked") != 0)
		return TRI_YES;
	return has_keys(r, u);
}

static enum tri admin(const struct reading *r, const struct user *u)
{
	struct member m = { r, u };
	bool of_admins = is_member(&m, "sudo") || is_member(&m, "wheel") ||
	                 is_member(&m, "admin");

	if (u->uid == 0)
		return TRI_YES;
	for (size_t i = 0; i < sizeof(powers) / sizeof(powers[0]); i++)
		if (is_member(&m, powers[i].group) &&
		    tree_exists(r->c, powers[i].program))
			return TRI_YES;
	if (of_admins && (r->polkit || (r->sudo && !r->sudoers_read)))
		return TRI_YES;
	if (r->sudo &&
	    sudoers_grant(&r->sudoers, u->name, u->uid, is_member, &m))
		return TRI_YES;
	if (!u->local || !r->group || (r->sudo && !r->sudoers_read))
		return TRI_UNKNOWN;
	return TRI_NO;
}

static void read_sudoers(struct reading *r)
{
	struct source from = source_tree(r->c);
	enum tree_result found;
	struct buf text;

	memset(&r->sudoers, 0, sizeof(r->sudoers));
	r->sudo = tree_exists(r->c, "/usr/bin/sudo") ||
	          tree_exists(r->c, "/usr/bin/doas");
	r->polkit = tree_exists(r->c, "/usr/bin/pkexec");
	buf_init(&text, CONFIG_LIMIT);
	found = tree_read(r->c, "/etc/sudoers", &text);
	r->sudoers_read = (found == TREE_OK || found == TREE_ABSENT) &&
	                  sudoers_parse(&r->sudoers, buf_text(&text), text.len,
	                                &from, r->arena) &&
	                  !r->sudoers.denied && !r->sudoers.cut &&
	                  !tree_exists(r->c, "/etc/doas.conf");
	buf_clear(&text);
}

static struct account account_of(const struct reading *r, const struct user *u)
{
	struct account row = { .name = u->name, .number = u->uid };
	bool shell = opens_session(u);

	row.password = password(r, u);
	row.human = know_tri(u->uid == 0 || (u->human && shell));
	row.enabled = enabled(r, u, row.password);
	row.admin = admin(r, u);
	row.current = know_tri(u->uid == r->c->user);
	row.last_login = login_log_last(r->c, u);
	if (row.last_login <= 0 && row.current == TRI_YES && r->c->live)
		row.last_login = r->c->now;
	return row;
}

/* People, root and its twins, and whoever comes in without a password. */
static bool worth(const struct reading *r, const struct user *u)
{
	const char *kind = password(r, u);

	return u->uid == 0 || u->uid == r->c->user ||
	       (opens_session(u) &&
	        (u->human || (kind && strcmp(kind, "empty") == 0)));
}

static void list(struct reading *r, struct facts *f,
                 enum tree_result passwd_found)
{
	struct fact_accounts *out = &f->account_list;

	rows_init(&r->rows, r->arena, sizeof(struct account));
	for (size_t i = 0; i < r->users.count; i++) {
		const struct user *u = &r->users.row[i];
		struct account *row;

		if (!worth(r, u))
			continue;
		row = rows_add(&r->rows);
		if (!row)
			break;
		*row = account_of(r, u);
	}
	out->row = r->rows.data;
	out->count = r->rows.count;
	out->fact.state = tree_fact(passwd_found);
	if (passwd_found == TREE_ABSENT)
		out->fact.state = FACT_FAILED;
	if (passwd_found != TREE_OK)
		out->fact.why = "cannot read /etc/passwd";
}

static void current_admin(const struct reading *r, struct facts *f)
{
	const struct user *u = user_find(&r->users, r->c->user);
	enum tri may = TRI_UNKNOWN;

	if (r->c->user == 0)
		may = TRI_YES;
	else if (u)
		may = admin(r, u);
	if (may != TRI_UNKNOWN)
		know_bool(&f->account_current_admin, may == TRI_YES);
	else if (u && r->sudo)
		know_not(&f->account_current_admin.fact, FACT_DENIED,
		         "cannot read /etc/sudoers");
	else
		know_not(&f->account_current_admin.fact, FACT_FAILED,
		         "the account is not in /etc/passwd");
}

static void autologin(const struct probe_context *c, struct facts *f,
                      struct arena *a)
{
	enum tree_result found;
	const char *where;
	bool on;

	found = autologin_read(c, a, &on, &where);
	if (found == TREE_OK)
		know_bool(&f->account_autologin, on);
	else
		know_not(&f->account_autologin.fact, tree_fact(found),
		         arena_fmt(a, "cannot read %s", where ? where : "it"));
}

static void account_read(const struct probe_context *c, struct facts *f,
                         struct arena *a)
{
	struct reading r = { .c = c, .arena = a };
	enum tree_result passwd_found = user_list(c, a, &r.users);
	enum tree_result group_found;

	r.shadow = read_text(c, a, "/etc/shadow", &r.shadow_found);
	r.group = read_text(c, a, "/etc/group", &group_found);
	read_sudoers(&r);
	list(&r, f, passwd_found);
	current_admin(&r, f);
	autologin(c, f, a);
	know_not(&f->account_uac.fact, FACT_UNSUPPORTED,
	         "Linux has no such setting");
	know_not(&f->account_blank_network.fact, FACT_UNSUPPORTED,
	         "ssh.empty tells it on Linux");
}

static const char *const more[] = { "account.list", "account.current-admin",
	                            NULL };

const struct probe probe_account = { .area = "account",
	                             .deadline = 4000,
	                             .read = account_read,
	                             .more_rights = more };
