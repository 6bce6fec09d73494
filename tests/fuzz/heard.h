/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FUZZ_HEARD_H
#define TESTS_FUZZ_HEARD_H

#include "core/text.h"
#include "tests/checks/spoken.h"

#include <stdlib.h>

/* What comes out of a stranger's words may be shown, whatever they were. */
static inline void heard_check(const struct spoken *s)
{
	const struct device_name *name = s->sight.names.data;
	const struct device_port *port = s->sight.ports.data;
	const struct mapping *mapping = s->sight.mappings.data;
	const struct sight_device *d = sight_find(&s->sight, SPOKEN_ADDRESS);

	for (size_t i = 0; i < s->sight.names.count; i++)
		if (!text_valid(name[i].name, strlen(name[i].name)))
			abort();
	for (size_t i = 0; i < s->sight.ports.count; i++)
		if (port[i].product &&
		    !text_valid(port[i].product, strlen(port[i].product)))
			abort();
	for (size_t i = 0; i < s->sight.mappings.count; i++)
		if (mapping[i].port < 1 || mapping[i].port > 65535)
			abort();
	if (s->sight.devices.count != 1 || !d || d->names > 10 || d->hints > 40)
		abort();
}

/* One answer to every question of that name. */
static inline int heard_fuzz(const char *name, const uint8_t *data, size_t size)
{
	const struct datagram *const *list = datagram_list();
	uint8_t *copy = malloc(size ? size : 1);
	struct spoken s;

	if (!copy)
		return 0;
	/* Of its exact size, so that a byte too far is seen. */
	memcpy(copy, data, size);
	spoken_init(&s, TALK_THOROUGH);
	for (size_t i = 0; list[i]; i++)
		if (strcmp(list[i]->name, name) == 0)
			list[i]->hear(&s.plan, SPOKEN_ADDRESS, copy, size);
	heard_check(&s);
	spoken_clear(&s);
	free(copy);
	return 0;
}

#endif
