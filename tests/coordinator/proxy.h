/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_COORDINATOR_PROXY_H
#define TESTS_COORDINATOR_PROXY_H

#include "core/file.h"
#include "raw.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>

/*
 * nginx with the site that is shipped, in a folder of its own: the names, the
 * ports and the certificate are the test's, all else is as users get it.
 */
struct proxy {
	char folder[64];
	char socket[96]; /* that the site passes on to, "unix:..." */
	unsigned port;   /* of the site itself; without TLS unless tls */
	pid_t pid;
};

/* A port that is free now. */
static inline unsigned proxy_port(void)
{
	struct sockaddr_in a;
	socklen_t len = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	memset(&a, 0, sizeof(a));
	a.sin_family = AF_INET;
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &len), 0);
	close(fd);
	return ntohs(a.sin_port);
}

/* Run a program to its end, in silence; its exit status. */
static inline int proxy_run(const char *const *argv)
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR | O_CLOEXEC);

		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Put what every occurrence of a text in b is to be. */
static inline void proxy_replace(struct buf *b, const char *what,
                                 const char *by)
{
	struct buf out;
	const char *s = buf_text(b);
	const char *next;

	buf_init(&out, b->limit);
	assert_non_null(strstr(s, what));
	for (; (next = strstr(s, what)); s = next + strlen(what)) {
		buf_add(&out, s, (size_t)(next - s));
		buf_str(&out, by);
	}
	buf_str(&out, s);
	buf_clear(b);
	*b = out;
}

static inline void proxy_write(const struct proxy *p, const char *name,
                               const struct buf *b)
{
	char path[160];
	struct err e;

	snprintf(path, sizeof(path), "%s/%s", p->folder, name);
	assert_true(file_replace(path, b->data, b->len, &e));
}

static inline void proxy_site(const struct proxy *p, bool tls)
{
	char text[160];
	struct buf b;
	struct err e;

	buf_init(&b, 1u << 20);
	assert_true(file_read(
	    SOURCE_DIR "/packaging/nginx/garde-coordinator.conf", &b, &e));
	proxy_replace(&b, "\tlisten [::]:80;\n", "");
	proxy_replace(&b, "\tlisten [::]:443 ssl http2;\n", "");
	snprintf(text, sizeof(text), "listen 127.0.0.1:%u;", proxy_port());
	proxy_replace(&b, "listen 80;", text);
	snprintf(text, sizeof(text), "listen 0.0.0.0:%u%s;", p->port,
	         tls ? " ssl http2" : "");
	proxy_replace(&b, "listen 443 ssl http2;", text);
	proxy_replace(&b, "/etc/letsencrypt/live/coordinateur.example.fr",
	              p->folder);
	proxy_replace(&b, "unix:/run/garde-coordinator/http.sock", p->socket);
	proxy_write(p, "site.conf", &b);
	buf_clear(&b);
	buf_init(&b, 1u << 16);
	buf_fmt(
	    &b,
	    "daemon off; master_process off; pid %s/pid;\n"
	    "worker_rlimit_nofile 8192; error_log %s/error.log;\n"
	    "events { worker_connections 4096; }\n"
	    "http { access_log %s/access.log; client_body_temp_path %s/body;\n"
	    "proxy_temp_path %s/proxy; fastcgi_temp_path %s/f;\n"
	    "uwsgi_temp_path %s/u; scgi_temp_path %s/s;\n"
	    "include %s/site.conf; }\n",
	    p->folder, p->folder, p->folder, p->folder, p->folder, p->folder,
	    p->folder, p->folder, p->folder);
	proxy_write(p, "nginx.conf", &b);
	buf_clear(&b);
}

/* A certificate for the site; not what it is tested for. */
static inline void proxy_certificate(const struct proxy *p)
{
	char key[128];
	char certificate[128];
	const char *argv[] = { "openssl",
		               "req",
		               "-x509",
		               "-newkey",
		               "ec",
		               "-pkeyopt",
		               "ec_paramgen_curve:P-256",
		               "-nodes",
		               "-days",
		               "2",
		               "-subj",
		               "/CN=localhost",
		               "-keyout",
		               key,
		               "-out",
		               certificate,
		               NULL };

	snprintf(key, sizeof(key), "%s/privkey.pem", p->folder);
	snprintf(certificate, sizeof(certificate), "%s/fullchain.pem",
	         p->folder);
	assert_int_equal(proxy_run(argv), 0);
}

/* Make the folder and the site; nothing runs yet. */
static inline void proxy_init(struct proxy *p, bool tls)
{
	memset(p, 0, sizeof(*p));
	snprintf(p->folder, sizeof(p->folder), "/tmp/garde-proxy-XXXXXX");
	assert_non_null(mkdtemp(p->folder));
	snprintf(p->socket, sizeof(p->socket), "unix:%s/http.sock", p->folder);
	p->port = proxy_port();
	proxy_certificate(p);
	proxy_site(p, tls);
}

/* Whether nginx takes the site as it is. */
static inline bool proxy_test(const struct proxy *p)
{
	char conf[128];
	const char *argv[] = { "nginx", "-t", "-c", conf, NULL };

	snprintf(conf, sizeof(conf), "%s/nginx.conf", p->folder);
	return proxy_run(argv) == 0;
}

static inline void proxy_start(struct proxy *p)
{
	char conf[128];

	snprintf(conf, sizeof(conf), "%s/nginx.conf", p->folder);
	p->pid = fork();
	assert_true(p->pid >= 0);
	if (p->pid == 0) {
		execlp("nginx", "nginx", "-c", conf, (char *)NULL);
		_exit(127);
	}
	for (int i = 0; i < 500; i++) {
		int fd = raw_connect(p->port);

		if (fd >= 0) {
			close(fd);
			return;
		}
		clock_wait(20);
	}
	fail_msg("nginx does not start");
}

static inline void proxy_stop(struct proxy *p)
{
	const char *argv[] = { "rm", "-rf", p->folder, NULL };

	if (p->pid > 0) {
		kill(p->pid, SIGTERM);
		waitpid(p->pid, NULL, 0);
	}
	assert_int_equal(proxy_run(argv), 0);
}

#endif
