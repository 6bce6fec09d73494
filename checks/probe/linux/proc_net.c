/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/proc_net.h"

#include "core/text.h"

#include <string.h>

/* Exactly digits hexadecimal digits, at most 8; *s goes behind them. */
static bool read_hex(const char **s, int digits, uint32_t *out)
{
	uint32_t value = 0;

	for (int i = 0; i < digits; i++) {
		int d = text_hex((*s)[i]);

		if (d < 0)
			return false;
		value = value << 4 | (uint32_t)d;
	}
	*s += digits;
	*out = value;
	return true;
}

static size_t hex_run(const char *s)
{
	size_t n = 0;

	while (text_hex(s[n]) >= 0)
		n++;
	return n;
}

/* "0100007F:1F90": the address in network order and the port. */
static bool read_address(const char **s, bool big, unsigned char out[16],
                         size_t *bytes, uint16_t *port)
{
	size_t digits = hex_run(*s);
	uint32_t word;

	if (digits != 8 && digits != 32)
		return false;
	*bytes = digits / 2;
	for (size_t i = 0; i < *bytes; i += 4) {
		if (!read_hex(s, 8, &word))
			return false;
		for (size_t j = 0; j < 4; j++) {
			size_t shift = big ? 3 - j : j;

			out[i + j] = (unsigned char)(word >> (8 * shift));
		}
	}
	if (**s != ':' || hex_run(*s + 1) != 4)
		return false;
	(*s)++;
	if (!read_hex(s, 4, &word))
		return false;
	*port = (uint16_t)word;
	return true;
}

static const char *skip_blank(const char *s)
{
	while (*s == ' ' || *s == '\t')
		s++;
	return s;
}

/* Behind the next n words. */
static const char *skip_words(const char *s, int n)
{
	for (s = skip_blank(s); n > 0; n--) {
		while (*s && *s != ' ' && *s != '\t')
			s++;
		s = skip_blank(s);
	}
	return s;
}

static bool read_inode(const char *s, uint64_t *out)
{
	uint64_t value = 0;

	if (*s < '0' || *s > '9')
		return false;
	for (; *s >= '0' && *s <= '9'; s++) {
		if (value > UINT64_MAX / 10 - 1)
			return false;
		value = value * 10 + (uint64_t)(*s - '0');
	}
	*out = value;
	return true;
}

bool proc_net_parse(struct proc_net *out, const char *line, bool big)
{
	static const unsigned char nobody[16];
	const char *s = skip_words(line, 1);
	unsigned char remote[16] = { 0 };
	uint16_t remote_port;
	size_t bytes;
	uint32_t state;

	memset(out, 0, sizeof(*out));
	if (!read_address(&s, big, out->local, &out->bytes, &out->port))
		return false;
	s = skip_blank(s);
	if (!read_address(&s, big, remote, &bytes, &remote_port))
		return false;
	s = skip_blank(s);
	if (bytes != out->bytes || !read_hex(&s, 2, &state) || *s != ' ')
		return false;
	out->state = state;
	out->remote =
	    remote_port != 0 || memcmp(remote, nobody, sizeof(nobody)) != 0;
	/* tx:rx, tr:when, retrnsmt, uid, timeout, inode */
	return read_inode(skip_words(s, 5), &out->inode);
}

bool proc_net_loopback(const struct proc_net *s)
{
	static const unsigned char one[16] = { [15] = 1 };
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (s->bytes == 4)
		return s->local[0] == 127;
	if (memcmp(s->local, one, sizeof(one)) == 0)
		return true;
	return memcmp(s->local, mapped, sizeof(mapped)) == 0 &&
	       s->local[12] == 127;
}

bool proc_net_big(void)
{
	const uint16_t probe = 1;
	unsigned char first;

	memcpy(&first, &probe, 1);
	return first == 0;
}
