/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/fact.h"
#include "checks/probe/probe.h"
#include "checks/probe/windows/decode/share_entry.h"
#include "checks/probe/windows/decode/share_right.h"
#include "checks/probe/windows/decode/smb_default.h"
#include "checks/probe/windows/edition.h"
#include "checks/probe/windows/local_user.h"
#include "checks/probe/windows/registry.h"
#include "checks/probe/windows/service.h"
#include "checks/probe/windows/share_list.h"

#define SERVICES "SYSTEM\\CurrentControlSet\\Services\\"
#define SERVER   SERVICES "LanmanServer\\Parameters"
#define CLIENT   SERVICES "LanmanWorkstation\\Parameters"
#define LSA      "SYSTEM\\CurrentControlSet\\Control\\Lsa"
#define POLICIES "SOFTWARE\\Policies\\Microsoft\\Windows\\"
#define SYSTEM   "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System"

/* A number of the registry, and what holds when nobody set it. */
struct setting {
	const char *key;
	const char *value;
	int64_t unset;
};

/* The number, or the state that says why not. */
static enum fact_state setting(const struct setting *s, int64_t *out)
{
	enum fact_state state =
	    registry_int(REGISTRY_MACHINE, s->key, s->value, out);

	if (state != FACT_ABSENT)
		return state;
	*out = s->unset;
	return FACT_KNOWN;
}

static void unreadable(struct fact_bool *f, struct arena *a,
                       enum fact_state state, const char *what)
{
	fact_unknown(&f->fact, a, state, "%s cannot be read", what);
}

static void know(struct fact_bool *f, struct arena *a, enum tri value,
                 const char *what)
{
	if (value == TRI_UNKNOWN)
		fact_unknown(&f->fact, a, FACT_FAILED,
		             "%s is not set, and this Windows is not known",
		             what);
	else
		fact_bool(f, value == TRI_YES);
}

static void look_running(struct facts *f, struct arena *a)
{
	struct service s;
	enum fact_state state = service_find("LanmanServer", &s);

	if (state == FACT_KNOWN && s.running != TRI_UNKNOWN)
		fact_bool(&f->share_smb_running, s.running == TRI_YES);
	else
		fact_unknown(&f->share_smb_running.fact, a,
		             state == FACT_KNOWN ? FACT_FAILED : state,
		             "service LanmanServer");
}

/*
 * A driver that is there and may start. Windows has had none for SMB1 of its
 * own accord since 1709 (learn.microsoft.com, "SMBv1 is not installed by
 * default in Windows").
 */
static enum tri has_driver(const char *name)
{
	struct service s;

	switch (service_find(name, &s)) {
	case FACT_KNOWN:
		return s.start == SERVICE_STARTS_NEVER ? TRI_NO : TRI_YES;
	case FACT_ABSENT:
		return TRI_NO;
	default:
		return TRI_UNKNOWN;
	}
}

static void look_smb1(struct facts *f, struct arena *a)
{
	static const struct setting smb1 = { SERVER, "SMB1", 1 };
	enum tri server = has_driver("srv");
	enum tri client = has_driver("mrxsmb10");
	enum fact_state state;
	int64_t on;

	state = setting(&smb1, &on);
	if (server == TRI_NO || (state == FACT_KNOWN && on == 0))
		fact_bool(&f->share_smb1, false);
	else if (server == TRI_UNKNOWN)
		unreadable(&f->share_smb1, a, FACT_DENIED, "service srv");
	else if (state != FACT_KNOWN)
		unreadable(&f->share_smb1, a, state, "SMB1");
	else
		fact_bool(&f->share_smb1, true);
	if (client == TRI_UNKNOWN)
		unreadable(&f->share_smb1_client, a, FACT_DENIED,
		           "service mrxsmb10");
	else
		fact_bool(&f->share_smb1_client, client == TRI_YES);
}

/* Domain controllers have signing set by a policy that writes this value. */
static void look_signing(const struct edition *e, struct facts *f,
                         struct arena *a)
{
	int64_t required;
	enum fact_state state = registry_int(
	    REGISTRY_MACHINE, SERVER, "RequireSecuritySignature", &required);

	if (state == FACT_KNOWN)
		fact_bool(&f->share_signing, required != 0);
	else if (state == FACT_ABSENT)
		know(&f->share_signing, a,
		     smb_default_signing(e->build, e->server),
		     "RequireSecuritySignature");
	else
		unreadable(&f->share_signing, a, state,
		           "RequireSecuritySignature");
}

static void look_guest_client(const struct edition *e, struct facts *f,
                              struct arena *a)
{
	static const struct registry_setting s = {
		.policy = POLICIES "LanmanWorkstation",
		.local = CLIENT,
		.value = "AllowInsecureGuestAuth",
		.root = REGISTRY_MACHINE,
	};
	int64_t allowed;
	enum fact_state state = registry_effective(&s, &allowed);

