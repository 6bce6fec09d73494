/* SPDX-License-Identifier: Apache-2.0 */
#include "core/idn.h"

#include "core/text.h"

#include <stdint.h>
#include <string.h>

#define LABEL_MAX 63  /* bytes of a label, RFC 1035 section 2.3.4 */
#define NAME_MAX_ 253 /* bytes of a name, without its last dot */

/* Numbers of RFC 3492, section 5. */
#define BASE         36u
#define T_MIN        1u
#define T_MAX        26u
#define SKEW         38u
#define DAMP         700u
#define INITIAL_BIAS 72u
#define INITIAL_N    128u

/* Small letters for capitals, as far as French and its neighbours go. */
static uint32_t lower(uint32_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c + 0x20;
	if (c >= 0xC0 && c <= 0xDE && c != 0xD7)
		return c + 0x20;
	if (c == 0x178)
		return 0xFF;
	/* Capitals are even in these rows of Latin Extended-A. */
	if ((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177))
		return c | 1;
	return c;
}

/* RFC 3492, section 6.1. */
static uint32_t adapt(uint32_t delta, uint32_t points, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / points;
	for (; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
		delta /= BASE - T_MIN;
	return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static char digit(uint32_t d)
{
	return (char)(d < 26 ? 'a' + d : '0' + (d - 26));
}

/* A label that grows. */
struct label {
	char text[LABEL_MAX + 1];
	size_t len;
	bool full;
};

static void put(struct label *l, char c)
{
	if (l->len == LABEL_MAX)
		l->full = true;
	else
		l->text[l->len++] = c;
}

static void put_number(struct label *l, uint32_t q, uint32_t bias)
{
	for (uint32_t k = BASE;; k += BASE) {
		uint32_t t = k <= bias           ? T_MIN
		             : k >= bias + T_MAX ? T_MAX
		                                 : k - bias;

		if (q < t)
			break;
		put(l, digit(t + (q - t) % (BASE - t)));
		q = (q - t) / (BASE - t);
	}
	put(l, digit(q));
}

/* The smallest code point that is n or above. */
static uint32_t next_point(const uint32_t *point, size_t count, uint32_t n)
{
	uint32_t least = UINT32_MAX;

	for (size_t i = 0; i < count; i++)
		if (point[i] >= n && point[i] < least)
			least = point[i];
	return least;
}

/*
 * RFC 3492, section 6.3. At most 63 points of 21 bits: nothing overflows.
 */
static void encode(struct label *l, const uint32_t *point, size_t count)
{
	uint32_t n = INITIAL_N, delta = 0, bias = INITIAL_BIAS;
	uint32_t basic, done = 0;

	for (const char *p = "xn--"; *p; p++)
		put(l, *p);
	for (size_t i = 0; i < count; i++)
		if (point[i] < 0x80) {
			put(l, (char)point[i]);
			done++;
		}
	basic = done;
	if (basic > 0)
		put(l, '-');
	while (done < count) {
		uint32_t m = next_point(point, count, n);

		delta += (m - n) * (done + 1);
		n = m;
		for (size_t i = 0; i < count; i++) {
			if (point[i] < n)
				delta++;
			if (point[i] != n)
				continue;
			put_number(l, delta, bias);
			bias = adapt(delta, done + 1, done == basic);
			delta = 0;
			done++;
		}
		delta++;
		n++;
	}
}

/* The label at *name, which moves to its end; false when it is none. */
static bool read_label(struct label *l, const char **name)
{
	uint32_t point[LABEL_MAX];
	size_t count = 0;
	bool ascii = true;

	memset(l, 0, sizeof(*l));
	while (**name && **name != '.') {
		uint32_t c = lower(text_next(name));

		if (count == LABEL_MAX || c == 0xFFFD || c <= ' ')
			return false;
		ascii = ascii && c < 0x80;
		point[count++] = c;
	}
	if (ascii)
		for (size_t i = 0; i < count; i++)
			put(l, (char)point[i]);
	else
		encode(l, point, count);
	return count > 0 && !l->full;
}

bool idn_ascii(char *out, size_t size, const char *name)
{
	size_t used = 0;
	struct label l;

	if (size == 0)
		return false;
	for (;;) {
		if (!read_label(&l, &name) || used + l.len + 2 > size)
			return false;
		memcpy(out + used, l.text, l.len);
		used += l.len;
		if (*name == '\0' || name[1] == '\0')
			break;
		out[used++] = *name++;
	}
	out[used] = '\0';
	return used <= NAME_MAX_;
}
