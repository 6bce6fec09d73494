/* SPDX-License-Identifier: Apache-2.0 */
/* A library as somebody else would leave it where programs are downloaded to. */

__declspec(dllexport) int planted_here(void);

int planted_here(void)
{
	return 1;
}
