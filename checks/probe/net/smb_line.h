/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_SMB_LINE_H
#define CHECKS_PROBE_NET_SMB_LINE_H

#include "checks/probe/net/wire.h"

/*
 * What SMB 1 and SMB 2 have in common for who asks: a line that messages go
 * over, and what a version of the protocol does with it. Messages that are
 * sent are framed for TCP; those that came are without their frame.
 */

/* One connection. Zeroed at its start. */
struct smb_line {
	uint16_t dialect; /* 0x0202 to 0x0311, once SMB 2 is negotiated */
	uint64_t message; /* number of the next one */
	unsigned credits; /* messages that may be sent now */
	uint64_t session;
	uint32_t tree;
	uint8_t file[16];
};

/* Commands, numbered as in MS-SMB2 2.2.1.2. */
enum smb_command {
	SMB_NEGOTIATE,
	SMB_SESSION_SETUP,
	SMB_LOGOFF,
	SMB_TREE_CONNECT,
	SMB_TREE_DISCONNECT,
	SMB_CREATE,
	SMB_CLOSE,
	SMB_READ = 8,
	SMB_IOCTL = 11,
	SMB_OTHER = 255,
};

/* Status of an answer, MS-ERREF 2.3.1. */
#define SMB_OK      UINT32_C(0)
#define SMB_PENDING UINT32_C(0x00000103)
#define SMB_PARTLY  UINT32_C(0x80000005) /* there is more to read */
#define SMB_GO_ON   UINT32_C(0xc0000016)

/* Flags of a session. */
#define SMB_IS_GUEST  1u
#define SMB_IS_NULL   2u
#define SMB_IS_SECRET 4u /* everything in it is to be encrypted */

/* What a share lets in. */
#define SMB_MAY_READ  1u
#define SMB_MAY_WRITE 2u

/* An answer. */
struct smb_answer {
	enum smb_command command;
	uint32_t status;
	struct wire whole; /* with its head */
};

/* What was heard. */
enum smb_heard {
	SMB_FOREIGN, /* no answer of that version */
	SMB_ASIDE,   /* not to what was asked last, or not the last word */
	SMB_ANSWER,
};

struct smb_version {
	/* Append a message. server is numeric. */
	void (*logoff)(struct smb_line *l, struct buf *out);
	void (*tree_connect)(struct smb_line *l, struct buf *out,
	                     const char *server, const char *share);
	void (*tree_disconnect)(struct smb_line *l, struct buf *out);

	/* Append what opens a pipe of IPC$, asks it, reads on, closes it. */
	void (*pipe_open)(struct smb_line *l, struct buf *out,
	                  const char *name);
	void (*pipe_ask)(struct smb_line *l, struct buf *out, const void *data,
	                 size_t len);
	void (*pipe_read)(struct smb_line *l, struct buf *out);
	void (*pipe_close)(struct smb_line *l, struct buf *out);

	/*
	 * Read the head of what came, and keep in l what all answers tell:
	 * credits, the session and the tree.
	 */
	enum smb_heard (*parse)(struct smb_line *l, struct smb_answer *a,
	                        struct wire message);

	/* The content of good answers; false for others. A session's flags. */
	bool (*entered)(const struct smb_answer *a, unsigned *flags);

	/*
	 * What a share grants, a mask of SMB_MAY_: 0 for one that is no
	 * folder, that wants everything encrypted or tells nothing.
	 */
	bool (*tree)(const struct smb_answer *a, unsigned *access);
	bool (*pipe_opened)(struct smb_line *l, const struct smb_answer *a);

	/* What a pipe gave, to an ask or a read. */
	bool (*pipe_said)(const struct smb_answer *a, struct wire *data);
};

/* smb1.c and smb2.c. */
extern const struct smb_version smb1_version;
extern const struct smb_version smb2_version;

#endif
