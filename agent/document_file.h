/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_DOCUMENT_FILE_H
#define AGENT_DOCUMENT_FILE_H

#include "core/buf.h"
#include "report/document.h"

/* Append the document as JSON; look at buf_ok(out). */
void document_file_format(struct buf *out, const struct document *d);

#endif
