/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/facts_json.h"

#include "core/json.h"
#include "core/text.h"

#include <string.h>

enum type { TYPE_BOOL, TYPE_INT, TYPE_TEXT, TYPE_LIST };

/* One cell of a row. */
struct column {
	const char *name;
	enum { CELL_TEXT, CELL_INT, CELL_TRI } type;
	size_t at; /* offset in the row */
};

/* What the rows of a list look like. */
struct shape {
	size_t size; /* bytes of one row */
	size_t columns;
	const struct column *column;
};

struct field {
	struct fact_field public;
	enum type type;
	size_t at; /* offset in struct facts */
	const struct shape *shape;
};

/* The layout that every FACT_LIST has, whatever its rows. */
FACT_LIST(any_list, any_row);

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define TEXT_CELL(row, member)                      \
	{                                           \
		.name = #member, .type = CELL_TEXT, \
		.at = offsetof(struct row, member)  \
	}
#define INT_CELL(row, member)                      \
	{                                          \
		.name = #member, .type = CELL_INT, \
		.at = offsetof(struct row, member) \
	}
#define TRI_CELL(row, member)                      \
	{                                          \
		.name = #member, .type = CELL_TRI, \
		.at = offsetof(struct row, member) \
	}
#define SHAPE(row, table)                                            \
	{                                                            \
		.size = sizeof(struct row), .columns = COUNT(table), \
		.column = (table)                                    \
	}

static const struct column waiting_update_columns[] = {
	TEXT_CELL(waiting_update, package),
	TEXT_CELL(waiting_update, installed),
	TEXT_CELL(waiting_update, available),
};
static const struct shape waiting_updates =
    SHAPE(waiting_update, waiting_update_columns);

static const struct column listener_columns[] = {
	TEXT_CELL(listener, transport), TEXT_CELL(listener, address),
	INT_CELL(listener, port),       TRI_CELL(listener, loopback),
	TEXT_CELL(listener, program),
};
static const struct shape listeners = SHAPE(listener, listener_columns);

static const struct column share_columns[] = {
	TEXT_CELL(share, protocol), TEXT_CELL(share, name),
	TEXT_CELL(share, path),     TRI_CELL(share, guest),
	TRI_CELL(share, writable),  TRI_CELL(share, root_squash),
	TEXT_CELL(share, clients),
};
static const struct shape shares = SHAPE(share, share_columns);

static const struct column remote_tool_columns[] = {
	TEXT_CELL(remote_tool, product), TEXT_CELL(remote_tool, kind),
	TRI_CELL(remote_tool, running),  TRI_CELL(remote_tool, unattended),
	TEXT_CELL(remote_tool, where),
};
static const struct shape remote_tools =
    SHAPE(remote_tool, remote_tool_columns);

static const struct column backup_columns[] = {
	TEXT_CELL(backup, tool),     TEXT_CELL(backup, kind),
	TEXT_CELL(backup, what),     TEXT_CELL(backup, target),
	TEXT_CELL(backup, place),    TRI_CELL(backup, plugged),
	TRI_CELL(backup, scheduled), INT_CELL(backup, last_success),
	TEXT_CELL(backup, where),
};
static const struct shape backups = SHAPE(backup, backup_columns);

static const struct column account_columns[] = {
	TEXT_CELL(account, name),     INT_CELL(account, number),
	TEXT_CELL(account, password), TRI_CELL(account, human),
	TRI_CELL(account, enabled),   TRI_CELL(account, admin),
	TRI_CELL(account, current),   INT_CELL(account, last_login),
};
static const struct shape accounts = SHAPE(account, account_columns);

static const struct column volume_columns[] = {
	TEXT_CELL(volume, mount),    INT_CELL(volume, size),
	INT_CELL(volume, free),      TRI_CELL(volume, encrypted),
	TRI_CELL(volume, removable), TRI_CELL(volume, system),
};
static const struct shape volumes = SHAPE(volume, volume_columns);

static const struct column disk_health_columns[] = {
	TEXT_CELL(disk_health, device),
	TEXT_CELL(disk_health, model),
	TRI_CELL(disk_health, failing),
};
static const struct shape disk_healths =
    SHAPE(disk_health, disk_health_columns);

