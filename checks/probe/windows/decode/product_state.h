/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECKS_PROBE_WINDOWS_DECODE_PRODUCT_STATE_H
#define CHECKS_PROBE_WINDOWS_DECODE_PRODUCT_STATE_H

#include "checks/baseline.h"
#include "checks/facts.h"

/* What productState of root\SecurityCenter2 says of a product. */
struct product_state {
	enum tri running; /* it protects now */
	enum tri current; /* its signatures are up to date */
};

/*
 * The bits are those of WSC_SECURITY_PRODUCT_STATE and
 * WSC_SECURITY_SIGNATURE_STATUS (iwscapi.h): & 0xf000 is 0x1000 on, 0 off,
 * 0x2000 put off, 0x3000 expired; & 0xf0 is 0 as long as the signatures are
 * current. All is unknown for a number that is none (CELL_UNKNOWN).
 */
struct product_state product_state_decode(int64_t state);

/*
 * The product of the baseline's antivirus list that Windows shows under that
 * name, or NULL: by the patterns that its programs have.
 */
const struct product *product_state_named(const struct baseline *b,
                                          const char *name);

#endif
