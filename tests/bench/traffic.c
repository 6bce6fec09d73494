/* SPDX-License-Identifier: Apache-2.0 */
#include "../checks/said.h"

/*
 * Write a capture as long as one wants, always the same: a busy office, whose
 * machines fetch and store large files, 200 at a time, and between that every
 * conversation of listened.def. Says what is to be counted in it.
 *   traffic FILE PACKETS
 */
#define FLOWS   200
#define CLIENTS 240
#define SERVER  250
#define BETWEEN 60   /* rounds of large files between two conversations */
#define CONTENT 1000 /* bytes of a full segment */
#define ATMOST  200  /* segments of a file */

static const struct captured_manner plain = { .link = 1, .summed = true };

/* A file on its way. */
struct transfer {
	struct captured_talk talk;
	unsigned left; /* segments; 0: none */
};

/* The same numbers everywhere, which rand() does not promise. */
static uint32_t draw(void)
{
	static uint32_t state = 1;

	state = state * 1664525u + 1013904223u;
	return state >> 8;
}

static void say_hex(struct captured_talk *t, int side, const char *hex)
{
	uint8_t data[512];

	captured_say(t, side, data, said_decode(hex, data, sizeof(data)));
}

static void begin(struct transfer *t, struct captured *c)
{
	static uint16_t port;
	bool tls = draw() % 2;
	struct captured_end client = { (uint8_t)(1 + draw() % CLIENTS),
		                       (uint16_t)(20000 + port++ % 20000) };
	struct captured_end server = { SERVER, tls ? 443 : 445 };

	captured_open(&t->talk, c, client, server);
	if (tls) {
		say_hex(&t->talk, 0,
		        "16 0301 0036 01 000032 0303 11*32 00 0002 1301 01 00 "
		        "0007 002b 0003 02 0304");
		say_hex(&t->talk, 1,
		        "16 0303 0032 02 00002e 0303 11*32 00 1301 00 "
		        "0006 002b 0002 0304");
	} else {
		say_hex(&t->talk, 0, "000000fe fe534d42 4000 00*248");
		say_hex(&t->talk, 1, "000000fe fe534d42 4000 00*248");
	}
	t->left = 1 + draw() % ATMOST;
}

static void go_on(struct transfer *t)
{
	static const char content[CONTENT] = "\x17\3\3";

	captured_say(&t->talk, 1, content, sizeof(content));
	if (t->left % 2)
		captured_segment(&t->talk, 0, t->talk.next[0], CAPTURED_ACK, "",
		                 0);
	if (--t->left == 0)
		captured_close(&t->talk);
}

static void flush(struct captured *c, FILE *out)
{
	if (!buf_ok(&c->file) ||
	    fwrite(c->file.data, 1, c->file.len, out) != c->file.len)
		abort();
	c->file.len = 0;
}

static long long count_in(const char *heard, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = heard; (at = strstr(at, name)); at++)
		if ((at == heard || at[-1] == ' ') && at[n] == ' ')
			return strtoll(at + n, NULL, 10);
	return 0;
}

/* What is counted when each conversation was held so many times. */
static void tell(const unsigned *held, unsigned most)
{
	static const char *const names[] = {
		"ftp",    "telnet", "pop3",         "imap",       "smtp",
		"http",   "ldap",   "snmp",         "vnc",        "smb1",
		"ntlmv1", "llmnr",  "netbios-name", "tls-legacy",
	};
	long long pairs = most < CLIENTS ? most : CLIENTS;

	for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
		long long sum = 0;

		for (size_t i = 0; i < SAID_CASES; i++)
			sum +=
			    held[i] * count_in(said_cases[i].heard, names[k]);
		/* Two doors of one server; one server that is watched. */
		if (strcmp(names[k], "http") == 0)
			sum = 2 * pairs;
		if (strcmp(names[k], "snmp") == 0)
			sum = pairs;
		printf("%s %lld\n", names[k], sum);
	}
}

int main(int argc, char **argv)
{
	static struct transfer transfers[FLOWS];
	static unsigned held[SAID_CASES];
	uint64_t packets = argc == 3 ? strtoull(argv[2], NULL, 10) : 0;
	FILE *out = argc == 3 ? fopen(argv[1], "wb") : NULL;
	struct captured c;
	unsigned round = 0;

	if (!out || packets == 0) {
		fprintf(stderr, "usage: traffic FILE PACKETS\n");
		return 2;
	}
	captured_init(&c, &plain);
	/* Each packet is a thousandth of a second after the one before. */
	for (int64_t begun = c.time;; flush(&c, out)) {
		for (int i = 0; i < BETWEEN; i++) {
			struct transfer *t = &transfers[draw() % FLOWS];

			if (t->left == 0)
				begin(t, &c);
			else
				go_on(t);
		}
		/* Only whole rounds, so that the sums are exact. */
		if ((uint64_t)(c.time - begun) / 1000 >= packets &&
		    round % SAID_CASES == 0)
			break;
		said_again(&c, round % SAID_CASES,
		           (struct captured_end){
			       (uint8_t)(1 + round / SAID_CASES % CLIENTS),
			       (uint16_t)(40000 + round % 20000) },
		           (struct captured_end){
			       SERVER, said_cases[round % SAID_CASES].port });
		held[round++ % SAID_CASES]++;
	}
	flush(&c, out);
	tell(held, round / SAID_CASES);
	return fclose(out) != 0;
}
