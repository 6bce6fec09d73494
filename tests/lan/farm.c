/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A farm of hostile devices: on every address of this namespace, the given TCP
 * ports and the UDP ones of discovery, each address with a manner of its own.
 *   farm REPLIES PORT...
 * REPLIES/PORT and REPLIES/PORT.udp are good replies (record.mjs); they are cut
 * at every byte, flipped, given wrong lengths. One process, until it is killed.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { DOORS = 128, GUESTS = 8192, SPEECH = 65536, TURNS = 32, PACKET = 8192 };

/* What an address does, by its last number. */
enum manner {
	TARPIT,    /* takes the connection, never says a word */
	ENDLESS,   /* a banner that never ends */
	DRIP,      /* a good reply, one byte a second */
	CUT_CLOSE, /* a good reply, cut at some byte */
	CUT_HUSH,  /* the same, and the connection stays */
	LENGTH,    /* a good reply with two bytes of its head set to 255 */
	FLIP,      /* a good reply with one bit changed */
	RESET,     /* reset after accept */
	GARBAGE,   /* noise, whatever is said */
	ECHO,      /* what was said comes back */
	FLOOD,     /* a good reply, a thousand times */
	MANNERS
};

/* What a good device said on a port: turn 0 at once, then one a question. */
struct speech {
	int port;
	bool datagram;
	size_t turns;
	size_t at[TURNS + 1];
	uint8_t bytes[SPEECH];
};

struct guest {
	struct speech *speech;
	enum manner manner;
	unsigned device; /* last number of the address */
	unsigned dose;   /* where it is cut, flipped: other each time */
	size_t turn;     /* next */
	size_t said;     /* bytes */
	long next;       /* when to say more, milliseconds; 0: when asked */
};

static struct speech speeches[DOORS];
static struct pollfd polls[DOORS + GUESTS];
static struct guest guests[DOORS + GUESTS];
static size_t doors, count;
static unsigned visits[256];
static uint32_t noise = 1;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static long ticks(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static uint8_t any(void)
{
	noise = noise * 1664525u + 1013904223u;
	return (uint8_t)(noise >> 24);
}

/* The replies in a file: a length of four bytes (big end first), the bytes. */
static void speech_read(struct speech *s, const char *folder)
{
	char path[512];
	uint8_t head[4];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%d%s", folder, s->port,
	         s->datagram ? ".udp" : "");
	file = fopen(path, "rb");
	while (file && s->turns < TURNS && fread(head, 1, 4, file) == 4) {
		size_t at = s->at[s->turns];
		size_t len = (size_t)head[2] << 8 | head[3];

		if (at + len > SPEECH ||
		    fread(s->bytes + at, 1, len, file) != len)
			break;
		s->at[++s->turns] = at + len;
	}
	if (file)
		fclose(file);
	if (s->turns == 0) {
		static const char hello[] = "220 hello\r\n";

		memcpy(s->bytes, hello, sizeof(hello) - 1);
		s->turns = 1;
		s->at[1] = sizeof(hello) - 1;
	}
}

static void join(int fd, const char *group)
{
	struct ip_mreqn request = { .imr_address.s_addr = INADDR_ANY };

	request.imr_multiaddr.s_addr = inet_addr(group);
	request.imr_ifindex = 2; /* eth0, after lo */
	setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request,
	           sizeof(request));
}

static void door_open(int port, bool datagram, const char *folder)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		                       .sin_port = htons((uint16_t)port) };
	int one = 1;
	int fd = socket(AF_INET, datagram ? SOCK_DGRAM : SOCK_STREAM, 0);
	struct speech *s = &speeches[doors];

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &one, sizeof(one));
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    (!datagram && listen(fd, 1024) != 0))
		die("bind");
	fcntl(fd, F_SETFL, O_NONBLOCK);
	if (port == 1900 || port == 3702)
		join(fd, "239.255.255.250");
	if (port == 5353)
		join(fd, "224.0.0.251");
	s->port = port;
	s->datagram = datagram;
	speech_read(s, folder);
	guests[doors] = (struct guest){ .speech = s };
	polls[doors++] = (struct pollfd){ .fd = fd, .events = POLLIN };
}

