/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/outside/web_server.h"

#include "core/orphan.h"
#include "core/text.h"

#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define SOCKETS_MAX 8
#define BYTES       8192

/* One connection. */
struct line {
	const struct web_server *server;
	int fd;
	int port;
	SSL *ssl; /* NULL: in clear */
};

static void must(int good, const char *what)
{
	if (good)
		return;
	perror(what);
	_exit(1);
}

static bool out(struct line *l, const void *data, size_t len)
{
	if (l->ssl)
		return SSL_write(l->ssl, data, (int)len) > 0;
	return send(l->fd, data, len, MSG_NOSIGNAL) == (ssize_t)len;
}

static bool say(struct line *l, const char *text)
{
	return out(l, text, strlen(text));
}

static ssize_t in(struct line *l, char *data, size_t size)
{
	if (l->ssl)
		return SSL_read(l->ssl, data, (int)size);
	return recv(l->fd, data, size, 0);
}

static const struct web_host *find_host(const struct web_server *w,
                                        const char *name)
{
	for (size_t i = 0; name && i < w->hosts; i++)
		if (strcasecmp(w->host[i].name, name) == 0)
			return &w->host[i];
	return NULL;
}

static int choose_tls(SSL *ssl, int *alert, void *ctx)
{
	const struct web_host *h =
	    find_host(ctx, SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name));

	(void)alert;
	if (h && h->tls)
		SSL_set_SSL_CTX(ssl, h->tls);
	return SSL_TLSEXT_ERR_OK;
}

/* A status with its headers and a small page. */
static void answer(struct line *l, const char *status, const char *more,
                   const char *body)
{
	char text[BYTES];

	snprintf(text, sizeof(text),
	         "HTTP/1.1 %s\r\n%sContent-Type: text/html\r\n"
	         "Content-Length: %zu\r\nConnection: close\r\n\r\n%s",
	         status, more, strlen(body), body);
	say(l, text);
}

static void drip(struct line *l)
{
	static const char text[] = "HTTP/1.1 200 OK\r\nX-Slow: yes\r\n\r\n";

	for (size_t i = 0; text[i] && out(l, text + i, 1); i++)
		sleep(1);
}

static void flood(struct line *l, const char *head, const char *piece)
{
	char many[4096] = "";
	size_t len = strlen(piece);

	say(l, head);
	for (size_t i = 0; i + len < sizeof(many); i += len)
		memcpy(many + i, piece, len);
	while (out(l, many, sizeof(many) / len * len - len))
		;
}

/* The number that stands right before a word, -1: there is none. */
static int number_before(const char *data, size_t len, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 1; i + n <= len; i++) {
		size_t from = i;

		if (memcmp(data + i, word, n) != 0)
			continue;
		while (from > 0 && data[from - 1] >= '0' &&
		       data[from - 1] <= '9')
			from--;
		if (from < i)
			return atoi(data + from);
	}
	return -1;
}

