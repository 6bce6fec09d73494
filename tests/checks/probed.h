/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CHECKS_PROBED_H
#define TESTS_CHECKS_PROBED_H

#include "core/arena.h"
#include "tests/checks/planted.h"

#include <sys/wait.h>

/*
 * A planted machine read by one probe. Include it behind cmocka.h.
 */
struct probed {
	char root[64];
	struct probe_context context;
	struct facts facts;
	struct arena *arena;
};

#define PROBED_NOW 1795338000 /* 2026-11-22T09:00:00Z */

#define PROBED_COUNT(files) (sizeof(files) / sizeof((files)[0]))

/* Plant the machine. */
static inline void probed_plant(struct probed *p, const struct planted *file,
                                size_t count)
{
	memset(p, 0, sizeof(*p));
	planted_new(p->root);
	for (size_t i = 0; i < count; i++)
		planted_add(p->root, &file[i]);
	p->context.root = p->root;
	p->context.now = PROBED_NOW;
	p->context.user = 1000;
}

/* Read it (again). */
static inline void probed_read(struct probed *p, const struct probe *probe)
{
	arena_free(p->arena);
	p->arena = arena_new(8u << 20);
	assert_non_null(p->arena);
	memset(&p->facts, 0, sizeof(p->facts));
	probe->read(&p->context, &p->facts, p->arena);
}

static inline void probed_free(struct probed *p)
{
	arena_free(p->arena);
	planted_free(p->root);
}

/*
 * Run check(p) as an account without rights, in a process of its own. Its
 * failed assertions fail the test. Tests that are run as such an account
 * already stay it.
 */
static inline void probed_as_nobody(struct probed *p,
                                    void (*check)(struct probed *p))
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		if (geteuid() == 0 && (setgid(65534) || setuid(65534)))
			_exit(3);
		check(p);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* For checks in that process, where cmocka's assertions cannot jump. */
#define PROBED_CHECK(condition)                                            \
	do {                                                               \
		if (!(condition)) {                                        \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, \
			        #condition);                               \
			_exit(1);                                          \
		}                                                          \
	} while (0)

#endif
