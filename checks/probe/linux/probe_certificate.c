/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/linux/nss.h"
#include "checks/probe/linux/user.h"
#include "checks/probe/x509.h"
#include "checks/probe/probe.h"
#include "core/rows.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define ROWS_MAX 200
#define FILE_CAP (256u << 10) /* bytes: a chain, not a bundle of roots */

struct search {
	const struct probe_context *c;
	struct arena *a;
	struct rows rows;       /* struct certificate */
	enum tree_result worst; /* of what should have been read */
	const char *home;       /* whose databases are read, or NULL */
	const char *database;   /* the one that is being read */
	bool chosen;            /* a setting names the file that is read */
};

static void note(struct search *s, enum tree_result r)
{
	if (r > s->worst)
		s->worst = r;
}

static bool seen(const struct search *s, const char *place,
                 const struct x509 *x)
{
	const struct certificate *row = s->rows.data;

	for (size_t i = 0; i < s->rows.count; i++)
		if (strcmp(row[i].place, place) == 0 &&
		    row[i].not_after == x->not_after)
			return true;
	return false;
}

static void add(struct search *s, const char *place, const struct x509 *x,
                bool server)
{
	const char *name = server ? x->host : x->holder;
	const char *issuer = x->own ? "self-signed" : x->issuer;
	struct certificate *row;

	if (seen(s, place, x) || s->rows.count >= ROWS_MAX)
		return;
	row = rows_add(&s->rows);
	if (!row)
		return;
	row->place = arena_strdup(s->a, place);
	row->name = name[0] ? arena_strdup(s->a, name) : NULL;
	row->use = server ? "server" : "person";
	row->issuer = issuer[0] ? arena_strdup(s->a, issuer) : NULL;
	row->not_after = x->not_after;
	if (!row->place)
		s->rows.count--;
}

/* A file that may hold a server's certificate, the first one if several. */
static bool look_file(void *ctx, const char *path)
{
	struct search *s = ctx;
	enum tree_result r;
	struct x509 x;
	struct buf data;

	buf_init(&data, FILE_CAP);
	r = tree_read(s->c, path, &data);
	/* What lies in a folder may be a root; what is chosen is in use. */
	if (r == TREE_OK && x509_parse(&x, buf_text(&data), data.len) &&
	    (s->chosen || !x.authority))
		add(s, path, &x, true);
	else if (r == TREE_DENIED)
		note(s, r);
	buf_clear(&data);
	return true;
}

/* Settings that name a certificate's file, of Apache, nginx, mail servers. */
static const char *const settings[] = {
	"SSLCertificateFile",    "ssl_certificate", "smtpd_tls_cert_file",
	"smtpd_tls_chain_files", "ssl_cert",        "ssl_server_cert_file",
	"TLSRSACertificateFile", "rsa_cert_file",
};

/* "ssl_cert = </etc/x.pem", "ssl_certificate /etc/x.pem;" */
static bool look_setting(void *ctx, const char *path)
{
	struct search *s = ctx;
	enum tree_result r;
	char *text;
	char *line;

	r = tree_text(s->c, path, s->a, &text);
	if (r == TREE_DENIED)
		note(s, r);
	while (text && (line = text_line(&text))) {
		size_t n;

		line = text_trim(line);
		n = strcspn(line, " \t=");
		for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]);
		     i++) {
			char *value = line + n;

			if (strlen(settings[i]) != n ||
			    strncmp(line, settings[i], n) != 0)
				continue;
			value += strspn(value, " \t=<\"'");
			value[strcspn(value, " \t;,\"'")] = '\0';
			if (value[0] == '/')
				look_file(s, value);
		}
	}
	return true;
}

