/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/clock.h"
#include "core/http.h"
#include "core/proxy.h"
#include "core/socket.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <winsock2.h>

#include <windows.h>

/*
 * Small proxies on the loopback, and this program started anew for each way
 * that Windows can be set: the answer is kept for a whole process. The
 * settings are those of this user, so under Wine alone.
 */

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* What a server does with whoever comes. */
enum manner { GOOD, ASKS, LIES, CLOSES, MUTE, SCRIPT, MANNERS };

static struct {
	SOCKET door;
	unsigned port;
	LONG volatile visits;
	LONG volatile signed_in; /* of these, with a proof of who asks */
} server[MANNERS];

static char script[400];

static bool wine(void)
{
	return GetProcAddress(GetModuleHandleW(L"ntdll.dll"),
	                      "wine_get_version");
}

static void say(SOCKET s, const char *text)
{
	send(s, text, (int)strlen(text), 0);
}

/* Read up to the end of the headers; false when the other side is gone. */
static bool read_head(SOCKET s, char *out, size_t size)
{
	size_t len = 0;

	while (len + 1 < size) {
		int n = recv(s, out + len, 1, 0);

		if (n <= 0)
			return false;
		len += (size_t)n;
		out[len] = '\0';
		if (len >= 4 && strcmp(out + len - 4, "\r\n\r\n") == 0)
			return true;
	}
	return false;
}

