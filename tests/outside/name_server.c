/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/outside/name_server.h"

#include "core/orphan.h"
#include "core/text.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define LINES_MAX   400
#define MESSAGE_MAX 16384
#define CHAIN_MAX   8 /* aliases that are put into one answer */

enum {
	TYPE_A = 1,
	TYPE_CNAME = 5,
	TYPE_MX = 15,
	TYPE_TXT = 16,
	TYPE_AAAA = 28
};

struct line {
	char *name;
	char *kind;
	char *value;
};

struct zone {
	struct line line[LINES_MAX];
	size_t lines;
};

/* A message that grows. */
struct message {
	uint8_t data[MESSAGE_MAX];
	size_t len;
};

static void must(int good, const char *what)
{
	if (good)
		return;
	perror(what);
	_exit(1);
}

static void put(struct message *m, const void *data, size_t len)
{
	must(m->len + len <= sizeof(m->data), "a message too long");
	memcpy(m->data + m->len, data, len);
	m->len += len;
}

static void put16(struct message *m, unsigned value)
{
	const uint8_t bytes[2] = { (uint8_t)(value >> 8), (uint8_t)value };

	put(m, bytes, 2);
}

static void put_name(struct message *m, const char *name)
{
	while (*name && strcmp(name, ".") != 0) {
		uint8_t len = (uint8_t)strcspn(name, ".");

		put(m, &len, 1);
		put(m, name, len);
		name += len + (name[len] == '.');
	}
	put(m, "", 1);
}

static void put_texts(struct message *m, const char *value)
{
	for (;;) {
		size_t n = strcspn(value, "|");
		uint8_t len = (uint8_t)(n > 255 ? 255 : n);

		put(m, &len, 1);
		put(m, value, len);
		value += n;
		if (!*value++)
			return;
	}
}

static unsigned type_of(const char *kind)
{
	static const struct {
		const char *kind;
		unsigned type;
	} types[] = { { "A", TYPE_A },
		      { "AAAA", TYPE_AAAA },
		      { "CNAME", TYPE_CNAME },
		      { "MX", TYPE_MX },
		      { "TXT", TYPE_TXT } };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(kind, types[i].kind) == 0)
			return types[i].type;
	return 0;
}

static void put_record(struct message *m, const struct line *l)
{
	unsigned type = type_of(l->kind);
	uint8_t address[16];
	size_t at;

	put_name(m, l->name);
	put16(m, type);
	put16(m, 1);
	put(m, "\0\0\0\74", 4);
	at = m->len;
	put16(m, 0);
	if (type == TYPE_A || type == TYPE_AAAA) {
		int family = type == TYPE_A ? AF_INET : AF_INET6;

		must(inet_pton(family, l->value, address) == 1, l->value);
		put(m, address, type == TYPE_A ? 4 : 16);
	} else if (type == TYPE_MX) {
		put16(m, (unsigned)strtoul(l->value, NULL, 10));
		put_name(m, strchr(l->value, ' ') + 1);
	} else if (type == TYPE_CNAME) {
		put_name(m, l->value);
	} else {
		put_texts(m, l->value);
	}
	m->data[at] = (uint8_t)((m->len - at - 2) >> 8);
	m->data[at + 1] = (uint8_t)(m->len - at - 2);
}

static const struct line *find(const struct zone *z, const char *name,
                               const char *kind)
{
	for (size_t i = 0; i < z->lines; i++)
		if (strcasecmp(z->line[i].name, name) == 0 &&
		    strcmp(z->line[i].kind, kind) == 0)
			return &z->line[i];
	return NULL;
}

/* Whether the name is there, itself or as the end of another. */
static bool exists(const struct zone *z, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < z->lines; i++) {
		size_t n = strlen(z->line[i].name);

		if (n >= len &&
		    strcasecmp(z->line[i].name + n - len, name) == 0 &&
		    (n == len || z->line[i].name[n - len - 1] == '.'))
			return true;
	}
	return false;
}

/* The records of a name, aliases first; their number. */
static unsigned put_answer(struct message *m, const struct zone *z,
                           const char *name, unsigned type)
{
	unsigned count = 0;

	for (int i = 0; i < CHAIN_MAX; i++) {
		const struct line *alias = find(z, name, "CNAME");

		if (!alias)
			break;
		put_record(m, alias);
		count++;
		name = alias->value;
	}
	for (size_t i = 0; i < z->lines; i++) {
		const struct line *l = &z->line[i];

		if (strcasecmp(l->name, name) == 0 &&
		    type_of(l->kind) == type && type != TYPE_CNAME) {
			put_record(m, l);
			count++;
		}
	}
	return count;
}

