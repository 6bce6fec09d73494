/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_DOCUMENT_SHAPE_H
#define REPORT_DOCUMENT_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Longest text in bytes, and longest id. */
#define DOCUMENT_TEXT (16u << 10)
#define DOCUMENT_ID   64

/* What a member of the JSON is, and of the struct it is read into. */
enum member_kind {
	MEMBER_TEXT,    /* const char * */
	MEMBER_ID,      /* const char *, of [a-z0-9-] */
	MEMBER_ADDRESS, /* const char *, of [0-9a-f.:] */
	MEMBER_INSEE,  /* const char *, five digits, the second may be A or B */
	MEMBER_CHOICE, /* an enum, by its name */
	MEMBER_SUBJECT, /* const char *, "machine" or "commune" */
	MEMBER_INT,     /* int64_t, 0..high */
	MEMBER_TIME,    /* int64_t, "2026-11-22T08:30:00Z"; 0: not there */
	MEMBER_DAY,     /* int64_t, "2026-11-22"; 0: not there */
	MEMBER_BOOL,    /* bool */
	MEMBER_LETTER,  /* char 'A'..'E'; 0: null */
	MEMBER_PERCENT, /* double, 0..100 */
	MEMBER_RANGE,   /* two int64_t, a list of two */
	MEMBER_OBJECT, /* members of the same struct in an object of their own */
	MEMBER_TEXTS,  /* const char ** of ids */
	MEMBER_NAMES,  /* const char ** of texts */
	MEMBER_CIDRS,  /* const char ** of addresses with a length */
	MEMBER_LIST,   /* an array of structs */
	MEMBER_MAPPING /* an object of lists of texts */
};

/* What happens when it is not there. */
enum member_need {
	NEED_NONE, /* is read as NULL or 0, which are not written */
	NEED_NULL, /* is read as NULL or 0, which are written as null */
	NEED_ZERO, /* is read as 0 or an empty list, which are written */
	NEED_TEXT, /* is read as "" */
	NEED_MUST  /* is refused */
};

struct member {
	const char *name;
	enum member_kind kind;
	enum member_need need;
	size_t at;      /* offset in the struct */
	size_t also_at; /* offset of the count, or of a range's end */
	int64_t high;   /* largest int; most rows of a list */
	const struct shape *shape;
	const char *(*choice)(int index); /* NULL past the last */
};

/* Most members of a shape. */
#define SHAPE_MEMBERS 32

/* An object of the JSON and the struct it is read into. */
struct shape {
	const char *noun; /* in errors: "finding" */
	size_t size;      /* bytes of the struct */
	size_t id_at;     /* offset of its id, if unique */
	bool unique;      /* no two of a list have the same id */
	const struct member *member;
	size_t members;
};

/* Of struct document; "format" apart. */
extern const struct shape document_shape;

/* Of struct document_mapping: what both its columns may hold. */
#define MAPPING_REFERENCES 32
#define MAPPING_ITEMS      100

#endif
