/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/stream.h"

FILE *stream_open(const uint8_t *data, size_t size)
{
	return fmemopen((void *)data, size, "rb");
}
