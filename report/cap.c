/* SPDX-License-Identifier: Apache-2.0 */
#include "report/cap.h"

#include "report/label.h"

#include <stdio.h>

const char *cap_words(const struct document_cap *cap, enum lang lang)
{
	char id[80];

	snprintf(id, sizeof(id), "cap-%s", cap->id);
	if (label_exists(id))
		return label(id, lang);
	return cap->why ? cap->why : "";
}
