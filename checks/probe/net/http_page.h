/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_NET_HTTP_PAGE_H
#define CHECKS_PROBE_NET_HTTP_PAGE_H

#include "checks/baseline.h"
#include "checks/probe/net/http_answer.h"
#include "checks/probe/net/sight.h"

/* What the page of a device says of it. */
struct http_page {
	const struct admin_page *device; /* in the baseline, or NULL */
	enum sight_sure sure;            /* of its kind */
	char model[HTTP_ANSWER_TEXT];    /* "" when it does not say */
	bool open; /* settings can be changed here, and nobody asks who comes */
};

/* Read an answer. All but the body may be there without it. */
void http_page_read(struct http_page *p, const struct http_answer *a,
                    const struct baseline *b);

#endif
