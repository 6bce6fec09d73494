/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/linux/lines.h"
#include "checks/probe/linux/proc_net.h"
#include "checks/probe/linux/process.h"
#include "checks/probe/probe.h"
#include "core/rows.h"
#include "core/text.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROWS_MAX        500
#define DESCRIPTORS_MAX 200000 /* of all programs, looked through */

/* The ports that the kernel hands out to clients, unless it says other. */
#define CLIENT_LOW  32768
#define CLIENT_HIGH 60999

struct search {
	const struct probe_context *c;
	struct arena *a;
	struct rows rows;   /* struct listener */
	struct rows inodes; /* uint64_t, one for each listener */
	int64_t client_low;
	int64_t client_high;
};

static const struct {
	const char *path;
	const char *transport;
} tables[] = {
	{ "/proc/net/tcp", "tcp" },
	{ "/proc/net/tcp6", "tcp" },
	{ "/proc/net/udp", "udp" },
	{ "/proc/net/udp6", "udp" },
};

static void read_client_ports(struct search *s)
{
	int64_t low;
	int64_t high;
	char *text;
	char *first;
	char *second;

	s->client_low = CLIENT_LOW;
	s->client_high = CLIENT_HIGH;
	if (tree_text(s->c, "/proc/sys/net/ipv4/ip_local_port_range", s->a,
	              &text) != TREE_OK)
		return;
	first = text_word(&text);
	second = text_word(&text);
	if (first && second && text_int(first, 1, 65535, &low) &&
	    text_int(second, low, 65535, &high)) {
		s->client_low = low;
		s->client_high = high;
	}
}

/*
 * Whether others may send to the socket. A UDP socket that is tied to one
 * remote address, or has a port that the kernel picked, belongs to a client
 * that waits for its answer: DNS, time, a browser.
 */
static bool listens(const struct search *s, const struct proc_net *n, bool tcp)
{
	if (n->port == 0)
		return false;
	if (tcp)
		return n->state == PROC_NET_LISTEN;
	return n->state == PROC_NET_UNCONNECTED && !n->remote &&
	       (n->port < s->client_low || n->port > s->client_high);
}

static bool known(const struct search *s, const char *transport,
                  const char *address, int64_t port)
{
	const struct listener *row = s->rows.data;

	for (size_t i = 0; i < s->rows.count; i++)
		if (row[i].port == port &&
		    strcmp(row[i].transport, transport) == 0 &&
		    strcmp(row[i].address, address) == 0)
			return true;
	return false;
}

static void add(struct search *s, const struct proc_net *n,
                const char *transport)
{
	char address[INET6_ADDRSTRLEN];
	struct listener *row;
	uint64_t *inode;

	if (!inet_ntop(n->bytes == 4 ? AF_INET : AF_INET6, n->local, address,
	               sizeof(address)) ||
	    s->rows.count >= ROWS_MAX || known(s, transport, address, n->port))
		return;
	row = rows_add(&s->rows);
	inode = row ? rows_add(&s->inodes) : NULL;
	if (!inode) {
		s->rows.count -= row != NULL;
		return;
	}
	*inode = n->inode;
	row->transport = transport;
	row->address = arena_strdup(s->a, address);
	row->port = n->port;
	row->loopback = proc_net_loopback(n) ? TRI_YES : TRI_NO;
	if (!row->address)
		row->address = "?";
}

static enum tree_result read_table(struct search *s, const char *path,
                                   const char *transport)
{
	bool big = proc_net_big();
	char host[TREE_PATH];
	enum tree_result r = tree_host(s->c, path, host);
	struct lines *l;
	struct err e;
	const char *line;
	struct proc_net n;

	if (r != TREE_OK)
		return r;
	l = lines_open(host, &e);
	if (!l)
		return e.sys == EACCES ? TREE_DENIED : TREE_FAILED;
	while ((line = lines_next(l)))
		if (proc_net_parse(&n, line, big) &&
		    listens(s, &n, transport[0] == 't'))
			add(s, &n, transport);
	if (lines_failed(l, &e))
		r = TREE_FAILED;
	lines_close(l);
	return r;
}

/* Name the listeners whose socket is behind a link "socket:[INODE]". */
static void name_socket(struct search *s, const char *link, const char *program)
{
	struct listener *row = s->rows.data;
	const uint64_t *inode = s->inodes.data;
	unsigned long long number;

	if (sscanf(link, "socket:[%20llu]", &number) != 1 || number == 0)
		return;
	for (size_t i = 0; i < s->rows.count; i++)
		/* What systemd opened is served by another. */
		if (inode[i] == number &&
		    (!row[i].program || strcmp(row[i].program, "systemd") == 0))
			row[i].program = program;
}

static int look_through(struct search *s, const struct process *p, int left)
{
	char path[TREE_PATH];
	char host[TREE_PATH];
	const struct dirent *entry;
	DIR *dir;

	if (!tree_path(path, "/proc/%lld/fd", (long long)p->pid) ||
	    tree_host(s->c, path, host) != TREE_OK)
		return left;
	dir = opendir(host);
	if (!dir)
		return left;
	while (left > 0 && (entry = readdir(dir))) {
		char link[64];
		ssize_t n = readlinkat(dirfd(dir), entry->d_name, link,
		                       sizeof(link) - 1);

		left--;
		if (n <= 0)
			continue;
		link[n] = '\0';
		name_socket(s, link, p->name);
	}
	closedir(dir);
	return left;
}

static void name_all(struct search *s)
{
	int left = DESCRIPTORS_MAX;
	struct processes list;

	process_list(s->c, s->a, &list);
	for (size_t i = 0; i < list.count && s->rows.count; i++)
		left = look_through(s, &list.row[i], left);
}

static int by_port(const void *a, const void *b)
{
	const struct listener *x = a;
	const struct listener *y = b;
	int diff = strcmp(x->transport, y->transport);

	if (!diff && x->port != y->port)
		diff = x->port < y->port ? -1 : 1;
	return diff ? diff : strcmp(x->address, y->address);
}

static void read_listener(const struct probe_context *c, struct facts *f,
                          struct arena *a)
{
	struct search s = { .c = c, .a = a };
	enum tree_result r[4];

	rows_init(&s.rows, a, sizeof(struct listener));
	rows_init(&s.inodes, a, sizeof(uint64_t));
	read_client_ports(&s);
	for (size_t i = 0; i < 4; i++)
		r[i] = read_table(&s, tables[i].path, tables[i].transport);
	name_all(&s);
	if (s.rows.count)
		qsort(s.rows.data, s.rows.count, s.rows.size, by_port);
	f->listener_list.row = s.rows.data;
	f->listener_list.count = s.rows.count;
	f->listener_list.fact.state = FACT_KNOWN;
	/* Without IPv6 two of the four are not there. */
	for (size_t i = 0; i < 4; i++)
		if (r[i] > TREE_ABSENT || (r[i] == TREE_ABSENT && i % 2 == 0))
			fact_unknown(&f->listener_list.fact, a, tree_fact(r[i]),
			             "%s cannot be read", tables[i].path);
}

static const char *const more_rights[] = { "listener.list", NULL };

const struct probe probe_listener = {
	.area = "listener",
	.deadline = 5000,
	.read = read_listener,
	.more_rights = more_rights,
};
