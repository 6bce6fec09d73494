/* SPDX-License-Identifier: Apache-2.0 */
#include <windows.h>

/*
 * A debug directory with one entry: that this program may run with a shadow
 * stack (CET). The linker knows no word for it, so shadow_stack.pl fills in
 * where the entry lies, and points the header here. The layout is that of
 * "PE Format" on learn.microsoft.com.
 */
#define TYPE_EX_CHARACTERISTICS 20
#define CET_COMPAT              1

struct shadow_stack {
	char mark[16];
	IMAGE_DEBUG_DIRECTORY directory;
	DWORD characteristics;
};

extern const struct shadow_stack shadow_stack;
const struct shadow_stack shadow_stack = {
	.mark = "garde CET mark:",
	.directory = { .Type = TYPE_EX_CHARACTERISTICS,
	               .SizeOfData = sizeof(DWORD) },
	.characteristics = CET_COMPAT,
};
