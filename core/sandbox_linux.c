/* SPDX-License-Identifier: Apache-2.0 */
/* syscall() is no part of POSIX. */
#define _GNU_SOURCE
#include "core/sandbox.h"

#include "core/library.h"

#include <errno.h>
#include <linux/capability.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* struct landlock_ruleset_attr, as in kernels newer than our headers. */
struct ruleset {
	uint64_t files;
	uint64_t network;
	uint64_t scopes;
};

/* What a Landlock of some version can refuse (landlock(7)). */
static const struct {
	long version;
	struct ruleset adds;
} landlocks[] = {
	{ 1, { 0x1FFF, 0, 0 } }, /* execute, read, write, remove, make */
	{ 2, { 0x2000, 0, 0 } }, /* move */
	{ 3, { 0x4000, 0, 0 } }, /* truncate */
	{ 4, { 0, 0x3, 0 } },    /* bind and connect by TCP */
	{ 5, { 0x8000, 0, 0 } }, /* orders to devices */
	{ 6, { 0, 0, 0x3 } },    /* abstract sockets, signals */
};

static bool close_files(struct err *e)
{
	struct ruleset all = { 0, 0, 0 };
	/* 1: LANDLOCK_CREATE_RULESET_VERSION */
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
	long fd, done;

	if (version < 1)
		return err_sys(e, errno, "no Landlock in this kernel");
	for (size_t i = 0; i < sizeof(landlocks) / sizeof(landlocks[0]); i++) {
		if (landlocks[i].version > version)
			break;
		all.files |= landlocks[i].adds.files;
		all.network |= landlocks[i].adds.network;
		all.scopes |= landlocks[i].adds.scopes;
	}
	/* What an older kernel does not know is zero, which it takes. */
	fd = syscall(SYS_landlock_create_ruleset, &all, sizeof(all), 0);
	if (fd < 0)
		return err_sys(e, errno, "Landlock");
	/* No rule is added: nothing at all is allowed. */
	done = syscall(SYS_landlock_restrict_self, fd, 0);
	close((int)fd);
	return done == 0 || err_sys(e, errno, "Landlock");
}

/* The functions of libseccomp that are used. */
static struct {
	scmp_filter_ctx (*init)(uint32_t);
	void (*release)(scmp_filter_ctx);
	int (*attr_set)(scmp_filter_ctx, enum scmp_filter_attr, uint32_t);
	int (*resolve_name)(const char *);
	int (*rule_add_array)(scmp_filter_ctx, uint32_t, int, unsigned int,
	                      const struct scmp_arg_cmp *);
	int (*load)(scmp_filter_ctx);
} seccomp;

static bool load_library(struct err *e)
{
	static const char *const names[] = { "libseccomp.so.2", NULL };
	static const struct library_symbol symbol[] = {
		{ "seccomp_init", &seccomp.init },
		{ "seccomp_release", &seccomp.release },
		{ "seccomp_attr_set", &seccomp.attr_set },
		{ "seccomp_syscall_resolve_name", &seccomp.resolve_name },
		{ "seccomp_rule_add_array", &seccomp.rule_add_array },
		{ "seccomp_load", &seccomp.load },
	};

	return library_load(names, symbol, sizeof(symbol) / sizeof(symbol[0]),
	                    e);
}

/* What stays allowed; a name that a processor does not have is passed over. */
static const char *const allowed[] = {
	/* What is open already, the result among it. */
	"read",
	"readv",
	"write",
	"writev",
	"lseek",
	"_llseek",
	"fstat",
	"fstat64",
	"close",
	"recvfrom",
	"recvmsg",
	"getsockopt",
	/* Memory. */
	"brk",
	"munmap",
	"mremap",
	"madvise",
	/* Time and waiting. */
	"poll",
	"ppoll",
	"ppoll_time64",
	"clock_gettime",
	"clock_gettime64",
	"gettimeofday",
	"nanosleep",
	"clock_nanosleep",
	"clock_nanosleep_time64",
	"restart_syscall",
	"futex",
	"sched_yield",
	/* Signals that come, and the end. */
	"rt_sigreturn",
	"rt_sigprocmask",
	"sigaltstack",
	"exit",
	"exit_group",
	/* What tells nothing. */
	"getpid",
	"gettid",
	"getrandom",
};

/* Memory may be had, but none that can be run. */
static const char *const memory[] = { "mmap", "mmap2", "mprotect" };

static bool allow(scmp_filter_ctx ctx, const char *name,
                  const struct scmp_arg_cmp *only)
{
	int number = seccomp.resolve_name(name);

	return number < 0 || seccomp.rule_add_array(ctx, SCMP_ACT_ALLOW, number,
	                                            only ? 1 : 0, only) == 0;
}

static bool fill(scmp_filter_ctx ctx)
{
	/* Both system calls have the protection as their third argument. */
	static const struct scmp_arg_cmp not_run = { .arg = 2,
		                                     .op = SCMP_CMP_MASKED_EQ,
		                                     .datum_a = PROT_EXEC };

	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		if (!allow(ctx, allowed[i], NULL))
			return false;
	for (size_t i = 0; i < sizeof(memory) / sizeof(memory[0]); i++)
		if (!allow(ctx, memory[i], &not_run))
			return false;
	return seccomp.attr_set(ctx, SCMP_FLTATR_ACT_BADARCH,
	                        SCMP_ACT_ERRNO(EPERM)) == 0;
}

static bool close_calls(struct err *e)
{
	scmp_filter_ctx ctx = seccomp.init(SCMP_ACT_ERRNO(EPERM));
	bool ok;

	if (!ctx)
		return err_set(e, "no seccomp filter");
	ok = fill(ctx) && seccomp.load(ctx) == 0;
	seccomp.release(ctx);
	return ok || err_set(e, "no seccomp in this kernel");
}

/* Whatever this process may as an administrator; it may have been none. */
static void drop_rights(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3
	};
	struct __user_cap_data_struct none[2] = { { 0, 0, 0 }, { 0, 0, 0 } };
	const struct rlimit zero = { 0, 0 };

	prctl(PR_SET_DUMPABLE, 0);
	setrlimit(RLIMIT_CORE, &zero);
	setrlimit(RLIMIT_NPROC, &zero);
	syscall(SYS_capset, &head, none);
}

bool sandbox_enter(unsigned walls, struct err *e)
{
	bool ok = true;
	/* A library can be opened only while files can. */
	bool loaded = !(walls & SANDBOX_CALLS) || load_library(e);

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		ok = err_sys(e, errno, "new rights cannot be refused");
	drop_rights();
	if (walls & SANDBOX_FILES && !close_files(e))
		ok = false;
	if (walls & SANDBOX_CALLS && loaded && !close_calls(e))
		ok = false;
	return ok && loaded;
}
