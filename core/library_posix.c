/* SPDX-License-Identifier: Apache-2.0 */
#include "core/library.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

void library_prepare(void)
{
}

static bool refuse(struct err *e, int sys, const char *what)
{
	e->sys = sys;
	if (sys == ENOENT)
		err_set(e, "the library %s is not installed", what);
	else
		err_set(e, "the library has no function %s", what);
	e->sys = sys;
	return false;
}

bool library_load(const char *const *names, const struct library_symbol *symbol,
                  size_t count, struct err *e)
{
	void *library = NULL;

	for (size_t i = 0; names[i] && !library; i++)
		library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
	if (!library)
		return refuse(e, ENOENT, names[0]);
	for (size_t i = 0; i < count; i++) {
		void *found = dlsym(library, symbol[i].name);

		if (!found) {
			dlclose(library);
			return refuse(e, ENOSYS, symbol[i].name);
		}
		/* As POSIX has it: a function fits into a void pointer. */
		memcpy(symbol[i].slot, &found, sizeof(found));
	}
	return true;
}
