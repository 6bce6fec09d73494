/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A service that does nothing, for the moods: stub.exe NAME [PORT]. It runs
 * until it is stopped, and listens on that TCP port, where it says nothing.
 */
#include <winsock2.h>

#include <stdlib.h>
#include <string.h>
#include <windows.h>

static SERVICE_STATUS_HANDLE handle;
static HANDLE stop;
static const char *port;

static void tell(DWORD state)
{
	SERVICE_STATUS status = {
		.dwServiceType = SERVICE_WIN32_OWN_PROCESS,
		.dwCurrentState = state,
		.dwControlsAccepted =
		    SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_SHUTDOWN,
	};

	SetServiceStatus(handle, &status);
}

static DWORD WINAPI control(DWORD code, DWORD event, void *data, void *ctx)
{
	(void)event;
	(void)data;
	(void)ctx;
	if (code == SERVICE_CONTROL_STOP || code == SERVICE_CONTROL_SHUTDOWN)
		SetEvent(stop);
	return NO_ERROR;
}

static void listen_on(long number)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	WSADATA data;
	SOCKET s;

	if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
		return;
	at.sin_port = htons((unsigned short)number);
	/* As the real ones: what only this machine reaches is no finding. */
	at.sin_addr.s_addr = htonl(INADDR_ANY);
	s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
	if (s != INVALID_SOCKET && bind(s, (void *)&at, sizeof(at)) == 0)
		listen(s, 1);
}

static void WINAPI serve(DWORD argc, wchar_t **argv)
{
	(void)argc;
	handle = RegisterServiceCtrlHandlerExW(argv[0], control, NULL);
	stop = CreateEventW(NULL, TRUE, FALSE, NULL);
	if (!handle || !stop)
		return;
	if (port)
		listen_on(strtol(port, NULL, 10));
	tell(SERVICE_RUNNING);
	WaitForSingleObject(stop, INFINITE);
	tell(SERVICE_STOPPED);
}

int main(int argc, char **argv)
{
	static wchar_t name[] = L"";
	const SERVICE_TABLE_ENTRYW table[] = { { name, serve },
		                               { NULL, NULL } };

	port = argc > 2 ? argv[2] : NULL;
	return StartServiceCtrlDispatcherW(table) ? 0 : 1;
}
