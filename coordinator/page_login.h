/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_PAGE_LOGIN_H
#define COORDINATOR_PAGE_LOGIN_H

#include "coordinator/login.h"
#include "coordinator/request.h"

/* Say that nothing was tried, and when to try: for WAIT and BUSY. */
bool page_login_wait(struct request *r, struct response *out,
                     enum login_result result, int64_t wait);

#endif
