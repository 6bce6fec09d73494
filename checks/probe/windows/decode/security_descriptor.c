/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/security_descriptor.h"

#include <inttypes.h>

#define HEADER       20     /* MS-DTYP 2.4.6 */
#define ACL_HEADER   8      /* MS-DTYP 2.4.5 */
#define ACE_HEADER   4      /* MS-DTYP 2.4.4.1 */
#define SID_HEADER   8      /* MS-DTYP 2.4.2.2 */
#define SID_PARTS    15     /* most sub-authorities */
#define DACL_PRESENT 0x0004 /* of the control bits */
#define INHERIT_ONLY 0x08   /* of an entry's flags: not for this object */
#define TOLD         16     /* entries that a technician is told */

enum ace_type { ACE_ALLOW = 0, ACE_DENY = 1, ACE_LAST_OF_DACL = 12 };

struct sid {
	uint64_t authority;
	unsigned parts;
	uint32_t part[SID_PARTS];
};

struct ace {
	unsigned type;
	unsigned flags;
	uint32_t mask;
	struct sid sid;
};

/* The list of rights while it is walked. */
struct walk {
	const uint8_t *at;
	size_t left;      /* bytes of the list behind at */
	unsigned entries; /* that are to come */
	bool none;        /* there is no list at all */
	bool damaged;
};

