/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/hardware.h"

#include "core/hash.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/* Portable, laptop, notebook, hand held, sub notebook, tablet, convertible,
 * detachable. */
bool hardware_moves(int64_t chassis)
{
	return (chassis >= 8 && chassis <= 11) || chassis == 14 ||
	       (chassis >= 30 && chassis <= 32);
}

bool hardware_virtual(const char *text)
{
	static const char *const names[] = {
		"QEMU",
		"KVM",
		"VMware",
		"VirtualBox",
		"innotek",
		"Xen",
		"Bochs",
		"Parallels",
		"Amazon EC2",
		"OpenStack",
		"BHYVE",
		"Virtual Machine",
		"DigitalOcean",
		"Google Compute",
		"Apple Virtualization",
		"vServer",
		"Alibaba Cloud ECS",
		"HVM domU",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_has(text, names[i]))
			return true;
	return false;
}

void hardware_machine(char out[HARDWARE_MACHINE], const char *id)
{
	char text[160];
	char hash[HASH_TEXT];

	snprintf(text, sizeof(text), "garde-champetre/1/%s", id);
	hash_sha256(hash, text, strlen(text));
	memcpy(out, hash, HARDWARE_MACHINE - 1);
	out[HARDWARE_MACHINE - 1] = '\0';
}
