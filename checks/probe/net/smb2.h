/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_SMB2_H
#define CHECKS_PROBE_NET_SMB2_H

#include "checks/probe/net/wire.h"

/*
 * The messages of SMB 2 and 3 that a look at a server needs (MS-SMB2). Those
 * that are sent are framed for TCP; those that came are without their frame.
 */

/* One connection, as the side that asks keeps it. Zeroed at its start. */
struct smb2 {
	uint16_t dialect; /* 0x0202 to 0x0311, once negotiated */
	uint64_t message; /* number of the next one */
	unsigned credits; /* messages that may be sent now */
	uint64_t session;
	uint32_t tree;
	uint8_t file[16];
};

/* Commands, MS-SMB2 2.2.1.2. */
enum smb2_command {
	SMB2_NEGOTIATE,
	SMB2_SESSION_SETUP,
	SMB2_LOGOFF,
	SMB2_TREE_CONNECT,
	SMB2_TREE_DISCONNECT,
	SMB2_CREATE,
	SMB2_CLOSE,
	SMB2_READ = 8,
	SMB2_IOCTL = 11,
};

/* Status of an answer, MS-ERREF 2.3.1. */
#define SMB2_OK      UINT32_C(0)
#define SMB2_PENDING UINT32_C(0x00000103)
#define SMB2_PARTLY  UINT32_C(0x80000005) /* there is more to read */
#define SMB2_GO_ON   UINT32_C(0xc0000016)

#define SMB2_SIGN_REQUIRED 2 /* of a negotiated security mode */

/* Flags of a session. */
#define SMB2_IS_GUEST   1
#define SMB2_IS_NULL    2
#define SMB2_IS_SECRET  4 /* everything in it is to be encrypted */
#define SMB2_SHARE_DISK 1

/* An answer. */
struct smb2_answer {
	enum smb2_command command;
	uint32_t status;
	struct wire whole; /* with its head */
};

/* Append a message. server is numeric. */
#define SMB2_ID_BYTES 16 /* an id of ours, other each time */
void smb2_negotiate(struct smb2 *c, struct buf *out,
                    const uint8_t id[SMB2_ID_BYTES]);
void smb2_session_setup(struct smb2 *c, struct buf *out, const void *token,
                        size_t len);
void smb2_logoff(struct smb2 *c, struct buf *out);
void smb2_tree_connect(struct smb2 *c, struct buf *out, const char *server,
                       const char *share);
void smb2_tree_disconnect(struct smb2 *c, struct buf *out);

/* Append what opens a pipe of the tree IPC$, asks it, reads on, closes it. */
void smb2_pipe_open(struct smb2 *c, struct buf *out, const char *name);
void smb2_pipe_ask(struct smb2 *c, struct buf *out, const void *data,
                   size_t len);
void smb2_pipe_read(struct smb2 *c, struct buf *out);
void smb2_pipe_close(struct smb2 *c, struct buf *out);

/* What was heard. */
enum smb2_heard {
	SMB2_FOREIGN, /* no answer of SMB 2 */
	SMB2_ASIDE,   /* one that nobody waits for, or not the last word */
	SMB2_ANSWER,
};

/*
 * Read the head of what came, and keep in c what all answers tell: credits,
 * the session and the tree.
 */
enum smb2_heard smb2_parse(struct smb2 *c, struct smb2_answer *a,
                           struct wire message);

/* The content of good answers; false when it is not there. */
bool smb2_negotiated(struct smb2 *c, const struct smb2_answer *a,
                     uint16_t *mode);
bool smb2_session(const struct smb2_answer *a, struct wire *token,
                  uint16_t *flags);

/*
 * What a tree connect grants: kind (SMB2_SHARE_DISK), and access, a mask of
 * SMB2_MAY_; access is 0 when the share wants everything encrypted.
 */
#define SMB2_MAY_READ  1u
#define SMB2_MAY_WRITE 2u
bool smb2_tree(const struct smb2_answer *a, uint8_t *kind, uint32_t *access);
bool smb2_pipe_opened(struct smb2 *c, const struct smb2_answer *a);

/* What a pipe gave, to an ask or a read. */
bool smb2_pipe_said(const struct smb2_answer *a, struct wire *data);

#endif