static uint32_t word16(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

static uint32_t word32(const uint8_t *p)
{
	return word16(p) | word16(p + 2) << 16;
}

/* Find the list; false for damage. */
static bool walk_start(struct walk *w, const uint8_t *data, size_t len)
{
	size_t offset, size;

	*w = (struct walk){ 0 };
	if (len < HEADER || data[0] != 1)
		return false;
	offset = word32(data + 16);
	w->none = !(word16(data + 2) & DACL_PRESENT) || offset == 0;
	if (w->none)
		return true;
	if (offset < HEADER || offset > len || len - offset < ACL_HEADER)
		return false;
	size = word16(data + offset + 2);
	if (size < ACL_HEADER || size > len - offset)
		return false;
	w->at = data + offset + ACL_HEADER;
	w->left = size - ACL_HEADER;
	w->entries = word16(data + offset + 4);
	return true;
}

static bool read_sid(const uint8_t *p, size_t len, struct sid *out)
{
	if (len < SID_HEADER || p[0] != 1 || p[1] > SID_PARTS ||
	    len < SID_HEADER + 4u * p[1])
		return false;
	out->parts = p[1];
	out->authority = 0;
	for (size_t i = 2; i < SID_HEADER; i++)
		out->authority = out->authority << 8 | p[i];
	for (unsigned i = 0; i < out->parts; i++)
		out->part[i] = word32(p + SID_HEADER + 4u * i);
	return true;
}

/* Rights of any object as those of a file. */
static uint32_t of_file(uint32_t mask)
{
	if (mask & 0x10000000)
		mask |= SECURITY_FULL;
	if (mask & 0x20000000)
		mask |= 0x001200a0;
	if (mask & 0x40000000)
		mask |= 0x00120116;
	if (mask & 0x80000000)
		mask |= 0x00120089;
	return mask & SECURITY_FULL;
}

/*
 * The next entry of a known form; false at the end. One of another form, or
 * with conditions, makes *unclear.
 */
static bool walk_next(struct walk *w, struct ace *out, bool *unclear)
{
	while (w->entries > 0) {
		const uint8_t *p = w->at;
		size_t size = w->left >= ACE_HEADER ? word16(p + 2) : 0;

		w->damaged = size < ACE_HEADER || size > w->left;
		if (w->damaged)
			return false;
		w->entries--;
		w->at += size;
		w->left -= size;
		out->type = p[0];
		out->flags = p[1];
		if (out->flags & INHERIT_ONLY)
			continue;
		if (out->type != ACE_ALLOW && out->type != ACE_DENY) {
			*unclear = *unclear || out->type <= ACE_LAST_OF_DACL;
			continue;
		}
		w->damaged = size < ACE_HEADER + 4 ||
		             !read_sid(p + 8, size - 8, &out->sid);
		if (w->damaged)
			return false;
		out->mask = of_file(word32(p + 4));
		return true;
	}
	return false;
}

/* S-1-authority-first or S-1-authority-first-second. */
static bool is(const struct sid *s, uint64_t authority, unsigned parts,
               uint32_t first, uint32_t second)
{
	return s->authority == authority && s->parts == parts &&
	       s->part[0] == first && (parts < 2 || s->part[1] == second);
}

/* Whether it is of the machine's or its domain's accounts, and which. */
static bool is_rid(const struct sid *s, uint32_t rid)
{
	return s->authority == 5 && s->parts == 5 && s->part[0] == 21 &&
	       s->part[4] == rid;
}

/*
 * Whether the visitor carries the SID. learn.microsoft.com, "Special
 * identity groups": a guest is not of Authenticated Users.
 */
static bool carries(enum security_visitor v, const struct sid *s,
                    bool everyone_anonymous)
{
	bool everyone = is(s, 1, 1, 0, 0);
	bool network = is(s, 5, 1, 2, 0);

	switch (v) {
	case SECURITY_ANONYMOUS:
		return is(s, 5, 1, 7, 0) || network ||
		       (everyone && everyone_anonymous);
	case SECURITY_GUEST:
		return everyone || network || is(s, 5, 2, 32, 546) ||
		       is_rid(s, 501) || is_rid(s, 514);
	case SECURITY_ACCOUNT:
		return everyone || network || is(s, 5, 1, 11, 0) ||
		       is(s, 5, 2, 32, 545) || is_rid(s, 513);
	case SECURITY_ANYBODY:
	default:
		return true;
	}
}

bool security_descriptor_parse(const uint8_t *data, size_t len,
                               bool everyone_anonymous,
                               struct security_descriptor *out)
{
	uint32_t denied[SECURITY_VISITORS] = { 0 };
	struct walk w;
	struct ace ace;

	*out = (struct security_descriptor){ 0 };
	if (!walk_start(&w, data, len))
		return false;
	for (int v = 0; w.none && v < SECURITY_VISITORS; v++)
		out->granted[v] = SECURITY_FULL;
	while (walk_next(&w, &ace, &out->unclear)) {
		for (int v = 0; v < SECURITY_VISITORS; v++) {
			if (!carries((enum security_visitor)v, &ace.sid,
			             everyone_anonymous))
				continue;
			if (ace.type == ACE_ALLOW)
				out->granted[v] |= ace.mask & ~denied[v];
			else if (v != SECURITY_ANYBODY)
				denied[v] |= ace.mask & ~out->granted[v];
		}
	}
	return !w.damaged;
}

static void format_sid(const struct sid *s, struct buf *out)
{
	if (s->authority == 5 && s->parts > 1 && s->part[0] == 21) {
		buf_fmt(out, "RID %" PRIu32, s->part[s->parts - 1]);
		return;
	}
	buf_fmt(out, "S-1-%" PRIu64, s->authority);
	for (unsigned i = 0; i < s->parts && (i == 0 || s->parts <= 2); i++)
		buf_fmt(out, "-%" PRIu32, s->part[i]);
	if (s->parts > 2)
		buf_str(out, "-*");
}

bool security_descriptor_format(const uint8_t *data, size_t len,
                                struct buf *out)
{
	bool unclear = false;
	size_t told = 0;
	struct walk w;
	struct ace ace;

	if (!walk_start(&w, data, len))
		return false;
	if (w.none)
		buf_str(out, "no list of rights");
	while (walk_next(&w, &ace, &unclear)) {
		const char *right = ace.mask & SECURITY_WRITE  ? "write"
		                    : ace.mask & SECURITY_READ ? "read"
		                                               : NULL;

		if (!right || told == TOLD)
			continue;
		buf_str(out, told++ > 0 ? ", " : "");
		format_sid(&ace.sid, out);
		buf_fmt(out, " %s%s", ace.type == ACE_DENY ? "no " : "", right);
	}
	return !w.damaged;
}
