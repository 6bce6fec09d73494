/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/hardware.h"
#include "checks/probe/probe.h"
#include "checks/probe/windows/decode/moment.h"
#include "checks/probe/windows/decode/release.h"
#include "checks/probe/windows/decode/smbios.h"
#include "checks/probe/windows/registry.h"
#include "checks/probe/windows/service.h"
#include "core/date.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#define VERSION_KEY    "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"
#define TIME_KEY       "SYSTEM\\CurrentControlSet\\Services\\W32Time"
#define BIOS_KEY       "HARDWARE\\DESCRIPTION\\System\\BIOS"
#define FIRMWARE_TABLE 0x52534d42u /* 'RSMB' */
#define TABLE_BYTES    (1u << 20)  /* of what the firmware says */
#define NO_BATTERY     128         /* BatteryFlag of SYSTEM_POWER_STATUS */
#define BATTERY_HUSH   255         /* "unknown" */
#define SET_DAYS       31 /* the clock is set about weekly, when it is on */

struct job {
	const struct probe_context *c;
	struct facts *f;
	struct arena *a;
};

/* What the kernel is, which nothing makes it lie about; by its own name. */
static bool read_kernel(OSVERSIONINFOEXW *v)
{
	LONG(WINAPI * get)(OSVERSIONINFOEXW *);
	HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
	FARPROC found = ntdll ? GetProcAddress(ntdll, "RtlGetVersion") : NULL;

	memset(v, 0, sizeof(*v));
	v->dwOSVersionInfoSize = sizeof(*v);
	if (!found)
		return false;
	memcpy(&get, &found, sizeof(get));
	return get(v) == 0;
}

static const char *version_text(const struct job *j, const char *value)
{
	const char *text = "";

	(void)registry_text(REGISTRY_MACHINE, VERSION_KEY, value, j->a, &text);
	return text;
}

static enum lang machine_lang(void)
{
	return PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_FRENCH
	           ? LANG_FR
	           : LANG_EN;
}

static void read_release(const struct job *j)
{
	struct facts *f = j->f;
	struct release r = { .edition = version_text(j, "EditionID"),
		             .display = version_text(j, "DisplayVersion") };
	char name[RELEASE_NAME];
	char text[64];
	OSVERSIONINFOEXW v;
	int64_t revision = 0;

	if (!read_kernel(&v)) {
		fact_unknown(&f->system_id.fact, j->a, FACT_FAILED,
		             "RtlGetVersion does not answer");
		return;
	}
	if (!r.display[0]) /* before 20H2 */
		r.display = version_text(j, "ReleaseId");
	r.build = v.dwBuildNumber;
	r.server = v.wProductType != VER_NT_WORKSTATION;
	fact_text(&f->system_id, j->a, release_id(&r));
	fact_text(&f->system_version, j->a,
	          release_version(&r, j->c->baseline, text));
	release_name(name, &r, j->c->baseline, machine_lang());
	fact_text(&f->system_name, j->a, name);
	fact_text(&f->system_role, j->a, r.server ? "server" : "desktop");
	if (r.edition[0])
		fact_text(&f->system_edition, j->a, r.edition);
	else
		fact_unknown(&f->system_edition.fact, j->a, FACT_ABSENT,
		             "EditionID is not there");
	(void)registry_int(REGISTRY_MACHINE, VERSION_KEY, "UBR", &revision);
	snprintf(text, sizeof(text), "%lu.%lu.%lu.%" PRId64, v.dwMajorVersion,
	         v.dwMinorVersion, v.dwBuildNumber, revision);
	fact_text(&f->system_kernel, j->a, text);
}