static void answer(SOCKET s, enum manner manner)
{
	char text[600];

	switch (manner) {
	case GOOD:
		say(s, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
		return;
	case ASKS:
		say(s, "HTTP/1.1 407 Who\r\nProxy-Authenticate: NTLM\r\n"
		       "Content-Length: 3\r\n\r\nno!");
		return;
	case LIES:
		say(s, "HTTP/1.1 200 OK\r\n\r\n<html>Please sign in</html>");
		return;
	case SCRIPT:
		snprintf(text, sizeof(text),
		         "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n"
		         "Content-Type: application/x-ns-proxy-autoconfig\r\n"
		         "Connection: close\r\n\r\n%s",
		         strlen(script), script);
		say(s, text);
		return;
	case MUTE:
		clock_wait(20000);
		return;
	default:
		return;
	}
}

static DWORD WINAPI serve(void *ctx)
{
	enum manner manner = (enum manner)(uintptr_t)ctx;

	for (;;) {
		SOCKET s = accept(server[manner].door, NULL, NULL);
		char head[4096];

		if (s == INVALID_SOCKET)
			return 0;
		while (read_head(s, head, sizeof(head))) {
			InterlockedIncrement(&server[manner].visits);
			if (strstr(head, "Proxy-Authorization:"))
				InterlockedIncrement(&server[manner].signed_in);
			answer(s, manner);
			if (manner != ASKS)
				break;
		}
		closesocket(s);
	}
}

static int begin(void **state)
{
	(void)state;
	if (socket_prepare() == 0)
		return -1;
	for (int i = 0; i < MANNERS; i++) {
		struct sockaddr_in sa = { .sin_family = AF_INET };
		int size = sizeof(sa);

		server[i].door = socket(AF_INET, SOCK_STREAM, 0);
		sa.sin_addr.s_addr = htonl(UINT32_C(0x7f000001));
		if (bind(server[i].door, (struct sockaddr *)&sa, sizeof(sa)) ||
		    listen(server[i].door, 20) ||
		    getsockname(server[i].door, (struct sockaddr *)&sa, &size))
			return -1;
		server[i].port = ntohs(sa.sin_port);
		CloseHandle(CreateThread(NULL, 0, serve, (void *)(uintptr_t)i,
		                         0, NULL));
	}
	snprintf(script, sizeof(script),
	         "function FindProxyForURL(url, host) {"
	         "if (host == \"direct.example\") return \"DIRECT\";"
	         "return \"PROXY 127.0.0.1:%u; DIRECT\"; }",
	         server[GOOD].port);
	return 0;
}

static size_t put(BYTE *out, const char *text)
{
	DWORD len = (DWORD)strlen(text);

	memcpy(out, &len, sizeof(len));
	memcpy(out + sizeof(len), text, len);
	return sizeof(len) + len;
}

#define PROXY_TYPE_PROXY  2
#define PROXY_TYPE_SCRIPT 4

/* As the control panel writes it, for the Internet Explorer of old. */
static void set(DWORD flags, const char *list, const char *bypass,
                const char *address)
{
	BYTE data[1024] = { 0x46 };
	size_t len = 12;
	HKEY key;

	data[4] = 1;
	memcpy(data + 8, &flags, sizeof(flags));
	len += put(data + len, list);
	len += put(data + len, bypass);
	len += put(data + len, address);
	assert_int_equal(
	    RegCreateKeyExW(HKEY_CURRENT_USER,
	                    L"Software\\Microsoft\\Windows\\CurrentVersion\\"
	                    L"Internet Settings\\Connections",
	                    0, NULL, 0, KEY_WRITE, NULL, &key, NULL),
	    ERROR_SUCCESS);
	assert_int_equal(RegSetValueExW(key, L"DefaultConnectionSettings", 0,
	                                REG_BINARY, data, (DWORD)len + 32),
	                 ERROR_SUCCESS);
	RegCloseKey(key);
}

/* What the started program ends with. */
#define PROXIED 1
#define SESSION 2
#define FAULT   2 /* bits below it */

static int ask(const char *scheme, const char *host)
{
	const char *proxy = proxy_find(scheme, host);
	char url[300];
	struct http_ask ask = { .url = url, .proxy = proxy, .deadline = 4000 };
	struct http_answer got;
	int result = 0;

	/* The same again comes from memory. */
	if (proxy_find(scheme, host) != proxy)
		return -1;
	if (!proxy)
		return 0;
	snprintf(url, sizeof(url), "%s://%s/", scheme, host);
	http_ask(&ask, &got);
	result = PROXIED | (proxy_session(proxy) ? SESSION : 0) |
	         (int)got.fault << FAULT;
	http_clear(&got);
	return result;
}

/* Start this program for one question; what it ended with. */
static int start(const char *scheme, const char *host)
{
	STARTUPINFOW how = { .cb = sizeof(how) };
	PROCESS_INFORMATION p;
	wchar_t self[MAX_PATH], line[MAX_PATH + 300];
	DWORD code = 0;

	GetModuleFileNameW(NULL, self, MAX_PATH);
	_snwprintf(line, COUNT(line), L"\"%ls\" %hs %hs", self, scheme, host);
	assert_true(CreateProcessW(self, line, NULL, NULL, FALSE, 0, NULL, NULL,
	                           &how, &p));
	WaitForSingleObject(p.hProcess, 60000);
	GetExitCodeProcess(p.hProcess, &code);
	CloseHandle(p.hProcess);
	CloseHandle(p.hThread);
	return (int)code;
}

#define EXPECT(scheme, host, flags, fault) \
	assert_int_equal(start(scheme, host), (flags) | (int)(fault) << FAULT)

static void test_list(void **state)
{
	char list[100];

	(void)state;
	if (!wine())
		skip();
	snprintf(list, sizeof(list), "http=127.0.0.1:%u;https=127.0.0.1:%u",
	         server[GOOD].port, server[LIES].port);
	set(PROXY_TYPE_PROXY, list, "<local>;*.direct.example", "");
	EXPECT("http", "mairie.example", PROXIED | SESSION, HTTP_FINE);
	EXPECT("https", "mairie.example", PROXIED | SESSION, HTTP_TLS);
	EXPECT("http", "srv", 0, HTTP_FINE);
	EXPECT("http", "a.direct.example", 0, HTTP_FINE);
	EXPECT("http", "127.0.0.1", 0, HTTP_FINE);
	snprintf(list, sizeof(list), "127.0.0.1:%u", server[CLOSES].port);
	set(PROXY_TYPE_PROXY, list, "", "");
	EXPECT("https", "mairie.example", PROXIED | SESSION, HTTP_NO_ANSWER);
	set(0, list, "", "");
	EXPECT("https", "mairie.example", 0, HTTP_FINE);
}

/* A proxy that asks who we are is told, or not, and never without end. */
static void test_session(void **state)
{
	char list[100];

	(void)state;
	if (!wine())
		skip();
	snprintf(list, sizeof(list), "127.0.0.1:%u", server[ASKS].port);
	set(PROXY_TYPE_PROXY, list, "", "");
	server[ASKS].visits = 0;
	EXPECT("http", "mairie.example", PROXIED | SESSION, HTTP_PROXY);
	EXPECT("https", "mairie.example", PROXIED | SESSION, HTTP_PROXY);
	assert_in_range(server[ASKS].visits, 2, 10);
	/* Whom the environment names is told nothing. */
	set(0, "", "", "");
	SetEnvironmentVariableA("https_proxy", list);
	SetEnvironmentVariableA("http_proxy", list);
	server[ASKS].signed_in = 0;
	EXPECT("http", "mairie.example", PROXIED, HTTP_PROXY);
	EXPECT("https", "mairie.example", PROXIED, HTTP_PROXY);
	assert_int_equal(server[ASKS].signed_in, 0);
	SetEnvironmentVariableA("no_proxy", "mairie.example");
	EXPECT("http", "mairie.example", 0, HTTP_FINE);
	SetEnvironmentVariableA("no_proxy", NULL);
	SetEnvironmentVariableA("http_proxy", NULL);
	SetEnvironmentVariableA("https_proxy", NULL);
}

static void test_script(void **state)
{
	char address[100], list[100];
	int64_t begun;

	(void)state;
	if (!wine())
		skip();
	snprintf(address, sizeof(address), "http://127.0.0.1:%u/proxy.pac",
	         server[SCRIPT].port);
	set(PROXY_TYPE_SCRIPT, "", "", address);
	EXPECT("http", "mairie.example", PROXIED | SESSION, HTTP_FINE);
	EXPECT("http", "direct.example", 0, HTTP_FINE);
	/* One that never comes is not waited for longer than it should. */
	snprintf(address, sizeof(address), "http://127.0.0.1:%u/proxy.pac",
	         server[MUTE].port);
	snprintf(list, sizeof(list), "127.0.0.1:%u", server[GOOD].port);
	set(PROXY_TYPE_SCRIPT | PROXY_TYPE_PROXY, list, "", address);
	begun = clock_ticks();
	EXPECT("http", "mairie.example", PROXIED | SESSION, HTTP_FINE);
	assert_in_range(clock_ticks() - begun, 1000, 14000);
	set(0, "", "", "");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_session),
		cmocka_unit_test(test_script),
	};

	if (argc == 3)
		return ask(argv[1], argv[2]);
	return cmocka_run_group_tests_name("proxy", tests, begin, NULL);
}
