/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FUZZ_STREAM_H
#define TESTS_FUZZ_STREAM_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The bytes as a file to be read, gone when it is closed; NULL on failure. */
FILE *stream_open(const uint8_t *data, size_t size);

#endif
