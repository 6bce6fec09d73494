/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/sign.h"

#include <stddef.h>
#include <string.h>

/* How much a sign weighs where its control judges it. */
enum weight { FAIL, PARTIAL, INFORMATION };

static const struct {
	const char *code;
	enum weight weight;
} signs[] = {
#define SIGN(code, control, weight, level, meaning) { code, weight },
#include "checks/sign.def"
#undef SIGN
	/* Most local devices made their certificate themselves. */
	{ "tls-self-signed", INFORMATION },
};

bool sign_informs(const char *code)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strcmp(signs[i].code, code) == 0)
			return signs[i].weight == INFORMATION;
	return false;
}