static const struct column antivirus_columns[] = {
	TEXT_CELL(antivirus, product),
	TRI_CELL(antivirus, running),
	INT_CELL(antivirus, signatures),
};
static const struct shape antiviruses = SHAPE(antivirus, antivirus_columns);

static const struct column software_columns[] = {
	TEXT_CELL(software, product),
	TEXT_CELL(software, version),
};
static const struct shape softwares = SHAPE(software, software_columns);

static const struct column certificate_columns[] = {
	TEXT_CELL(certificate, place),    TEXT_CELL(certificate, name),
	TEXT_CELL(certificate, use),      TEXT_CELL(certificate, issuer),
	INT_CELL(certificate, not_after),
};
static const struct shape certificates =
    SHAPE(certificate, certificate_columns);

static const struct column mapping_columns[] = {
	INT_CELL(mapping, port),
	TEXT_CELL(mapping, transport),
	TEXT_CELL(mapping, target),
	TEXT_CELL(mapping, description),
};
static const struct shape mappings = SHAPE(mapping, mapping_columns);

static const struct column cleartext_columns[] = {
	TEXT_CELL(cleartext, protocol),
	INT_CELL(cleartext, count),
};
static const struct shape cleartexts = SHAPE(cleartext, cleartext_columns);

static const struct column tls_service_columns[] = {
	TEXT_CELL(tls_service, host),
	INT_CELL(tls_service, port),
	INT_CELL(tls_service, not_after),
	TEXT_CELL(tls_service, problem),
};
static const struct shape tls_services =
    SHAPE(tls_service, tls_service_columns);

static const struct column device_columns[] = {
	TEXT_CELL(device, kind),
	TEXT_CELL(device, name),
	TEXT_CELL(device, vendor),
	TEXT_CELL(device, problem),
};
static const struct shape devices = SHAPE(device, device_columns);

#define FIELD(kind, name, member, unit, rows)                              \
	{                                                                  \
		{ name, unit }, kind, offsetof(struct facts, member), rows \
	}
#define BOOL(name, member, unit) FIELD(TYPE_BOOL, name, member, unit, NULL)
#define INT(name, member, unit)  FIELD(TYPE_INT, name, member, unit, NULL)
#define TEXT(name, member, unit) FIELD(TYPE_TEXT, name, member, unit, NULL)
#define LIST(name, member, unit, rows) \
	FIELD(TYPE_LIST, name, member, unit, &(rows))

