/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/ruling.h"

#include <string.h>

/*
 * Every rule, in the order of the baseline. A new one adds its line here and
 * its file in rule/; a control that rests on an answer alone needs neither.
 */
#define RULES(X)                    \
	X(backup_recent)            \
	X(backup_offline)           \
	X(os_supported)             \
	X(os_updates)               \
	X(antivirus_on)             \
	X(remote_desktop_closed)    \
	X(router_no_open_port)      \
	X(session_password)         \
	X(daily_account_not_admin)  \
	X(backup_town_software)     \
	X(leavers_removed)          \
	X(remote_help_with_consent) \
	X(antivirus_fresh)          \
	X(firewall_on)              \
	X(software_supported)       \
	X(office_macros)            \
	X(share_open)               \
	X(share_smb1)               \
	X(laptop_encrypted)         \
	X(nas_printer_updated)      \
	X(wifi_protected)           \
	X(certificates_valid)       \
	X(mail_official_address)    \
	X(mail_no_spoofing)         \
	X(account_per_person)       \
	X(screen_lock)              \
	X(usb_autorun)              \
	X(website_https)            \
	X(domain_owned)             \
	X(inventory)                \
	X(disk_healthy)             \
	X(open_ports)               \
	X(tls_expiry)               \
	X(default_shares)           \
	X(cleartext_passwords)      \
	X(network_one_dhcp)

#define DECLARE(name) extern const struct rule rule_##name;
RULES(DECLARE)

#define LIST(name) &rule_##name,
static const struct rule *const rules[] = { RULES(LIST) NULL };

#define COUNT (sizeof(rules) / sizeof(rules[0]) - 1)

const struct rule *const *rule_list(size_t *count)
{
	*count = COUNT;
	return rules;
}

const struct rule *rule_find(const char *control)
{
	for (size_t i = 0; rules[i]; i++)
		if (strcmp(rules[i]->id, control) == 0)
			return rules[i];
	return NULL;
}
