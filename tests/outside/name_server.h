/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_OUTSIDE_NAME_SERVER_H
#define TESTS_OUTSIDE_NAME_SERVER_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * A DNS server that plays the Internet's, over UDP and TCP. The zone is
 * lines of "NAME KIND VALUE"; the kinds:
 *   A, AAAA, CNAME      the value is an address or a name
 *   MX                  "10 name"; "0 ." is nobody
 *   TXT                 strings with | between, each its own in the record
 *   SERVFAIL, REFUSED   that is the answer, whatever is asked
 *   TIMEOUT             no answer ever
 *   GARBAGE             bytes that are no answer
 *   CUT n               the first n bytes of the right answer
 *   LONG                UDP says "too long", TCP has it all (with other
 *                       lines of the same name)
 * A name under which others are is there; any other does not exist.
 */

/* Serve until killed, in a child; its number. Ends with the test. */
pid_t name_server_start(const char *address, const char *zone);

#endif
