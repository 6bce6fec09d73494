/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/backup_name.h"

#include "core/date.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

bool backup_name_time(const char *name, int64_t *time)
{
	static const char shape[] = "Backup 0000-00-00 000000";
	char text[DATE_TEXT];

	if (strlen(name) != strlen(shape))
		return false;
	for (size_t i = 0; shape[i]; i++) {
		bool digit = name[i] >= '0' && name[i] <= '9';

		if (shape[i] == '0' ? !digit : name[i] != shape[i])
			return false;
	}
	snprintf(text, sizeof(text), "%.10sT%.2s:%.2s:%.2sZ", name + 7,
	         name + 18, name + 20, name + 22);
	return date_parse(text, time);
}
