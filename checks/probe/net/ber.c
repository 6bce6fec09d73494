/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/ber.h"

#define LONG 0x80 /* the length is in as many bytes as follow */

bool ber_next(struct ber *within, struct ber *out)
{
	size_t head = 2;
	size_t taken;

	if (within->len < 2)
		return false;
	out->tag = within->data[0];
	out->size = within->data[1];
	if (out->size & LONG) {
		size_t bytes = out->size & ~(size_t)LONG;

		if (bytes == 0 || bytes > 4 || within->len < 2 + bytes)
			return false;
		out->size = 0;
		for (size_t i = 0; i < bytes; i++)
			out->size = out->size << 8 | within->data[2 + i];
		head += bytes;
	}
	out->data = within->data + head;
	out->len = within->len - head;
	if (out->len > out->size)
		out->len = out->size;
	taken = head + out->len;
	within->data += taken;
	within->len -= taken;
	within->size -= taken < within->size ? taken : within->size;
	return true;
}
