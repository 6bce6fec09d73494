/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/fact_table.h"

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

static const struct fact_column waiting_update_columns[] = {
	TEXT_CELL(waiting_update, package),
	TEXT_CELL(waiting_update, installed),
	TEXT_CELL(waiting_update, available),
};
static const struct fact_shape waiting_updates =
    SHAPE(waiting_update, waiting_update_columns);

static const struct fact_column listener_columns[] = {
	TEXT_CELL(listener, transport), TEXT_CELL(listener, address),
	INT_CELL(listener, port),       TRI_CELL(listener, loopback),
	TEXT_CELL(listener, program),
};
static const struct fact_shape listeners = SHAPE(listener, listener_columns);

static const struct fact_column share_columns[] = {
	TEXT_CELL(share, protocol), TEXT_CELL(share, name),
	TEXT_CELL(share, path),     TRI_CELL(share, guest),
	TRI_CELL(share, writable),  TRI_CELL(share, root_squash),
	TEXT_CELL(share, clients),
};
static const struct fact_shape shares = SHAPE(share, share_columns);

static const struct fact_column remote_tool_columns[] = {
	TEXT_CELL(remote_tool, product), TEXT_CELL(remote_tool, kind),
	TRI_CELL(remote_tool, running),  TRI_CELL(remote_tool, unattended),
	TEXT_CELL(remote_tool, where),
};
static const struct fact_shape remote_tools =
    SHAPE(remote_tool, remote_tool_columns);

static const struct fact_column backup_columns[] = {
	TEXT_CELL(backup, tool),     TEXT_CELL(backup, kind),
	TEXT_CELL(backup, what),     TEXT_CELL(backup, target),
	TEXT_CELL(backup, place),    TRI_CELL(backup, plugged),
	TRI_CELL(backup, scheduled), INT_CELL(backup, last_success),
	TEXT_CELL(backup, where),
};
static const struct fact_shape backups = SHAPE(backup, backup_columns);

static const struct fact_column account_columns[] = {
	TEXT_CELL(account, name),     INT_CELL(account, number),
	TEXT_CELL(account, password), TRI_CELL(account, human),
	TRI_CELL(account, enabled),   TRI_CELL(account, admin),
	TRI_CELL(account, current),   INT_CELL(account, last_login),
};
static const struct fact_shape accounts = SHAPE(account, account_columns);

static const struct fact_column volume_columns[] = {
	TEXT_CELL(volume, mount),    INT_CELL(volume, size),
	INT_CELL(volume, free),      TRI_CELL(volume, encrypted),
	TRI_CELL(volume, removable), TRI_CELL(volume, system),
};
static const struct fact_shape volumes = SHAPE(volume, volume_columns);

static const struct fact_column firewall_profile_columns[] = {
	TEXT_CELL(firewall_profile, network),
	TRI_CELL(firewall_profile, on),
	TRI_CELL(firewall_profile, blocks),
	TRI_CELL(firewall_profile, current),
};
static const struct fact_shape firewall_profiles =
    SHAPE(firewall_profile, firewall_profile_columns);

static const struct fact_column disk_health_columns[] = {
	TEXT_CELL(disk_health, device),
	TEXT_CELL(disk_health, model),
	TRI_CELL(disk_health, failing),
};
static const struct fact_shape disk_healths =
    SHAPE(disk_health, disk_health_columns);

static const struct fact_column antivirus_columns[] = {
	TEXT_CELL(antivirus, product),
	TRI_CELL(antivirus, running),
	INT_CELL(antivirus, signatures),
	TRI_CELL(antivirus, current),
};
static const struct fact_shape antiviruses =
    SHAPE(antivirus, antivirus_columns);

static const struct fact_column software_columns[] = {
	TEXT_CELL(software, product),
	TEXT_CELL(software, version),
};
static const struct fact_shape softwares = SHAPE(software, software_columns);

static const struct fact_column certificate_columns[] = {
	TEXT_CELL(certificate, place),    TEXT_CELL(certificate, name),
	TEXT_CELL(certificate, use),      TEXT_CELL(certificate, issuer),
	INT_CELL(certificate, not_after),
};
static const struct fact_shape certificates =
    SHAPE(certificate, certificate_columns);

static const struct fact_column lan_range_columns[] = {
	TEXT_CELL(lan_range, cidr),
	TEXT_CELL(lan_range, interface),
};
static const struct fact_shape lan_ranges = SHAPE(lan_range, lan_range_columns);

