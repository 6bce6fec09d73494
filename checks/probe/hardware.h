/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_HARDWARE_H
#define CHECKS_PROBE_HARDWARE_H

#include <stdbool.h>
#include <stdint.h>

/* What hardware says of itself, the same on every system. */

/* Whether a chassis of that type (SMBIOS 3.7, table 17) is carried around. */
bool hardware_moves(int64_t chassis);

/* Whether a maker or a model is that of virtual machines. */
bool hardware_virtual(const char *text);

/* Bytes of what hardware_machine() writes. */
#define HARDWARE_MACHINE 33

/* A hash of the machine's own id, so that the id itself leaves nobody. */
void hardware_machine(char out[HARDWARE_MACHINE], const char *id);

#endif