/* The one place that ties a name in a file to a member in memory. */
/* clang-format off */
static const struct field fields[] = {
	TEXT("system.family", system_family, "linux or windows"),
	TEXT("system.id", system_id, "ID of os-release: debian, ubuntu..."),
	TEXT("system.version", system_version, "version that support dates go by"),
	TEXT("system.name", system_name, "name as the system says it"),
	TEXT("system.edition", system_edition, "edition, where there are several"),
	TEXT("system.kernel", system_kernel, "release of the kernel"),
	TEXT("system.role", system_role, "desktop, server or storage"),
	TEXT("system.machine", system_machine, "hash of the machine's own id"),
	BOOL("system.laptop", system_laptop, "it can be carried away"),
	BOOL("system.virtual", system_virtual, "a virtual machine or a container"),
	INT("system.uptime", system_uptime, "seconds since it started"),
	INT("system.clock", system_clock, "time of its clock"),
	INT("system.clock-floor", system_clock_floor, "time it must be later than"),
	BOOL("system.clock-synchronized", system_clock_synchronized, "set over the network"),
	TEXT("update.source", update_source, "apt, dnf, windows-update"),
	INT("update.refreshed", update_refreshed, "time of the last look for updates"),
	INT("update.installed", update_installed, "time of the last installation"),
	INT("update.pending", update_pending, "updates that wait"),
	INT("update.security-pending", update_security_pending, "security updates that wait"),
	LIST("update.security", update_security, "the first 50 of them", waiting_updates),
	BOOL("update.automatic", update_automatic, "installed without anyone"),
	BOOL("update.reboot", update_reboot, "a restart is waited for"),
	LIST("listener.list", listener_list, "open ports of this machine", listeners),
	LIST("share.list", share_list, "folders offered to others", shares),
	BOOL("share.smb-running", share_smb_running, "a Windows share server runs"),
	BOOL("share.smb1", share_smb1, "the old protocol SMB1 is accepted"),
	BOOL("share.hidden", share_hidden, "C$ and ADMIN$ exist"),
	BOOL("share.remote-admin", share_remote_admin, "local accounts are full over the network"),
	BOOL("share.anonymous", share_anonymous, "shares can be listed by anyone"),
	BOOL("ssh.running", ssh_running, "a SSH server runs or starts on demand"),
	BOOL("ssh.password", ssh_password, "SSH accepts passwords"),
	TEXT("ssh.root", ssh_root, "PermitRootLogin in effect"),
	BOOL("ssh.empty", ssh_empty, "SSH accepts empty passwords"),
	INT("ssh.port", ssh_port, "first port of the SSH server"),
	BOOL("remote.desktop", remote_desktop, "a remote desktop (RDP) is open"),
	BOOL("remote.desktop-nla", remote_desktop_nla, "it asks who comes before drawing"),
	LIST("remote.tools", remote_tools, "remote help programs", remote_tools),
	LIST("backup.list", backup_list, "backups found", backups),
	LIST("account.list", account_list, "accounts of people and of root", accounts),
	BOOL("account.autologin", account_autologin, "a session opens by itself"),
	BOOL("account.current-admin", account_current_admin, "the daily account may do all"),
	BOOL("screen.lock", screen_lock, "the screen locks by itself"),
	INT("screen.delay", screen_delay, "seconds of idleness before it does"),
	LIST("disk.volumes", disk_volumes, "file systems", volumes),
	BOOL("disk.encrypted", disk_encrypted, "files are unreadable once stolen"),
	LIST("disk.health", disk_health, "what disks say of themselves", disk_healths),
	BOOL("firewall.on", firewall_on, "inbound traffic is filtered"),
	TEXT("firewall.tool", firewall_tool, "ufw, firewalld, nftables..."),
	LIST("antivirus.list", antivirus_list, "antivirus programs", antiviruses),
	LIST("software.list", software_list, "programs of the baseline's list", softwares),
	INT("office.macros", office_macros, "0 all run, 1 asks, 2 signed only, 3 none"),
	BOOL("usb.autorun", usb_autorun, "a stick may start programs"),
	TEXT("wifi.security", wifi_security, "open, wep, wpa1, wpa2, wpa3"),
	LIST("certificate.list", certificate_list, "certificates of this machine", certificates),
	LIST("router.mappings", router_mappings, "ports that the box opens", mappings),
	LIST("cleartext.logins", cleartext_logins, "passwords seen in clear", cleartexts),
	INT("dhcp.servers", dhcp_servers, "machines that hand out addresses"),
	LIST("tls.services", tls_services, "TLS services of the commune", tls_services),
	LIST("device.list", device_list, "other machines of the network", devices),
	BOOL("website.https", website_https, "the site answers over valid HTTPS"),
	BOOL("mail.spf", mail_spf, "the domain has one SPF record that denies"),
	TEXT("mail.dmarc", mail_dmarc, "none, quarantine, reject, missing"),
	INT("domain.expires", domain_expires, "time the domain name ends"),
};
/* clang-format on */

static const char *const state_names[] = {
	[FACT_UNASKED] = "unasked",         [FACT_KNOWN] = "known",
	[FACT_ABSENT] = "absent",           [FACT_DENIED] = "denied",
	[FACT_UNSUPPORTED] = "unsupported", [FACT_FAILED] = "failed",
};

const char *fact_state_name(enum fact_state state)
{
	return state_names[state];
}

static bool state_parse(const char *name, enum fact_state *out)
{
	for (size_t i = 0; i < COUNT(state_names); i++)
		if (strcmp(state_names[i], name) == 0) {
			*out = (enum fact_state)i;
			return true;
		}
	return false;
}

const struct fact_field *fact_field(size_t index)
{
	return index < COUNT(fields) ? &fields[index].public : NULL;
}

static void *member(const struct facts *f, const struct field *field)
{
	return (char *)f + field->at;
}

