/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/metrics.h"

#include "coordinator/intake.h"
#include "coordinator/page.h"
#include "coordinator/pool.h"
#include "coordinator/route.h"
#include "coordinator/service.h"
#include "coordinator/writer.h"
#include "core/text.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STATUSES                                     \
	(sizeof(((struct metrics *)NULL)->answers) / \
	 sizeof(((struct metrics *)NULL)->answers[0]))

void metrics_init(struct metrics *m, int64_t now)
{
	memset(m, 0, sizeof(*m));
	m->started = now;
}

void metrics_count(struct metrics *m, int status, bool report, int64_t millis)
{
	size_t at =
	    status >= 0 && (size_t)status < STATUSES ? (size_t)status : 0;

	atomic_fetch_add(&m->answers[at], 1);
	if (report)
		atomic_fetch_add(&m->reports[at], 1);
	atomic_fetch_add(&m->millis, (uint_least64_t)(millis > 0 ? millis : 0));
}

int64_t metrics_memory(void)
{
	char text[128] = "";
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	const char *resident;

	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return 0;
	text[n] = '\0';
	resident = strchr(text, ' ');
	if (!resident)
		return 0;
	return (int64_t)strtoll(resident, NULL, 10) * sysconf(_SC_PAGESIZE);
}

void metrics_line(struct buf *out, const char *name, const char *type,
                  const char *help)
{
	buf_fmt(out, "# HELP garde_%s %s\n# TYPE garde_%s %s\n", name, help,
	        name, type);
}

static void one(struct buf *out, const char *name, const char *type,
                const char *help, int64_t value)
{
	metrics_line(out, name, type, help);
	buf_fmt(out, "garde_%s %lld\n", name, (long long)value);
}

static void statuses(struct buf *out, const char *name, const char *help,
                     atomic_uint_least64_t *count)
{
	metrics_line(out, name, "counter", help);
	for (size_t i = 0; i < STATUSES; i++) {
		unsigned long long n =
		    (unsigned long long)atomic_load(&count[i]);

		if (n > 0)
			buf_fmt(out, "garde_%s{status=\"%zu\"} %llu\n", name, i,
			        n);
	}
}

static void write_all(struct buf *out, struct metrics *m, const char *store)
{
	unsigned long long millis = (unsigned long long)atomic_load(&m->millis);

	metrics_line(out, "info", "gauge", "The program and its store.");
	buf_fmt(out, "garde_info{version=\"%s\",store=\"%s\"} 1\n",
	        GARDE_VERSION,
	        text_begins(store, "postgresql:") ? "postgresql" : "sqlite");
	statuses(out, "answers_total", "Answers by status.", m->answers);
	statuses(out, "reports_total", "Answers to reports by status.",
	         m->reports);
	metrics_line(out, "answer_seconds_total", "counter",
	             "Time that answers took.");
	buf_fmt(out, "garde_answer_seconds_total %llu.%03llu\n", millis / 1000,
	        millis % 1000);
	one(out, "visitors", "gauge", "Requests being answered.",
	    (int64_t)atomic_load(&m->visitors));
	one(out, "body_bytes", "gauge", "Bytes held of what visitors send.",
	    (int64_t)atomic_load(&m->bodies));
	one(out, "resident_bytes", "gauge", "Memory in use.", metrics_memory());
	one(out, "started_seconds", "gauge", "When the service started.",
	    m->started);
}

static void write_intake(struct buf *out, struct intake *intake)
{
	struct writer_counts n;

	intake_count(intake, &n);
	one(out, "queue_reports", "gauge", "Reports that wait to be written.",
	    (int64_t)n.waiting);
	one(out, "commits_total", "counter", "Transactions that wrote reports.",
	    (int64_t)n.commits);
	one(out, "written_total", "counter", "Reports that were written.",
	    (int64_t)n.written);
	metrics_line(out, "commit_seconds_total", "counter",
	             "Time that writing took.");
	buf_fmt(out, "garde_commit_seconds_total %lld.%03lld\n",
	        (long long)n.millis / 1000, (long long)n.millis % 1000);
}

/* This machine, and who was configured. */
static bool may_read(const struct request *r)
{
	return r->near || allowance_has(&r->service->readers, r->peer);
}

bool metrics_send(struct request *r, struct response *out, struct err *e)
{
	(void)e;
	/* The site of nginx does not pass it on; nor is it told to others. */
	if (!may_read(r) || !r->service->metrics)
		return page_say(r, out, 404, "say-absent-title", "say-absent");
	out->type = "text/plain; version=0.0.4; charset=utf-8";
	write_all(&out->body, r->service->metrics, r->service->store);
	if (r->service->intake)
		write_intake(&out->body, r->service->intake);
	return true;
}
