/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/rpm.h"

#include "core/text.h"

#include <string.h>

/* Types of a tag's value that begin with a string. */
#define TYPE_STRING 6u
#define TYPE_ARRAY  8u
#define TYPE_I18N   9u

#define PREFACE 8  /* bytes: how many entries, how many bytes of data */
#define ENTRY   16 /* bytes: tag, type, offset, count */

static uint32_t word_at(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

bool rpm_text(const unsigned char *heading, size_t len, uint32_t tag, char *out,
              size_t size)
{
	const unsigned char *data;
	size_t entries;
	size_t bytes;

	if (len < PREFACE)
		return false;
	entries = word_at(heading);
	bytes = word_at(heading + 4);
	if (entries > (len - PREFACE) / ENTRY ||
	    bytes > len - PREFACE - entries * ENTRY)
		return false;
	data = heading + PREFACE + entries * ENTRY;
	for (size_t i = 0; i < entries; i++) {
		const unsigned char *e = heading + PREFACE + i * ENTRY;
		uint32_t type = word_at(e + 4);
		size_t offset = word_at(e + 8);

		if (word_at(e) != tag ||
		    (type != TYPE_STRING && type != TYPE_ARRAY &&
		     type != TYPE_I18N))
			continue;
		if (offset >= bytes ||
		    !memchr(data + offset, '\0', bytes - offset))
			return false;
		text_clean(out, size, (const char *)data + offset);
		return true;
	}
	return false;
}
