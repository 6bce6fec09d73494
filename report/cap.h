/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_CAP_H
#define REPORT_CAP_H

#include "report/document.h"

/*
 * Why the letter cannot be better, in the reader's language where the cap is
 * known, else as the document says it; never NULL.
 */
const char *cap_words(const struct document_cap *cap, enum lang lang);

#endif
