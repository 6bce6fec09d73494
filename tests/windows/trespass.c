/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Does all that the program must never do, so that test_trace.sh shows that
 * it would see it: trespass.exe FILE.
 */
#include <winsock2.h>

#include <windows.h>

#include <stdbool.h>

static bool write_file(const wchar_t *path)
{
	HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
	                          FILE_ATTRIBUTE_NORMAL, NULL);

	CloseHandle(file);
	return file != INVALID_HANDLE_VALUE;
}

static bool write_registry(void)
{
	HKEY key;

	if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Trespass", 0, NULL,
	                    0, KEY_SET_VALUE, NULL, &key, NULL) != 0)
		return false;
	RegSetValueExW(key, L"Here", 0, REG_SZ, (const BYTE *)L"I", 4);
	RegCloseKey(key);
	return true;
}

static bool start_child(void)
{
	wchar_t line[] = L"C:\\windows\\system32\\hostname.exe";
	STARTUPINFOW start = { .cb = sizeof(start) };
	PROCESS_INFORMATION child;

	if (!CreateProcessW(NULL, line, NULL, NULL, FALSE, CREATE_NO_WINDOW,
	                    NULL, NULL, &start, &child))
		return false;
	WaitForSingleObject(child.hProcess, 10000);
	CloseHandle(child.hThread);
	CloseHandle(child.hProcess);
	return true;
}

static bool open_door(void)
{
	struct sockaddr_in here = { .sin_family = AF_INET };
	WSADATA data;
	SOCKET s;

	if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
		return false;
	s = socket(AF_INET, SOCK_STREAM, 0);
	return bind(s, (const struct sockaddr *)&here, sizeof(here)) == 0 &&
	       listen(s, 1) == 0;
}

int main(void)
{
	bool done = write_file(L"C:\\trespass.txt");

	done = done && write_registry();
	done = done && start_child();
	done = done && open_door();
	/* The one beside the program, not the system's. */
	return done && LoadLibraryW(L"wpcap.dll") ? 0 : 1;
}
