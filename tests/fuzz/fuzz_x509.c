/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/x509.h"

#include "core/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever the certificate, what is kept is text that may be shown. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct x509 x;

	if (x509_parse(&x, data, size) &&
	    (x.not_after < 0 || !text_valid(x.host, strlen(x.host)) ||
	     !text_valid(x.holder, strlen(x.holder)) ||
	     !text_valid(x.issuer, strlen(x.issuer))))
		abort();
	return 0;
}
