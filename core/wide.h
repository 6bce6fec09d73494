/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_WIDE_H
#define CORE_WIDE_H

#include <wchar.h>

struct arena;

/*
 * UTF-8 to UTF-16 and back, at the edge of Windows only. What comes from the
 * heap is the caller's to free().
 */

/* UTF-8 as UTF-16, from the heap. NULL for bad UTF-8 or no memory. */
wchar_t *wide_text(const char *utf8);

/*
 * A path as Windows takes it at any length, from the heap: absolute, with
 * backslashes, behind \\?\ or \\?\UNC\. NULL, and errno says why, for bad
 * UTF-8 (EILSEQ), no memory (ENOMEM), an empty path (ENOENT), and for what
 * is no plain file (EINVAL): a device such as NUL or COM1 in any folder, and
 * an alternate data stream.
 */
wchar_t *wide_path(const char *path);

/* UTF-16 as UTF-8, from the heap; half a pair becomes U+FFFD. */
char *wide_utf8(const wchar_t *text);

/* As wide_utf8(), owned by the arena. */
const char *wide_keep(const wchar_t *text, struct arena *a);

/*
 * The errno, for err_sys(), of an error of GetLastError(). EIO for what has
 * no better one. Numbers: learn.microsoft.com, "System Error Codes".
 */
int wide_errno(unsigned long error);

#endif