static void read_machine(const struct job *j)
{
	char name[HARDWARE_MACHINE];
	const char *id;
	char *small;
	enum fact_state state =
	    registry_text(REGISTRY_MACHINE, "SOFTWARE\\Microsoft\\Cryptography",
	                  "MachineGuid", j->a, &id);

	small = state == FACT_KNOWN ? arena_strdup(j->a, id) : NULL;
	if (!small || strlen(small) != 36) {
		fact_unknown(&j->f->system_machine.fact, j->a,
		             state == FACT_KNOWN ? FACT_FAILED : state,
		             "MachineGuid cannot be read");
		return;
	}
	for (char *p = small; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	hardware_machine(name, small);
	fact_text(&j->f->system_machine, j->a, name);
}

/* What the firmware says; only the part that Windows keeps if that fails. */
static enum tri read_firmware(const struct job *j, struct smbios *s)
{
	static const char *const values[] = { "SystemManufacturer",
		                              "SystemProductName",
		                              "BIOSVendor" };
	UINT size = GetSystemFirmwareTable(FIRMWARE_TABLE, 0, NULL, 0);
	uint8_t *table = size > 0 && size <= TABLE_BYTES ? malloc(size) : NULL;
	enum tri virtual = TRI_UNKNOWN;

	memset(s, 0, sizeof(*s));
	if (table &&
	    GetSystemFirmwareTable(FIRMWARE_TABLE, 0, table, size) <= size &&
	    smbios_parse(s, table, size))
		virtual = s->virtual || hardware_virtual(s->bios) ||
		                  hardware_virtual(s->maker) ||
		                  hardware_virtual(s->model) ||
		                  hardware_virtual(s->board)
		              ? TRI_YES
		              : TRI_NO;
	free(table);
	for (size_t i = 0; i < 3 && virtual != TRI_YES; i++) {
		const char *text;

		if (registry_text(REGISTRY_MACHINE, BIOS_KEY, values[i], j->a,
		                  &text) == FACT_KNOWN)
			virtual = hardware_virtual(text) ? TRI_YES : TRI_NO;
	}
	return virtual;
}

/* 1 "other" and 2 "unknown": machines that were badly filled in. */
static enum tri is_laptop(int64_t chassis, enum tri virtual)
{
	SYSTEM_POWER_STATUS power;

	if (chassis > 2)
		return hardware_moves(chassis) ? TRI_YES : TRI_NO;
	if (virtual == TRI_YES)
		return TRI_NO;
	if (GetSystemPowerStatus(&power) && power.BatteryFlag != BATTERY_HUSH &&
	    !(power.BatteryFlag & NO_BATTERY))
		return TRI_YES;
	return chassis > 0 ? TRI_NO : TRI_UNKNOWN;
}

static void read_kind(const struct job *j)
{
	struct smbios s;
	enum tri virtual = read_firmware(j, &s);
	enum tri laptop = is_laptop(s.chassis, virtual);

	if (virtual != TRI_UNKNOWN)
		fact_bool(&j->f->system_virtual, virtual == TRI_YES);
	else
		fact_unknown(&j->f->system_virtual.fact, j->a, FACT_ABSENT,
		             "the firmware does not tell");
	if (laptop != TRI_UNKNOWN)
		fact_bool(&j->f->system_laptop, laptop == TRI_YES);
	else
		fact_unknown(&j->f->system_laptop.fact, j->a, FACT_ABSENT,
		             "the firmware does not tell");
}

/* A time that Windows wrote as a value: a FILETIME, or Unix seconds. */
static int64_t witness(const struct job *j, const char *key, const char *value)
{
	const uint8_t *data;
	size_t len;
	int64_t seconds;

	if (registry_bytes(REGISTRY_MACHINE, key, value, j->a, &data, &len) !=
	    FACT_KNOWN)
		return 0;
	if (len == 8)
		return moment_bytes(data, len);
	return registry_int(REGISTRY_MACHINE, key, value, &seconds) ==
	               FACT_KNOWN
	           ? seconds
	           : 0;
}

/*
 * The machine's clock cannot be before the day the baseline was made, nor
 * before what Windows noted itself. The second newest of these is taken: one
 * date in the future is an accident, not a witness.
 */
static void read_clock(const struct job *j)
{
	static const char *const value[][2] = {
		{ "SYSTEM\\CurrentControlSet\\Control\\Windows",
		  "ShutdownTime" },
		{ TIME_KEY "\\SecureTimeLimits", "SecureTimeLow" },
		{ TIME_KEY "\\Config", "LastKnownGoodTime" },
		{ "SOFTWARE\\Microsoft\\Windows Defender\\Signature Updates",
		  "SignaturesLastUpdated" },
		{ VERSION_KEY, "InstallDate" },
	};
	int64_t newest = 0;
	int64_t second = 0;

	for (size_t i = 0; i < sizeof(value) / sizeof(value[0]); i++) {
		int64_t time = witness(j, value[i][0], value[i][1]);

		if (time > newest) {
			second = newest;
			newest = time;
		} else if (time > second) {
			second = time;
		}
	}
	if (j->c->baseline->made > second)
		second = j->c->baseline->made;
	fact_int(&j->f->system_clock, j->c->now);
	fact_int(&j->f->system_clock_floor, second);
}

/* Nothing tells a plain user whether it worked, unless it was noted. */
static void read_synchronized(const struct job *j)
{
	struct fact_bool *f = &j->f->system_clock_synchronized;
	int64_t set = witness(j, TIME_KEY "\\Config", "LastKnownGoodTime");
	const char *type = "";
	struct service s;

	(void)registry_text(REGISTRY_MACHINE, TIME_KEY "\\Parameters", "Type",
	                    j->a, &type);
	if (strcmp(type, "NoSync") == 0 ||
	    (service_find("W32Time", &s) == FACT_KNOWN &&
	     s.start == SERVICE_STARTS_NEVER))
		fact_bool(f, false);
	else if (set > 0 && j->c->now - set <= SET_DAYS * DATE_DAY)
		fact_bool(f, true);
	else
		fact_unknown(&f->fact, j->a, FACT_UNSUPPORTED,
		             "Windows does not tell when it set the clock");
}

static void read_system(const struct probe_context *c, struct facts *f,
                        struct arena *a)
{
	const struct job j = { c, f, a };

	fact_text(&f->system_family, a, "windows");
	read_release(&j);
	read_machine(&j);
	fact_int(&f->system_uptime, (int64_t)(GetTickCount64() / 1000));
	read_clock(&j);
	read_synchronized(&j);
	read_kind(&j);
}

static const char *const more_rights[] = { NULL };

const struct probe probe_system = {
	.area = "system",
	.deadline = 5000,
	.read = read_system,
	.more_rights = more_rights,
};