/* Spoil a reply as its device does; returns how much of it is left. */
static size_t spoil(const struct guest *g, uint8_t *bytes, size_t len)
{
	size_t at;

	if (len == 0)
		return 0;
	switch (g->manner) {
	case LENGTH:
		at = g->dose % (len < 64 ? len : 64);
		bytes[at] = 255;
		if (at + 1 < len)
			bytes[at + 1] = 255;
		break;
	case FLIP:
		bytes[(size_t)g->dose * 7 % len] ^=
		    (uint8_t)(1u << g->dose % 8);
		break;
	case GARBAGE:
		for (at = 0; at < len; at++)
			bytes[at] = any();
		break;
	default:
		break;
	}
	return len;
}

/* False: the connection is to be closed. */
static bool say(int fd, struct guest *g, const void *bytes, size_t len)
{
	ssize_t sent = send(fd, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (sent < 0)
		return errno == EAGAIN;
	g->said += (size_t)sent;
	return true;
}

static bool say_turn(int fd, struct guest *g)
{
	const struct speech *s = g->speech;
	static uint8_t copy[SPEECH];
	size_t from, len, whole = s->at[s->turns];

	if (g->turn >= s->turns)
		return true;
	from = s->at[g->turn];
	len = s->at[++g->turn] - from;
	memcpy(copy, s->bytes + from, len);
	if (g->manner == CUT_CLOSE || g->manner == CUT_HUSH) {
		size_t limit = g->dose % (whole + 1);
		bool over = g->said + len >= limit;

		len = over ? limit - g->said : len;
		if (!say(fd, g, copy, len))
			return false;
		if (over)
			g->turn = s->turns;
		return !over || g->manner == CUT_HUSH;
	}
	len = spoil(g, copy, len);
	for (int i = 0; i < (g->manner == FLOOD ? 1000 : 1); i++)
		if (!say(fd, g, copy, len))
			return false;
	return true;
}

/* What a device says unasked, each time that poll comes by. */
static bool chatter(int fd, struct guest *g, long now)
{
	static const char endless[4096] = "220-";
	const struct speech *s = g->speech;
	char line[sizeof(endless)];

	if (g->next == 0 || now < g->next)
		return true;
	if (g->manner == ENDLESS) {
		memset(line, 'a', sizeof(line));
		memcpy(line, endless, 4);
		g->next = now + 5;
		return say(fd, g, line, sizeof(line));
	}
	g->next = now + 1000;
	return g->said >= s->at[s->turns] || say(fd, g, s->bytes + g->said, 1);
}

static void welcome(size_t door)
{
	struct sockaddr_in own;
	socklen_t len = sizeof(own);
	int fd = accept(polls[door].fd, NULL, NULL);
	struct guest *g;

	if (fd < 0)
		return;
	if (count == DOORS + GUESTS ||
	    getsockname(fd, (struct sockaddr *)&own, &len) != 0) {
		close(fd);
		return;
	}
	g = &guests[count];
	*g = (struct guest){ .speech = guests[door].speech };
	g->device = ntohl(own.sin_addr.s_addr) & 255;
	g->manner = (enum manner)(g->device % MANNERS);
	g->dose = g->device / MANNERS * 17 + visits[g->device]++;
	if (g->manner == RESET) {
		struct linger now = { .l_onoff = 1 };

		setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
		close(fd);
		return;
	}
	if (g->manner == ENDLESS || g->manner == DRIP)
		g->next = ticks();
	else if (g->manner != TARPIT && g->manner != ECHO && !say_turn(fd, g)) {
		close(fd);
		return;
	}
	polls[count++] = (struct pollfd){ .fd = fd, .events = POLLIN };
}

/* Whether the guest stays. */
static bool hear(size_t i)
{
	uint8_t bytes[PACKET];
	struct guest *g = &guests[i];
	ssize_t got = recv(polls[i].fd, bytes, sizeof(bytes), MSG_DONTWAIT);

	if (got <= 0)
		return got < 0 && errno == EAGAIN;
	if (g->manner == TARPIT || g->manner == ENDLESS || g->manner == DRIP)
		return true;
	if (g->manner == ECHO)
		return say(polls[i].fd, g, bytes, (size_t)got);
	return say_turn(polls[i].fd, g);
}

/* Answer a datagram from one address, as a device of that address does. */
static void reply(int fd, struct msghdr *message, const struct speech *s,
                  struct in_addr own, const uint8_t *asked, size_t len)
{
	union {
		char bytes[CMSG_SPACE(sizeof(struct in_pktinfo))];
		struct cmsghdr align;
	} control = { .bytes = { 0 } };
	struct in_pktinfo from = { .ipi_spec_dst = own };
	struct guest g = { .device = ntohl(own.s_addr) & 255 };
	uint8_t bytes[SPEECH];
	struct iovec part = { bytes, 0 };
	struct cmsghdr *head;

	g.manner = (enum manner)(g.device % MANNERS);
	g.dose = g.device / MANNERS * 17 + visits[g.device]++;
	if (g.manner == TARPIT || g.manner == RESET)
		return;
	part.iov_len = s->at[1] < PACKET ? s->at[1] : PACKET;
	memcpy(bytes, s->bytes, part.iov_len);
	if (g.manner == ECHO) {
		part.iov_len = len;
		memcpy(bytes, asked, len);
	} else if (len >= 2 && s->port != 1900 && s->port != 3702) {
		memcpy(bytes, asked, 2); /* the number of the question */
	}
	spoil(&g, bytes, part.iov_len);
	if (g.manner == CUT_CLOSE || g.manner == CUT_HUSH || g.manner == DRIP)
		part.iov_len = g.dose % (part.iov_len + 1);
	message->msg_iov = &part;
	message->msg_iovlen = 1;
	message->msg_control = control.bytes;
	message->msg_controllen = sizeof(control.bytes);
	head = CMSG_FIRSTHDR(message);
	head->cmsg_level = IPPROTO_IP;
	head->cmsg_type = IP_PKTINFO;
	head->cmsg_len = CMSG_LEN(sizeof(from));
	memcpy(CMSG_DATA(head), &from, sizeof(from));
	for (int i = 0;
	     i < (g.manner == ENDLESS || g.manner == FLOOD ? 200 : 1); i++)
		sendmsg(fd, message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void answer(size_t door)
{
	static unsigned sibling;
	struct sockaddr_in peer;
	uint8_t asked[PACKET];
	char control[256];
	struct iovec part = { asked, sizeof(asked) };
	struct msghdr message = { .msg_name = &peer,
		                  .msg_namelen = sizeof(peer),
		                  .msg_iov = &part,
		                  .msg_iovlen = 1,
		                  .msg_control = control,
		                  .msg_controllen = sizeof(control) };
	ssize_t got = recvmsg(polls[door].fd, &message, MSG_DONTWAIT);
	struct cmsghdr *head = got < 0 ? NULL : CMSG_FIRSTHDR(&message);
	struct in_pktinfo to;

	if (head == NULL || head->cmsg_type != IP_PKTINFO)
		return;
	memcpy(&to, CMSG_DATA(head), sizeof(to));
	message.msg_flags = 0;
	if ((ntohl(to.ipi_addr.s_addr) >> 28) != 14) {
		reply(polls[door].fd, &message, guests[door].speech,
		      to.ipi_addr, asked, (size_t)got);
		return;
	}
	/* A question to all: some twenty of them answer. */
	for (int i = 0; i < 22; i++) {
		to.ipi_addr.s_addr = (to.ipi_spec_dst.s_addr & htonl(~255u)) |
		                     htonl(2 + sibling++ % 250);
		reply(polls[door].fd, &message, guests[door].speech,
		      to.ipi_addr, asked, (size_t)got);
	}
}

static void leave(size_t i)
{
	close(polls[i].fd);
	count--;
	polls[i] = polls[count];
	guests[i] = guests[count];
}

static void serve(void)
{
	long now;

	if (poll(polls, (nfds_t)count, 5) < 0)
		die("poll");
	now = ticks();
	for (size_t i = count; i-- > doors;)
		if ((polls[i].revents != 0 && !hear(i)) ||
		    !chatter(polls[i].fd, &guests[i], now))
			leave(i);
	for (size_t i = 0; i < doors; i++) {
		if (polls[i].revents == 0)
			continue;
		if (guests[i].speech->datagram)
			answer(i);
		else
			welcome(i);
	}
}

int main(int argc, char **argv)
{
	static const int datagrams[] = { 137, 161, 1900, 3702, 5353 };
	struct rlimit files = { GUESTS + 2 * DOORS, GUESTS + 2 * DOORS };

	if (argc < 3 || argc - 2 > DOORS - 5) {
		fputs("farm REPLIES PORT...\n", stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	if (setrlimit(RLIMIT_NOFILE, &files) != 0)
		die("setrlimit");
	for (int i = 2; i < argc; i++)
		door_open(atoi(argv[i]), false, argv[1]);
	for (size_t i = 0; i < sizeof(datagrams) / sizeof(datagrams[0]); i++)
		door_open(datagrams[i], true, argv[1]);
	for (count = doors;;)
		serve();
}
