/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/remote_tool.h"

#include "checks/probe/fact.h"
#include "checks/probe/windows/installed.h"
#include "checks/probe/windows/registry.h"
#include "checks/probe/windows/remote_manner.h"
#include "checks/probe/windows/service.h"
#include "core/rows.h"
#include "core/text.h"
#include "core/wide.h"

#include <string.h>
#include <windows.h>

#include <tlhelp32.h>

#define PROCESSES 10000 /* that are listed */

/* Keys that show a product whose name is in no list. */
static const struct {
	const char *product;
	const char *key;
} keys[] = {
	{ "remote-utilities", "SOFTWARE\\Usoris\\Remote Utilities Host" },
	{ "remote-utilities",
	  "SOFTWARE\\WOW6432Node\\Usoris\\Remote Utilities Host" },
	{ "litemanager", "SOFTWARE\\LiteManager" },
	{ "litemanager", "SOFTWARE\\WOW6432Node\\LiteManager" },
	{ "meshagent", "SOFTWARE\\Open Source\\Mesh Agent" },
	{ "tacticalrmm", "SOFTWARE\\TacticalRMM" },
};

struct reading {
	const struct baseline *b;
	struct arena *arena;
	struct installed installed;
	struct rows processes; /* const char *, without ".exe" */
	bool all;              /* every process could be listed */
	bool services;         /* so could the services */
	struct rows rows;      /* struct remote_tool */
};

/* What was seen of one product. */
struct sight {
	struct reading *r;
	const char *where;
	bool service; /* it has one */
	bool starts;  /* with the machine */
	enum tri running;
};

static void list_processes(struct reading *r)
{
	HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
	PROCESSENTRY32W p = { .dwSize = sizeof(p) };
	size_t count = 0;
	BOOL more;

	rows_init(&r->processes, r->arena, sizeof(const char *));
	if (all == INVALID_HANDLE_VALUE)
		return;
	for (more = Process32FirstW(all, &p); more && count < PROCESSES;
	     more = Process32NextW(all, &p), count++) {
		wchar_t *end = wcsrchr(p.szExeFile, L'.');
		const char **name = rows_add(&r->processes);

		if (!name)
			break;
		if (end && _wcsicmp(end, L".exe") == 0)
			*end = L'\0';
		*name = wide_keep(p.szExeFile, r->arena);
	}
	r->all = !more && count > 0;
	CloseHandle(all);
}

static bool see_service(void *ctx, const struct service *s)
{
	struct sight *sight = ctx;

	sight->service = true;
	sight->starts = sight->starts || s->start == SERVICE_STARTS_ITSELF;
	if (s->running == TRI_YES ||
	    (s->running == TRI_UNKNOWN && sight->running == TRI_NO))
		sight->running = s->running;
	if (!sight->where)
		sight->where =
		    arena_fmt(sight->r->arena, "service %s", s->name);
	return true;
}

static void look_services(struct sight *s, const struct product *p)
{
	for (size_t i = 0; i < p->services; i++) {
		const char *name = p->service[i];
		enum fact_state state;
		struct service one;

		/* A plain name need not be looked for among all of them. */
		if (strchr(name, '*')) {
			state = service_match(name, see_service, s);
		} else {
			state = service_find(name, &one);
			if (state == FACT_KNOWN)
				see_service(s, &one);
		}
		if (state != FACT_KNOWN && state != FACT_ABSENT)
			s->r->services = false;
	}
}

static void look_programs(struct sight *s, const struct product *p)
{
	const struct installed_program *program =
	    installed_find(&s->r->installed, p, NULL);

	if (program && !s->where)
		s->where = arena_fmt(s->r->arena, "program %s", program->name);
	for (size_t i = 0; !s->where && i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(keys[i].product, p->id) == 0 &&
		    registry_key(REGISTRY_MACHINE, keys[i].key) == FACT_KNOWN)
			s->where =
			    arena_fmt(s->r->arena, "key %s", keys[i].key);
}

/* A product that is run from a stick or a download shows this way alone. */
static void look_processes(struct sight *s, const struct product *p)
{
	const char *const *name = s->r->processes.data;

	for (size_t i = 0; i < s->r->processes.count; i++)
		for (size_t j = 0; name[i] && j < p->processes; j++) {
			if (!text_same(p->process[j], name[i]))
				continue;
			s->running = TRI_YES;
			if (!s->where)
				s->where = arena_fmt(s->r->arena, "process %s",
				                     p->process[j]);
			return;
		}
	/* Nobody runs what has neither a service nor a process that does. */
	if (s->running == TRI_NO &&
	    (!s->r->all || (p->processes == 0 && !s->service)))
		s->running = TRI_UNKNOWN;
}

static void look(struct reading *r, const struct product *p)
{
	struct sight s = { .r = r, .running = TRI_NO };
	struct remote_tool *row;

	look_services(&s, p);
	look_programs(&s, p);
	look_processes(&s, p);
	if (!s.where)
		return;
	row = rows_add(&r->rows);
	if (!row)
		return;
	row->product = p->id;
	row->kind = p->kind;
	row->running = s.running;
	row->unattended = remote_manner(p, s.starts || s.running == TRI_YES);
	row->where = s.where;
}

void remote_tool_list(const struct baseline *b, struct fact_remote_tools *out,
                      struct arena *a)
{
	struct reading r = { .b = b, .arena = a, .services = true };

	rows_init(&r.rows, a, sizeof(struct remote_tool));
	installed_read(&r.installed, a);
	list_processes(&r);
	for (size_t i = 0; b && i < b->products; i++)
		if (strcmp(b->product[i].list, "remote-tool") == 0)
			look(&r, &b->product[i]);
	out->row = r.rows.data;
	out->count = r.rows.count;
	if (!b)
		fact_unknown(&out->fact, a, FACT_FAILED, "no list of products");
	else if (r.installed.state != FACT_KNOWN)
		fact_unknown(&out->fact, a, r.installed.state,
		             "the lists of programs cannot be read");
	else if (!r.services || !r.all)
		fact_unknown(&out->fact, a, FACT_FAILED,
		             "the %s cannot be listed",
		             r.all ? "services" : "processes");
	else
		out->fact.state = FACT_KNOWN;
}
