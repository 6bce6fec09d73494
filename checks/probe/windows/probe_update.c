/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/probe.h"
#include "checks/probe/windows/decode/moment.h"
#include "checks/probe/windows/registry.h"
#include "checks/probe/windows/service.h"
#include "checks/probe/windows/update_agent.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define AGENT_WAIT 8000 /* milliseconds */

#define VERSION  "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"
#define CURRENT  "SOFTWARE\\Microsoft\\Windows\\CurrentVersion"
#define PACKAGES CURRENT "\\Component Based Servicing\\Packages"
#define AUTO     CURRENT "\\WindowsUpdate\\Auto Update"
#define PAUSE    "SOFTWARE\\Microsoft\\WindowsUpdate\\UX\\Settings"
#define POLICY   "SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate"

#define PACKAGE_INSTALLED 112   /* CurrentState of a package, 0x70 */
#define FIRST_10          10240 /* build */
#define LAST_10           19045 /* the only one that is extended */

struct job {
	const struct probe_context *c;
	struct facts *f;
	struct arena *a;
	int64_t build;
	int64_t newest; /* installation of what mends Windows */
};

static bool machine_int(const char *key, const char *value, int64_t *out)
{
	return registry_int(REGISTRY_MACHINE, key, value, out) == FACT_KNOWN;
}

/*
 * Every month's fix of Windows is a package of that name, in no language;
 * the others are languages, features and signatures.
 */
static bool read_package(void *ctx, const char *name)
{
	struct job *j = ctx;
	char key[sizeof(PACKAGES) + REGISTRY_NAME + 1];
	int64_t state = 0;
	int64_t high = 0;
	int64_t low = 0;
	int64_t time;

	if (!text_like("Package_for_RollupFix~*", name) ||
	    (size_t)snprintf(key, sizeof(key), PACKAGES "\\%s", name) >=
	        sizeof(key) ||
	    !machine_int(key, "CurrentState", &state) ||
	    state != PACKAGE_INSTALLED ||
	    !machine_int(key, "InstallTimeHigh", &high) ||
	    !machine_int(key, "InstallTimeLow", &low))
		return true;
	time = moment_filetime((uint64_t)high << 32 | (uint64_t)low);
	if (time > j->newest)
		j->newest = time;
	return true;
}

/* The older Windows noted it as a text in UTC. */
static int64_t noted(const struct job *j, const char *what)
{
	char key[sizeof(AUTO) + 32];
	const char *text;

	snprintf(key, sizeof(key), AUTO "\\Results\\%s", what);
	if (registry_text(REGISTRY_MACHINE, key, "LastSuccessTime", j->a,
	                  &text) != FACT_KNOWN)
		return CELL_UNKNOWN;
	return moment_text(text);
}

/*
 * What the agent installed last may be signatures of the antivirus: that is
 * taken only where nothing tells better.
 */
static void read_times(struct job *j, const struct update_agent *agent)
{
	struct facts *f = j->f;
	int64_t searched = agent->searched;
	int64_t installed;

	j->newest = CELL_UNKNOWN;
	(void)registry_keys(REGISTRY_MACHINE, PACKAGES, read_package, j);
	installed = j->newest > agent->installed ? j->newest : agent->installed;
	if (installed == CELL_UNKNOWN)
		installed = noted(j, "Install");
	if (installed == CELL_UNKNOWN)
		installed = agent->anything;
	if (searched == CELL_UNKNOWN)
		searched = noted(j, "Detect");
	if (searched != CELL_UNKNOWN)
		fact_int(&f->update_refreshed, searched);
	else
		fact_unknown(&f->update_refreshed.fact, j->a, FACT_FAILED,
		             "Windows Update does not say when it searched");
	if (installed != CELL_UNKNOWN)
		fact_int(&f->update_installed, installed);
	else
		fact_unknown(&f->update_installed.fact, j->a, FACT_FAILED,
		             "nothing says when Windows was mended");
}

static bool service_off(const char *name)
{
	struct service s;

	return service_find(name, &s) == FACT_KNOWN &&
	       s.start == SERVICE_STARTS_NEVER;
}

/*
 * Since Windows 10 it is automatic unless a policy or a disabled service
 * says other: what stands in the old local setting is not looked at there.
 */
