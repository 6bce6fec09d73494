/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/predict.h"

#include <stdio.h>
#include <string.h>
#include <windows.h>

#include <winioctl.h>

enum tri predict_failing(unsigned disk)
{
	STORAGE_PREDICT_FAILURE answer;
	enum tri failing = TRI_UNKNOWN;
	wchar_t path[40];
	HANDLE device;
	DWORD got = 0;

	swprintf(path, sizeof(path) / sizeof(path[0]),
	         L"\\\\.\\PhysicalDrive%u", disk);
	device = CreateFileW(path, 0, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
	                     OPEN_EXISTING, 0, NULL);
	if (device == INVALID_HANDLE_VALUE)
		return TRI_UNKNOWN;
	memset(&answer, 0, sizeof(answer));
	if (DeviceIoControl(device, IOCTL_STORAGE_PREDICT_FAILURE, NULL, 0,
	                    &answer, sizeof(answer), &got, NULL) &&
	    got >= sizeof(answer.PredictFailure))
		failing = answer.PredictFailure ? TRI_YES : TRI_NO;
	CloseHandle(device);
	return failing;
}
