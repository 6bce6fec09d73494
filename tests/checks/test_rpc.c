/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/net/rpc_message.h"
#include "tests/checks/exchange.h"

/* A number, and the head of an answer that was granted. */
#define N(n)   "\0\0\0" n
#define ANSWER "garf" N("\1") N("\0") N("\0") N("\0") N("\0")
#define HEAD   "gard" N("\1") N("\0") N("\0") N("\0") N("\0")
#define PROGRAM(last, version, protocol, port) \
	N("\1") "\0\1\x86" last N(version) N(protocol) "\0\0" port
#define MAPPER PROGRAM("\xa0", "\2", "\6", "\0\x6f")
#define NFS    PROGRAM("\xa3", "\3", "\6", "\x08\x01")
#define MOUNT1 PROGRAM("\xa5", "\1", "\6", "\x4e\x51")
#define MOUNT3 PROGRAM("\xa5", "\3", "\6", "\x4e\x50")
#define MOUNTU PROGRAM("\xa5", "\3", "\x11", "\x4e\x52")
#define END    N("\0")

/* An export of a path of eight bytes; groups of three, four. */
#define EXPORT N("\1") N("\x08") "/partage"
#define STAR   N("\1") N("\1") "*\0\0\0"
#define NET    N("\1") N("\x0a") "10.0.0.0/8\0\0"
#define ANY    N("\1") N("\x09") "0.0.0.0/0\0\0\0"

#define ROW(what_, size_, heard_)                        \
	.what = what_, .heard = "\x80\0\0" size_ heard_, \
	.len = sizeof("\x80\0\0" size_ heard_) - 1, .level = TALK_THOROUGH

static const struct exchange ports[] = {
	{ ROW("NFS", "\x80", HEAD MAPPER NFS MOUNT3 MOUNT1 MOUNTU END),
	  .product = "portmapper, NFS", .called = "20048 mountd 2049 3" },
	{ ROW("an old one", "\x58", HEAD MOUNT1 NFS MAPPER END),
	  .product = "portmapper, NFS", .called = "20049 mountd 2049 1" },
	{ ROW("no NFS", "\x44", HEAD MAPPER MOUNT3 END),
	  .product = "portmapper" },
	{ ROW("no mountd", "\x44", HEAD MAPPER NFS END),
	  .product = "portmapper, NFS" },
	{ ROW("mountd over UDP only", "\x44", HEAD NFS MOUNTU END),
	  .product = "portmapper, NFS" },
	{ ROW("another answer", "\x1c", ANSWER END), .signs = NULL },
	{ ROW("denied", "\x1c",
	      "gard" N("\1") N("\1") N("\0") N("\0") N("\0") END),
	  .signs = NULL },
	{ ROW("no such program", "\x18",
	      "gard" N("\1") N("\0") N("\0") N("\0") N("\1")),
	  .signs = NULL },
	{ ROW("a proof beyond the end", "\x18",
	      "gard" N("\1") N("\0") N("\0") N("\x40") N("\0")),
	  .signs = NULL },
	{ ROW("cut", "\x80", HEAD MAPPER), .signs = NULL },
	{ ROW("a list without an end", "\x2c", HEAD MAPPER),
	  .product = "portmapper" },
	{ .what = "too long",
	  .heard = "\xff\xff\xff\xff",
	  .len = 4,
	  .level = TALK_THOROUGH },
	{ .what = "not RPC",
	  .heard = "SSH-2.0-OpenSSH_9.2\r\n",
	  .level = TALK_THOROUGH },
	{ .what = "fragments",
	  .len = 4 + 24 + 4 + 20 + 4 + 4,
	  .heard = "\0\0\0\x18" HEAD "\0\0\0\x14" NFS "\x80\0\0\4" END,
	  .level = TALK_THOROUGH,
	  .product = "portmapper, NFS" },
};

static void test_ports(void **state)
{
	static const uint8_t call[] = "\x80\0\0\x28gard\0\0\0\0\0\0\0\2"
				      "\0\1\x86\xa0\0\0\0\2\0\0\0\4\0\0\0\0";
	struct exchange normal = ports[0];
	struct spoken s;

	(void)state;
	exchange_have(ports, sizeof(ports) / sizeof(*ports), "rpc", 111,
	              "sunrpc", NULL);
	normal.level = TALK_NORMAL;
	normal.called = NULL;
	exchange_step(&normal, "rpc", 111, "sunrpc", 9, NULL);

	spoken_init(&s, TALK_NORMAL);
	spoken_feed(&s, "rpc", 111, NULL, "", 0, 1, TALK_SILENCE);
	assert_int_equal(s.said.len, 44);
	assert_memory_equal(s.said.data, call, sizeof(call) - 1);
	spoken_clear(&s);
}

static const struct exchange exports[] = {
	{ ROW("nobody named", "\x30", HEAD EXPORT END END), .note = "2049 3",
	  .port = 2049, .signs = "nfs-world=/partage" },
	{ ROW("a star", "\x3c", HEAD EXPORT STAR END END), .note = "2049 3",
	  .port = 2049, .signs = "nfs-world=/partage" },
	{ ROW("some, and everybody", "\x64", HEAD EXPORT NET STAR ANY END END),
	  .note = "2049 1", .port = 2049, .signs = "nfs-world=/partage" },
	{ ROW("every address", "\x44", HEAD EXPORT ANY END END),
	  .note = "2049 3", .port = 2049, .signs = "nfs-world=/partage" },
	{ ROW("a network", "\x44", HEAD EXPORT NET END END), .note = "2049 3",
	  .port = 2049 },
	{ ROW("a network, then one for all", "\x58",
	      HEAD EXPORT NET END EXPORT END END),
	  .note = "2049 3", .port = 2049, .signs = "nfs-world=/partage" },
	{ ROW("nothing", "\x1c", HEAD END), .note = "2049 3", .port = 2049 },
	{ ROW("cut behind the path", "\x28", HEAD EXPORT), .note = "2049 3",
	  .port = 2049 },
	{ ROW("cut in a group", "\x30", HEAD EXPORT N("\1") N("\x0a")),
	  .note = "2049 3", .port = 2049 },
	{ ROW("a path too long", "\x28",
	      HEAD N("\1") "\0\0\x10\0"
	                   "/partage"),
	  .note = "2049 3", .port = 2049 },
	{ ROW("a path with a NUL", "\x30",
	      HEAD N("\1") N("\x08") "/par\0age" END END),
	  .note = "2049 3", .port = 2049 },
	{ ROW("no note", "\x30", HEAD EXPORT END END), .port = 2049 },
	{ ROW("a note that is none", "\x30", HEAD EXPORT END END),
	  .note = "x 3", .port = 2049 },
};

static void test_exports(void **state)
{
	(void)state;
	exchange_have(exports, sizeof(exports) / sizeof(*exports), "mountd",
	              2049, "nfs", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ports),
		cmocka_unit_test(test_exports),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
