/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_target.h"

#include "core/text.h"

#include <stdio.h>
#include <string.h>

/* What a scheme says of the place. */
enum reach { NETWORK, CLOUD, BY_HOST };

/*
 * Schemes of restic, borg, duplicity, rclone and Kopia. BY_HOST: cloud unless
 * the host is on the local network.
 */
static const struct scheme {
	const char *name;
	enum reach reach;
} schemes[] = {
	{ "sftp", NETWORK },  { "ssh", NETWORK },      { "scp", NETWORK },
	{ "rsync", NETWORK }, { "ftp", NETWORK },      { "ftps", NETWORK },
	{ "ftpes", NETWORK }, { "smb", NETWORK },      { "cifs", NETWORK },
	{ "nfs", NETWORK },   { "fish", NETWORK },     { "paramiko", NETWORK },
	{ "afp", NETWORK },   { "pexpect", NETWORK },  { "lftp", NETWORK },
	{ "ncftp", NETWORK }, { "rest", BY_HOST },     { "http", BY_HOST },
	{ "https", BY_HOST }, { "webdav", BY_HOST },   { "webdavs", BY_HOST },
	{ "dav", BY_HOST },   { "davs", BY_HOST },     { "s3", BY_HOST },
	{ "boto3", CLOUD },   { "boto", CLOUD },       { "b2", CLOUD },
	{ "azure", CLOUD },   { "gs", CLOUD },         { "gcs", CLOUD },
	{ "swift", CLOUD },   { "gdocs", CLOUD },      { "gdrive", CLOUD },
	{ "google", CLOUD },  { "pydrive", CLOUD },    { "onedrive", CLOUD },
	{ "mf", CLOUD },      { "dropbox", CLOUD },    { "dpbx", CLOUD },
	{ "mega", CLOUD },    { "hubic", CLOUD },      { "copy", CLOUD },
	{ "box", CLOUD },     { "jottacloud", CLOUD }, { "pcloud", CLOUD },
	{ "cf", CLOUD },      { "pca", CLOUD },        { "adb", CLOUD },
	{ "rclone", CLOUD },  { "tahoe", NETWORK },    { "imap", NETWORK },
	{ "imaps", NETWORK },
};

/* Storage that is rented by the gigabyte, reached by an ordinary protocol. */
static const char *const hosted[] = {
	".borgbase.com",       ".rsync.net",
	".your-storagebox.de", ".amazonaws.com",
	".backblazeb2.com",    ".cloud.ovh.net",
	".scw.cloud",          ".wasabisys.com",
	".googleapis.com",     ".your-objectstorage.com",
	".infomaniak.com",     ".hidrive.strato.com",
};

/* Names that no public server has (RFC 6762, RFC 8375 and custom). */
static const char *const local_ends[] = {
	".local", ".lan",      ".home",        ".home.arpa",
	".intra", ".internal", ".localdomain", ".mairie",
};

/* RFC 1918, link-local; IPv6 unique local. */
static bool private_address(const char *host)
{
	int a;
	int b;

	if (sscanf(host, "%d.%d.", &a, &b) == 2 &&
	    strspn(host, "0123456789.") == strlen(host))
		return a == 10 || (a == 192 && b == 168) ||
		       (a == 172 && b >= 16 && b <= 31) ||
		       (a == 169 && b == 254);
	return host[0] == '[' &&
	       (text_has(host, "[fe80:") || text_has(host, "[fd") ||
	        text_has(host, "[fc"));
}

static bool ends_in(const char *host, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_ends(host, list[i]))
			return true;
	return false;
}

/* The place of a host; NULL for this machine, which may be a tunnel. */
static const char *host_place(const char *host, enum reach reach)
{
	if (!host[0] || strcmp(host, "localhost") == 0 ||
	    text_begins(host, "127.") || strcmp(host, "[::1]") == 0)
		return NULL;
	if (ends_in(host, hosted, sizeof(hosted) / sizeof(hosted[0])))
		return "cloud";
	if (reach == NETWORK || private_address(host) ||
	    (host[0] != '[' && !strchr(host, '.')) ||
	    ends_in(host, local_ends,
	            sizeof(local_ends) / sizeof(local_ends[0])))
		return "network";
	return "cloud";
}

/* The host of "//[user@]host[:port]/..." in out; at is behind the "//". */
static void host_of(const char *at, char out[256])
{
	size_t n = at[0] == '[' ? strcspn(at, "]") + 1 : strcspn(at, ":/");

	if (n > strlen(at))
		n = strlen(at);
	snprintf(out, 256, "%.*s", (int)(n < 255 ? n : 255), at);
}

/* The scheme: the last of "boto3+s3", "rest" of "rest:https". */
static const struct scheme *scheme_of(const char *raw)
{
	size_t n = strcspn(raw, ":+/@");

	if (raw[n] != ':' && raw[n] != '+')
		return NULL;
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strlen(schemes[i].name) == n &&
		    strncmp(schemes[i].name, raw, n) == 0)
			return &schemes[i];
	return NULL;
}

/* "host:path", for what ssh reaches in two ways of writing. */
static void set_key(struct arena *a, const char *host, const char *path,
                    struct backup_target *out)
{
	path += strspn(path, "/");
	while (path[0] == '.' || path[0] == '~') {
		if (path[1] != '/')
			break;
		path += 2;
	}
	out->key = arena_fmt(a, "%s:%s", host, path);
}

/*
 * "scheme://user:pass@host/path?secret" without what could be a secret. A
 * password may hold "/" or "@", so everything up to the last "@" goes.
 */
