/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_LINUX_OS_RELEASE_H
#define CHECKS_PROBE_LINUX_OS_RELEASE_H

#include <stdbool.h>
#include <stddef.h>

/* What os-release(5) says of a system; "" where it says nothing. */
struct os_release {
	char id[64];         /* "debian"; "linux" when it is not said */
	char id_like[128];   /* "rhel centos fedora" */
	char version_id[64]; /* "12", "24.04" */
	char name[128];      /* PRETTY_NAME, else NAME */
	char variant_id[64]; /* "workstation", "server" */
};

/*
 * Read the len bytes of an os-release file. Later lines win, lines that are
 * no assignment are passed over, control characters become spaces. False
 * when there was no assignment at all: it is no such file.
 */
bool os_release_parse(struct os_release *out, const char *text, size_t len);

#endif
