/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_ORPHAN_H
#define CORE_ORPHAN_H

/*
 * In a new process: end it as soon as the process that made it, whose number
 * is parent, is gone, even killed. Where the system has no such thing, nothing.
 */
void orphan_end(long parent);

#endif
