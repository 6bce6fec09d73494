/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_AUTOMATION_H
#define CHECKS_PROBE_WINDOWS_AUTOMATION_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Objects of COM's Automation, whose parts are asked for by name. A call may
 * hang: only within a worker with a deadline, between automation_open() and
 * automation_close() in the same thread. Released with automation_free().
 */
struct automation;

/* Enter COM in this thread; false when it refuses. */
bool automation_open(void);
void automation_close(void);

/* A new object of a class, by its name "Microsoft.Update.Session"; or NULL. */
struct automation *automation_new(const char *name);
void automation_free(struct automation *o);

/*
 * A property, or a method that takes numbers, at most two: the object, the
 * number or the text that comes of it. NULL, false, or NULL from the heap,
 * when there is none such.
 */
struct automation *automation_part(struct automation *o, const char *name,
                                   const int32_t *number, unsigned numbers);
bool automation_int(struct automation *o, const char *name, int64_t *out);
char *automation_text(struct automation *o, const char *name);

/* A property that is a date, as a time; or CELL_UNKNOWN. */
int64_t automation_time(struct automation *o, const char *name);

#endif
