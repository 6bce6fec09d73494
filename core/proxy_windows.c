/* SPDX-License-Identifier: Apache-2.0 */
#include "core/proxy.h"

#include "core/clock.h"
#include "core/library.h"
#include "core/proxy_env.h"
#include "core/proxy_list.h"
#include "core/text.h"
#include "core/wide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include <winhttp.h>

#define PATIENCE 10000 /* milliseconds for all scripts of this process */
#define STEP     5000  /* milliseconds for one connection to a script */
#define HOST     256   /* bytes of a name with its NUL */
#define ANSWERS  200   /* hosts that are remembered */
#define PROXIES  64    /* different ones: a town hall has one */

/* Each as winhttp.h has it. */
static struct {
	HINTERNET(WINAPI *open)(LPCWSTR, DWORD, LPCWSTR, LPCWSTR, DWORD);
	BOOL(WINAPI *close)(HINTERNET);
	BOOL(WINAPI *timeouts)(HINTERNET, int, int, int, int);
	BOOL(WINAPI *ask)
	(HINTERNET, LPCWSTR, WINHTTP_AUTOPROXY_OPTIONS *, WINHTTP_PROXY_INFO *);
	BOOL(WINAPI *user)(WINHTTP_CURRENT_USER_IE_PROXY_CONFIG *);
	BOOL(WINAPI *machine)(WINHTTP_PROXY_INFO *);
} api;

/* What Windows is set to, and what came of it; all under the lock. */
static struct {
	SRWLOCK lock;
	bool read;
	bool detect;  /* ask the network for a script (WPAD) */
	wchar_t *pac; /* address of a script, or NULL */
	char *list;   /* proxies that are set, or NULL */
	char *bypass; /* and who is gone to without, or NULL */
	int64_t left; /* milliseconds for scripts */
	struct {
		char scheme[8];
		char host[HOST];
		const char *proxy;
	} answer[ANSWERS];
	size_t answers;
	struct {
		char text[PROXY_LIST_TEXT];
		bool session;
	} proxy[PROXIES];
	size_t proxies;
} state = { .lock = SRWLOCK_INIT, .left = PATIENCE };

/* What Windows gave us, as ours. */
static char *take(wchar_t *text)
{
	char *out = text ? wide_utf8(text) : NULL;

	if (text)
		GlobalFree(text);
	return out;
}

static wchar_t *copy_wide(const wchar_t *text)
{
	size_t size = text && *text ? (wcslen(text) + 1) * sizeof(*text) : 0;
	wchar_t *out = size ? malloc(size) : NULL;

	if (out)
		memcpy(out, text, size);
	return out;
}

/* What an administrator set for the whole machine (netsh winhttp). */
static void read_machine(void)
{
	WINHTTP_PROXY_INFO info;

	memset(&info, 0, sizeof(info));
	if (!api.machine(&info))
		return;
	if (info.dwAccessType == WINHTTP_ACCESS_TYPE_NAMED_PROXY) {
		state.list = take(info.lpszProxy);
		state.bypass = take(info.lpszProxyBypass);
		return;
	}
	free(take(info.lpszProxy));
	free(take(info.lpszProxyBypass));
}

static void read_settings(void)
{
	static const char *const names[] = { "winhttp.dll", NULL };
	const struct library_symbol symbol[] = {
		{ "WinHttpOpen", &api.open },
		{ "WinHttpCloseHandle", &api.close },
		{ "WinHttpSetTimeouts", &api.timeouts },
		{ "WinHttpGetProxyForUrl", &api.ask },
		{ "WinHttpGetIEProxyConfigForCurrentUser", &api.user },
		{ "WinHttpGetDefaultProxyConfiguration", &api.machine },
	};
	WINHTTP_CURRENT_USER_IE_PROXY_CONFIG user;
	struct err e;

	state.read = true;
	if (!library_load(names, symbol, sizeof(symbol) / sizeof(symbol[0]),
	                  &e))
		return;
	memset(&user, 0, sizeof(user));
	if (api.user(&user)) {
		state.detect = user.fAutoDetect;
		state.pac = copy_wide(user.lpszAutoConfigUrl);
		if (user.lpszAutoConfigUrl)
			GlobalFree(user.lpszAutoConfigUrl);
		state.list = take(user.lpszProxy);
		state.bypass = take(user.lpszProxyBypass);
	}
	if (!state.list)
		read_machine();
}

/* A script at work; whoever lets go of it last frees it. */
struct script {
	LONG volatile owners;
	HANDLE done;
	wchar_t url[HOST + 16];
	wchar_t *pac; /* NULL: look for one in the network */
	bool answered;
	char *list; /* NULL: straight */
	char *bypass;
};

static void let_go(struct script *s)
{
	if (InterlockedDecrement(&s->owners) > 0)
		return;
	CloseHandle(s->done);
	free(s->pac);
	free(s->list);
	free(s->bypass);
	free(s);
}

