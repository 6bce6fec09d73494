/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/probe.h"
#include "checks/probe/windows/decode/moment.h"
#include "checks/probe/windows/registry.h"
#include "checks/probe/windows/security_center.h"
#include "checks/probe/windows/service.h"
#include "core/rows.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define ROWS     30
#define DEFENDER "SOFTWARE\\Microsoft\\Windows Defender"
#define POLICY   "SOFTWARE\\Policies\\Microsoft\\Windows Defender"

struct job {
	const struct probe_context *c;
	struct arena *a;
	struct rows rows; /* struct antivirus */
};

/* The row of a product, made if it is not there yet; NULL: no room. */
static struct antivirus *row_of(struct job *j, const char *product)
{
	struct antivirus *row = j->rows.data;

	for (size_t i = 0; i < j->rows.count; i++)
		if (text_is(row[i].product, product))
			return &row[i];
	row = j->rows.count < ROWS ? rows_add(&j->rows) : NULL;
	if (row) {
		row->product = product;
		row->signatures = CELL_UNKNOWN;
	}
	return row;
}

/* The same product twice is one and its remnant: the better row stays. */
static void add_product(struct job *j, const struct security_product *p)
{
	const struct product *known =
	    product_state_named(j->c->baseline, p->name);
	char name[128];
	struct antivirus *row;

	text_clean(name, sizeof(name), p->name);
	row = row_of(j, known ? known->id : arena_strdup(j->a, name));
	if (!row || row->running == TRI_YES)
		return;
	row->running = p->state.running;
	row->current = p->state.current;
}

struct match {
	struct job *j;
	const struct product *product;
};

static bool add_service(void *ctx, const struct service *s)
{
	struct match *m = ctx;
	struct antivirus *row = row_of(m->j, m->product->id);

	if (!row)
		return false;
	/* One part that runs is enough, one that is stopped no proof. */
	if (s->running == TRI_YES)
		row->running = TRI_YES;
	else if (row->running == TRI_UNKNOWN)
		row->running =
		    s->start == SERVICE_STARTS_NEVER ? TRI_NO : s->running;
	return true;
}

/* Where there is no Security Center: the services that protect. */
static void read_services(struct job *j)
{
	const struct baseline *b = j->c->baseline;

	for (size_t i = 0; i < b->products; i++) {
		struct match m = { j, &b->product[i] };

		if (!text_is(m.product->list, "antivirus"))
			continue;
		for (size_t k = 0; k < m.product->services; k++)
			(void)service_match(m.product->service[k], add_service,
			                    &m);
	}
}

static bool is_set(const char *policy, const char *local, const char *value)
{
	const struct registry_setting s = { policy, local, value,
		                            REGISTRY_MACHINE };
	int64_t number = 0;

	return registry_effective(&s, &number) == FACT_KNOWN && number == 1;
}

/* The time of Defender's signatures, which Windows notes for everybody. */
static int64_t signatures(const struct job *j)
{
	static const char *const values[] = { "SignaturesLastUpdated",
		                              "AVSignatureApplied" };

	for (size_t i = 0; i < 2; i++) {
		const uint8_t *data;
		size_t len;
		int64_t time;

		if (registry_bytes(REGISTRY_MACHINE,
		                   DEFENDER "\\Signature Updates", values[i],
		                   j->a, &data, &len) != FACT_KNOWN)
			continue;
		time = moment_bytes(data, len);
		if (time != CELL_UNKNOWN)
			return time;
	}
	return CELL_UNKNOWN;
}

/* What the registry knows of Defender, if it is there. */
static void refine_defender(struct job *j, bool centre)
{
	struct antivirus *row = j->rows.data;

	for (size_t i = 0; i < j->rows.count; i++) {
		if (!text_is(row[i].product, "defender"))
			continue;
		row[i].signatures = signatures(j);
		if (!centre &&
		    (is_set(POLICY, DEFENDER, "DisableAntiSpyware") ||
		     is_set(POLICY, DEFENDER, "DisableAntiVirus") ||
		     is_set(POLICY "\\Real-Time Protection",
		            DEFENDER "\\Real-Time Protection",
		            "DisableRealtimeMonitoring")))
			row[i].running = TRI_NO;
	}
}

/* Whether the machine is a server, which has no Security Center. */
static bool is_server(const struct job *j)
{
	const char *type;

	return registry_text(REGISTRY_MACHINE,
	                     "SYSTEM\\CurrentControlSet\\Control\\"
	                     "ProductOptions",
	                     "ProductType", j->a, &type) == FACT_KNOWN &&
	       !text_same(type, "WinNT");
}

static bool any_runs(const struct job *j)
{
	const struct antivirus *row = j->rows.data;

	for (size_t i = 0; i < j->rows.count; i++)
		if (row[i].running == TRI_YES)
			return true;
	return false;
}

/*
 * The Security Center lists, and services where it does not answer. What it
 * says of the whole adds that some antivirus runs where no name was found.
 */
static void read_antivirus(const struct probe_context *c, struct facts *f,
                           struct arena *a)
{
	struct fact_antivirus *list = &f->antivirus_list;
	struct job j = { .c = c, .a = a };
	struct security_products found;
	enum fact_state state =
	    security_center_list(SECURITY_ANTIVIRUS, a, &found);
	struct antivirus *row;

	rows_init(&j.rows, a, sizeof(struct antivirus));
	for (size_t i = 0; i < found.count; i++)
		add_product(&j, &found.row[i]);
	if (found.count == 0)
		read_services(&j);
	refine_defender(&j, found.count > 0);
	if (!any_runs(&j) &&
	    security_center_good(SECURITY_ANTIVIRUS) == TRI_YES) {
		row = row_of(&j, "windows-security");
		if (row) {
			row->running = TRI_YES;
			row->current = TRI_YES;
		}
	}
	list->row = j.rows.data;
	list->count = j.rows.count;
	if (state == FACT_KNOWN || is_server(&j))
		list->fact.state = FACT_KNOWN;
	else
		fact_unknown(&list->fact, a,
		             state == FACT_UNSUPPORTED ? FACT_FAILED : state,
		             "the Security Center does not tell: %s",
		             found.why ? found.why : "no reason given");
}

static const char *const more_rights[] = { NULL };

const struct probe probe_antivirus = {
	.area = "antivirus",
	.deadline = 9000,
	.read = read_antivirus,
	.more_rights = more_rights,
};
