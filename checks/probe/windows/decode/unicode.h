/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_UNICODE_H
#define CHECKS_PROBE_WINDOWS_DECODE_UNICODE_H

#include "core/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Append len bytes of UTF-16, low byte first, as UTF-8; what is no text
 * becomes U+FFFD. Ends before a zero. False when out is full.
 */
bool unicode_utf16(const void *data, size_t len, struct buf *out);

/*
 * Append the text of a file that a program of Windows wrote: UTF-16 or UTF-8
 * by the mark that it begins with, UTF-16 too when every other byte of its
 * first four is zero; else UTF-8, where a byte that is none is read as
 * Latin 1. Zeros become spaces. False when out is full.
 */
bool unicode_text(const void *data, size_t len, struct buf *out);

#endif