/* The name asked; bytes of the question, or 0. */
static size_t read_question(const uint8_t *data, size_t len, char name[256])
{
	size_t at = 12, used = 0;

	while (at < len && data[at]) {
		size_t n = data[at++];

		if (n > 63 || at + n >= len || used + n + 2 > 256)
			return 0;
		if (used)
			name[used++] = '.';
		memcpy(name + used, data + at, n);
		used += n;
		at += n;
	}
	name[used] = '\0';
	return at + 5 <= len ? at + 5 - 12 : 0;
}

/* The answer to a question; false: none. */
static bool answer(const struct zone *z, const uint8_t *data, size_t len,
                   bool udp, struct message *m)
{
	char name[256];
	size_t question = len > 12 ? read_question(data, len, name) : 0;
	unsigned type, count, code = 0;
	const struct line *cut;

	if (!question || find(z, name, "TIMEOUT"))
		return false;
	type = (unsigned)data[12 + question - 4] << 8 | data[12 + question - 3];
	m->len = 0;
	put(m, data, 2);
	put16(m, 0x8180);
	put16(m, 1);
	put(m, "\0\0\0\0\0\0", 6);
	put(m, data + 12, question);
	if (find(z, name, "SERVFAIL"))
		code = 2;
	else if (find(z, name, "REFUSED"))
		code = 5;
	else if (!exists(z, name))
		code = 3;
	m->data[3] = (uint8_t)(m->data[3] | code);
	if (udp && find(z, name, "LONG")) {
		m->data[2] |= 2;
		return true;
	}
	count = code ? 0 : put_answer(m, z, name, type);
	m->data[7] = (uint8_t)count;
	if (find(z, name, "GARBAGE")) {
		memset(m->data + 4, 0xC0, 40);
		m->len = 44;
	}
	cut = find(z, name, "CUT");
	if (cut && strtoul(cut->value, NULL, 10) < m->len)
		m->len = strtoul(cut->value, NULL, 10);
	return true;
}

static void serve_udp(const struct zone *z, int fd)
{
	struct sockaddr_storage from;
	socklen_t size = sizeof(from);
	static struct message m;
	uint8_t data[1500];
	ssize_t n = recvfrom(fd, data, sizeof(data), 0,
	                     (struct sockaddr *)&from, &size);

	if (n > 0 && answer(z, data, (size_t)n, true, &m))
		(void)sendto(fd, m.data, m.len, 0, (struct sockaddr *)&from,
		             size);
}

static void serve_tcp(const struct zone *z, int listener)
{
	const struct timeval patience = { .tv_sec = 1 };
	static struct message m;
	uint8_t data[1502];
	int fd = accept(listener, NULL, NULL);
	ssize_t n;

	if (fd < 0)
		return;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	n = recv(fd, data, 2, MSG_WAITALL);
	if (n == 2)
		n = recv(fd, data,
		         ((size_t)data[0] << 8 | data[1]) % sizeof(data),
		         MSG_WAITALL);
	if (n > 2 && answer(z, data, (size_t)n, false, &m)) {
		const uint8_t len[2] = { (uint8_t)(m.len >> 8),
			                 (uint8_t)m.len };

		(void)send(fd, len, 2, MSG_NOSIGNAL | MSG_MORE);
		(void)send(fd, m.data, m.len, MSG_NOSIGNAL);
	}
	close(fd);
}

static int bind_to(const char *address, int kind)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		                  .sin_port = htons(53) };
	int fd = socket(AF_INET, kind, 0);
	int yes = 1;

	must(inet_pton(AF_INET, address, &at.sin_addr) == 1, address);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	must(bind(fd, (struct sockaddr *)&at, sizeof(at)) == 0, "bind");
	if (kind == SOCK_STREAM)
		must(listen(fd, 64) == 0, "listen");
	return fd;
}

static void read_zone(struct zone *z, char *text)
{
	char *line;

	while ((line = text_line(&text))) {
		struct line *l = &z->line[z->lines];

		l->name = text_word(&line);
		if (!l->name || l->name[0] == '#')
			continue;
		l->kind = text_word(&line);
		must(l->kind != NULL && z->lines + 1 < LINES_MAX, l->name);
		l->value = line ? text_trim(line) : NULL;
		z->lines++;
	}
}

pid_t name_server_start(const char *address, const char *zone)
{
	static struct zone z;
	int udp = bind_to(address, SOCK_DGRAM);
	int tcp = bind_to(address, SOCK_STREAM);
	long parent = (long)getpid();
	struct pollfd fds[2] = { { udp, POLLIN, 0 }, { tcp, POLLIN, 0 } };
	pid_t pid;

	fflush(NULL);
	pid = fork();
	must(pid >= 0, "fork");
	if (pid > 0) {
		close(udp);
		close(tcp);
		return pid;
	}
	orphan_end(parent);
	read_zone(&z, strdup(zone));
	for (;;) {
		if (poll(fds, 2, -1) < 0)
			continue;
		if (fds[0].revents)
			serve_udp(&z, udp);
		if (fds[1].revents)
			serve_tcp(&z, tcp);
	}
}
