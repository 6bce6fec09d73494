/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_MERGE_NETWORK_H
#define REPORT_MERGE_NETWORK_H

#include "report/merge_finding.h"

/*
 * Join what each machine's last look saw of the network: every address once,
 * as the newest look has it. A device that is a machine of the commune keeps
 * that mark unless a newer look takes it for something else. Two networks
 * that use the same addresses cannot be told apart. False if memory ran out.
 */
bool merge_network(const struct merge *m, struct document_network *out);

#endif