static void ask(struct script *s)
{
	WINHTTP_AUTOPROXY_OPTIONS how;
	WINHTTP_PROXY_INFO info;
	HINTERNET session =
	    api.open(L"GardeChampetre", WINHTTP_ACCESS_TYPE_NO_PROXY,
	             WINHTTP_NO_PROXY_NAME, WINHTTP_NO_PROXY_BYPASS, 0);

	if (!session)
		return;
	memset(&how, 0, sizeof(how));
	memset(&info, 0, sizeof(info));
	if (s->pac) {
		how.dwFlags = WINHTTP_AUTOPROXY_CONFIG_URL;
		how.lpszAutoConfigUrl = s->pac;
	} else {
		how.dwFlags = WINHTTP_AUTOPROXY_AUTO_DETECT;
		how.dwAutoDetectFlags = WINHTTP_AUTO_DETECT_TYPE_DHCP |
		                        WINHTTP_AUTO_DETECT_TYPE_DNS_A;
	}
	/* Whoever serves the script gets no proof of who asks. */
	how.fAutoLogonIfChallenged = FALSE;
	api.timeouts(session, STEP, STEP, STEP, STEP);
	s->answered = api.ask(session, s->url, &how, &info);
	if (s->answered &&
	    info.dwAccessType == WINHTTP_ACCESS_TYPE_NAMED_PROXY) {
		s->list = take(info.lpszProxy);
		s->bypass = take(info.lpszProxyBypass);
	}
	api.close(session);
}

static DWORD WINAPI work(void *ctx)
{
	struct script *s = ctx;

	ask(s);
	SetEvent(s->done);
	let_go(s);
	return 0;
}

static struct script *start(const wchar_t *pac, const char *scheme,
                            const char *host)
{
	struct script *s = calloc(1, sizeof(*s));
	char url[HOST + 16];
	HANDLE thread;

	if (!s)
		return NULL;
	s->owners = 2;
	s->pac = copy_wide(pac);
	s->done = CreateEventW(NULL, TRUE, FALSE, NULL);
	/* Its path is nobody's business; host is ASCII. */
	snprintf(url, sizeof(url), "%s://%s/", scheme, host);
	for (size_t i = 0; url[i]; i++)
		s->url[i] = (wchar_t)(unsigned char)url[i];
	thread = s->done && (s->pac || !pac)
	             ? CreateThread(NULL, 0, work, s, 0, NULL)
	             : NULL;
	if (thread) {
		CloseHandle(thread);
		return s;
	}
	s->owners = 1;
	let_go(s);
	return NULL;
}

/* Remember a proxy for good: callers keep what they were given. NULL when a
 * script makes up more than anybody has. */
static const char *keep(const char *text, bool session)
{
	for (size_t i = 0; i < state.proxies; i++)
		if (strcmp(state.proxy[i].text, text) == 0 &&
		    state.proxy[i].session == session)
			return state.proxy[i].text;
	if (state.proxies == PROXIES)
		return NULL;
	snprintf(state.proxy[state.proxies].text, PROXY_LIST_TEXT, "%s", text);
	state.proxy[state.proxies].session = session;
	return state.proxy[state.proxies++].text;
}

static const char *choose(const char *list, const char *bypass,
                          const char *scheme, const char *host, bool session)
{
	char text[PROXY_LIST_TEXT];

	if (!list || proxy_list_leaves_out(bypass ? bypass : "", scheme, host))
		return NULL;
	return proxy_list_find(list, scheme, text) ? keep(text, session) : NULL;
}

/*
 * Ask a script, the network's when pac is NULL; false when there is none, or
 * no time is left. One that is late goes on by itself, and nobody listens.
 */
static bool ask_script(const wchar_t *pac, const char *scheme, const char *host,
                       const char **out)
{
	int64_t begin = clock_ticks();
	struct script *s = state.left > 0 ? start(pac, scheme, host) : NULL;
	bool answered = false;

	if (!s)
		return false;
	if (WaitForSingleObject(s->done, (DWORD)state.left) == WAIT_OBJECT_0) {
		answered = s->answered;
		/* At least one, or a script could be asked for ever. */
		state.left -= clock_ticks() - begin + 1;
		if (answered)
			*out = choose(s->list, s->bypass, scheme, host,
			              pac != NULL);
	} else {
		state.left = 0;
	}
	let_go(s);
	return answered;
}

static const char *resolve(const char *scheme, const char *host)
{
	const char *out = NULL;

	if (!state.read)
		read_settings();
	if (proxy_list_leaves_out("", scheme, host))
		return NULL;
	if (state.detect && ask_script(NULL, scheme, host, &out))
		return out;
	/* Nothing answered: it will not for the next host either. */
	state.detect = false;
	if (state.pac && ask_script(state.pac, scheme, host, &out))
		return out;
	return choose(state.list, state.bypass, scheme, host, true);
}

static const char *find(const char *scheme, const char *host)
{
	const char *proxy;

	for (size_t i = 0; i < state.answers; i++)
		if (strcmp(state.answer[i].scheme, scheme) == 0 &&
		    text_same(state.answer[i].host, host))
			return state.answer[i].proxy;
	proxy = resolve(scheme, host);
	if (state.answers < ANSWERS) {
		snprintf(state.answer[state.answers].scheme, 8, "%s", scheme);
		snprintf(state.answer[state.answers].host, HOST, "%s", host);
		state.answer[state.answers++].proxy = proxy;
	}
	return proxy;
}

const char *proxy_find(const char *scheme, const char *host)
{
	bool straight;
	const char *proxy = proxy_env_find(scheme, host, &straight);

	if (proxy || straight || strlen(host) >= HOST)
		return proxy;
	AcquireSRWLockExclusive(&state.lock);
	proxy = find(scheme, host);
	ReleaseSRWLockExclusive(&state.lock);
	return proxy;
}

bool proxy_session(const char *proxy)
{
	bool found = false;

	AcquireSRWLockExclusive(&state.lock);
	for (size_t i = 0; i < state.proxies; i++)
		if (state.proxy[i].text == proxy)
			found = state.proxy[i].session;
	ReleaseSRWLockExclusive(&state.lock);
	return found;
}
