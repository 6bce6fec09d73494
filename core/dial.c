/* SPDX-License-Identifier: Apache-2.0 */
#include "core/dial.h"

#include "core/socket.h"

bool dial_send(intptr_t socket, const char *data, size_t len, int64_t until,
               struct err *e)
{
	while (len > 0) {
		long n;

		if (!dial_wait(socket, true, until))
			return err_set(e, "no answer in time");
		n = socket_write(socket, data, len);
		if (n == SOCKET_END)
			return err_set(e, "the connection broke");
		if (n > 0) {
			data += n;
			len -= (size_t)n;
		}
	}
	return true;
}

bool dial_line(intptr_t socket, char *out, size_t size, int64_t until,
               struct err *e)
{
	size_t used = 0;

	for (;;) {
		long n;
		char c;

		if (!dial_wait(socket, false, until))
			return err_set(e, "no answer in time");
		n = socket_read(socket, &c, 1);
		if (n == SOCKET_END)
			return err_set(e, "the connection was closed");
		if (n <= 0)
			continue;
		if (c == '\n')
			break;
		if (used + 1 >= size)
			return err_set(e, "a line that never ends");
		out[used++] = c;
	}
	if (used > 0 && out[used - 1] == '\r')
		used--;
	out[used] = '\0';
	return true;
}