static void read_automatic(struct job *j, const struct update_agent *agent)
{
	struct fact_bool *f = &j->f->update_automatic;
	static const char *const values[] = { "NoAutoUpdate", "AUOptions" };
	int64_t policy[2] = { 0, 0 };
	int64_t option;

	for (size_t i = 0; i < 2; i++) {
		enum fact_state state = registry_int(
		    REGISTRY_MACHINE, POLICY "\\AU", values[i], &policy[i]);

		if (state != FACT_KNOWN && state != FACT_ABSENT) {
			fact_unknown(&f->fact, j->a, state,
			             "the policy %s cannot be read", values[i]);
			return;
		}
	}
	option = policy[1];
	if (option == 0 && j->build < FIRST_10 &&
	    !machine_int(AUTO, "AUOptions", &option))
		option = agent->level;
	/* 1 none, 2 tells, 3 fetches and tells, 4 does it, 5 asks, 7 tells of
	 * the restart: learn.microsoft.com, "AUOptions". */
	fact_bool(f, policy[0] != 1 && !(option >= 1 && option <= 3) &&
	                 !service_off("wuauserv") && !service_off("UsoSvc"));
}

static void read_source(const struct job *j)
{
	const char *server = "";
	int64_t used = 0;

	(void)machine_int(POLICY "\\AU", "UseWUServer", &used);
	(void)registry_text(REGISTRY_MACHINE, POLICY, "WUServer", j->a,
	                    &server);
	fact_text(&j->f->update_source, j->a,
	          used == 1 && server[0] ? "wsus" : "windows-update");
}

/* PendingFileRenameOperations is not asked: programs leave it every day. */
static void read_reboot(const struct job *j)
{
	static const char *const keys[] = {
		CURRENT "\\Component Based Servicing\\RebootPending",
		AUTO "\\RebootRequired",
	};
	enum fact_state worst = FACT_ABSENT;

	for (size_t i = 0; i < 2; i++) {
		enum fact_state state = registry_key(REGISTRY_MACHINE, keys[i]);

		if (state == FACT_KNOWN) {
			fact_bool(&j->f->update_reboot, true);
			return;
		}
		if (state != FACT_ABSENT)
			worst = state;
	}
	if (worst == FACT_ABSENT)
		fact_bool(&j->f->update_reboot, false);
	else
		fact_unknown(&j->f->update_reboot.fact, j->a, worst,
		             "the marks of a restart cannot be read");
}

static void read_paused(const struct job *j)
{
	static const char *const values[] = { "PauseUpdatesExpiryTime",
		                              "PauseQualityUpdatesEndTime" };
	int64_t until = CELL_UNKNOWN;
	bool unread = false;

	for (size_t i = 0; i < 2; i++) {
		const char *text = "";
		enum fact_state state = registry_text(REGISTRY_MACHINE, PAUSE,
		                                      values[i], j->a, &text);
		int64_t time = CELL_UNKNOWN;

		if (state == FACT_KNOWN)
			time = moment_text(text);
		if (time > until)
			until = time;
		unread = unread ||
		         (state != FACT_KNOWN && state != FACT_ABSENT) ||
		         (text[0] && time == CELL_UNKNOWN);
	}
	if (until != CELL_UNKNOWN)
		fact_int(&j->f->update_paused, until);
	else if (unread)
		fact_unknown(&j->f->update_paused.fact, j->a, FACT_FAILED,
		             "the end of a pause cannot be read");
	else
		fact_unknown(&j->f->update_paused.fact, j->a, FACT_ABSENT,
		             "nobody paused them");
}

/*
 * No licence is asked: a revision that only those with extended updates ever
 * got proves that they come.
 */
static void read_extended(const struct job *j)
{
	struct fact_bool *f = &j->f->update_extended;
	int64_t last =
	    baseline_number(j->c->baseline, "windows.last-free-revision");
	int64_t revision;

	if (j->build != LAST_10)
		fact_unknown(&f->fact, j->a, FACT_ABSENT,
		             "only Windows 10 22H2 is told by its revision");
	else if (!machine_int(VERSION, "UBR", &revision))
		fact_unknown(&f->fact, j->a, FACT_FAILED,
		             "the revision cannot be read");
	else
		fact_bool(f, revision > last);
}

static void read_update(const struct probe_context *c, struct facts *f,
                        struct arena *a)
{
	struct job j = { .c = c, .f = f, .a = a };
	static const char *const why =
	    "Windows counts them only when it searches";
	struct update_agent agent;

	(void)machine_int(VERSION, "CurrentBuildNumber", &j.build);
	update_agent_ask(&agent, AGENT_WAIT);
	read_source(&j);
	read_times(&j, &agent);
	read_automatic(&j, &agent);
	read_reboot(&j);
	read_paused(&j);
	read_extended(&j);
	fact_unknown(&f->update_pending.fact, a, FACT_UNSUPPORTED, "%s", why);
	fact_unknown(&f->update_security_pending.fact, a, FACT_UNSUPPORTED,
	             "%s", why);
	fact_unknown(&f->update_security.fact, a, FACT_UNSUPPORTED, "%s", why);
}

static const char *const more_rights[] = { NULL };

const struct probe probe_update = {
	.area = "update",
	.deadline = AGENT_WAIT + 4000,
	.read = read_update,
	.more_rights = more_rights,
};
