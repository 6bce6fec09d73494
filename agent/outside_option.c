/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/outside_option.h"

#include "agent/console.h"
#include "checks/domain.h"

#include <string.h>

#define NOTHING "none" /* as a value: do not ask */

/* The domain of what was typed, in the arena; NULL when it is none. */
static const char *domain_of(const struct session *s, const char *typed)
{
	char domain[DOMAIN_BYTES];

	return domain_parse(typed, domain) ? arena_strdup(s->arena, domain)
	                                   : NULL;
}

static bool read_one(const char **out, const struct session *s,
                     enum option_id id)
{
	const char *typed = s->options.value[id];

	*out = NULL;
	if (!typed || strcmp(typed, NOTHING) == 0)
		return true;
	*out = domain_of(s, typed);
	if (!*out)
		console_error(s, SAY_NOT_A_DOMAIN, "word", typed);
	return *out != NULL;
}

bool outside_option_read(struct probe_context *c, const struct session *s)
{
	c->roots = s->options.value[OPTION_ROOTS];
	return read_one(&c->site, s, OPTION_SITE) &&
	       read_one(&c->mail, s, OPTION_MAIL);
}

static void declare(const char **out, const struct session *s,
                    enum option_id id, const struct answers *answers,
                    const char *control)
{
	const char *typed = answers_find(answers, control);

	if (!s->options.value[id] && typed)
		*out = domain_of(s, typed);
}

void outside_option_declare(struct probe_context *c, const struct session *s,
                            const struct answers *answers)
{
	if (!c->live)
		return;
	declare(&c->site, s, OPTION_SITE, answers, "website-https");
	declare(&c->mail, s, OPTION_MAIL, answers, "mail-official-address");
}
