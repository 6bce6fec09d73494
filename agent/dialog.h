/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENT_DIALOG_H
#define AGENT_DIALOG_H

#include "agent/page.h"

#include <windows.h>

#include <commctrl.h>

/*
 * A page as a task dialog takes it. Windows only. The dialog that shows it
 * may look at it until it shows another one.
 */
struct dialog;

/*
 * Copy the page; callback gets what happens, with ctx. NULL if memory ran out
 * or the page holds bad UTF-8.
 */
struct dialog *dialog_new(const struct page_words *p, const wchar_t *title,
                          PFTASKDIALOGCALLBACK callback, void *ctx);

void dialog_free(struct dialog *d);

const TASKDIALOGCONFIG *dialog_config(const struct dialog *d);

/* Whether this Windows has the common controls that the manifest asks for. */
bool dialog_there(void);

/* Show a dialog until it ends. */
bool dialog_show(const TASKDIALOGCONFIG *config);

#endif
