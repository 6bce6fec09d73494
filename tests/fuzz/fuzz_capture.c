/* SPDX-License-Identifier: Apache-2.0 */
#include "core/capture.h"

#include "checks/probe/net/listen/ear.h"
#include "tests/fuzz/stream.h"

/* A capture file of anybody, pcap or pcapng, read to its end and heard. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FILE *file = size ? stream_open(data, size) : NULL;
	struct ear *ear = ear_new();
	struct capture_packet p;
	struct capture *c = NULL;
	struct err e;

	if (file && ear)
		c = capture_open_stream(file, &e);
	if (file && !c)
		fclose(file);
	while (c && capture_next(c, 0, &p, &e) == CAPTURE_PACKET)
		ear_hear(ear, capture_link(c), &p);
	capture_close(c);
	ear_free(ear);
	return 0;
}
