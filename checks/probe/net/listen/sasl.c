/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/listen/sasl.h"

#include "core/text.h"

#include <stddef.h>
#include <string.h>

/* Those that say the password, or what is as good, as it is. */
static const struct {
	const char *name;
	uint8_t lines;
} clear[] = {
	{ "PLAIN", 1 },       /* RFC 4616 */
	{ "LOGIN", 2 },       /* the name, then the password */
	{ "XOAUTH2", 1 },     /* a token that lets in */
	{ "OAUTHBEARER", 1 }, /* RFC 7628 */
};

bool sasl_begin(struct sasl *s, const char *mechanism, const char *initial)
{
	s->active = true;
	s->go = false;
	s->left = 0;
	for (size_t i = 0; i < sizeof(clear) / sizeof(clear[0]); i++)
		if (text_same(mechanism, clear[i].name))
			s->left = clear[i].lines;
	/* "=" is an empty answer (RFC 4954). */
	if (s->left == 0 || initial[0] == '\0' || strcmp(initial, "=") == 0)
		return false;
	if (--s->left > 0)
		return false;
	s->active = false;
	return true;
}

void sasl_reply(struct sasl *s, bool go)
{
	if (go)
		s->go = true;
	else
		s->active = false;
}

/* Whether it looks like an answer in base64 and like no command. */
static bool is_answer(const char *line)
{
	size_t n = strlen(line);

	return n >= 4 && n % 4 == 0 &&
	       strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                    "abcdefghijklmnopqrstuvwxyz0123456789+/=") == n &&
	       !text_same(line, "QUIT") && !text_same(line, "NOOP") &&
	       !text_same(line, "RSET") && !text_same(line, "CAPA") &&
	       !text_same(line, "STLS") && !text_same(line, "STARTTLS");
}

enum sasl_line sasl_take(struct sasl *s, const char *line, bool deaf)
{
	if (!s->active)
		return SASL_OTHER;
	if (!s->go && !(deaf && is_answer(line))) {
		s->active = false;
		return SASL_OTHER;
	}
	s->go = false;
	if (strcmp(line, "*") == 0) {
		s->active = false;
		return SASL_STEP;
	}
	if (s->left == 0 || --s->left > 0)
		return SASL_STEP;
	s->active = false;
	/* An empty line is no password. */
	return line[0] ? SASL_PASSWORD : SASL_STEP;
}