static void parse_url(struct arena *a, const char *raw, const char *slashes,
                      struct backup_target *out)
{
	const struct scheme *scheme = scheme_of(raw);
	const char *rest = slashes + 3;
	const char *at = strrchr(rest, '@');
	char host[256];

	if (at)
		rest = at + 1;
	host_of(rest, host);
	if (scheme && scheme->reach == CLOUD)
		out->place = "cloud";
	else if (scheme && strcmp(scheme->name, "s3") == 0 &&
	         text_begins(raw, "s3://"))
		out->place = "cloud"; /* a bucket, not a host */
	else if (scheme)
		out->place = host_place(host, scheme->reach);
	out->shown = arena_fmt(a, "%.*s%.*s", (int)(slashes + 3 - raw), raw,
	                       (int)strcspn(rest, "?#"), rest);
	if (scheme && strcmp(scheme->name, "ssh") == 0)
		set_key(a, host, rest + strcspn(rest, "/"), out);
}

/* "rclone:remote:path", where the remote may carry its own secrets. */
static void parse_rclone(struct arena *a, const char *raw,
                         struct backup_target *out)
{
	const char *remote = raw + strlen("rclone:");
	size_t n = strcspn(remote, ",:");

	if (remote[0] == ':') {
		/* ":s3,secret_access_key=...:bucket" */
		n = 1 + strcspn(remote + 1, ",:");
		out->shown = arena_fmt(a, "rclone:%.*s", (int)n, remote);
	} else if (remote[n] == ',' || strpbrk(remote + n, "@?")) {
		out->shown = arena_fmt(a, "rclone:%.*s", (int)n, remote);
	} else if (remote[n] == ':') {
		out->shown = arena_strdup(a, raw);
	}
	out->remote = arena_fmt(a, "%.*s", (int)n, remote);
	out->place = "cloud";
}

/* "scheme:rest" without slashes: "sftp:user@host:/path", "b2:bucket". */
static void parse_scheme(struct arena *a, const char *raw,
                         const struct scheme *scheme, struct backup_target *out)
{
	const char *rest = raw + strlen(scheme->name) + 1;
	const char *at = strrchr(rest, '@');
	const char *name = at ? at + 1 : rest;
	char host[256];

	host_of(name, host);
	if (at && memchr(rest, ':', (size_t)(at - rest)))
		rest = name;
	if (scheme->reach == CLOUD)
		out->place = "cloud";
	else if (strcmp(scheme->name, "s3") == 0 && !strpbrk(rest, "./:"))
		out->place = "cloud"; /* a bucket, not a host */
	else
		out->place = host_place(host, scheme->reach);
	out->shown = arena_fmt(a, "%s:%s", scheme->name, rest);
}

/* "user@host:path" and "host::module" of ssh and rsync. */
static bool parse_host(struct arena *a, const char *raw,
                       struct backup_target *out)
{
	const char *at = strrchr(raw, '@');
	const char *name = at ? at + 1 : raw;
	size_t n =
	    name[0] == '[' ? strcspn(name, "]") + 1 : strcspn(name, ":/");
	char host[256];

	if (n == 0 || n >= strlen(name) || name[n] != ':')
		return false;
	host_of(name, host);
	out->place = host_place(host, NETWORK);
	/* No program takes a password here; cut what looks like one. */
	if (at && memchr(raw, ':', (size_t)(at - raw)))
		raw = name;
	out->shown = arena_strdup(a, raw);
	set_key(a, host, name + n + 1, out);
	return true;
}

static void parse_path(struct arena *a, const char *path, const char *home,
                       struct backup_target *out)
{
	char *copy;
	size_t n;

	if (path[0] == '~' && (path[1] == '/' || !path[1]) && home)
		copy = arena_fmt(a, "%s%s", home, path + 1);
	else
		copy = arena_strdup(a, path);
	if (!copy)
		return;
	for (n = strlen(copy); n > 1 && copy[n - 1] == '/'; n--)
		copy[n - 1] = '\0';
	out->shown = copy;
	if (copy[0] == '/')
		out->path = copy;
	/* One word alone may be anything, a password too. */
	out->key = copy;
	if (!strchr(copy, '/'))
		out->shown = NULL;
}

void backup_target_parse(struct arena *a, const char *raw, const char *home,
                         struct backup_target *out)
{
	const char *slashes = strstr(raw, "://");
	const struct scheme *scheme = scheme_of(raw);

	memset(out, 0, sizeof(*out));
	if (!raw[0])
		return;
	if (text_begins(raw, "file://"))
		parse_path(a, raw + 7 + strcspn(raw + 7, "/"), home, out);
	else if (text_begins(raw, "local:") || text_begins(raw, "file:"))
		parse_path(a, strchr(raw, ':') + 1, home, out);
	else if (text_begins(raw, "rclone:"))
		parse_rclone(a, raw, out);
	else if (slashes && raw[0] != '/')
		parse_url(a, raw, slashes, out);
	else if (scheme)
		parse_scheme(a, raw, scheme, out);
	else if (text_begins(raw, "//") || text_begins(raw, "\\\\")) {
		const char *at = strrchr(raw, '@');

		out->place = "network";
		out->shown = at ? arena_fmt(a, "%.2s%s", raw, at + 1)
		                : arena_strdup(a, raw);
	} else if (raw[0] == '/' || raw[0] == '~' || raw[0] == '.' ||
	           !parse_host(a, raw, out)) {
		parse_path(a, raw, home, out);
	}
	if (!out->key)
		out->key = out->shown;
}
