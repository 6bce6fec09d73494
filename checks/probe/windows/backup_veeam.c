/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/backup_tools.h"

#include "checks/probe/windows/decode/run_events.h"
#include "checks/probe/windows/eventlog.h"
#include "checks/probe/windows/registry.h"
#include "checks/probe/windows/service.h"

/*
 * Veeam Agent writes an event 190 when a job ended, whose level says how:
 * helpcenter.veeam.com, "Veeam Agent for Microsoft Windows: Events".
 */

#define KEY "SOFTWARE\\Veeam\\Veeam Endpoint Backup"

static const struct eventlog_query ended = {
	.channel = "Veeam Agent",
	.xpath = "*[System[(EventID=190)]]",
	.deadline = 2000,
};

static void veeam_look(struct backup_scan *s)
{
	struct service service;
	struct eventlog_events e;
	struct backup_copy *copy;
	bool running =
	    service_find("VeeamEndpointBackupSvc", &service) == FACT_KNOWN;

	if (!running && registry_key(REGISTRY_MACHINE, KEY) != FACT_KNOWN)
		return;
	copy =
	    backup_scan_copy(s, "veeam", NULL,
	                     running ? "VeeamEndpointBackupSvc" : "HKLM\\" KEY);
	if (!copy || eventlog_read(&ended, s->a, &e) != FACT_KNOWN)
		return;
	backup_scan_success(s, copy, run_events_success(e.row, e.count));
	backup_scan_schedule(copy, run_events_regular(e.count));
}

const struct backup_tool backup_tool_veeam = {
	.look = veeam_look,
};