static const struct fact_column device_columns[] = {
	TEXT_CELL(device, address), TEXT_CELL(device, kind),
	TEXT_CELL(device, sure),    TEXT_CELL(device, vendor),
	TEXT_CELL(device, model),   TEXT_CELL(device, found),
	TRI_CELL(device, gateway),  TRI_CELL(device, self),
};
static const struct fact_shape devices = SHAPE(device, device_columns);

static const struct fact_column device_name_columns[] = {
	TEXT_CELL(device_name, address),
	TEXT_CELL(device_name, name),
	TEXT_CELL(device_name, source),
};
static const struct fact_shape device_names =
    SHAPE(device_name, device_name_columns);

static const struct fact_column device_port_columns[] = {
	TEXT_CELL(device_port, address),   INT_CELL(device_port, port),
	TEXT_CELL(device_port, transport), TEXT_CELL(device_port, service),
	TEXT_CELL(device_port, product),
};
static const struct fact_shape device_ports =
    SHAPE(device_port, device_port_columns);

static const struct fact_column device_sign_columns[] = {
	TEXT_CELL(device_sign, address),   INT_CELL(device_sign, port),
	TEXT_CELL(device_sign, transport), TEXT_CELL(device_sign, code),
	TEXT_CELL(device_sign, value),     INT_CELL(device_sign, time),
};
static const struct fact_shape device_signs =
    SHAPE(device_sign, device_sign_columns);

static const struct fact_column tls_service_columns[] = {
	TEXT_CELL(tls_service, host),     INT_CELL(tls_service, port),
	TEXT_CELL(tls_service, service),  TEXT_CELL(tls_service, subject),
	TEXT_CELL(tls_service, issuer),   INT_CELL(tls_service, not_before),
	INT_CELL(tls_service, not_after), TEXT_CELL(tls_service, chain),
	TRI_CELL(tls_service, named),     TEXT_CELL(tls_service, best),
};
static const struct fact_shape tls_services =
    SHAPE(tls_service, tls_service_columns);

static const struct fact_column mapping_columns[] = {
	INT_CELL(mapping, port),
	TEXT_CELL(mapping, transport),
	TEXT_CELL(mapping, target),
	TEXT_CELL(mapping, description),
};
static const struct fact_shape mappings = SHAPE(mapping, mapping_columns);

static const struct fact_column cleartext_columns[] = {
	TEXT_CELL(cleartext, protocol),
	INT_CELL(cleartext, count),
};
static const struct fact_shape cleartexts = SHAPE(cleartext, cleartext_columns);

static const struct fact_column heard_columns[] = {
	TEXT_CELL(heard, code),
	INT_CELL(heard, count),
};
static const struct fact_shape heards = SHAPE(heard, heard_columns);

static const struct fact_column criterion_columns[] = {
	TEXT_CELL(criterion, item),
	TRI_CELL(criterion, good),
	TEXT_CELL(criterion, value),
};
static const struct fact_shape criteria = SHAPE(criterion, criterion_columns);

#define FIELD(kind, name, member, unit, rows)                              \
	{                                                                  \
		{ name, unit }, kind, offsetof(struct facts, member), rows \
	}
#define BOOL(name, member, unit) FIELD(TYPE_BOOL, name, member, unit, NULL)
#define INT(name, member, unit)  FIELD(TYPE_INT, name, member, unit, NULL)
#define TEXT(name, member, unit) FIELD(TYPE_TEXT, name, member, unit, NULL)
#define LIST(name, member, unit, rows) \
	FIELD(TYPE_LIST, name, member, unit, &(rows))

