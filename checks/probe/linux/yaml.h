/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_YAML_H
#define CHECKS_PROBE_LINUX_YAML_H

#include <stdbool.h>
#include <stddef.h>

/*
 * One line of YAML as configuration files use it: "key: value", "- value",
 * "- key: value". Anchors, folded texts and the rest of YAML are not read.
 * TOML's "key = value" is taken too.
 */
struct yaml_line {
	size_t indent; /* columns before the key or the dash */
	bool item;     /* it begins with a dash */
	char *key;     /* NULL for a bare item */
	char *value;   /* "" when it has none; quotes and comment are off */
};

/* The next line of *cursor that says something, cut in place. */
bool yaml_next(char **cursor, struct yaml_line *l);

/* The next entry of "[a, 'b']", cut in place; NULL at the end. */
char *yaml_entry(char **cursor);

#endif
