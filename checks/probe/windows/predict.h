/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_PREDICT_H
#define CHECKS_PROBE_WINDOWS_PREDICT_H

#include "checks/facts.h"

/*
 * Whether a disk predicts its own failure (SMART), as its driver tells: the
 * request needs no right to read the disk. UNKNOWN when the disk or its
 * driver cannot tell. A disk that sleeps may take seconds to answer.
 */
enum tri predict_failing(unsigned disk);

#endif
