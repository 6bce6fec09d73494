/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/renewal.h"

#include "coordinator/intake.h"
#include "coordinator/journal.h"

#include <signal.h>
#include <string.h>

static volatile sig_atomic_t asked;

static void note(int number)
{
	(void)number;
	asked = 1;
}

void renewal_listen(void)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	sigemptyset(&action.sa_mask);
	action.sa_handler = note;
	action.sa_flags = SA_RESTART;
	sigaction(SIGHUP, &action, NULL);
}

/* Requests that began before may hold the one that was there. */
static void replace(struct renewal *r, struct service *s, struct keyring *keys)
{
	size_t place = r->replaced++ % RENEWAL_KEPT;

	keyring_close(r->kept[place]);
	r->kept[place] = atomic_exchange(&s->keys, keys);
}

static bool take(struct renewal *r, struct service *s, struct err *e)
{
	struct keyring *keys = keyring_open(s->state, "", 0, false, e);

	if (!keys)
		return false;
	if (s->intake && !intake_renew(s->intake, e)) {
		keyring_close(keys);
		return false;
	}
	replace(r, s, keys);
	return true;
}

void renewal_look(struct renewal *r, struct service *s, int64_t now)
{
	bool told = asked != 0;
	struct err e;

	if (!told && now < r->next)
		return;
	asked = 0;
	r->next = now + RENEWAL_SECONDS;
	if (!keyring_changed(s->keys)) {
		if (told)
			journal_write(JOURNAL_NOTICE, "the keys are the same");
		return;
	}
	if (take(r, s, &e)) {
		r->failed = false;
		journal_write(JOURNAL_NOTICE, "new keys are in use");
		return;
	}
	if (told || !r->failed)
		journal_write(JOURNAL_ERROR, "new keys cannot be used: %s",
		              e.text);
	r->failed = true;
}

void renewal_clear(struct renewal *r)
{
	for (size_t i = 0; i < RENEWAL_KEPT; i++)
		keyring_close(r->kept[i]);
	memset(r, 0, sizeof(*r));
}
