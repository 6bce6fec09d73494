/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_DRAWING_H
#define REPORT_DRAWING_H

#include "report/survey.h"

/*
 * The devices around their box as SVG, twice: for a page, and in two columns
 * for a telephone; the style sheet shows one of them. A device with a problem
 * has a sign with its number; of many devices, those without one are drawn as
 * one a kind with their count. False if memory ran out.
 */
bool drawing_write(struct buf *out, const struct view *v,
                   const struct survey *s);

#endif
