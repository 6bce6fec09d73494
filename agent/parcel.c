/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/parcel.h"

#include "agent/console.h"
#include "agent/kit_choice.h"
#include "core/envelope.h"
#include "core/text.h"
#include "report/kit.h"
#include "report/reduction.h"
#include "report/submission.h"

#include <errno.h>
#include <string.h>

enum ending parcel_kit(struct session *s, int64_t now)
{
	enum ending ending = s->kit ? ENDING_DONE : kit_choice_make(s, now);

	if (ending != ENDING_DONE)
		return ending;
	if (!s->kit) {
		console_error(s, SAY_SEND_NO_KIT);
		return ENDING_USAGE;
	}
	/* That it is too old was told with it. */
	if (s->kit_expired) {
		console_error(s, SAY_SEND_OLD_KIT);
		return ENDING_USAGE;
	}
	return ENDING_DONE;
}

/* The same result has the same name, whatever kit it is sent with. */
static bool name_it(struct parcel *p)
{
	struct submission plain = { .kit = "",
		                    .token = "",
		                    .document = p->document };
	struct buf b;
	bool ok;

	buf_init(&b, SUBMISSION_BYTES);
	ok = submission_format(&b, &plain);
	if (ok)
		outbox_name(p->name, buf_text(&b), b.len);
	buf_clear(&b);
	return ok;
}

enum ending parcel_make(struct parcel *p, const struct session *s,
                        const struct document *d)
{
	struct submission whole = { .kit = s->kit->id, .token = s->kit->token };

	buf_init(&p->text, SUBMISSION_BYTES);
	if (!text_is(d->subject, "machine") || d->machines != 1) {
		console_error(s, SAY_SEND_ONE_MACHINE);
		return ENDING_USAGE;
	}
	if (d->commune.insee &&
	    !text_is(d->commune.insee, s->kit->commune.insee)) {
		console_error(s, SAY_SEND_OTHER_COMMUNE, "name",
		              s->kit->commune.name);
		return ENDING_USAGE;
	}
	if (reduction_make(&p->document, d, s->arena)) {
		p->document.commune.insee = s->kit->commune.insee;
		p->document.commune.name = s->kit->commune.name;
		whole.document = p->document;
		if (submission_format(&p->text, &whole) && name_it(p))
			return ENDING_DONE;
	}
	console_error(s, SAY_NO_MEMORY);
	return ENDING_BROKEN;
}

enum ending parcel_seal(struct buf *out, const struct parcel *p,
                        const struct session *s)
{
	struct err e;

	if (envelope_seal(out, buf_text(&p->text), p->text.len,
	                  s->kit->certificates, &e))
		return ENDING_DONE;
	if (e.sys == ENOMEM) {
		console_error(s, SAY_NO_MEMORY);
		return ENDING_BROKEN;
	}
	console_error(s, SAY_SEND_CANNOT_SEAL);
	console_error(s, SAY_WHY_DETAIL, "detail", e.text);
	return ENDING_BROKEN;
}
