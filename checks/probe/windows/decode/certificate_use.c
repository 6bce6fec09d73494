/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/certificate_use.h"

#include "core/date.h"
#include "core/text.h"

/* A shorter life is renewed by a machine: nobody needs to be told. */
#define SHORT_DAYS 45

/* What the baseline calls that issuer: "person", "machine", or NULL. */
static const char *issuer_kind(const struct baseline *b, const char *issuer)
{
	for (size_t i = 0; i < b->products; i++) {
		const struct product *p = &b->product[i];

		if (!text_is(p->list, "certificate-issuer"))
			continue;
		for (size_t j = 0; j < p->programs; j++)
			if (text_like(p->program[j], issuer))
				return p->kind;
	}
	return NULL;
}

const char *certificate_use(const struct x509 *x, const struct baseline *b,
                            bool machine)
{
	const char *kind;

	if (x->authority || x->own ||
	    x->not_after - x->not_before < SHORT_DAYS * DATE_DAY)
		return NULL;
	kind = issuer_kind(b, x->issuer);
	if (text_is(kind, "machine"))
		return NULL;
	if (x->server)
		return "server";
	if (text_is(kind, "person"))
		return "person";
	return x->signs && !machine ? "person" : NULL;
}
