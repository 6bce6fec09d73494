/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/talk.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void talk_say(struct talk *t, const void *data, size_t len)
{
	buf_add(&t->out, data, len);
}

void talk_text(struct talk *t, const char *text)
{
	buf_str(&t->out, text);
}

void talk_eat(struct talk *t, size_t n)
{
	if (n > t->len)
		n = t->len;
	t->in += n;
	t->len -= n;
	t->eaten += n;
}

bool talk_line(struct talk *t, char *out, size_t size)
{
	const uint8_t *end = t->len ? memchr(t->in, '\n', t->len) : NULL;
	size_t len, n;

	if (!end)
		return false;
	len = (size_t)(end - t->in);
	n = len > 0 && t->in[len - 1] == '\r' ? len - 1 : len;
	if (n > size - 1)
		n = size - 1;
	for (size_t i = 0; i < n; i++)
		out[i] = t->in[i] ? (char)t->in[i] : ' ';
	out[n] = '\0';
	talk_eat(t, len + 1);
	return true;
}

void talk_sign(struct talk *t, const char *code, const char *fmt, ...)
{
	char value[240];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(value, sizeof(value), fmt, ap);
	va_end(ap);
	sight_sign(t->plan->sight, t->address, t->port, "tcp", code,
	           CELL_UNKNOWN, "%s", value);
}

void talk_product(struct talk *t, const char *service, const char *product)
{
	sight_port(t->plan->sight, t->address, t->port, "tcp", service,
	           product);
}

void talk_call(const struct talk_plan *plan, uint32_t address, uint16_t port,
               const char *dialect, const char *note)
{
	if (plan->call)
		plan->call(plan->ctx, address, port, dialect, note);
}
