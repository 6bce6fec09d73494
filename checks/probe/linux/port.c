/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/port.h"

#include "checks/probe/linux/proc_net.h"
#include "core/text.h"

#define TABLE_LIMIT (16u << 20) /* bytes: 100,000 sockets */

static enum tri look(const struct probe_context *c, const char *table,
                     int64_t port)
{
	enum tri found = TRI_UNKNOWN;
	struct proc_net socket;
	struct buf text;
	char *at;
	char *line;

	buf_init(&text, TABLE_LIMIT);
	if (tree_read(c, table, &text) == TREE_OK) {
		found = TRI_NO;
		at = text.data;
		while ((line = text_line(&at)))
			if (proc_net_parse(&socket, line, proc_net_big()) &&
			    socket.state == PROC_NET_LISTEN &&
			    socket.port == port && !proc_net_loopback(&socket))
				found = TRI_YES;
	}
	buf_clear(&text);
	return found;
}

enum tri port_listening(const struct probe_context *c, int64_t port)
{
	enum tri four = look(c, "/proc/net/tcp", port);
	enum tri six = look(c, "/proc/net/tcp6", port);

	if (four == TRI_YES || six == TRI_YES)
		return TRI_YES;
	/* A kernel without IPv6 has no second table. */
	return four;
}
