/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The small devices of the town hall: ports that hush, greet or answer.
 *   talk FOLDER PORT:hush PORT:greet:FILE PORT:answer:FILE ...
 * Every byte received on a port is kept in FOLDER/PORT, so that a test can
 * say what was sent to a printer. One process, until it is killed.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PORTS = 16, GUESTS = 256, SPEECH = 4096 };

enum manner { HUSH, GREET, ANSWER };

struct door {
	int port;
	int kept; /* the file of what was received */
	enum manner manner;
	char speech[SPEECH];
	size_t length;
};

static struct door doors[PORTS];
static struct pollfd polls[PORTS + GUESTS];
static struct door *door_of[PORTS + GUESTS];
static size_t door_count, poll_count;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void door_read(struct door *door, const char *path)
{
	FILE *file = fopen(path, "rb");

	if (file == NULL)
		die(path);
	door->length = fread(door->speech, 1, sizeof(door->speech), file);
	fclose(file);
}

static void door_open(struct door *door, const char *folder, const char *what)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	char path[512], manner[16], file[512] = "";
	int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);

	if (sscanf(what, "%d:%15[a-z]:%511s", &door->port, manner, file) < 2)
		die(what);
	door->manner = strcmp(manner, "greet") == 0    ? GREET
	               : strcmp(manner, "answer") == 0 ? ANSWER
	                                               : HUSH;
	if (door->manner != HUSH)
		door_read(door, file);
	snprintf(path, sizeof(path), "%s/%d", folder, door->port);
	door->kept = open(path, O_WRONLY | O_CREAT | O_APPEND, 0644);
	if (door->kept < 0)
		die(path);
	address.sin_port = htons((uint16_t)door->port);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    listen(fd, 64) != 0)
		die(what);
	door_of[poll_count] = door;
	polls[poll_count++] = (struct pollfd){ .fd = fd, .events = POLLIN };
}

static void speak(int fd, const struct door *door)
{
	if (send(fd, door->speech, door->length, MSG_NOSIGNAL) < 0)
		perror("send");
}

static void welcome(size_t i)
{
	int fd = accept(polls[i].fd, NULL, NULL);

	if (fd < 0)
		return;
	if (poll_count == PORTS + GUESTS) {
		close(fd);
		return;
	}
	if (door_of[i]->manner == GREET)
		speak(fd, door_of[i]);
	door_of[poll_count] = door_of[i];
	polls[poll_count++] = (struct pollfd){ .fd = fd, .events = POLLIN };
}

/* Whether the guest stays. */
static bool hear(size_t i)
{
	char bytes[SPEECH];
	struct door *door = door_of[i];
	ssize_t got = recv(polls[i].fd, bytes, sizeof(bytes), 0);

	if (got <= 0)
		return false;
	if (write(door->kept, bytes, (size_t)got) != got)
		die("write");
	if (door->manner == ANSWER)
		speak(polls[i].fd, door);
	return true;
}

static void serve(void)
{
	if (poll(polls, (nfds_t)poll_count, -1) < 0)
		die("poll");
	for (size_t i = poll_count; i-- > 0;) {
		if (polls[i].revents == 0)
			continue;
		if (i < door_count) {
			welcome(i);
		} else if (!hear(i)) {
			close(polls[i].fd);
			poll_count--;
			polls[i] = polls[poll_count];
			door_of[i] = door_of[poll_count];
		}
	}
}

int main(int argc, char **argv)
{
	if (argc < 3 || argc - 2 > PORTS) {
		fputs("talk FOLDER PORT:hush|greet|answer[:FILE] ...\n",
		      stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	for (; door_count < (size_t)argc - 2; door_count++)
		door_open(&doors[door_count], argv[1], argv[door_count + 2]);
	for (;;)
		serve();
}