struct fact *fact_find(struct facts *f, const char *name)
{
	for (size_t i = 0; i < COUNT(fields); i++)
		if (strcmp(fields[i].public.name, name) == 0)
			return member(f, &fields[i]);
	return NULL;
}

void facts_give_up(struct facts *f, const char *area, enum fact_state state,
                   const char *why)
{
	size_t n = strlen(area);

	for (size_t i = 0; i < COUNT(fields); i++) {
		struct fact *fact = member(f, &fields[i]);

		if (strncmp(fields[i].public.name, area, n) == 0 &&
		    fields[i].public.name[n] == '.' &&
		    fact->state == FACT_UNASKED) {
			fact->state = state;
			fact->why = why;
		}
	}
}

static bool read_cell(void *row, const struct column *c, const cJSON *item,
                      struct arena *a, struct err *e)
{
	void *at = (char *)row + c->at;
	int64_t number = CELL_UNKNOWN;
	const char *text = NULL;
	bool value = false;

	switch (c->type) {
	case CELL_TEXT:
		if (!json_text(item, c->name, false, a, &text, e))
			return false;
		*(const char **)at = text;
		return true;
	case CELL_INT:
		if (!json_int(item, c->name, false, 0, INT64_C(1) << 53,
		              &number, e))
			return false;
		*(int64_t *)at = number;
		return true;
	case CELL_TRI:
		if (!json_bool(item, c->name, false, &value, e))
			return false;
		if (!cJSON_IsBool(
			cJSON_GetObjectItemCaseSensitive(item, c->name)))
			*(enum tri *)at = TRI_UNKNOWN;
		else
			*(enum tri *)at = value ? TRI_YES : TRI_NO;
		return true;
	}
	return err_set(e, "\"%s\" has no type", c->name);
}

static bool read_list(void *at, const struct shape *shape, const cJSON *value,
                      struct arena *a, struct err *e)
{
	struct any_list list;
	const cJSON *item;
	size_t n = 0;
	char *row;

	memcpy(&list, at, sizeof(list));
	if (!cJSON_IsArray(value))
		return err_set(e, "its value is not a list");
	n = (size_t)cJSON_GetArraySize(value);
	if (n > FACTS_ROWS)
		return err_set(e, "its list has more than %d rows", FACTS_ROWS);
	row = arena_alloc(a, n, shape->size);
	if (!row)
		return err_set(e, "its list takes too much memory");
	n = 0;
	cJSON_ArrayForEach (item, value) {
		if (!cJSON_IsObject(item))
			return err_set(e, "row %zu is malformed", n + 1);
		for (size_t i = 0; i < shape->columns; i++)
			if (!read_cell(row + n * shape->size, &shape->column[i],
			               item, a, e))
				return false;
		n++;
	}
	list.row = (const struct any_row *)(const void *)row;
	list.count = n;
	memcpy(at, &list, sizeof(list));
	return true;
}

static bool read_value(void *at, const struct field *field, const cJSON *json,
                       struct arena *a, struct err *e)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(json, "value");

	switch (field->type) {
	case TYPE_BOOL:
		return json_bool(json, "value", true,
		                 &((struct fact_bool *)at)->value, e);
	case TYPE_INT:
		return json_int(json, "value", true, -(INT64_C(1) << 53),
		                INT64_C(1) << 53,
		                &((struct fact_int *)at)->value, e);
	case TYPE_TEXT:
		return json_text(json, "value", true, a,
		                 &((struct fact_text *)at)->value, e);
	case TYPE_LIST:
		return read_list(at, field->shape, value, a, e);
	}
	return err_set(e, "it has no type");
}

static bool read_field(struct facts *f, const struct field *field,
                       const cJSON *json, struct arena *a, struct err *e)
{
	struct fact *fact = member(f, field);
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(json, "value");
	const char *state = NULL;

	if (!cJSON_IsObject(json))
		return err_set(e, "it is not a group of names and values");
	if (!json_text(json, "state", true, a, &state, e))
		return false;
	if (!state_parse(state, &fact->state))
		return err_set(e, "the state \"%.40s\" does not exist", state);
	fact->why = NULL;
	if (!json_text(json, "why", false, a, &fact->why, e))
		return false;
	if (fact->state == FACT_KNOWN)
		return read_value(fact, field, json, a, e);
	if (field->type == TYPE_LIST && value)
		return read_list(fact, field->shape, value, a, e);
	return true;
}