/* clang-format off */
const struct fact_entry fact_table[] = {
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
	BOOL("update.extended", update_extended, "updates come beyond the end of support"),
	INT("update.paused", update_paused, "time until which somebody paused them"),
	LIST("listener.list", listener_list, "open ports of this machine", listeners),
	LIST("share.list", share_list, "folders offered to others", shares),
	BOOL("share.smb-running", share_smb_running, "a Windows share server runs"),
	BOOL("share.smb1", share_smb1, "the old protocol SMB1 is accepted"),
	BOOL("share.hidden", share_hidden, "C$ and ADMIN$ exist"),
	BOOL("share.remote-admin", share_remote_admin, "local accounts are full over the network"),
	BOOL("share.anonymous", share_anonymous, "shares can be listed by anyone"),
	BOOL("share.signing", share_signing, "messages must be signed"),
	BOOL("share.smb1-client", share_smb1_client, "it speaks SMB1 to others"),
	BOOL("share.guest-client", share_guest_client, "it trusts servers without a password"),
	BOOL("ssh.running", ssh_running, "a SSH server runs or starts on demand"),
	BOOL("ssh.password", ssh_password, "SSH accepts passwords"),
	TEXT("ssh.root", ssh_root, "PermitRootLogin in effect"),
	BOOL("ssh.empty", ssh_empty, "SSH accepts empty passwords"),
	INT("ssh.port", ssh_port, "first port of the SSH server"),
	BOOL("remote.desktop", remote_desktop, "a remote desktop (RDP) is open"),
	BOOL("remote.desktop-nla", remote_desktop_nla, "it asks who comes before drawing"),
	INT("remote.desktop-port", remote_desktop_port, "where it listens"),
	LIST("remote.tools", remote_tools, "remote help programs", remote_tools),
	LIST("backup.list", backup_list, "backups found", backups),
	LIST("account.list", account_list, "accounts of people and of root", accounts),
	BOOL("account.autologin", account_autologin, "a session opens by itself"),
	BOOL("account.current-admin", account_current_admin, "the daily account may do all"),
	BOOL("account.uac", account_uac, "programs ask before they get all rights"),
	BOOL("account.blank-network", account_blank_network, "an empty password opens from the network"),
	BOOL("screen.lock", screen_lock, "the screen locks by itself"),
	INT("screen.delay", screen_delay, "seconds of idleness before it does"),
	LIST("disk.volumes", disk_volumes, "file systems", volumes),
	BOOL("disk.encrypted", disk_encrypted, "files are unreadable once stolen"),
	LIST("disk.health", disk_health, "what disks say of themselves", disk_healths),
	BOOL("firewall.on", firewall_on, "inbound traffic is filtered"),
	TEXT("firewall.tool", firewall_tool, "ufw, firewalld, nftables..."),
	LIST("firewall.profiles", firewall_profiles, "Windows: one a sort of network", firewall_profiles),
	LIST("antivirus.list", antivirus_list, "antivirus programs", antiviruses),
	LIST("software.list", software_list, "programs of the baseline's list", softwares),
	INT("office.macros", office_macros, "0 all run, 1 asks, 2 signed only, 3 none"),
	BOOL("usb.autorun", usb_autorun, "a stick may start programs"),
	TEXT("wifi.security", wifi_security, "open, wep, wpa1, wpa2, wpa3"),
	LIST("certificate.list", certificate_list, "certificates of this machine", certificates),
	TEXT("lan.consent", lan_consent, "who agreed to the look: option, question, kit"),
	TEXT("lan.level", lan_level, "how far it went: ports, normal, thorough"),
	LIST("lan.ranges", lan_ranges, "ranges of addresses looked at", lan_ranges),
	LIST("lan.devices", lan_devices, "machines of the network", devices),
	LIST("lan.names", lan_names, "names they give themselves", device_names),
	LIST("lan.ports", lan_ports, "ports that answer there", device_ports),
	LIST("lan.signs", lan_signs, "what they show without a password", device_signs),
	LIST("lan.tls", lan_tls, "TLS services there", tls_services),
	LIST("lan.mappings", lan_mappings, "ports that the box opens", mappings),
	INT("listen.seconds", listen_seconds, "seconds that were listened to"),
	INT("listen.packets", listen_packets, "packets heard"),
	LIST("listen.logins", listen_logins, "passwords seen in clear", cleartexts),
	LIST("listen.events", listen_events, "other weak habits heard", heards),
	INT("listen.dhcp-servers", listen_dhcp_servers, "machines that hand out addresses"),
	TEXT("outside.site", outside_site, "address of the website asked"),
	TEXT("outside.mail", outside_mail, "mail domain asked"),
	BOOL("outside.https", outside_https, "the site answers over valid HTTPS"),
	LIST("outside.criteria", outside_criteria, "criteria of the outside view", criteria),
	LIST("outside.tls", outside_tls, "TLS services of the site and of mail", tls_services),
	BOOL("outside.spf", outside_spf, "the domain has one SPF record that denies"),
	TEXT("outside.dmarc", outside_dmarc, "none, quarantine, reject, missing"),
	INT("outside.domain-expires", outside_domain_expires, "time the domain name ends"),
};
/* clang-format on */

const size_t fact_table_count = COUNT(fact_table);
