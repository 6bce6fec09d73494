/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_VERSION_H
#define AGENT_VERSION_H

/* The program's version, as in CMakeLists.txt. */
const char *version_text(void);

#endif
