/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_INTERRUPT_THREAD_H
#define CORE_INTERRUPT_THREAD_H

/*
 * Where workers are threads: interrupt_seen() is true in the calling thread
 * once *flag is not 0 too. flag lives as long as the thread.
 */
void interrupt_watch(const volatile long *flag);

#endif
