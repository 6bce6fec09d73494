/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/smbios.h"

#include "core/text.h"

#include <string.h>

#define HEADER 8 /* bytes before the structures */
#define LEAST  4 /* bytes of a structure: type, length, handle */

/* Types of structures. */
enum { TYPE_BIOS = 0, TYPE_SYSTEM = 1, TYPE_BOARD = 2, TYPE_CHASSIS = 3 };
enum { TYPE_END = 127 };

/* A structure, and the texts behind it. */
struct part {
	const uint8_t *data;
	size_t len;
	const char *text;
	size_t text_len; /* with the NUL of the last one */
};

/* The text whose number stands at that byte of the structure. */
static void copy_text(char out[SMBIOS_TEXT], const struct part *p, size_t at)
{
	const char *s = p->text;
	size_t left = p->text_len;
	char plain[SMBIOS_TEXT];

	if (at >= p->len || p->data[at] == 0 || out[0])
		return;
	for (unsigned i = 1; i < p->data[at]; i++) {
		size_t n = strnlen(s, left);

		if (n >= left)
			return;
		s += n + 1;
		left -= n + 1;
	}
	left = strnlen(s, left);
	if (left >= sizeof(plain))
		left = sizeof(plain) - 1;
	memcpy(plain, s, left);
	plain[left] = '\0';
	text_clean(out, SMBIOS_TEXT, text_trim(plain));
}

static void read_part(struct smbios *out, const struct part *p)
{
	switch (p->data[0]) {
	case TYPE_BIOS:
		copy_text(out->bios, p, 4);
		/* Second byte of the extended characteristics. */
		if (p->len > 0x13 && (p->data[0x13] & 0x10))
			out->virtual = true;
		break;
	case TYPE_SYSTEM:
		copy_text(out->maker, p, 4);
		copy_text(out->model, p, 5);
		break;
	case TYPE_BOARD:
		copy_text(out->board, p, 4);
		break;
	case TYPE_CHASSIS:
		/* The highest bit tells of a lock. */
		if (p->len > 5 && out->chassis == 0)
			out->chassis = p->data[5] & 0x7f;
		break;
	default:
		break;
	}
}

/* Where the texts of a structure end: behind two NULs, or at the end. */
static size_t texts_end(const uint8_t *data, size_t at, size_t len)
{
	while (at + 1 < len && (data[at] || data[at + 1]))
		at++;
	return at + 2 <= len ? at + 2 : len;
}

bool smbios_parse(struct smbios *out, const uint8_t *data, size_t len)
{
	size_t at = HEADER;
	uint32_t said;

	memset(out, 0, sizeof(*out));
	if (len < HEADER)
		return false;
	said = (uint32_t)data[4] | (uint32_t)data[5] << 8 |
	       (uint32_t)data[6] << 16 | (uint32_t)data[7] << 24;
	if (said < len - HEADER)
		len = HEADER + said;
	while (len - at >= LEAST) {
		struct part p = { .data = data + at, .len = data[at + 1] };

		if (p.len < LEAST || p.len > len - at)
			return false;
		at += p.len;
		p.text = (const char *)data + at;
		at = texts_end(data, at, len);
		p.text_len = (size_t)((const char *)data + at - p.text);
		read_part(out, &p);
		if (p.data[0] == TYPE_END)
			break;
	}
	return at > HEADER;
}