	if (state == FACT_KNOWN)
		fact_bool(&f->share_guest_client, allowed != 0);
	else if (state == FACT_ABSENT)
		know(&f->share_guest_client, a,
		     smb_default_guest_client(e->build, e->server, e->id),
		     "AllowInsecureGuestAuth");
	else
		unreadable(&f->share_guest_client, a, state,
		           "AllowInsecureGuestAuth");
}

/* C$ and ADMIN$: there, unless told otherwise. */
static void look_hidden(const struct edition *e, enum tri seen, struct facts *f,
                        struct arena *a)
{
	const struct setting s = {
		SERVER, e->server ? "AutoShareServer" : "AutoShareWks", 1
	};
	enum fact_state state;
	int64_t on;

	if (seen != TRI_UNKNOWN) {
		fact_bool(&f->share_hidden, seen == TRI_YES);
		return;
	}
	state = setting(&s, &on);
	if (state == FACT_KNOWN)
		fact_bool(&f->share_hidden, on != 0);
	else
		unreadable(&f->share_hidden, a, state, s.value);
}

/*
 * From the network, local administrators are cut down, except where this
 * says not, or where nothing is ever cut down (learn.microsoft.com, "User
 * Account Control and remote restrictions").
 */
static void look_remote_admin(struct facts *f, struct arena *a)
{
	static const struct setting filter = { SYSTEM,
		                               "LocalAccountTokenFilterPolicy",
		                               0 };
	static const struct setting uac = { SYSTEM, "EnableLUA", 1 };
	int64_t full, asks;
	enum fact_state one = setting(&filter, &full);
	enum fact_state two = setting(&uac, &asks);

	if ((one == FACT_KNOWN && full != 0) ||
	    (two == FACT_KNOWN && asks == 0))
		fact_bool(&f->share_remote_admin, true);
	else if (one != FACT_KNOWN || two != FACT_KNOWN)
		unreadable(&f->share_remote_admin, a,
		           one != FACT_KNOWN ? one : two,
		           "LocalAccountTokenFilterPolicy");
	else
		fact_bool(&f->share_remote_admin, false);
}

/* Whether the pipe of the shares' list is open to who gives no name. */
static bool pipe_open(struct arena *a)
{
	const uint8_t *pipes = NULL;
	size_t len = 0;

	return registry_bytes(REGISTRY_MACHINE, SERVER, "NullSessionPipes", a,
	                      &pipes, &len) == FACT_KNOWN &&
	       share_entry_listed(pipes, len, "srvsvc");
}

/*
 * RestrictAnonymous is 0 on every Windows; what keeps strangers out is that
 * sessions without a name reach no pipe (learn.microsoft.com, "Network
 * access: Restrict anonymous access to Named Pipes and Shares").
 */
static void look_anonymous(struct share_entrance *in, struct facts *f,
                           struct arena *a)
{
	static const struct setting settings[] = {
		{ LSA, "RestrictAnonymous", 0 },
		{ LSA, "RestrictAnonymousSAM", 1 },
		{ LSA, "EveryoneIncludesAnonymous", 0 },
		{ SERVER, "RestrictNullSessAccess", 1 },
	};
	enum fact_state state = FACT_KNOWN;
	int64_t value[4] = { 0, 1, 0, 1 };

	for (size_t i = 0; i < 4; i++) {
		enum fact_state one = setting(&settings[i], &value[i]);

		if (one != FACT_KNOWN) {
			state = one;
			value[i] = settings[i].unset;
		}
	}
	in->everyone_anonymous = value[2] != 0;
	in->null_session = value[3] == 0;
	if (value[1] == 0 || value[2] != 0 ||
	    (value[0] == 0 && (value[3] == 0 || pipe_open(a))))
		fact_bool(&f->share_anonymous, true);
	else if (state != FACT_KNOWN)
		unreadable(&f->share_anonymous, a, state, "RestrictAnonymous");
	else
		fact_bool(&f->share_anonymous, false);
}

static void look_entrance(struct share_entrance *in, struct arena *a)
{
	static const struct setting blank = { LSA, "LimitBlankPasswordUse", 1 };
	struct local_users users;
	int64_t limited;

	local_user_list(&users, a);
	in->guest = local_user_guest(&users);
	in->blank = TRI_UNKNOWN;
	if (setting(&blank, &limited) == FACT_KNOWN)
		in->blank = limited != 0 ? TRI_NO : TRI_YES;
}

static void share_read(const struct probe_context *c, struct facts *f,
                       struct arena *a)
{
	struct share_entrance in = { 0 };
	enum tri hidden = TRI_UNKNOWN;
	struct edition e;

	(void)c;
	edition_read(&e, a);
	look_running(f, a);
	look_smb1(f, a);
	look_signing(&e, f, a);
	look_guest_client(&e, f, a);
	look_remote_admin(f, a);
	look_anonymous(&in, f, a);
	look_entrance(&in, a);
	share_list_read(&in, &f->share_list, &hidden, a);
	look_hidden(&e, hidden, f, a);
}

const struct probe probe_share = { .area = "share",
	                           .deadline = 5000,
	                           .read = share_read };