static void cut(struct line *l, size_t n)
{
	static const char text[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
				   "Connection: close\r\n\r\nok";

	if (n > 0)
		out(l, text, n < sizeof(text) - 1 ? n : sizeof(text) - 1);
}

static void redirect(struct line *l, const char *behaviour, const char *host)
{
	char more[BYTES], to[1024];
	const char *form = behaviour + 4;
	const char *mark = strstr(form, "%s");

	snprintf(to, sizeof(to), "%.*s%s%s",
	         mark ? (int)(mark - form) : (int)strlen(form), form,
	         mark ? host : "", mark ? mark + 2 : "");
	snprintf(more, sizeof(more), "Location: %s\r\n", to);
	answer(l, "301 Moved", more, "moved");
}

static void behave(struct line *l, const char *b, const char *host)
{
	if (strcmp(b, "hsts") == 0)
		answer(l, "200 OK",
		       "strict-transport-security: max-age=31536000\r\n",
		       "<h1>Mairie</h1>");
	else if (strcmp(b, "old") == 0)
		answer(l, "200 OK", "Date: Tue, 22 Nov 2016 08:00:00 GMT\r\n",
		       "old");
	else if (strcmp(b, "twice") == 0 &&
	         say(l, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"))
		answer(l, "200 OK", "", "ok");
	else if (strcmp(b, "slow") == 0)
		drip(l);
	else if (strcmp(b, "endless") == 0)
		flood(l, "HTTP/1.1 200 OK\r\n\r\n", "all work and no play ");
	else if (strcmp(b, "headers") == 0)
		flood(l, "HTTP/1.1 200 OK\r\n", "X-More: and more\r\n");
	else if (strcmp(b, "nonsense") == 0)
		say(l, "220 welcome to the wrong place\r\n\r\n");
	else if (strcmp(b, "mute") == 0)
		sleep(60);
	else if (b[0] == '3' && b[3] == ' ')
		redirect(l, b, host);
	else if (strcmp(b, "close") != 0)
		answer(l, b, "", "page");
}

/* The value of a header in a request, in place. */
static char *header(char *request, const char *name)
{
	char *at = strcasestr(request, name);

	if (!at)
		return NULL;
	at += strlen(name);
	at += strspn(at, " ");
	at[strcspn(at, "\r\n:")] = '\0';
	return at;
}

static void note(const struct line *l, const char *request, const char *host)
{
	char text[BYTES + 300];
	int n = snprintf(text, sizeof(text), "%d %s %.*s\n", l->port, host,
	                 (int)strcspn(request, "\r\n"), request);

	(void)!write(l->server->log, text, (size_t)n);
}

static void serve_web(struct line *l)
{
	const struct web_server *w = l->server;
	char request[BYTES] = "", first[BYTES];
	const struct web_host *h;
	char *host, *path;
	size_t used = 0;
	int n;

	while (!strstr(request, "\r\n\r\n") && used + 1 < sizeof(request)) {
		ssize_t got = in(l, request + used, sizeof(request) - 1 - used);

		if (got <= 0)
			return;
		used += (size_t)got;
		request[used] = '\0';
	}
	memcpy(first, request, sizeof(first));
	host = header(request, "\nHost:");
	note(l, first, host ? host : "-");
	path = strchr(first, ' ');
	for (size_t i = 0; host && path && i < w->pages; i++)
		if (strcasecmp(w->page[i].host, host) == 0 &&
		    strncmp(path + 1, w->page[i].path,
		            strlen(w->page[i].path)) == 0) {
			answer(l, "200 OK", "", w->page[i].body);
			return;
		}
	h = find_host(w, host);
	n = host ? number_before(host, strlen(host), ".cut.fr") : -1;
	if (n >= 0)
		cut(l, (size_t)n);
	else if (h)
		behave(l, l->port == 443 ? h->secure : h->plain, host);
	else
		answer(l, "404 Not Found", "", "who?");
}

/* A handshake of which the peer gets only so many bytes. */
static void shake_short(struct line *l, SSL_CTX *ctx, int bytes)
{
	SSL *ssl = SSL_new(ctx);
	BIO *from = BIO_new(BIO_s_mem());
	BIO *to = BIO_new(BIO_s_mem());
	char data[BYTES];
	ssize_t n = recv(l->fd, data, sizeof(data), 0);
	int made;

	SSL_set_bio(ssl, from, to);
	SSL_set_accept_state(ssl);
	if (n > 0)
		BIO_write(from, data, (int)n);
	SSL_do_handshake(ssl);
	made = BIO_read(to, data, sizeof(data));
	if (made > 0)
		(void)send(l->fd, data, (size_t)(made < bytes ? made : bytes),
		           MSG_NOSIGNAL);
	SSL_free(ssl);
}

static void serve_secure(struct line *l)
{
	const struct web_server *w = l->server;
	SSL_CTX *ctx = w->tls;
	char hello[BYTES];
	ssize_t n = recv(l->fd, hello, sizeof(hello), MSG_PEEK);
	int bytes = number_before(hello, n > 0 ? (size_t)n : 0, ".trim.fr");

	if (bytes >= 0) {
		shake_short(l, ctx, bytes);
		return;
	}
	if (!w->alone) {
		SSL_CTX_set_tlsext_servername_callback(ctx, choose_tls);
		SSL_CTX_set_tlsext_servername_arg(ctx, (void *)w);
	}
	l->ssl = SSL_new(ctx);
	SSL_set_fd(l->ssl, l->fd);
	if (SSL_accept(l->ssl) == 1)
		serve_web(l);
	SSL_shutdown(l->ssl);
}

/* A mail server up to STARTTLS. */
static void serve_mail(struct line *l)
{
	bool tls = l->server->mail != NULL;
	char word[BYTES];
	ssize_t n;

	say(l, "220-hello\r\n220 mx.example ESMTP\r\n");
	while ((n = in(l, word, sizeof(word) - 1)) > 0) {
		word[n] = '\0';
		note(l, word, "mail");
		if (strncasecmp(word, "EHLO", 4) == 0) {
			say(l,
			    tls ? "250-mx\r\n250-STARTTLS\r\n250 8BITMIME\r\n"
			        : "250-mx\r\n250 8BITMIME\r\n");
			continue;
		}
		if (strncasecmp(word, "STARTTLS", 8) != 0)
			break;
		say(l, "220 go\r\n");
		l->ssl = SSL_new(l->server->mail);
		SSL_set_fd(l->ssl, l->fd);
		if (SSL_accept(l->ssl) != 1)
			break;
	}
}

static void serve(struct line *l)
{
	const struct timeval patience = { .tv_sec = 20 };

	setsockopt(l->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(l->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	signal(SIGPIPE, SIG_IGN);
	alarm(60);
	if (l->port == 443)
		serve_secure(l);
	else if (l->port == 25)
		serve_mail(l);
	else
		serve_web(l);
	_exit(0);
}

static int listen_on(const char *address, int port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		                  .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	int yes = 1;

	must(inet_pton(AF_INET, address, &at.sin_addr) == 1, address);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	must(bind(fd, (struct sockaddr *)&at, sizeof(at)) == 0, "bind");
	must(listen(fd, 128) == 0, "listen");
	return fd;
}

static void loop(const struct web_server *w, struct pollfd *fds, nfds_t count)
{
	signal(SIGCHLD, SIG_IGN);
	for (;;) {
		if (poll(fds, count, -1) < 0)
			continue;
		for (nfds_t i = 0; i < count; i++) {
			struct line l = { .server = w, .port = w->ports[i] };

			if (!fds[i].revents)
				continue;
			l.fd = accept(fds[i].fd, NULL, NULL);
			if (l.fd < 0)
				continue;
			if (fork() == 0)
				serve(&l);
			close(l.fd);
		}
	}
}

pid_t web_server_start(const struct web_server *w)
{
	struct pollfd fds[SOCKETS_MAX];
	long parent = (long)getpid();
	nfds_t count = 0;
	pid_t pid;

	for (; w->ports[count]; count++) {
		must(count < SOCKETS_MAX, "too many ports");
		fds[count] =
		    (struct pollfd){ listen_on(w->address, w->ports[count]),
			             POLLIN, 0 };
	}
	fflush(NULL);
	pid = fork();
	must(pid >= 0, "fork");
	if (pid == 0) {
		orphan_end(parent);
		loop(w, fds, count);
	}
	for (nfds_t i = 0; i < count; i++)
		close(fds[i].fd);
	return pid;
}