bool facts_from_json(struct facts *f, const cJSON *json, struct arena *a,
                     struct err *e)
{
	struct err inner;

	for (size_t i = 0; i < COUNT(fields); i++) {
		const char *name = fields[i].public.name;
		const cJSON *item =
		    cJSON_GetObjectItemCaseSensitive(json, name);

		if (item && !read_field(f, &fields[i], item, a, &inner))
			return err_set(e, "fact %s: %s", name, inner.text);
	}
	return true;
}

#define TEXT_BYTES 4096 /* of one text that is written */

/* What a machine says may be anything; what we write is clean UTF-8. */
static bool write_text(cJSON *out, const char *name, const char *text)
{
	char clean[TEXT_BYTES];

	text_clean(clean, sizeof(clean), text);
	return cJSON_AddStringToObject(out, name, clean);
}

static bool write_cell(cJSON *out, const void *row, const struct column *c)
{
	const void *at = (const char *)row + c->at;
	int64_t number;

	switch (c->type) {
	case CELL_TEXT:
		return !*(const char *const *)at ||
		       write_text(out, c->name, *(const char *const *)at);
	case CELL_INT:
		number = *(const int64_t *)at;
		return number == CELL_UNKNOWN ||
		       cJSON_AddNumberToObject(out, c->name, (double)number);
	case CELL_TRI:
		return *(const enum tri *)at == TRI_UNKNOWN ||
		       cJSON_AddBoolToObject(out, c->name,
		                             *(const enum tri *)at == TRI_YES);
	}
	return false;
}

static bool write_list(cJSON *out, const void *at, const struct shape *shape)
{
	cJSON *array = cJSON_AddArrayToObject(out, "value");
	struct any_list list;

	memcpy(&list, at, sizeof(list));
	for (size_t n = 0; array && n < list.count && n < FACTS_ROWS; n++) {
		cJSON *item = cJSON_CreateObject();

		if (!item || !cJSON_AddItemToArray(array, item)) {
			cJSON_Delete(item);
			return false;
		}
		for (size_t i = 0; i < shape->columns; i++)
			if (!write_cell(item,
			                (const char *)(const void *)list.row +
			                    n * shape->size,
			                &shape->column[i]))
				return false;
	}
	return array;
}

static bool write_value(cJSON *out, const void *at, const struct field *field)
{
	const struct fact *fact = at;
	struct any_list list;

	if (field->type == TYPE_LIST) {
		memcpy(&list, at, sizeof(list));
		if (fact->state != FACT_KNOWN && list.count == 0)
			return true;
		return write_list(out, at, field->shape);
	}
	if (fact->state != FACT_KNOWN)
		return true;
	switch (field->type) {
	case TYPE_BOOL:
		return cJSON_AddBoolToObject(
		    out, "value", ((const struct fact_bool *)at)->value);
	case TYPE_INT:
		return cJSON_AddNumberToObject(
		    out, "value", (double)((const struct fact_int *)at)->value);
	case TYPE_TEXT:
		return write_text(out, "value",
		                  ((const struct fact_text *)at)->value);
	case TYPE_LIST:
		break;
	}
	return false;
}

static bool write_field(cJSON *out, const struct facts *f,
                        const struct field *field)
{
	const struct fact *fact = member(f, field);
	cJSON *item;

	if (fact->state == FACT_UNASKED)
		return true;
	item = cJSON_AddObjectToObject(out, field->public.name);
	return item &&
	       cJSON_AddStringToObject(item, "state",
	                               state_names[fact->state]) &&
	       (!fact->why || write_text(item, "why", fact->why)) &&
	       write_value(item, fact, field);
}

cJSON *facts_to_json(const struct facts *f)
{
	cJSON *out = cJSON_CreateObject();

	for (size_t i = 0; out && i < COUNT(fields); i++)
		if (!write_field(out, f, &fields[i])) {
			cJSON_Delete(out);
			return NULL;
		}
	return out;
}
