/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/rpc_message.h"
#include "checks/probe/net/talk.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/*
 * The portmapper says where the programs of a server are (RFC 1833). At level
 * thorough mountd says who may mount which folder (RFC 1813, appendix I).
 * Nothing is mounted.
 */

#define PORTMAPPER      100000u
#define PORTMAPPER_DUMP 4u
#define NFS             100003u
#define MOUNTD          100005u
#define MOUNTD_EXPORT   5u
#define TCP             6u
#define ENTRIES         400  /* of a list that are read */
#define PATH            1024 /* bytes, as mountd has it */

static enum talk_next open_rpc(struct talk *t)
{
	rpc_message_call(&t->out, PORTMAPPER, 2, PORTMAPPER_DUMP);
	return TALK_WAIT;
}

static void hear_ports(struct talk *t, struct rpc_message *m)
{
	uint32_t nfs = 0, mountd = 0, version = 0;
	char note[40];

	for (int i = 0; i < ENTRIES && rpc_message_number(m) == 1; i++) {
		uint32_t program = rpc_message_number(m);
		uint32_t v = rpc_message_number(m);
		uint32_t protocol = rpc_message_number(m);
		uint32_t port = rpc_message_number(m);

		if (protocol != TCP || port == 0 || port > 65535)
			continue;
		if (program == NFS) {
			nfs = port;
		} else if (program == MOUNTD && v <= 3 && v > version) {
			mountd = port;
			version = v;
		}
	}
	talk_product(t, "sunrpc", nfs ? "portmapper, NFS" : "portmapper");
	/* Whoever has no NFS lends nothing. */
	if (!nfs || !mountd || t->plan->level < TALK_THOROUGH)
		return;
	snprintf(note, sizeof(note), "%u %u", nfs, version);
	talk_call(t->plan, t->address, (uint16_t)mountd, "mountd", note);
}

/* The two numbers of the note. */
static bool read_note(const struct talk *t, uint16_t *nfs, uint32_t *version)
{
	const char *space = t->note ? strchr(t->note, ' ') : NULL;
	char first[8];
	int64_t port, v;

	if (!space)
		return false;
	snprintf(first, sizeof(first), "%.*s", (int)(space - t->note), t->note);
	if (!text_int(first, 1, 65535, &port) || !text_int(space + 1, 1, 3, &v))
		return false;
	*nfs = (uint16_t)port;
	*version = (uint32_t)v;
	return true;
}

static enum talk_next open_mountd(struct talk *t)
{
	uint32_t version;
	uint16_t nfs;

	if (!read_note(t, &nfs, &version))
		return TALK_END;
	rpc_message_call(&t->out, MOUNTD, version, MOUNTD_EXPORT);
	return TALK_WAIT;
}

static bool everybody(const char *group)
{
	static const char *const names[] = { "*", "0.0.0.0/0",
		                             "0.0.0.0/0.0.0.0", "::/0",
		                             "(everyone)" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(group, names[i]) == 0)
			return true;
	return false;
}

/* Nobody named, or everybody. */
static void hear_exports(struct talk *t, struct rpc_message *m)
{
	char path[PATH + 1], group[256];
	uint32_t version;
	uint16_t nfs;

	if (!read_note(t, &nfs, &version))
		return;
	for (int i = 0; i < ENTRIES && rpc_message_number(m) == 1; i++) {
		bool named = false, all = false;

		if (!rpc_message_text(m, path, sizeof(path)) || !path[0])
			return;
		while (m->len >= 4 && rpc_message_number(m) == 1) {
			if (!rpc_message_text(m, group, sizeof(group)))
				return;
			named = true;
			all = all || everybody(group);
		}
		/* Cut off here, it may still name somebody. */
		if (m->len < 4)
			return;
		if (all || !named)
			sight_sign(t->plan->sight, t->address, nfs, "tcp",
			           "nfs-world", CELL_UNKNOWN, "%s", path);
	}
}

static enum talk_next hear(struct talk *t)
{
	struct rpc_message *m = t->state;

	switch (rpc_message_read(m, t->in, t->len)) {
	case RPC_MESSAGE_MORE:
		return TALK_WAIT;
	case RPC_MESSAGE_DONE:
		if (strcmp(t->dialect->name, "rpc") == 0)
			hear_ports(t, m);
		else
			hear_exports(t, m);
		break;
	case RPC_MESSAGE_BAD:
		break;
	}
	return TALK_END;
}

const struct dialect dialect_rpc = {
	.name = "rpc",
	.state = sizeof(struct rpc_message),
	.most = RPC_MESSAGE_BYTES + 512,
	.open = open_rpc,
	.hear = hear,
};

const struct dialect dialect_mountd = {
	.name = "mountd",
	.state = sizeof(struct rpc_message),
	.most = RPC_MESSAGE_BYTES + 512,
	.open = open_mountd,
	.hear = hear,
};