static void read_servers(struct search *s)
{
	static const char *const folders[] = {
		"/etc/letsencrypt/live/*/cert.pem",
		"/etc/cockpit/ws-certs.d/*.c*rt",
		"/etc/pki/tls/certs/*.crt",
		"/etc/pki/tls/certs/*.pem",
		"/etc/ssl/*.crt",
		"/etc/ssl/*.pem",
	};
	static const char *const files[] = {
		"/etc/apache2/sites-enabled/*",
		"/etc/apache2/conf-enabled/*",
		"/etc/httpd/conf.d/*.conf",
		"/etc/nginx/nginx.conf",
		"/etc/nginx/conf.d/*.conf",
		"/etc/nginx/sites-enabled/*",
		"/etc/postfix/main.cf",
		"/etc/dovecot/dovecot.conf",
		"/etc/dovecot/conf.d/*.conf",
		"/etc/proftpd/tls.conf",
		"/etc/vsftpd.conf",
	};

	s->chosen = true;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		note(s, tree_glob(s->c, files[i], look_setting, s));
	s->chosen = false;
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		note(s, tree_glob(s->c, folders[i], look_file, s));
}

/* The place is told without the account: "~/.thunderbird/x/cert9.db". */
static void add_person(void *ctx, const void *der, size_t len)
{
	struct search *s = ctx;
	char place[TREE_PATH];
	struct x509 x;

	if (x509_parse(&x, der, len) && !x.authority &&
	    tree_path(place, "~%s", s->database + strlen(s->home)))
		add(s, place, &x, false);
}

static bool look_database(void *ctx, const char *path)
{
	struct search *s = ctx;

	s->database = path;
	note(s, nss_read(s->c, s->a, path, add_person, s));
	return true;
}

static void read_home(struct search *s, const char *home)
{
	static const char *const databases[] = {
		"%s/.pki/nssdb/cert9.db",
		"%s/.mozilla/firefox/*/cert9.db",
		"%s/.config/mozilla/firefox/*/cert9.db",
		"%s/.thunderbird/*/cert9.db",
		"%s/snap/firefox/common/.mozilla/firefox/*/cert9.db",
		"%s/snap/thunderbird/common/.thunderbird/*/cert9.db",
		"%s/.var/app/org.mozilla.firefox/.mozilla/firefox/*/cert9.db",
		"%s/.var/app/org.mozilla.Thunderbird/.thunderbird/*/cert9.db",
	};
	char pattern[TREE_PATH];

	if (strpbrk(home, "*?["))
		return;
	s->home = home;
	for (size_t i = 0; i < sizeof(databases) / sizeof(databases[0]); i++)
		if (tree_path(pattern, databases[i], home))
			note(s, tree_glob(s->c, pattern, look_database, s));
}

/*
 * The daily account's must be read; those of the others when they happen to
 * be open, so that root sees all and a plain user is not blamed for it.
 */
static void read_people(struct search *s)
{
	struct users users = { .count = 0 };

	user_list(s->c, s->a, &users);
	for (size_t i = 0; i < users.count; i++) {
		enum tree_result before = s->worst;

		if (!user_keeps_files(&users.row[i]))
			continue;
		read_home(s, users.row[i].home);
		if (users.row[i].uid != s->c->user)
			s->worst = before;
	}
}

static void read_certificate(const struct probe_context *c, struct facts *f,
                             struct arena *a)
{
	struct search s = { .c = c, .a = a };

	rows_init(&s.rows, a, sizeof(struct certificate));
	if (!tree_exists(c, "/etc"))
		s.worst = TREE_ABSENT;
	read_servers(&s);
	read_people(&s);
	f->certificate_list.row = s.rows.data;
	f->certificate_list.count = s.rows.count;
	f->certificate_list.fact.state = FACT_KNOWN;
	if (s.worst != TREE_OK)
		fact_unknown(&f->certificate_list.fact, a, tree_fact(s.worst),
		             "some of the usual places cannot be read");
}

static const char *const more_rights[] = { "certificate.list", NULL };

const struct probe probe_certificate = {
	.area = "certificate",
	.deadline = 8000,
	.read = read_certificate,
	.more_rights = more_rights,
};
