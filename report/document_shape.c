/* SPDX-License-Identifier: Apache-2.0 */
#include "report/document_shape.h"

#include "report/document_json.h"
#include "report/rating.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Members of a table, which does not compile when there are too many. */
#define MEMBERS(table) \
	(COUNT(table) * sizeof(char[COUNT(table) <= SHAPE_MEMBERS ? 1 : -1]))

static const char *verdict_choice(int i)
{
	return i < VERDICT_COUNT ? verdict_name((enum verdict)i) : NULL;
}

static const char *severity_choice(int i)
{
	return i < SEVERITY_COUNT ? severity_name((enum severity)i) : NULL;
}

static const char *scope_choice(int i)
{
	return i < SCOPE_COUNT ? scope_name((enum scope)i) : NULL;
}

static const char *lang_choice(int i)
{
	return i < LANG_COUNT ? lang_name((enum lang)i) : NULL;
}

/* A member of struct document_TYPE; the rest is said by name. */
#define AT(type, field) .at = offsetof(struct type, field)
#define PLAIN(type, field, what, how, text)                                \
	{                                                                  \
		.name = (text), .kind = MEMBER_##what, .need = NEED_##how, \
		AT(document_##type, field)                                 \
	}
#define INT(type, field, how, most, text)                               \
	{                                                               \
		.name = (text), .kind = MEMBER_INT, .need = NEED_##how, \
		AT(document_##type, field), .high = (most)              \
	}
#define CHOICE(type, field, how, choices, text)                            \
	{                                                                  \
		.name = (text), .kind = MEMBER_CHOICE, .need = NEED_##how, \
		AT(document_##type, field), .choice = (choices)            \
	}
#define ROWS(type, field, what, how, most, rows, text)                     \
	{                                                                  \
		.name = (text), .kind = MEMBER_##what, .need = NEED_##how, \
		AT(document_##type, field),                                \
		.also_at = offsetof(struct document_##type, field##s),     \
		.high = (most), .shape = (rows)                            \
	}
#define SHAPE(type, name, table)                                        \
	{                                                               \
		.noun = (name), .size = sizeof(struct document_##type), \
		.member = (table), .members = MEMBERS(table)            \
	}
#define SHAPE_ID(type, name, table)                                            \
	{                                                                      \
		.noun = (name), .size = sizeof(struct document_##type),        \
		.id_at = offsetof(struct document_##type, id), .unique = true, \
		.member = (table), .members = MEMBERS(table)                   \
	}

static const struct member evidence_members[] = {
	PLAIN(evidence, machine, ID, NONE, "machine"),
	PLAIN(evidence, host, TEXT, NONE, "host"),
	INT(evidence, port, NONE, 65535, "port"),
	PLAIN(evidence, transport, TEXT, NONE, "transport"),
	PLAIN(evidence, code, TEXT, NONE, "code"),
	PLAIN(evidence, value, TEXT, NONE, "value"),
	PLAIN(evidence, info, BOOL, NONE, "info"),
};
static const struct shape evidence_shape =
    SHAPE(evidence, "evidence", evidence_members);

static const struct member value_members[] = {
	PLAIN(argument, value.text[LANG_FR], TEXT, MUST, "fr"),
	PLAIN(argument, value.text[LANG_EN], TEXT, MUST, "en"),
};
static const struct shape value_shape = SHAPE(argument, "value", value_members);

static const struct member argument_members[] = {
	PLAIN(argument, name, TEXT, MUST, "name"),
	{ .name = "value",
	  .kind = MEMBER_OBJECT,
	  .need = NEED_MUST,
	  .shape = &value_shape },
};
static const struct shape argument_shape =
    SHAPE(argument, "argument", argument_members);

static const struct member part_members[] = {
	PLAIN(part, machine, ID, MUST, "machine"),
	CHOICE(part, verdict, MUST, verdict_choice, "verdict"),
	CHOICE(part, severity, MUST, severity_choice, "severity"),
	PLAIN(part, declared, BOOL, ZERO, "declared"),
	PLAIN(part, title, TEXT, TEXT, "title"),
	PLAIN(part, detail, TEXT, TEXT, "detail"),
	PLAIN(part, message, TEXT, NONE, "message"),
	PLAIN(part, contradiction, TEXT, NONE, "contradiction"),
	ROWS(part, argument, LIST, NONE, 32, &argument_shape, "arguments"),
};
static const struct shape part_shape = SHAPE(part, "part", part_members);

static const struct member finding_members[] = {
	PLAIN(finding, id, ID, MUST, "id"),
	CHOICE(finding, verdict, MUST, verdict_choice, "verdict"),
	CHOICE(finding, severity, MUST, severity_choice, "severity"),
	CHOICE(finding, scope, MUST, scope_choice, "scope"),
	PLAIN(finding, declared, BOOL, ZERO, "declared"),
	PLAIN(finding, title, TEXT, MUST, "title"),
	PLAIN(finding, detail, TEXT, TEXT, "detail"),
	PLAIN(finding, why, TEXT, TEXT, "why"),
	PLAIN(finding, remedy, TEXT, TEXT, "remedy"),
	PLAIN(finding, fix, TEXT, TEXT, "fix"),
	PLAIN(finding, verify, TEXT, TEXT, "verify"),
	ROWS(finding, who, TEXTS, ZERO, 16, NULL, "who"),
	INT(finding, minutes, ZERO, 100000, "minutes"),
	PLAIN(finding, cost, TEXT, TEXT, "cost"),
	{ .name = "euros",
	  .kind = MEMBER_RANGE,
	  .need = NEED_ZERO,
	  AT(document_finding, euros_from),
	  .also_at = offsetof(struct document_finding, euros_to),
	  .high = 10000000 },
	PLAIN(finding, every, TEXT, TEXT, "every"),
	ROWS(finding, mapping, MAPPING, ZERO, MAPPING_REFERENCES, NULL,
	     "mapping"),
	ROWS(finding, evidence, LIST, ZERO, DOCUMENT_EVIDENCES, &evidence_shape,
	     "evidence"),
	ROWS(finding, part, LIST, NONE, DOCUMENT_MACHINES, &part_shape,
	     "parts"),
	PLAIN(finding, message, TEXT, NONE, "message"),
	PLAIN(finding, contradiction, TEXT, NONE, "contradiction"),
	ROWS(finding, argument, LIST, NONE, 32, &argument_shape, "arguments"),
	PLAIN(finding, seen_at, TIME, NONE, "seen_at"),
};
static const struct shape finding_shape =
    SHAPE_ID(finding, "finding", finding_members);

static const struct member machine_members[] = {
	PLAIN(machine, id, ID, MUST, "id"),
	PLAIN(machine, label, TEXT, TEXT, "label"),
	PLAIN(machine, system, TEXT, TEXT, "system"),
	PLAIN(machine, seen_at, TIME, NONE, "seen_at"),
};
static const struct shape machine_shape =
    SHAPE_ID(machine, "machine", machine_members);

static const struct member port_members[] = {
	INT(port, port, MUST, 65535, "port"),
	PLAIN(port, transport, ID, NONE, "transport"),
	PLAIN(port, service, TEXT, NONE, "service"),
};
static const struct shape port_shape = SHAPE(port, "port", port_members);

static const struct member host_members[] = {
	PLAIN(host, address, ADDRESS, MUST, "address"),
	PLAIN(host, kind, ID, NONE, "kind"),
	PLAIN(host, sure, ID, NONE, "sure"),
	PLAIN(host, vendor, TEXT, NONE, "vendor"),
	PLAIN(host, model, TEXT, NONE, "model"),
	ROWS(host, name, NAMES, ZERO, DOCUMENT_NAMES, NULL, "names"),
	ROWS(host, port, LIST, ZERO, DOCUMENT_PORTS, &port_shape, "ports"),
	PLAIN(host, gateway, BOOL, NONE, "gateway"),
	PLAIN(host, machine, ID, NONE, "machine"),
	PLAIN(host, seen_by, ID, NONE, "seen_by"),
	PLAIN(host, seen_at, TIME, NONE, "seen_at"),
};
static const struct shape host_shape = {
	.noun = "host",
	.size = sizeof(struct document_host),
	.id_at = offsetof(struct document_host, address),
	.unique = true,
	.member = host_members,
	.members = MEMBERS(host_members),
};

static const struct member network_members[] = {
	ROWS(network, range, CIDRS, ZERO, DOCUMENT_RANGES, NULL, "ranges"),
	PLAIN(network, consent, ID, NONE, "consent"),
	PLAIN(network, level, ID, NONE, "level"),
	ROWS(network, host, LIST, ZERO, DOCUMENT_HOSTS, &host_shape, "hosts"),
};
static const struct shape network_shape =
    SHAPE(network, "network", network_members);

static const struct member cap_members[] = {
	PLAIN(cap, id, ID, MUST, "id"),
	PLAIN(cap, letter, LETTER, MUST, "letter"),
	PLAIN(cap, why, TEXT, TEXT, "why"),
};
static const struct shape cap_shape = SHAPE_ID(cap, "cap", cap_members);

static const struct member action_members[] = {
	PLAIN(action, id, ID, MUST, "id"),
	PLAIN(action, letter_after, LETTER, NULL, "letter_after"),
};
static const struct shape action_shape =
    SHAPE_ID(action, "action", action_members);

static const struct member rating_members[] = {
	PLAIN(rating, letter, LETTER, NULL, "letter"),
	PLAIN(rating, ceiling, LETTER, NULL, "ceiling"),
	PLAIN(rating, score, PERCENT, ZERO, "score"),
	PLAIN(rating, coverage, PERCENT, ZERO, "coverage"),
	ROWS(rating, cap, LIST, ZERO, 16, &cap_shape, "caps"),
	ROWS(rating, next_action, LIST, ZERO, 3, &action_shape, "next_actions"),
};
static const struct shape rating_shape =
    SHAPE(rating, "rating", rating_members);

/* Of struct document itself, which the macros above do not name. */
#define HEAD(field, what, how, text)                                       \
	{                                                                  \
		.name = (text), .kind = MEMBER_##what, .need = NEED_##how, \
		AT(document, field)                                        \
	}
#define GROUP(offset, how, members_of, text)                               \
	{                                                                  \
		.name = (text), .kind = MEMBER_OBJECT, .need = NEED_##how, \
		.at = (offset), .shape = &(members_of)                     \
	}
#define GROUP_SHAPE(name, table)                                             \
	{                                                                    \
		.noun = (name), .member = (table), .members = MEMBERS(table) \
	}

static const struct member tool_members[] = {
	HEAD(tool.name, TEXT, TEXT, "name"),
	HEAD(tool.version, TEXT, TEXT, "version"),
};
static const struct shape tool_shape = GROUP_SHAPE("tool", tool_members);

static const struct member baseline_members[] = {
	HEAD(baseline.id, TEXT, TEXT, "id"),
	HEAD(baseline.version, TEXT, TEXT, "version"),
	HEAD(baseline.expires, DAY, NONE, "expires"),
};
static const struct shape baseline_shape =
    GROUP_SHAPE("baseline", baseline_members);

static const struct member commune_members[] = {
	HEAD(commune.insee, INSEE, NULL, "insee"),
	HEAD(commune.name, TEXT, NULL, "name"),
};
static const struct shape commune_shape =
    GROUP_SHAPE("commune", commune_members);

static const struct member document_members[] = {
	HEAD(subject, SUBJECT, MUST, "subject"),
	HEAD(made_at, TIME, MUST, "made_at"),
	{ .name = "lang",
	  .kind = MEMBER_CHOICE,
	  AT(document, lang),
	  .choice = lang_choice },
	GROUP(0, ZERO, tool_shape, "tool"),
	GROUP(0, ZERO, baseline_shape, "baseline"),
	{ .name = "formula",
	  .kind = MEMBER_INT,
	  .need = NEED_ZERO,
	  AT(document, formula),
	  .high = 1000000 },
	GROUP(0, ZERO, commune_shape, "commune"),
	{ .name = "machines",
	  .kind = MEMBER_LIST,
	  .need = NEED_MUST,
	  AT(document, machine),
	  .also_at = offsetof(struct document, machines),
	  .high = DOCUMENT_MACHINES,
	  .shape = &machine_shape },
	GROUP(offsetof(struct document, network), NONE, network_shape,
	      "network"),
	GROUP(offsetof(struct document, rating), ZERO, rating_shape, "rating"),
	{ .name = "findings",
	  .kind = MEMBER_LIST,
	  .need = NEED_MUST,
	  AT(document, finding),
	  .also_at = offsetof(struct document, findings),
	  .high = DOCUMENT_FINDINGS,
	  .shape = &finding_shape },
};

const struct shape document_shape = GROUP_SHAPE("document", document_members);
