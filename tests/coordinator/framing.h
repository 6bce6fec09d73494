/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_COORDINATOR_FRAMING_H
#define TESTS_COORDINATOR_FRAMING_H

#include <stddef.h>

/*
 * The classic requests that two programs may read differently. Each hides a
 * second request: whoever answers that one was fooled. A NUL is written \0,
 * so lengths are told.
 */
#define FRAMING_HIDDEN "GET /robots.txt HTTP/1.1\r\nHost: h\r\n\r\n"
#define FRAMING(text)  text, sizeof(text) - 1
#define FRAMING_POST   "POST /api/v1/reports HTTP/1.1\r\nHost: h\r\n"

static const struct {
	const char *name;
	const char *data;
	size_t len;
} framings[] = {
	{ "two lengths",
	  FRAMING(
	      FRAMING_POST
	      "Content-Length: 0\r\nContent-Length: 40\r\n\r\n" FRAMING_HIDDEN) },
	{ "two equal lengths",
	  FRAMING(
	      FRAMING_POST
	      "Content-Length: 0\r\nContent-Length: 0\r\n\r\n" FRAMING_HIDDEN) },
	{ "a list of lengths",
	  FRAMING(FRAMING_POST
	          "Content-Length: 0, 40\r\n\r\n" FRAMING_HIDDEN) },
	{ "length and chunks",
	  FRAMING(
	      FRAMING_POST
	      "Content-Length: 5\r\n"
	      "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" FRAMING_HIDDEN) },
	{ "chunks and length",
	  FRAMING(FRAMING_POST
	          "Transfer-Encoding: chunked\r\n"
	          "Content-Length: 5\r\n\r\n0\r\n\r\n" FRAMING_HIDDEN) },
	{ "two encodings",
	  FRAMING(
	      FRAMING_POST
	      "Transfer-Encoding: chunked\r\n"
	      "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n" FRAMING_HIDDEN) },
	{ "identity, chunked",
	  FRAMING(FRAMING_POST "Transfer-Encoding: identity, chunked\r\n\r\n"
	                       "0\r\n\r\n" FRAMING_HIDDEN) },
	{ "xchunked",
	  FRAMING(
	      FRAMING_POST
	      "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" FRAMING_HIDDEN) },
	{ "chunked with a tab before",
	  FRAMING(FRAMING_POST "Transfer-Encoding:\x0b"
	                       "chunked\r\n\r\n0\r\n\r\n" FRAMING_HIDDEN) },
	{ "chunked in version 1.0",
	  FRAMING(
	      "POST /api/v1/reports HTTP/1.0\r\nHost: h\r\n"
	      "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" FRAMING_HIDDEN) },
	{ "a chunk's size with 0x",
	  FRAMING(FRAMING_POST "Transfer-Encoding: chunked\r\n\r\n"
	                       "0x1\r\na\r\n0\r\n\r\n" FRAMING_HIDDEN) },
	{ "a chunk's size below nothing",
	  FRAMING(FRAMING_POST "Transfer-Encoding: chunked\r\n\r\n"
	                       "-1\r\na\r\n0\r\n\r\n" FRAMING_HIDDEN) },
	{ "a chunk's size beyond all",
	  FRAMING(FRAMING_POST
	          "Transfer-Encoding: chunked\r\n\r\n"
	          "10000000000000001\r\na\r\n0\r\n\r\n" FRAMING_HIDDEN) },
	{ "a chunk longer than told",
	  FRAMING(FRAMING_POST "Transfer-Encoding: chunked\r\n\r\n"
	                       "1\r\nabc\r\n0\r\n\r\n" FRAMING_HIDDEN) },
	{ "a chunk's size with a space before",
	  FRAMING(FRAMING_POST "Transfer-Encoding: chunked\r\n\r\n"
	                       " 1\r\na\r\n0\r\n\r\n" FRAMING_HIDDEN) },
	{ "a folded header",
	  FRAMING(FRAMING_POST
	          "X-Long: a\r\n Content-Length: 40\r\n\r\n" FRAMING_HIDDEN) },
	{ "a fold before all headers",
	  FRAMING("POST /api/v1/reports HTTP/1.1\r\n Content-Length: 40\r\n"
	          "Host: h\r\n\r\n" FRAMING_HIDDEN) },
	{ "a bare CR in a header",
	  FRAMING(FRAMING_POST
	          "X-A: b\rContent-Length: 40\r\n\r\n" FRAMING_HIDDEN) },
	{ "a space before the colon",
	  FRAMING(FRAMING_POST "Content-Length : 40\r\n\r\n" FRAMING_HIDDEN) },
	{ "a length below nothing",
	  FRAMING(FRAMING_POST "Content-Length: -1\r\n\r\n" FRAMING_HIDDEN) },
	{ "a length with a plus",
	  FRAMING(FRAMING_POST
	          "Content-Length: +5\r\n\r\nabcde" FRAMING_HIDDEN) },
	{ "a length beyond all",
	  FRAMING(
	      FRAMING_POST
	      "Content-Length: 18446744073709551657\r\n\r\n" FRAMING_HIDDEN) },
	{ "a NUL in a header",
	  FRAMING(FRAMING_POST
	          "X-A: b\0c\r\nContent-Length: 0\r\n\r\n" FRAMING_HIDDEN) },
	{ "another host in the address",
	  FRAMING(
	      "GET http://other/robots.txt HTTP/1.1\r\nHost: h\r\n\r\n" FRAMING_HIDDEN) },
	{ "two hosts",
	  FRAMING(
	      "GET /robots.txt HTTP/1.1\r\nHost: h\r\nHost: other\r\n\r\n" FRAMING_HIDDEN) },
	{ "a question with a body",
	  FRAMING("GET /robots.txt HTTP/1.1\r\nHost: h\r\n"
	          "Content-Length: 40\r\n\r\n" FRAMING_HIDDEN) },
};

#define FRAMINGS (sizeof(framings) / sizeof(framings[0]))

#endif
